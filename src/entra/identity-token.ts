import type { TokenCredential } from "@azure/identity";
import { EntraError } from "./entra-error.ts";
import type { Token } from "./kept-token.ts";

/** What a token of a managed identity is for when an app registration takes it in place of a secret (Entra, federation). */
export const EXCHANGE_SCOPE = "api://AzureADTokenExchange/.default";

/** What the service itself runs as. */
export type Identity =
  /** null: the one that the system assigned. */
  | { readonly kind: "managedIdentity"; readonly clientId: string | null }
  | {
      readonly kind: "workloadIdentity";
      readonly tenantId: string;
      readonly clientId: string;
      readonly tokenFile: string;
    };

/** The library's credential for an identity; it is loaded when it is needed. */
export async function credentialOf(identity: Identity): Promise<TokenCredential> {
  const library = await import("@azure/identity");
  if (identity.kind === "managedIdentity") {
    return identity.clientId === null
      ? new library.ManagedIdentityCredential()
      : new library.ManagedIdentityCredential({ clientId: identity.clientId });
  }
  return new library.WorkloadIdentityCredential({
    tenantId: identity.tenantId,
    clientId: identity.clientId,
    tokenFilePath: identity.tokenFile,
  });
}

/** The credential of an app registration that trusts a managed identity: each token is asked for with a fresh one of that. */
export async function federatedCredential(registration: {
  readonly tenantId: string;
  readonly clientId: string;
  readonly trustedIdentityId: string;
}): Promise<TokenCredential> {
  const { ClientAssertionCredential } = await import("@azure/identity");
  const { tenantId, clientId, trustedIdentityId } = registration;
  const trusted = await credentialOf({ kind: "managedIdentity", clientId: trustedIdentityId });
  return new ClientAssertionCredential(tenantId, clientId, async () => {
    const token = await trusted.getToken(EXCHANGE_SCOPE);
    if (token === null) throw new Error("The managed identity has no token");
    return token.token;
  });
}

/**
 * A way to ask for tokens of an identity, each a new one as far as the machine's identity service gives any.
 * @throws EntraError (the way, when asked)
 */
export function identityTokens(
  identity: Identity,
  scope: string,
  makeCredential: (identity: Identity) => Promise<TokenCredential> = credentialOf,
): (signal: AbortSignal) => Promise<Token> {
  let credential: Promise<TokenCredential> | null = null;
  return async (abortSignal) => {
    try {
      // One that could not be made is forgotten, so that the next one tries again.
      credential ??= makeCredential(identity).catch((error: unknown) => {
        credential = null;
        throw error;
      });
      const token = await (await credential).getToken(scope, { abortSignal });
      if (token === null) throw new Error("The credential has no token");
      return { value: token.token, expiresAtMs: token.expiresOnTimestamp };
    } catch (cause) {
      throw new EntraError("entra.identity-unavailable", nextStep(identity, scope), { cause });
    }
  };
}

function nextStep(identity: Identity, scope: string): string {
  if (identity.kind === "workloadIdentity") {
    return `Entra gave the service account's app ${identity.clientId} no token for ${scope}: check that the app trusts the service account (its issuer, subject and the audience api://AzureADTokenExchange), and that AZURE_FEDERATED_TOKEN_FILE is there.`;
  }
  return identity.clientId === null
    ? `The machine's identity service gave no token for ${scope}: assign a managed identity to the app that runs this, and name a user-assigned one in AZURE_CLIENT_ID.`
    : `The machine's identity service gave the managed identity ${identity.clientId} no token for ${scope}: assign that identity to the app that runs this, or correct its client id (AZURE_CLIENT_ID).`;
}

import type { AccessToken, TokenCredential } from "@azure/identity";
import { z } from "zod/v4";
import type { DirectoryCredential } from "../../config/directory.ts";
import type { Clock } from "../../enrollment/clock.ts";
import { credentialOf, federatedCredential } from "../../entra/identity-token.ts";

/**
 * How the app itself proves to Entra who it is. The library is loaded when it is needed: whoever only talks to people
 * does without it.
 */
export async function createGraphCredential(
  credential: DirectoryCredential,
  clock: Clock,
): Promise<TokenCredential> {
  if (credential.kind === "sandbox") return loopbackCredential(credential, clock);
  const identity = await import("@azure/identity");
  switch (credential.kind) {
    case "managedIdentity":
      return credentialOf(credential);
    case "federated":
      return federatedCredential(credential);
    case "workloadIdentity":
      return new identity.WorkloadIdentityCredential({
        tenantId: credential.tenantId,
        clientId: credential.clientId,
      });
    case "secret":
      return new identity.ClientSecretCredential(
        credential.tenantId,
        credential.clientId,
        credential.secret.reveal(),
      );
  }
}

const TOKEN_LIMIT_MS = 5_000;

const tokenReply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/**
 * Plain OAuth client credentials at the local tenant. MSAL refuses http authorities, and rightly so; configuration lets
 * nothing but loopback come here.
 */
function loopbackCredential(
  credential: Extract<DirectoryCredential, { readonly kind: "sandbox" }>,
  clock: Clock,
): TokenCredential {
  return {
    getToken: async (scopes): Promise<AccessToken> => {
      const askedAtMs = clock.now().getTime();
      const reply = await fetch(credential.tokenUrl, {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: credential.clientId,
          client_secret: credential.secret.reveal(),
          scope: [scopes].flat().join(" "),
        }),
        signal: AbortSignal.timeout(TOKEN_LIMIT_MS),
      });
      if (!reply.ok) throw new Error(`The local tenant refused a token: ${reply.status}`);
      const { access_token, expires_in } = tokenReply.parse(await reply.json());
      return { token: access_token, expiresOnTimestamp: askedAtMs + expires_in * 1000 };
    },
  };
}

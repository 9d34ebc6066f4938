import type { TokenCredential } from "@azure/identity";
import { ServiceClientCredentialsFactory } from "botframework-connector";
import type { ClientProof } from "../config/client-proof.ts";
import { credentialOf, federatedCredential } from "../entra/identity-token.ts";

type ServiceClientCredentials = Awaited<
  ReturnType<ServiceClientCredentialsFactory["createCredentials"]>
>;

/** A request to the connector does not wait longer for its token. */
const TOKEN_LIMIT_MS = 10_000;

/**
 * The bot as an app registration without a secret. The SDK has two factories for this, and neither will do:
 * `FederatedServiceClientCredentialsFactory` asks the managed identity once and shows Entra that same token for as long
 * as the credentials live, which is as long as the process here, so that a day later Entra refuses it (AADSTS700024);
 * `CertificateServiceClientCredentialsFactory` starts the program `openssl` and names the certificate by SHA-1. Here
 * each new token of the bot is asked for with what is good at that moment, and tokens are kept by the library.
 */
export class EntraCredentialsFactory extends ServiceClientCredentialsFactory {
  readonly #appId: string;
  readonly #makeCredential: () => Promise<TokenCredential>;
  #credential: Promise<TokenCredential> | null = null;

  constructor(appId: string, makeCredential: () => Promise<TokenCredential>) {
    super();
    this.#appId = appId;
    this.#makeCredential = makeCredential;
  }

  override isValidAppId(appId: string): Promise<boolean> {
    return Promise.resolve(appId === this.#appId);
  }

  override isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override createCredentials(appId: string, audience: string): Promise<ServiceClientCredentials> {
    if (appId !== this.#appId) return Promise.reject(new Error("Invalid appId."));
    const scope = audience.endsWith("/.default") ? audience : `${audience}/.default`;
    return Promise.resolve({
      signRequest: async (request) => {
        request.headers.set("Authorization", `Bearer ${await this.#token(scope)}`);
        return request;
      },
    });
  }

  async #token(scope: string): Promise<string> {
    // One that could not be made is forgotten, so that the next request tries again.
    this.#credential ??= this.#makeCredential().catch((error: unknown) => {
      this.#credential = null;
      throw error;
    });
    const credential = await this.#credential;
    const abortSignal = AbortSignal.timeout(TOKEN_LIMIT_MS);
    const token = await credential.getToken(scope, { abortSignal });
    if (token === null) throw new Error("The credential has no token for the bot");
    return token.token;
  }
}

/** Makes the credential of a bot's registration, by what it shows to Entra in place of a secret. */
export function registrationCredential(
  bot: { readonly appId: string; readonly tenantId: string },
  proof: Exclude<ClientProof, { readonly kind: "secret" }>,
): () => Promise<TokenCredential> {
  return async () => {
    switch (proof.kind) {
      case "federated":
        return federatedCredential({
          tenantId: bot.tenantId,
          clientId: bot.appId,
          trustedIdentityId: proof.trustedIdentityId,
        });
      case "workloadIdentity":
        return credentialOf({
          kind: "workloadIdentity",
          tenantId: bot.tenantId,
          clientId: bot.appId,
          tokenFile: proof.tokenFile,
        });
      case "certificate": {
        const { ClientCertificateCredential } = await import("@azure/identity");
        const certificatePath = proof.file;
        return new ClientCertificateCredential(bot.tenantId, bot.appId, { certificatePath });
      }
    }
  };
}

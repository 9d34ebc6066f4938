import { ConfigurationServiceClientCredentialFactory } from "botbuilder";
import { ServiceClientCredentialsFactory } from "botframework-connector";
import { z } from "zod/v4";
import type { BotCredentials, Config } from "../config/config.ts";
import type { Secret } from "../config/secret.ts";
import { EntraCredentialsFactory, registrationCredential } from "./entra-credentials.ts";

type ServiceClientCredentials = Awaited<
  ReturnType<ServiceClientCredentialsFactory["createCredentials"]>
>;

/** The factory that gives the SDK its outgoing tokens, by the configured kind of credential. */
export function createCredentialsFactory(bot: Config["bot"]): ServiceClientCredentialsFactory {
  const { credentials } = bot;
  switch (credentials.kind) {
    case "managedIdentity":
      return new ConfigurationServiceClientCredentialFactory({
        MicrosoftAppType: "UserAssignedMsi",
        MicrosoftAppId: bot.appId,
        MicrosoftAppTenantId: bot.tenantId,
      });
    case "secret":
      return new ConfigurationServiceClientCredentialFactory({
        MicrosoftAppType: "SingleTenant",
        MicrosoftAppId: bot.appId,
        MicrosoftAppTenantId: bot.tenantId,
        MicrosoftAppPassword: credentials.secret.reveal(),
      });
    case "federated":
    case "workloadIdentity":
    case "certificate":
      return new EntraCredentialsFactory(bot.appId, registrationCredential(bot, credentials));
    case "sandbox":
      return new LoopbackCredentialsFactory(bot.appId, credentials);
  }
}

const tokenReply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/**
 * Plain OAuth client credentials against a loopback address. MSAL refuses http authorities, and rightly so;
 * configuration lets nothing but loopback come here.
 */
class LoopbackCredentialsFactory extends ServiceClientCredentialsFactory {
  readonly #appId: string;
  readonly #audience: string;
  readonly #tokenUrl: string;
  readonly #secret: Secret;
  #token: { readonly value: string; readonly usableUntilMs: number } | null = null;

  constructor(appId: string, credentials: Extract<BotCredentials, { readonly kind: "sandbox" }>) {
    super();
    this.#appId = appId;
    this.#audience = credentials.audience;
    this.#tokenUrl = credentials.tokenUrl;
    this.#secret = credentials.secret;
  }

  override isValidAppId(appId: string): Promise<boolean> {
    return Promise.resolve(appId === this.#appId);
  }

  override isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override createCredentials(): Promise<ServiceClientCredentials> {
    return Promise.resolve({
      signRequest: async (request) => {
        request.headers.set("Authorization", `Bearer ${await this.#currentToken()}`);
        return request;
      },
    });
  }

  async #currentToken(): Promise<string> {
    if (this.#token === null || this.#token.usableUntilMs < performance.now()) {
      this.#token = await this.#fetchToken();
    }
    return this.#token.value;
  }

  async #fetchToken(): Promise<{ readonly value: string; readonly usableUntilMs: number }> {
    const reply = await fetch(this.#tokenUrl, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: this.#appId,
        client_secret: this.#secret.reveal(),
        scope: `${this.#audience}/.default`,
      }),
      signal: AbortSignal.timeout(5_000),
    });
    if (!reply.ok) throw new Error(`The local tenant refused the bot a token: ${reply.status}`);
    const { access_token, expires_in } = tokenReply.parse(await reply.json());
    return { value: access_token, usableUntilMs: performance.now() + expires_in * 900 };
  }
}

import { TeamsAdapter } from "@microsoft/teams-ai/lib/TeamsAdapter.js";
import {
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  type TurnContext,
} from "botbuilder";
import {
  type AuthenticateRequestResult,
  AuthenticationConstants,
  AuthenticationError,
  type ServiceClientCredentialsFactory,
} from "botframework-connector";
import type { Config } from "../config/config.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { Logger } from "../telemetry/logger.ts";
import { type ImproveTokenClient, ReusingAuthentication } from "./authentication.ts";
import { couldBeChannelToken } from "./channel-token.ts";
import { createCredentialsFactory } from "./credentials.ts";
import { type InboundRules, refuseInbound } from "./inbound.ts";
import { OnceConnector } from "./once-connector.ts";
import type { NewReference } from "./reference-id.ts";
import { DirectTokenClient, type SignsRequests } from "./token-client.ts";
import { within } from "./within.ts";

/** The first check of a day fetches the channel's keys, twice over the network. */
const LONGEST_AUTHENTICATION_MS = 5_000;

type ProcessActivity = TeamsAdapter["processActivity"];
type Activity = TurnContext["activity"];
type InvokeResponse = Awaited<ReturnType<ProcessActivity>>;

/**
 * teams-ai's adapter with three things more: clients are reused, activities of other tenants, channels and hosts are
 * refused, and an error becomes a status and a reference id instead of a stack trace on the wire.
 */
export class PushReadyAdapter extends TeamsAdapter {
  readonly #rules: InboundRules;
  readonly #issuer: string;
  readonly #log: Logger;
  readonly #newReference: NewReference;
  readonly #makeCredentials: () => Promise<SignsRequests>;
  /** Kept, since each keeps its own tokens. */
  #connectorCredentials: Promise<SignsRequests> | null = null;

  constructor(
    bot: Config["bot"],
    parts: { readonly log: Logger; readonly newReference: NewReference },
  ) {
    const settings = sdkSettings(bot);
    const credentials = createCredentialsFactory(bot);
    super(settings, credentials);
    // TeamsAdapter makes its authentication itself and takes no other; this is the one place to put ours.
    Object.defineProperty(this, "botFrameworkAuthentication", {
      value: new ReusingAuthentication(
        new ConfigurationBotFrameworkAuthentication(settings, credentials),
        directTokens(bot, credentials),
      ),
    });
    this.#rules = { tenantId: bot.tenantId, serviceUrlHosts: bot.serviceUrlHosts };
    this.#issuer = bot.channel?.issuer ?? AuthenticationConstants.ToBotFromChannelTokenIssuer;
    this.#log = parts.log;
    this.#newReference = parts.newReference;
    this.#makeCredentials = () => connectorCredentials(bot, credentials);
  }

  /**
   * As {@link continueConversationAsync}, but what the turn writes is sent exactly once, with no repeats of the SDK's.
   * `logic` must not reject: the SDK would take the error for a turn's.
   */
  async continueOnce(
    appId: string,
    reference: Partial<ConversationReference> & { readonly serviceUrl: string },
    request: { readonly signal: AbortSignal; readonly clock: Clock },
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    this.#connectorCredentials ??= this.#makeCredentials();
    const credentials = await this.#connectorCredentials;
    await this.continueConversationAsync(appId, reference, async (context) => {
      const connector = new OnceConnector(reference.serviceUrl, { credentials, ...request });
      context.turnState.set(this.ConnectorClientKey, connector);
      await logic(context);
    });
  }

  protected override async processActivity(
    authorization: string | AuthenticateRequestResult,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse> {
    const identity =
      typeof authorization === "string"
        ? await this.#authenticate(activity, authorization)
        : authorization;
    if (identity === null) return { status: 401 };

    const refusal = refuseInbound(activity, this.#rules);
    if (refusal !== null) {
      this.#log.warn({ refusal }, "activity refused");
      return { status: refusal === "malformed" ? 400 : 403 };
    }
    try {
      return await super.processActivity(identity, activity, logic);
    } catch (error) {
      const reference = this.#newReference();
      this.#log.error({ err: error, reference }, "turn failed");
      return { status: 500, body: { error: { code: "turnFailed", reference } } };
    }
  }

  // The SDK lets a wrong signature through as a plain error (it would become a 500), so whatever authentication
  // throws is "not authenticated" to the caller, and the log says which it was.
  async #authenticate(
    activity: Activity,
    header: string,
  ): Promise<AuthenticateRequestResult | null> {
    const expected = { issuer: this.#issuer, tenantId: this.#rules.tenantId };
    if (!couldBeChannelToken(header, expected)) {
      this.#log.warn({ why: "notOfTheChannel" }, "request not authenticated");
      return null;
    }
    try {
      return await within(
        LONGEST_AUTHENTICATION_MS,
        "Authentication",
        this.botFrameworkAuthentication.authenticateRequest(activity, header),
      );
    } catch (error) {
      const isPlain = error instanceof AuthenticationError;
      this.#log.warn(
        { why: isPlain ? "refused" : "invalid", err: error },
        "request not authenticated",
      );
      return null;
    }
  }
}

/** Where people's tokens are kept for the bot. */
export const tokenServiceOf = ({ channel }: Config["bot"]): string =>
  channel?.tokenServiceUrl ?? AuthenticationConstants.OAuthUrl;

function directTokens(
  bot: Config["bot"],
  factory: ServiceClientCredentialsFactory,
): ImproveTokenClient {
  return async (client) =>
    new DirectTokenClient(client, tokenServiceOf(bot), await connectorCredentials(bot, factory));
}

/** What signs the bot's own requests to the connector and the token service. */
export async function connectorCredentials(
  { appId, channel }: Config["bot"],
  factory: ServiceClientCredentialsFactory,
): Promise<SignsRequests> {
  const scope = channel?.scope ?? AuthenticationConstants.ToChannelFromBotOAuthScope;
  const loginUrl = channel?.loginUrl ?? AuthenticationConstants.ToChannelFromBotLoginUrl;
  const credentials = await factory.createCredentials(appId, scope, loginUrl, true);
  return {
    // The SDK asks for a whole request of its own kind and touches nothing of it but its headers.
    signRequest: (request) =>
      credentials.signRequest(request as Parameters<typeof credentials.signRequest>[0]),
  };
}

function sdkSettings(bot: Config["bot"]): Record<string, string> {
  const base = { MicrosoftAppId: bot.appId, MicrosoftAppTenantId: bot.tenantId };
  if (bot.channel === null) return base;
  // Setting one of these drops the public cloud's defaults of all others, so all are set.
  const { loginUrl, scope, issuer, tokenServiceUrl, openIdMetadataUrl } = bot.channel;
  return {
    ...base,
    ToChannelFromBotLoginUrl: loginUrl,
    ToChannelFromBotOAuthScope: scope,
    ToBotFromChannelTokenIssuer: issuer,
    OAuthUrl: tokenServiceUrl,
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
    CallerId: "urn:botframework:sandbox",
    ValidateAuthority: "true",
  };
}

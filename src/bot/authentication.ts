import type { ConfigurationBotFrameworkAuthentication } from "botbuilder";
import {
  type AuthenticateRequestResult,
  BotFrameworkAuthentication,
  type BotFrameworkClient,
  type ClaimsIdentity,
  type ConnectorClient,
  type ConnectorFactory,
  type UserTokenClient,
} from "botframework-connector";

type Activity = Parameters<BotFrameworkAuthentication["authenticateRequest"]>[0];

/** Service URLs differ by region only; a handful of clients serves everybody. */
const MOST_CONNECTORS = 32;

/** Takes the SDK's token client of an app and gives the one to use. */
export type ImproveTokenClient = (
  client: UserTokenClient,
  appId: string,
) => Promise<UserTokenClient>;

/**
 * The SDK's own authentication, with its clients kept. The SDK builds a connector and a token client anew for each
 * turn, each with its whole request pipeline, which costs more than a check itself; both are stateless.
 */
export class ReusingAuthentication extends BotFrameworkAuthentication {
  readonly #inner: ConfigurationBotFrameworkAuthentication;
  readonly #improve: ImproveTokenClient;
  readonly #connectors = new Map<string, Promise<ConnectorClient>>();
  readonly #tokenClients = new Map<string, Promise<UserTokenClient>>();

  constructor(inner: ConfigurationBotFrameworkAuthentication, improve: ImproveTokenClient) {
    super();
    this.#inner = inner;
    this.#improve = improve;
  }

  override async authenticateRequest(
    activity: Activity,
    header: string,
  ): Promise<AuthenticateRequestResult> {
    const result = await this.#inner.authenticateRequest(activity, header);
    const { connectorFactory } = result;
    return connectorFactory === undefined
      ? result
      : { ...result, connectorFactory: this.#reusing(connectorFactory, result.claimsIdentity) };
  }

  override authenticateStreamingRequest(
    header: string,
    channelId: string,
  ): Promise<AuthenticateRequestResult> {
    return this.#inner.authenticateStreamingRequest(header, channelId);
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return this.#reusing(this.#inner.createConnectorFactory(identity), identity);
  }

  override createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    const appId = appIdOf(identity);
    return remembered(this.#tokenClients, appId, async () =>
      this.#improve(await this.#inner.createUserTokenClient(identity), appId),
    );
  }

  override createBotFrameworkClient(): BotFrameworkClient {
    return this.#inner.createBotFrameworkClient();
  }

  override getOriginatingAudience(): string {
    return this.#inner.getOriginatingAudience();
  }

  override authenticateChannelRequest(header: string): Promise<ClaimsIdentity> {
    return this.#inner.authenticateChannelRequest(header);
  }

  #reusing(factory: ConnectorFactory, identity: ClaimsIdentity): ConnectorFactory {
    return {
      create: (serviceUrl, audience) =>
        remembered(
          this.#connectors,
          // All that the SDK puts into a connector, so that none can ever serve another app or audience.
          JSON.stringify([appIdOf(identity), serviceUrl, audience]),
          () => factory.create(serviceUrl, audience),
        ),
    };
  }
}

// As the SDK reads it.
const appIdOf = (identity: ClaimsIdentity): string =>
  identity.getClaimValue("aud") ?? identity.getClaimValue("appid") ?? "";

/** The bot has one app id, and service URLs are checked before they get here, so these maps stay small. */
function remembered<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  if (known.size >= MOST_CONNECTORS) known.clear();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}

import {
  ActivityHandler,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  MessageFactory,
  type TurnContext,
} from "botbuilder";
import { ServiceClientCredentialsFactory, type UserTokenClient } from "botframework-connector";
import restify from "restify";
import { z } from "zod/v4";

// A bot of a few lines on the real SDK, with real authentication against the local tenant: what the Teams side of the
// sandbox is tried with. Runs as a process of its own: PORT, SANDBOX_URL.

const appId = "b07b07b0-0000-4000-8000-000000000001";
const connectionName = "graph";

type Credentials = Awaited<ReturnType<ServiceClientCredentialsFactory["createCredentials"]>>;

class TenantCredentials extends ServiceClientCredentialsFactory {
  readonly #tokenUrl: string;

  constructor(tokenUrl: string) {
    super();
    this.#tokenUrl = tokenUrl;
  }

  override isValidAppId(id: string): Promise<boolean> {
    return Promise.resolve(id === appId);
  }

  override isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override createCredentials(): Promise<Credentials> {
    return Promise.resolve({
      signRequest: async (request) => {
        request.headers.set("Authorization", `Bearer ${await this.#token()}`);
        return request;
      },
    });
  }

  async #token(): Promise<string> {
    const reply = await fetch(this.#tokenUrl, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: appId,
        client_secret: "sandbox-only",
        scope: "https://api.botframework.com/.default",
      }),
    });
    return z.object({ access_token: z.string() }).parse(await reply.json()).access_token;
  }
}

const actionValue = z.looseObject({
  action: z.looseObject({ verb: z.string() }),
  authentication: z.looseObject({ id: z.string(), token: z.string() }).optional(),
  state: z.string().optional(),
});
const exchangeValue = z.looseObject({ id: z.string(), token: z.string() });
const stateValue = z.looseObject({ state: z.string() });
const tokenResponse = z.looseObject({ token: z.string() });
const botBody = z.record(z.string(), z.unknown());
const failureValue = z.looseObject({ code: z.string() });

const answer = (status: number, body?: unknown): InvokeResponse => ({ status, body });
const actionAnswer = (statusCode: number, type: string, value: unknown) =>
  answer(200, { statusCode, type, value });
const card = (text: string) => ({
  type: "AdaptiveCard",
  version: "1.5",
  body: [{ type: "TextBlock", text, wrap: true }],
  actions: ["who", "note", "crash"].map((verb) => ({
    type: "Action.Execute",
    title: `Try ${verb}`,
    verb,
  })),
});
const cardAnswer = (text: string) =>
  actionAnswer(200, "application/vnd.microsoft.card.adaptive", card(text));

class TestBot extends ActivityHandler {
  readonly #exchanged = new Set<string>();

  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await this.#reply(context, context.activity.text.trim());
      await next();
    });
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const value: unknown = context.activity.value;
    switch (context.activity.name) {
      case "signin/tokenExchange":
        return this.#exchange(context, exchangeValue.parse(value));
      case "signin/verifyState": {
        const { state } = stateValue.parse(value);
        const isKnown = await hasToken(context, state);
        await context.sendActivity(isKnown ? "Signed in with a code" : `Not signed in: ${state}`);
        return answer(200);
      }
      case "signin/failure":
        await context.sendActivity(`Sign-in failed: ${failureValue.parse(value).code}`);
        return answer(200);
      case "adaptiveCard/action":
        return this.#act(context, actionValue.parse(value));
      case undefined:
      default:
        return answer(501);
    }
  }

  async #reply(context: TurnContext, text: string): Promise<void> {
    switch (text) {
      case "card":
        await context.sendActivity(
          MessageFactory.attachment(CardFactory.adaptiveCard(card("Card"))),
        );
        return;
      case "sign in": {
        const { signInLink, tokenExchangeResource } = await resource(context);
        const oauth = CardFactory.oauthCard(
          connectionName,
          "Sign in",
          "Please sign in",
          signInLink,
          tokenExchangeResource,
        );
        await context.sendActivity(MessageFactory.attachment(oauth));
        return;
      }
      case "wrong resource": {
        const { signInLink } = await resource(context);
        const oauth = CardFactory.oauthCard(connectionName, "Sign in", "Please", signInLink, {
          id: "1",
          uri: "api://another-app",
          providerId: "",
        });
        await context.sendActivity(MessageFactory.attachment(oauth));
        return;
      }
      case "sign out":
        await tokens(context).signOutUser(context.activity.from.id, connectionName, "msteams");
        await context.sendActivity("Signed out");
        return;
      case "delete": {
        const sent = await context.sendActivity("Soon gone");
        await context.deleteActivity(sent?.id ?? "");
        return;
      }
      case "update": {
        const sent = await context.sendActivity("Before");
        await context.updateActivity({ ...MessageFactory.text("After"), id: sent?.id ?? "" });
        return;
      }
      default:
        await context.sendActivity(`You said: ${text}`);
    }
  }

  async #exchange(context: TurnContext, value: { id: string; token: string }) {
    // Teams sends one exchange per open client: the first goes on, the others are content.
    const isFirst = !this.#exchanged.has(value.id);
    this.#exchanged.add(value.id);
    if (!(await exchange(context, value.token))) return answer(412);
    if (isFirst) await context.sendActivity("Signed in silently");
    return answer(200);
  }

  async #act(context: TurnContext, value: z.infer<typeof actionValue>): Promise<InvokeResponse> {
    if (value.action.verb === "note") {
      return actionAnswer(200, "application/vnd.microsoft.activity.message", "Noted");
    }
    if (value.action.verb === "crash") throw new Error("as asked");
    const { authentication, state } = value;
    if (authentication) {
      if (await exchange(context, authentication.token)) {
        return cardAnswer("You are known by silent sign-on");
      }
      return actionAnswer(412, "application/vnd.microsoft.error.preconditionFailed", {
        code: "412",
        message: "Failed to exchange token",
      });
    }
    if (await hasToken(context, state ?? "")) {
      return cardAnswer(state ? "You are known by a code" : "You are known already");
    }
    const { signInLink, tokenExchangeResource } = await resource(context);
    return actionAnswer(401, "application/vnd.microsoft.activity.loginRequest", {
      text: "The bot needs to know you",
      connectionName,
      tokenExchangeResource,
      buttons: [{ title: "Sign in", text: "Sign in", type: "signin", value: signInLink }],
    });
  }
}

const tenantUrl = process.env["SANDBOX_URL"] ?? "";
const metadata = `${tenantUrl}/channel/.well-known/openid-configuration`;
const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: appId,
      ToChannelFromBotLoginUrl: `${tenantUrl}/channel`,
      ToChannelFromBotOAuthScope: "https://api.botframework.com",
      ToBotFromChannelTokenIssuer: `${tenantUrl}/channel`,
      OAuthUrl: `${tenantUrl}/token-service`,
      ToBotFromChannelOpenIdMetadataUrl: metadata,
      ToBotFromEmulatorOpenIdMetadataUrl: metadata,
      CallerId: "urn:botframework:sandbox",
      ValidateAuthority: "true",
    },
    new TenantCredentials(`${tenantUrl}/channel/token`),
  ),
);

const tokens = (context: TurnContext): UserTokenClient =>
  context.turnState.get<UserTokenClient>(adapter.UserTokenClientKey);

function resource(context: TurnContext) {
  return tokens(context).getSignInResource(connectionName, context.activity, "");
}

async function hasToken(context: TurnContext, code: string): Promise<boolean> {
  const { id } = context.activity.from;
  // Undefined when there is none, whatever its type says.
  const token: unknown = await tokens(context).getUserToken(id, connectionName, "msteams", code);
  return token !== undefined;
}

async function exchange(context: TurnContext, token: string): Promise<boolean> {
  const { id } = context.activity.from;
  try {
    const result = await tokens(context).exchangeToken(id, connectionName, "msteams", { token });
    // A refusal (400) comes back as an error body, not as an exception.
    return tokenResponse.safeParse(result).success;
  } catch {
    return false;
  }
}

const bot = new TestBot();
const seen: unknown[] = [];
const server = restify.createServer({ name: "test bot" });
server.use(restify.plugins.bodyParser());
server.get("/readyz", (_request, response, next) => {
  response.send(200, {});
  next();
});
server.get("/seen", (_request, response, next) => {
  response.send(200, seen);
  next();
});
server.post("/api/messages", async (request, response) => {
  const body: unknown = request.body;
  seen.push(body);
  // The SDK's own type of a request, which restify's is not under strict options.
  const incoming = { method: "POST", headers: request.headers, body: botBody.parse(body) };
  await adapter.process(incoming, response, (context) => bot.run(context));
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));

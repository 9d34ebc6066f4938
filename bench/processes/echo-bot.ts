import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type TurnContext,
} from "botbuilder";
import type { ServiceClientCredentialsFactory } from "botframework-connector";
import restify from "restify";

// The baseline: what the botbuilder samples do and nothing more, with the same real authentication as the product.
const url = process.env["SANDBOX_URL"] ?? "";
const channel = `${url}/channel`;
const token = async (): Promise<string> => {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: process.env["BOT_ID"] ?? "",
    client_secret: "sandbox-only",
  });
  const reply = await fetch(`${channel}/token`, { method: "POST", body: form });
  return ((await reply.json()) as { access_token: string }).access_token;
};
let kept: Promise<string> | null = null;
const credentials: ServiceClientCredentialsFactory = {
  isValidAppId: (appId) => Promise.resolve(appId === process.env["BOT_ID"]),
  isAuthenticationDisabled: () => Promise.resolve(false),
  createCredentials: () =>
    Promise.resolve({
      signRequest: async (request) => {
        kept ??= token();
        request.headers.set("Authorization", `Bearer ${await kept}`);
        return request;
      },
    }),
};
const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: process.env["BOT_ID"] ?? "",
      ToChannelFromBotLoginUrl: `${channel}/token`,
      ToChannelFromBotOAuthScope: channel,
      ToBotFromChannelTokenIssuer: channel,
      OAuthUrl: `${url}/token-service`,
      ToBotFromChannelOpenIdMetadataUrl: `${channel}/.well-known/openid-configuration`,
      ToBotFromEmulatorOpenIdMetadataUrl: `${channel}/.well-known/openid-configuration`,
      CallerId: "urn:botframework:bench",
      ValidateAuthority: "true",
    },
    credentials,
  ),
);

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.get("/readyz", async (_request, response) => {
  response.send(200);
  await Promise.resolve();
});
server.post("/api/messages", async (request, response) => {
  const { method = "POST", headers } = request;
  const body = request.body as Record<string, unknown>;
  await adapter.process({ method, headers, body }, response, async (context: TurnContext) => {
    await context.sendActivity(`Echo: ${context.activity.text}`);
  });
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");

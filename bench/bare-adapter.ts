import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from "botbuilder";
import type { ServiceClientCredentialsFactory } from "botframework-connector";

/** The baseline: what the botbuilder samples do and nothing more, with the same real authentication as the product. */
export function bareAdapter(url: string, botId: string): CloudAdapter {
  const channel = `${url}/channel`;
  const token = async (): Promise<string> => {
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: botId,
      client_secret: "sandbox-only",
    });
    const reply = await fetch(`${channel}/token`, { method: "POST", body: form });
    return ((await reply.json()) as { access_token: string }).access_token;
  };
  let kept: Promise<string> | null = null;
  const credentials: ServiceClientCredentialsFactory = {
    isValidAppId: (appId) => Promise.resolve(appId === botId),
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
  return new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(
      {
        MicrosoftAppId: botId,
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
}

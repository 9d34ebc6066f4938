import { connectorAudience } from "../constants.ts";
import { jsonAnswer, mount } from "../http.ts";
import type { SandboxPart } from "../tenant.ts";
import { clientCredentials } from "../tokens/client-credentials.ts";
import { strangeClaims } from "../tokens/strange-claims.ts";

const botTokenSeconds = 3600;

/**
 * The channel as a token issuer: OpenID metadata for the bot, and tokens for the bot's own calls (client credentials,
 * as Entra answers them).
 */
export function channelPart(): SandboxPart {
  return {
    routes: (server, tenant) => {
      const { url, channel } = tenant;

      mount(server, "get", "/channel/.well-known/openid-configuration", url, () =>
        jsonAnswer(200, {
          issuer: channel.issuer,
          jwks_uri: `${channel.issuer}/keys`,
          id_token_signing_alg_values_supported: ["RS256"],
        }),
      );
      mount(server, "get", "/channel/keys", url, () => jsonAnswer(200, channel.keys));
      mount(server, "post", "/channel/token", url, ({ body }) =>
        clientCredentials(body, connectorAudience, async () => ({
          value: await channel.signBotToken(botTokenSeconds, strangeClaims(tenant.faults)),
          lifetimeSeconds: botTokenSeconds,
        })),
      );
    },
  };
}

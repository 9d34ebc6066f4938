import { timingSafeEqual } from "node:crypto";
import { z } from "zod/v4";
import { botAppId, botPassword, connectorAudience } from "../constants.ts";
import { type Answer, jsonAnswer, mount } from "../http.ts";
import type { SandboxPart, Tenant } from "../tenant.ts";

const botTokenSeconds = 3600;

const tokenRequest = z.object({
  grant_type: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  scope: z.string(),
});

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
      mount(server, "post", "/channel/token", url, ({ body }) => botToken(tenant, body));
    },
  };
}

async function botToken(tenant: Tenant, body: unknown): Promise<Answer> {
  const request = tokenRequest.safeParse(body);
  if (!request.success) {
    return refused(
      400,
      "invalid_request",
      "Send grant_type, client_id, client_secret and scope as a form.",
    );
  }

  const { grant_type: grantType, client_id: id, client_secret: secret, scope } = request.data;
  if (grantType !== "client_credentials") {
    return refused(400, "unsupported_grant_type", "Only client_credentials is served here.");
  }
  if (id !== botAppId) {
    return refused(
      401,
      "invalid_client",
      `Application '${id}' is not registered; use ${botAppId}.`,
    );
  }
  if (!isSecret(secret)) {
    return refused(
      401,
      "invalid_client",
      `Invalid client secret; the sandbox's is '${botPassword}'.`,
    );
  }
  if (scope.replace(/\/\.default$/, "") !== connectorAudience) {
    return refused(400, "invalid_scope", `Ask for ${connectorAudience}/.default.`);
  }
  return jsonAnswer(
    200,
    {
      token_type: "Bearer",
      expires_in: botTokenSeconds,
      ext_expires_in: botTokenSeconds,
      access_token: await tenant.channel.signBotToken(botTokenSeconds),
    },
    { "cache-control": "no-store" },
  );
}

function isSecret(secret: string): boolean {
  const given = Buffer.from(secret);
  const expected = Buffer.from(botPassword);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refused(status: number, error: string, description: string): Answer {
  return jsonAnswer(
    status,
    { error, error_description: description },
    { "cache-control": "no-store" },
  );
}

import { timingSafeEqual } from "node:crypto";
import { z } from "zod/v4";
import { botAppId, botPassword } from "../constants.ts";
import { type Answer, jsonAnswer } from "../http.ts";

const tokenRequest = z.object({
  grant_type: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  scope: z.string(),
});

/** A token issued to the app itself. */
export type IssuedToken = { readonly value: string; readonly lifetimeSeconds: number };

/**
 * The client credentials grant, as Entra answers it: `issue` is called once the app has proved who it is and asks for
 * `audience/.default`.
 */
export async function clientCredentials(
  body: unknown,
  audience: string,
  issue: () => Promise<IssuedToken>,
): Promise<Answer> {
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
  if (scope.replace(/\/\.default$/, "") !== audience) {
    return refused(400, "invalid_scope", `Ask for ${audience}/.default.`);
  }
  const token = await issue();
  return jsonAnswer(
    200,
    {
      token_type: "Bearer",
      expires_in: token.lifetimeSeconds,
      ext_expires_in: token.lifetimeSeconds,
      access_token: token.value,
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

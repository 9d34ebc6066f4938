import { z } from "zod/v4";
import { graphAudience, graphTokenSeconds, tenantId } from "../constants.ts";
import { type Answer, type Asked, isForm, jsonAnswer, mount, redirectTo } from "../http.ts";
import type { SandboxPart, Tenant } from "../tenant.ts";
import { clientCredentials } from "../tokens/client-credentials.ts";
import { strangeClaims } from "../tokens/strange-claims.ts";
import { appPermissions } from "./app-permissions.ts";

// A form's checkbox and button values are text.
const change = z.strictObject({
  permission: z.enum(appPermissions),
  granted: z.union([
    z.boolean(),
    z.literal(["true", "false"]).transform((text) => text === "true"),
  ]),
});

/**
 * The app's own tokens for Graph, at the path that Entra has for them, and what an administrator consented to:
 * `GET /app-permissions`, `POST /app-permissions {permission, granted}`.
 */
export function appTokensPart(): SandboxPart {
  return {
    routes: (server, tenant) => {
      const { url, appConsents, tokens } = tenant;

      mount(server, "post", `/${tenantId}/oauth2/v2.0/token`, url, ({ body }) =>
        clientCredentials(body, graphAudience, async () => ({
          value: await tokens.signAppToken(
            appConsents.granted(),
            graphTokenSeconds,
            strangeClaims(tenant.faults),
          ),
          lifetimeSeconds: graphTokenSeconds,
        })),
      );
      mount(server, "get", "/app-permissions", url, () => jsonAnswer(200, listed(tenant)));
      mount(server, "post", "/app-permissions", url, (asked) => consent(asked, tenant));
    },
  };
}

function consent(asked: Asked, tenant: Tenant): Answer {
  const parsed = change.safeParse(asked.body);
  if (!parsed.success) {
    return jsonAnswer(400, {
      error: { code: "permission.invalid", message: z.prettifyError(parsed.error) },
    });
  }
  const { permission, granted } = parsed.data;
  if (granted) tenant.appConsents.grant(permission);
  else tenant.appConsents.withhold(permission);
  return isForm(asked) ? redirectTo("/") : jsonAnswer(200, listed(tenant));
}

function listed({ appConsents }: Tenant) {
  const granted = appConsents.granted();
  return {
    granted,
    withheld: appPermissions.filter((permission) => !granted.includes(permission)),
  };
}

import { z } from "zod/v4";
import { jsonAnswer, mount } from "../../http.ts";
import type { SandboxPart } from "../../tenant.ts";
import { policyChange } from "./methods-policy.ts";

/**
 * The tenant's authentication methods policy for whoever plays the administrator: `GET /methods-policy`,
 * `POST /methods-policy {campaign?: {…}, authenticator?: {…}}` with Graph's names; what is left out stays.
 */
export function policyPart(): SandboxPart {
  return {
    routes: (server, { url, methodsPolicy }) => {
      mount(server, "get", "/methods-policy", url, () => jsonAnswer(200, methodsPolicy.settings));
      mount(server, "post", "/methods-policy", url, ({ body }) => {
        const change = policyChange.safeParse(body);
        if (!change.success) {
          const message = z.prettifyError(change.error);
          return jsonAnswer(400, { error: { code: "policy.invalid", message } });
        }
        methodsPolicy.change(change.data);
        return jsonAnswer(200, methodsPolicy.settings);
      });
    },
  };
}

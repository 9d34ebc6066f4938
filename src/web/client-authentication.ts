import * as client from "openid-client";
import type { Config } from "../config/config.ts";
import type { Clock } from "../enrollment/clock.ts";
import { clientAssertion } from "../entra/client-assertion.ts";

/** The only kind that Entra knows (RFC 7523). */
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** How the registration of the web sign-in proves itself at the token endpoint. */
export function clientAuthentication(
  { id, proof }: Config["freshSignIn"]["client"],
  clock: Clock,
): client.ClientAuth {
  if (proof.kind === "secret") return client.ClientSecretPost(proof.secret.reveal());
  const assertion = clientAssertion(proof, { clientId: id, clock });
  // The library waits for what this returns, as it does for its own that sign something; only its type does not say so.
  // eslint-disable-next-line @typescript-eslint/no-misused-promises
  return async ({ token_endpoint: tokenEndpoint = "" }, _client, body) => {
    body.set("client_id", id);
    body.set("client_assertion_type", ASSERTION_TYPE);
    body.set("client_assertion", await assertion(tokenEndpoint));
  };
}

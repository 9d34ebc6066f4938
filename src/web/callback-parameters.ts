import { RANDOM_VALUE } from "./paths.ts";

/** What the authorization server sent the browser back with (RFC 6749, 4.1.2; RFC 9207 for `iss`). */
export type AuthorityAnswer =
  | {
      readonly kind: "code";
      readonly state: string;
      readonly code: string;
      readonly issuer: string | null;
    }
  | { readonly kind: "error"; readonly state: string; readonly error: string };

/** `malformed` is what no authorization server sends: no state of ours, or a parameter twice. */
type CallbackParameters = AuthorityAnswer | { readonly kind: "malformed" };

/** No server's codes are longer; Entra's have some 1,200 characters. */
const LONGEST_CODE = 4096;

export function callbackParameters(search: string): CallbackParameters {
  const parameters = new URLSearchParams(search);
  const names = ["state", "code", "error", "iss"];
  const isAmbiguous = names.some((name) => parameters.getAll(name).length > 1);
  const state = parameters.get("state") ?? "";
  if (isAmbiguous || !RANDOM_VALUE.test(state)) return { kind: "malformed" };
  const error = parameters.get("error");
  if (error !== null) return { kind: "error", state, error };
  const code = parameters.get("code") ?? "";
  if (code === "" || code.length > LONGEST_CODE) return { kind: "malformed" };
  return { kind: "code", state, code, issuer: parameters.get("iss") };
}

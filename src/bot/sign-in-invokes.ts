import { z } from "zod/v4";

/**
 * What the Teams client tells about a sign-in, in the value of an invoke.
 * Sources: Teams, "Enable SSO for your bot"; Teams SDK, "SSO troubleshooting" (`signin/failure`).
 */
export type SignInInvoke =
  | { readonly kind: "exchange"; readonly id: string; readonly token: string }
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "cancelled" }
  /** Teams could not sign the person in by itself; `reason` is one of its codes, for the log. */
  | { readonly kind: "failure"; readonly reason: string }
  | { readonly kind: "malformed" };

const exchange = z.object({ id: z.string().min(1).max(512), token: z.string().min(1) });
const verify = z.object({ state: z.string().nullish() }).nullish();
// Codes are short lower-case words. Anything else is not let into the log.
const failure = z.object({ code: z.string().regex(/^[a-z]{1,40}$/i) });
const CODE = /^\d{6}$/;

/** Names of the invokes that {@link readSignInInvoke} reads. */
export const SIGN_IN_INVOKES: ReadonlySet<string> = new Set([
  "signin/tokenExchange",
  "signin/verifyState",
  "signin/failure",
]);

/** Reads the value of a sign-in invoke. Total: a client can send anything. */
export function readSignInInvoke(name: string, value: unknown): SignInInvoke {
  switch (name) {
    case "signin/tokenExchange": {
      const parsed = exchange.safeParse(value);
      return parsed.success ? { kind: "exchange", ...parsed.data } : { kind: "malformed" };
    }
    case "signin/verifyState": {
      const parsed = verify.safeParse(value);
      if (!parsed.success) return { kind: "malformed" };
      const state = parsed.data?.state?.trim() ?? "";
      // Teams sends "CancelledByUser" or nothing when the window is closed before the end.
      return CODE.test(state) ? { kind: "code", code: state } : { kind: "cancelled" };
    }
    case "signin/failure": {
      const parsed = failure.safeParse(value);
      return { kind: "failure", reason: parsed.success ? parsed.data.code : "unknown" };
    }
    default:
      return { kind: "malformed" };
  }
}

const authenticated = z.object({
  authentication: z
    .object({ token: z.string().min(1) })
    .nullish()
    .catch(null),
  state: z.string().regex(CODE).nullish().catch(null),
});

/** What a re-sent `adaptiveCard/action` carries after a `loginRequest`: an SSO token, a code, or nothing. */
export function readActionSignIn(value: unknown): {
  readonly ssoToken: string | null;
  readonly code: string | null;
} {
  const parsed = authenticated.safeParse(value);
  if (!parsed.success) return { ssoToken: null, code: null };
  return { ssoToken: parsed.data.authentication?.token ?? null, code: parsed.data.state ?? null };
}

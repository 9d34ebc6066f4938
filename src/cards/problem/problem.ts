import type { UnavailableReason } from "../../methods/readiness.ts";

/** What went wrong, as far as the person can do something about it. */
export type Problem =
  | { readonly kind: "throttled"; readonly retryAfterSeconds: number | null }
  | { readonly kind: "serviceDown" }
  | { readonly kind: "badReply" }
  | { readonly kind: "timeout" }
  /** Graph refuses the app: nobody consented to the permission it needs. */
  | { readonly kind: "noPermission" }
  | { readonly kind: "signInCancelled" }
  /** The sign-in itself failed because an administrator has to consent first. */
  | { readonly kind: "consentRefused" }
  | { readonly kind: "sessionExpired" }
  | { readonly kind: "wrongAccount" }
  | { readonly kind: "unexpected" }
  /** A button of an older card, or an action that we do not know. */
  | { readonly kind: "staleAction" };

/** The problem to show when Graph gave no answer that can be used. */
export function problemOf(refusal: {
  readonly why: UnavailableReason;
  readonly retryAfterSeconds: number | null;
}): Problem {
  switch (refusal.why) {
    case "throttled":
      return { kind: "throttled", retryAfterSeconds: refusal.retryAfterSeconds };
    case "forbidden":
      return { kind: "noPermission" };
    case "serviceError":
      return { kind: "serviceDown" };
    case "timeout":
      return { kind: "timeout" };
    case "badReply":
      return { kind: "badReply" };
  }
}

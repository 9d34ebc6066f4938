import type { Method } from "../methods/method.ts";
import type { UnavailableReason } from "../methods/readiness.ts";
import type { DelegatedToken, TokenOwner } from "./delegated-token.ts";

/** Why Graph gave no answer that can be used. Expected, so a value. */
export type GraphRefusal =
  /** The token is expired, revoked or not good enough (401): the person has to sign in again. */
  | { readonly kind: "tokenRefused" }
  | {
      readonly kind: "unavailable";
      readonly why: UnavailableReason;
      /** How long Graph asked us to wait, in seconds; null when it did not say. */
      readonly retryAfterSeconds: number | null;
      /** Graph's `request-id`, for support; null when no answer came. */
      readonly requestId: string | null;
    };

export type MethodsReading =
  | { readonly kind: "read"; readonly methods: readonly Method[] }
  | GraphRefusal;

export type OwnerReading = { readonly kind: "known"; readonly owner: TokenOwner } | GraphRefusal;

/** Reads with the delegated token of the person in the chat, and nothing but their own. */
export interface MethodsReader {
  readMine(token: DelegatedToken): Promise<MethodsReading>;
  /** Whose token it is, asked of Graph: only for a token that does not say so itself. */
  readOwner(token: DelegatedToken): Promise<OwnerReading>;
}

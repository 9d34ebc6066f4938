import type { MethodId } from "../methods/ids.ts";
import type { RemovalRefusal } from "../methods/removal.ts";
import type { DelegatedToken } from "./delegated-token.ts";
import type { MethodsReading } from "./methods-reader.ts";
import type { PersonKey } from "./person.ts";

/** Graph's `request-id`, for support and for the audit; null when no answer came. */
type Answered = { readonly requestId: string | null };

/** What came of one DELETE. Only `unknown` leaves open whether the entry still exists. */
export type GraphRemoval =
  /** 204; or 404 after a repeated request, where an earlier one may have done it unheard. */
  | (Answered & { readonly kind: "removed" })
  /** 404, and no earlier request of ours can have done it. */
  | (Answered & { readonly kind: "alreadyGone" })
  /** 400 with either of the two messages about the default method. */
  | (Answered & { readonly kind: "isDefaultMethod" })
  /** 401; `claims` is what a claims challenge asked for, as JSON text, null where there was none. */
  | (Answered & { readonly kind: "freshSignInNeeded"; readonly claims: string | null })
  /** 403: the MFA of the sign-in is too old, or the tenant does not allow it. */
  | (Answered & { readonly kind: "stepUpNeeded" })
  /** 429, to each request within the time limit. */
  | (Answered & { readonly kind: "throttled"; readonly retryAfterSeconds: number | null })
  /** Any other 4xx. */
  | (Answered & { readonly kind: "refusedByGraph" })
  /** No request left for Graph (no connection, a token that cannot be sent): certainly nothing was removed. */
  | { readonly kind: "unavailable"; readonly requestId: null }
  /** Time over, connection lost or 5xx after a request had left: Graph may have done it, or may do it yet. */
  | (Answered & { readonly kind: "unknown" });

/** Removes entries of the person whose token it is, and nobody else's: the address says `/me`. */
export interface DeviceRemover {
  /**
   * `DELETE /me/authentication/microsoftAuthenticatorMethods/{id}`. Never rejects for what Graph or the network does.
   * Repeats only what may be repeated (429, 503, 504), within its time limit.
   */
  remove(token: DelegatedToken, methodId: MethodId): Promise<GraphRemoval>;
}

/** What the person is told about one entry. */
export type RemovalOutcome =
  | { readonly kind: "removed" }
  /** Graph did not have it any more. */
  | { readonly kind: "alreadyGone" }
  /** The guard said no, on what was read just before. */
  | { readonly kind: "refused"; readonly why: RemovalRefusal }
  | { readonly kind: "isDefaultMethod" }
  | { readonly kind: "freshSignInNeeded"; readonly claims: string | null }
  | { readonly kind: "stepUpNeeded" }
  | { readonly kind: "throttled"; readonly retryAfterSeconds: number | null }
  | { readonly kind: "refusedByGraph"; readonly requestId: string | null }
  /** Graph could not be reached; the entry is still there. */
  | { readonly kind: "unavailable" }
  /** No usable answer, and the entry is still listed: it may vanish yet. It is settled by `settlesAt` at the latest. */
  | {
      readonly kind: "notSureYet";
      readonly settlesAt: Date;
      readonly requestId: string | null;
    }
  /** Nothing was sent for it: something before it ended the batch, or the list could not be read. */
  | { readonly kind: "notTried" };

export type RemovedTarget = { readonly methodId: MethodId; readonly outcome: RemovalOutcome };

export type RemovalReport =
  /** Another removal of this person is under way, in another client or on another replica. Nothing was tried. */
  | { readonly kind: "busy" }
  /** What an earlier removal came to is not known yet; until then no other begins. Nothing was tried. */
  | { readonly kind: "earlierOpen"; readonly methodId: MethodId; readonly settlesAt: Date }
  /** One of the tokens is of another account than the person's. Nothing was read and nothing was tried. */
  | { readonly kind: "wrongAccount"; readonly token: "reading" | "acting" }
  | {
      readonly kind: "finished";
      /** One for each distinct target, in the order given. */
      readonly outcomes: readonly RemovedTarget[];
      /** The list as read after the last attempt; or why it, or the owner of a token, could not be read. */
      readonly after: MethodsReading;
    };

export type RemovalOrder = {
  readonly targets: readonly MethodId[];
  /** Reads the list: the token of single sign-on. */
  readonly readingToken: DelegatedToken;
  /** Deletes: the token of the fresh sign-in. Kept in memory for this batch only. */
  readonly actingToken: DelegatedToken;
};

/** Removes what the person picked, one after the other, each decided anew. */
export type RemoveDevices = (key: PersonKey, order: RemovalOrder) => Promise<RemovalReport>;

import type { ConfirmedFacts, ProofStrength } from "./checklist.ts";
import type { MethodId } from "./ids.ts";
import type { AuthenticatorMethod, Method } from "./method.ts";
import type { MethodPolicy } from "./policy.ts";

export type RemovalRequest = {
  readonly target: MethodId;
  /** The person's own list as read from Graph within the same operation. */
  readonly methods: readonly Method[];
  /** What we removed before: Graph's list may still show it, and it counts as gone all the same. */
  readonly removed: readonly MethodId[];
  readonly policy: MethodPolicy;
  readonly facts: ConfirmedFacts;
  readonly minimum: ProofStrength;
  /** How old a proof of push may be. Milliseconds. */
  readonly proofMaxAgeMs: number;
  readonly now: Date;
};

/** Why an entry stays. The first that applies, in this order. */
export const REMOVAL_REFUSALS = [
  /** The list is empty, or holds an entry that cannot be read and may be the one: nothing can be said about it. */
  "nothingReadable",
  /** Not in the person's own list: it is gone already, or was never theirs. */
  "notListed",
  /** It is another kind of method; our token cannot touch those, and we do not want to. */
  "notAuthenticator",
  "isCurrentDevice",
  /** The person has not said which phone is in their hand. */
  "noCurrentDevice",
  "currentDeviceNotListed",
  /** The organisation does not count what the phone in the hand is registered as. */
  "currentDeviceNotSupported",
  /** No push was proved, or the proof claims a time that has not come. */
  "notProved",
  "proofOfAnotherDevice",
  "proofTooWeak",
  "proofTooOld",
  /** Nothing that a person can see tells it from the phone in their hand, and only their word says which is which. */
  "looksLikeCurrentDevice",
] as const;

export type RemovalRefusal = (typeof REMOVAL_REFUSALS)[number];

export type RemovalPlan =
  | { readonly kind: "allowed"; readonly target: AuthenticatorMethod }
  | { readonly kind: "refused"; readonly why: RemovalRefusal };

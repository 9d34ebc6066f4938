import {
  type ConfirmedFacts,
  PROOF_STRENGTHS,
  type ProofStrength,
  type PushProof,
} from "./checklist.ts";
import { distinctMethods } from "./distinct.ts";
import type { MethodId } from "./ids.ts";
import { type AuthenticatorMethod, isAuthenticator, type Method } from "./method.ts";
import { type MethodPolicy, standingOf } from "./policy.ts";

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
  | {
      readonly kind: "allowed";
      readonly target: AuthenticatorMethod;
      /** What it was allowed on, for the audit. */
      readonly proof: PushProof;
    }
  | { readonly kind: "refused"; readonly why: RemovalRefusal };

/** Clocks of replicas may differ by this much; what claims to be later has not happened. */
const SKEW_MS = 60_000;

/**
 * How long an entry that appeared in front of us says which phone is in the hand. After a day, it may be another phone
 * of the same model, set up somewhere else.
 */
const APPEARANCE_MS = 24 * 60 * 60 * 1000;

/**
 * Whether `target` may be removed so that the person can still approve a push. Pure and total; the order of the list
 * never matters. Allowed only while the confirmed current device is listed, supported and freshly proved, and is certainly
 * another one than the target: Graph itself deletes a last method when asked.
 */
export function planRemoval(request: RemovalRequest): RemovalPlan {
  return planRemovalBy(REMOVAL_RULES, request);
}

/**
 * For each refusal, when it applies. No rule relies on the ones before: where several apply, the first only says it best.
 */
type RemovalRules = { readonly [why in RemovalRefusal]: (seen: Seen) => boolean };

/** The guard by given rules: tests take one rule away and see a promise broken. */
export function planRemovalBy(rules: RemovalRules, request: RemovalRequest): RemovalPlan {
  const seen = look(request);
  const why = REMOVAL_REFUSALS.find((refusal) => rules[refusal](seen));
  if (why !== undefined) return { kind: "refused", why };
  // One entry that came in two readings is one target, and which of them is told must not depend on the order.
  const [target] = distinctMethods(seen.targets);
  if (target === undefined) return { kind: "refused", why: "notListed" };
  const { proof } = request.facts;
  return proof === null
    ? { kind: "refused", why: "notProved" }
    : { kind: "allowed", target, proof };
}

export const REMOVAL_RULES: RemovalRules = {
  nothingReadable: ({ request, listed, targets, currents }) => {
    const { target, methods, facts } = request;
    const mayHide = (id: MethodId): boolean =>
      !isRemoved(request, id) && listed.some((one) => mayBe(one, id));
    const current = facts.currentDevice;
    return (
      methods.every(isUnreadable) ||
      (targets.length === 0 && mayHide(target)) ||
      (current !== null && currents.length === 0 && mayHide(current.methodId))
    );
  },
  notListed: ({ request, listed }) => !listed.some(({ id }) => id === request.target),
  notAuthenticator: ({ targets }) => targets.length === 0,
  isCurrentDevice: ({ request: { target, facts } }) =>
    facts.currentDevice !== null && areAlike(facts.currentDevice.methodId, target),
  noCurrentDevice: ({ request: { facts } }) => facts.currentDevice === null,
  currentDeviceNotListed: ({ currents }) => currents.length === 0,
  currentDeviceNotSupported: ({ request: { policy }, currents }) =>
    currents.some((device) => standingOf(device, policy) !== "supported"),
  notProved: ({ request: { facts, now } }) => facts.proof === null || !isPast(facts.proof.at, now),
  proofOfAnotherDevice: ({ request: { facts } }) =>
    facts.proof?.methodId !== facts.currentDevice?.methodId,
  proofTooWeak: ({ request: { facts, minimum } }) =>
    facts.proof !== null &&
    PROOF_STRENGTHS.indexOf(facts.proof.strength) < PROOF_STRENGTHS.indexOf(minimum),
  proofTooOld: ({ request: { facts, proofMaxAgeMs, now } }) =>
    facts.proof !== null && !isWithin(facts.proof.at, proofMaxAgeMs, now),
  looksLikeCurrentDevice: ({ request, targets, currents }) =>
    !isKnownById(request) &&
    targets.some((target) => currents.some((device) => lookTheSame(target, device))),
};

/** What of the list matters. Readings that contradict each other are all kept: each rule takes the one that says no. */
type Seen = {
  readonly request: RemovalRequest;
  readonly listed: readonly Method[];
  readonly targets: readonly AuthenticatorMethod[];
  readonly currents: readonly AuthenticatorMethod[];
};

function look(request: RemovalRequest): Seen {
  const { target, facts, methods } = request;
  const listed = methods.filter((one) => !isAuthenticator(one) || !isRemoved(request, one.id));
  const phones = listed.filter(isAuthenticator);
  return {
    request,
    listed,
    targets: phones.filter(({ id }) => id === target),
    currents: phones.filter(({ id }) => id === facts.currentDevice?.methodId),
  };
}

const isRemoved = ({ removed }: RemovalRequest, id: MethodId): boolean =>
  removed.some((gone) => areAlike(gone, id));

// Graph's ids are GUIDs, and an address takes a GUID in either case: what differs in case only may be one entry.
const areAlike = (a: MethodId, b: MethodId): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * Whether a list says for certain that an Authenticator entry no longer exists. An empty list says nothing, and neither
 * does one with an entry that cannot be read and may be it.
 */
export function isGone(id: MethodId, methods: readonly Method[]): boolean {
  const isThere = methods.some(
    (one) => (isAuthenticator(one) && areAlike(one.id, id)) || mayBe(one, id),
  );
  return !isThere && !methods.every(isUnreadable);
}

const mayBe = (method: Method, id: MethodId): boolean =>
  isUnreadable(method) && (method.id === null || areAlike(method.id, id));

const isUnreadable = (method: Method): boolean =>
  method.kind === "unknown" && method.why !== "newType";

const isPast = (at: Date, now: Date): boolean => at.getTime() - now.getTime() <= SKEW_MS;

// A broken clock compares as false, and false never allows anything.
const isWithin = (at: Date, ageMs: number, now: Date): boolean =>
  now.getTime() - at.getTime() <= ageMs;

/** Whether more than the person's word says which entry is in the hand. */
function isKnownById({ facts: { currentDevice, proof }, now }: RemovalRequest): boolean {
  if (proof?.strength === "logged") return true;
  return (
    currentDevice?.evidence === "appeared" &&
    isPast(currentDevice.at, now) &&
    isWithin(currentDevice.at, APPEARANCE_MS, now)
  );
}

// The tag is no help: no phone shows it. What Graph does not know tells nothing apart.
const lookTheSame = (a: AuthenticatorMethod, b: AuthenticatorMethod): boolean =>
  !differ(a.displayName, b.displayName) && !differ(a.phoneAppVersion, b.phoneAppVersion);

function differ(a: string | null, b: string | null): boolean {
  const [one, other] = [visible(a), visible(b)];
  return one !== "" && other !== "" && one !== other;
}

/** Cards cut names; what differs further on is not seen. */
const SEEN_LETTERS = 70;

function visible(text: string | null): string {
  const seen = Array.from(text ?? "").slice(0, SEEN_LETTERS);
  return seen
    .join("")
    .normalize("NFKC")
    .replace(/[\p{Z}\p{C}]/gu, "")
    .toUpperCase();
}

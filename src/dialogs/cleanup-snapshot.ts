import type { EnrollmentFacts } from "../enrollment/facts.ts";
import { FRESH_SIGN_IN_MS } from "../enrollment/fresh-sign-in.ts";
import type { ProofStrength } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import { type AuthenticatorMethod, isAuthenticator, type Method } from "../methods/method.ts";
import type { MethodPolicy } from "../methods/policy.ts";
import type { Assessment } from "../methods/readiness.ts";
import { planRemoval, type RemovalPlan, type RemovalRefusal } from "../methods/removal.ts";

/** The settings that the guard decides by, and the proofs that a fresh sign-in can give here. */
export type RemovalSettings = {
  readonly policy: MethodPolicy;
  readonly minimum: ProofStrength;
  readonly proofMaxAgeMs: number;
  readonly possibleProofs: readonly Exclude<ProofStrength, "registered">[];
};

/** What was just read and what is established, together: each decision of the clean-up is taken on fresh data. */
export type CleanupSnapshot = {
  readonly assessment: Assessment;
  readonly facts: EnrollmentFacts;
  readonly settings: RemovalSettings;
  readonly now: Date;
};

/** Every Authenticator entry, counted or not, in the order of the list. */
export const entriesOf = (assessment: Assessment): readonly AuthenticatorMethod[] =>
  assessment.methods.map(({ method }) => method).filter(isAuthenticator);

/** Entries whose push counts: one of them is in the hand. */
export const supportedIn = ({ assessment }: CleanupSnapshot): readonly AuthenticatorMethod[] =>
  assessment.methods
    .filter(({ standing }) => standing === "supported")
    .map(({ method }) => method)
    .filter(isAuthenticator);

/** The phone in the hand while it is listed and counts, else null. */
export function inHandIn(snapshot: CleanupSnapshot): AuthenticatorMethod | null {
  const confirmed = snapshot.facts.currentDevice?.methodId;
  return supportedIn(snapshot).find(({ id }) => id === confirmed) ?? null;
}

/** Everything with Authenticator but the phone in the hand. */
export const othersIn = (
  { assessment }: CleanupSnapshot,
  inHand: AuthenticatorMethod,
): readonly AuthenticatorMethod[] => entriesOf(assessment).filter(({ id }) => id !== inHand.id);

/** Methods of other kinds that are no longer supported; our token cannot touch them. */
export const retiredIn = ({ assessment }: CleanupSnapshot): readonly Method[] =>
  assessment.methods
    .filter(({ method, standing }) => standing === "retired" && !isAuthenticator(method))
    .map(({ method }) => method);

/** The entries with these ids that are listed, in the order of the list. */
export const listedOf = (
  { assessment }: CleanupSnapshot,
  ids: readonly MethodId[],
): readonly AuthenticatorMethod[] => entriesOf(assessment).filter(({ id }) => ids.includes(id));

/**
 * What the guard would say now. It is asked again before each removal, on a list that is read then: this only spares the
 * person a way that leads nowhere.
 */
export const planNow = (snapshot: CleanupSnapshot, target: MethodId): RemovalPlan =>
  planRemoval({
    target,
    methods: snapshot.assessment.methods.map(({ method }) => method),
    removed: [],
    facts: snapshot.facts,
    now: snapshot.now,
    policy: snapshot.settings.policy,
    minimum: snapshot.settings.minimum,
    proofMaxAgeMs: snapshot.settings.proofMaxAgeMs,
  });

/** What is known once the number has shown on the phone `methodId`. */
export const provedOn = (
  snapshot: CleanupSnapshot,
  methodId: MethodId,
  strength: ProofStrength,
): CleanupSnapshot => ({
  ...snapshot,
  facts: { ...snapshot.facts, proof: { methodId, strength, at: snapshot.now } },
});

/** What the guard would say after the best that a fresh sign-in can show. */
export function planAtBest(snapshot: CleanupSnapshot, target: MethodId): RemovalPlan {
  const inHand = snapshot.facts.currentDevice?.methodId ?? target;
  const plans = snapshot.settings.possibleProofs.map((strength) =>
    planNow(provedOn(snapshot, inHand, strength), target),
  );
  return plans.find(({ kind }) => kind === "allowed") ?? plans[0] ?? planNow(snapshot, target);
}

/** Refusals that a fresh sign-in can mend. */
const OF_PROOF: ReadonlySet<RemovalRefusal> = new Set([
  "notProved",
  "proofOfAnotherDevice",
  "proofTooWeak",
  "proofTooOld",
]);

export const lacksProof = (plan: RemovalPlan): boolean =>
  plan.kind === "refused" && OF_PROOF.has(plan.why);

/** Whether a sign-in comes before the removal for certain: without a proof, or with one whose token is over. */
export function needsSignIn(snapshot: CleanupSnapshot, targets: readonly MethodId[]): boolean {
  const { proof } = snapshot.facts;
  const isTokenOver =
    proof === null || snapshot.now.getTime() - proof.at.getTime() > FRESH_SIGN_IN_MS;
  return isTokenOver || targets.some((target) => lacksProof(planNow(snapshot, target)));
}

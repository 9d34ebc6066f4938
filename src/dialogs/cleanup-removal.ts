import type { SignInWhy } from "../cards/cleanup/cleanup-view.ts";
import type { MethodId } from "../methods/ids.ts";
import { begin, whichIsMine } from "./cleanup-choice.ts";
import type { CleanupEvent } from "./cleanup-event.ts";
import { type CleanupEffect, type CleanupOutcome, show, stale } from "./cleanup-outcome.ts";
import { refusedOnly } from "./cleanup-report.ts";
import {
  type CleanupSnapshot,
  entriesOf,
  inHandIn,
  lacksProof,
  listedOf,
  planNow,
  provedOn,
} from "./cleanup-snapshot.ts";
import {
  areSame,
  type CleanupState,
  type Order,
  orderIn,
  type RemovingState,
  type SigningInState,
} from "./cleanup-state.ts";

/** The person confirms what a card of this clean-up showed: these and no others. */
export function confirmed(
  state: CleanupState | null,
  ids: readonly MethodId[],
  snapshot: CleanupSnapshot,
): CleanupOutcome {
  switch (state?.kind) {
    case "cleanupConfirming":
      if (!areSame(ids, state.picked)) return stale(state);
      return goOn({ picked: state.picked, isSecond: false, removedBefore: 0 }, snapshot);
    // A second press of the same button, or the same card in another window: it stands where it stands.
    case "cleanupSigningIn":
      return areSame(ids, state.picked) ? askAgain(state, null) : stale(state);
    case "cleanupShowed":
      return areSame(ids, state.picked) ? askWhereNumberShowed(state, snapshot) : stale(state);
    case "cleanupRemoving":
      return areSame(ids, state.picked) ? removing(state, snapshot) : stale(state);
    case "cleanupWhich":
    case "cleanupChoosing":
    case "cleanupResting":
    case "cleanupDone":
    case undefined:
      return stale(state);
  }
}

/** A confirmed order: to the removal where push is proved, else to a fresh sign-in. */
function goOn(order: Order, snapshot: CleanupSnapshot): CleanupOutcome {
  const changed = changedSince(order, snapshot);
  if (changed !== null) return changed;
  const plans = order.picked.map((id) => planNow(snapshot, id));
  if (plans.some(lacksProof)) return signIn(order, null, snapshot.now);
  return remove(order, snapshot);
}

/** The list or the phone in the hand is no longer what the person confirmed on. */
function changedSince({ picked }: Order, snapshot: CleanupSnapshot): CleanupOutcome | null {
  const inHand = inHandIn(snapshot);
  const isAsShown =
    inHand !== null &&
    !picked.includes(inHand.id) &&
    listedOf(snapshot, picked).length === picked.length;
  return isAsShown ? null : begin(snapshot, "changed", picked);
}

/** To the one effect that removes; what the guard would refuse altogether is told without spending the sign-in. */
function remove(
  order: Order,
  snapshot: CleanupSnapshot,
  before: readonly CleanupEffect[] = [],
): CleanupOutcome {
  const devices = listedOf(snapshot, order.picked);
  const plans = order.picked.map((id) => ({ id, plan: planNow(snapshot, id) }));
  if (plans.every(({ plan }) => plan.kind === "refused")) {
    const { state, effects } = refusedOnly(plans, order, snapshot);
    return { state, effects: [...before, ...effects] };
  }
  return {
    state: { kind: "cleanupRemoving", ...orderIn(order) },
    effects: [...before, { kind: "remove", order, devices }],
  };
}

/** A fresh sign-in from now on; an older one does not count. */
export const signIn = (order: Order, why: SignInWhy | null, now: Date): CleanupOutcome =>
  askAgain({ kind: "cleanupSigningIn", ...orderIn(order), since: now.toISOString() }, why);

/** The same sign-in once more, with a new link. */
export function askAgain(state: SigningInState, why: SignInWhy | null): CleanupOutcome {
  const { isSecond, removedBefore } = state;
  // Once Microsoft has asked for another sign-in, that stays the reason until something else goes wrong.
  const reason = why === null && isSecond ? "stepUp" : why;
  return { state, effects: [show({ kind: "signIn", why: reason, removedBefore })] };
}

/** The fresh sign-in is done. Where push is proved already, its token is all that was missing. */
export function signedIn(state: SigningInState, snapshot: CleanupSnapshot): CleanupOutcome {
  const order = orderIn(state);
  if (isPointless(order, snapshot)) return begin(snapshot, "changed", order.picked);
  const plans = order.picked.map((id) => planNow(snapshot, id));
  return plans.some(({ kind }) => kind === "allowed")
    ? remove(order, snapshot)
    : askWhereNumberShowed(order, snapshot);
}

/**
 * Meanwhile, there is no phone in the hand, or it is one of those, or nothing is left to remove. What only some of the
 * picked ones have become is told at the end, each by itself.
 */
function isPointless({ picked }: Order, snapshot: CleanupSnapshot): boolean {
  const inHand = inHandIn(snapshot);
  return inHand === null || picked.includes(inHand.id) || listedOf(snapshot, picked).length === 0;
}

/** Everything with Authenticator is offered, so that the answer is not put into anybody's mouth. */
export function askWhereNumberShowed(order: Order, snapshot: CleanupSnapshot): CleanupOutcome {
  const devices = entriesOf(snapshot.assessment);
  if (isPointless(order, snapshot)) return begin(snapshot, "changed", order.picked);
  return {
    state: {
      kind: "cleanupShowed",
      ...orderIn(order),
      offered: devices.map(({ id }) => id),
    },
    effects: [show({ kind: "whereNumberShowed", devices })],
  };
}

export function numberShowedOn(
  state: CleanupState | null,
  event: Extract<CleanupEvent, { readonly kind: "numberShowedOn" }>,
): CleanupOutcome {
  const { methodId, strength, snapshot } = event;
  if (state?.kind === "cleanupRemoving") return removing(state, snapshot);
  if (state?.kind !== "cleanupShowed" || !state.offered.includes(methodId)) return stale(state);
  const order = orderIn(state);
  if (strength === null) return signIn(order, "expired", snapshot.now);
  const isListed = entriesOf(snapshot.assessment).some(({ id }) => id === methodId);
  if (!isListed || isPointless(order, snapshot)) return begin(snapshot, "changed", order.picked);
  if (methodId !== snapshot.facts.currentDevice?.methodId) {
    // That phone works, so it is not one to remove, and this sign-in says nothing about the one that is to stay.
    const { state: after, effects } = whichIsMine(snapshot, methodId);
    return { state: after, effects: [{ kind: "dropSignIn" }, ...effects] };
  }
  return remove(order, provedOn(snapshot, methodId, strength), [
    { kind: "saveProof", methodId, strength },
  ]);
}

/** It is under way and cannot be called back; the card says so once more. */
export const removing = (state: RemovingState, snapshot: CleanupSnapshot): CleanupOutcome => ({
  state,
  effects: [show({ kind: "removing", devices: listedOf(snapshot, state.picked) })],
});

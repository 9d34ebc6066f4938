import type { CleanupView, OutcomeRow } from "../cards/cleanup/cleanup-view.ts";
import type { RemovalOutcome } from "../enrollment/remove.ts";
import { checklist } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import type { RemovalPlan } from "../methods/removal.ts";
import type { CleanupEvent, RemovalEnd } from "./cleanup-event.ts";
import { type CleanupEffect, type CleanupOutcome, show } from "./cleanup-outcome.ts";
import { type CleanupSnapshot, entriesOf, listedOf } from "./cleanup-snapshot.ts";
import { areSame, type CleanupState, type Order, orderIn } from "./cleanup-state.ts";

type Removed = Extract<CleanupEvent, { readonly kind: "removed" }>;
type Finished = Extract<RemovalEnd, { readonly kind: "finished" }>;

/** The end of a removal. It is told in any state, because it has happened; the card moves where it still waits for it. */
export function removed(state: CleanupState | null, { order, end, now }: Removed): CleanupOutcome {
  const isOrdered = state?.kind === "cleanupRemoving" && areSame(state.picked, order.picked);
  const isAwaited = isOrdered || state?.kind === "cleanupResting";
  if (end.kind === "stopped") {
    const view: CleanupView = { kind: "stopped", stop: end.stop };
    return isAwaited
      ? { state: { kind: "cleanupResting", unsure: end.unsure }, effects: [show(view)] }
      : { state, effects: [{ kind: "tell", view }] };
  }
  const finish: readonly CleanupEffect[] = isComplete(end) ? [{ kind: "finish" }] : [];
  if (!isAwaited) {
    return { state, effects: [...finish, { kind: "tell", view: doneView(order, end) }] };
  }
  if (isOrdered && !order.isSecond && end.rows.some(({ outcome }) => wantsSignIn(outcome))) {
    return onceMore(order, end, now);
  }
  const unsure = end.rows.find(({ outcome }) => outcome.kind === "notSureYet")?.methodId ?? null;
  return {
    state: { kind: "cleanupDone", unsure },
    effects: [...finish, show(doneView(order, end))],
  };
}

/** All that was confirmed would be refused, so no sign-in is spent on it. */
export function refusedOnly(
  plans: readonly { readonly id: MethodId; readonly plan: RemovalPlan }[],
  order: Order,
  snapshot: CleanupSnapshot,
): CleanupOutcome {
  const { assessment, facts } = snapshot;
  const rows = plans.flatMap(({ id, plan }): readonly OutcomeRow[] => {
    if (plan.kind === "allowed") return [];
    const [device = null] = listedOf(snapshot, [id]);
    const outcome = { kind: "refused", why: plan.why } as const;
    return [{ methodId: id, device, outcome, referenceId: null }];
  });
  const end: Finished = { kind: "finished", rows, after: assessment, facts };
  return {
    state: { kind: "cleanupDone", unsure: null },
    effects: [show(doneView(order, end))],
  };
}

/** Microsoft asks for one more sign-in: for all that is left, since each phone is told of at the end. */
function onceMore(order: Order, { rows }: Finished, now: Date): CleanupOutcome {
  const gone = rows.flatMap(({ methodId, outcome }) =>
    outcome.kind === "removed" ? [methodId] : [],
  );
  const again: Order = {
    picked: order.picked.filter((id) => !gone.includes(id)),
    isSecond: true,
    removedBefore: order.removedBefore + gone.length,
  };
  return {
    state: { kind: "cleanupSigningIn", ...orderIn(again), since: now.toISOString() },
    effects: [show({ kind: "signIn", why: "stepUp", removedBefore: again.removedBefore })],
  };
}

const wantsSignIn = ({ kind }: RemovalOutcome): boolean =>
  kind === "stepUpNeeded" || kind === "freshSignInNeeded";

function doneView(
  { isSecond, removedBefore }: Order,
  { rows, after, facts }: Finished,
): CleanupView {
  return {
    kind: "done",
    rows,
    removedBefore,
    isSecond,
    left: after === null ? null : entriesOf(after),
    inHand: facts.currentDevice?.methodId ?? null,
  };
}

function isComplete({ after, facts }: Finished): boolean {
  if (after === null || facts.finishedAt !== null) return false;
  return Object.values(checklist(after, facts)).every((item) => item === "done");
}

import type { Notice } from "../cards/cleanup/cleanup-view.ts";
import type { MethodId } from "../methods/ids.ts";
import { begin, choose, rest, wait } from "./cleanup-choice.ts";
import type { CleanupEvent } from "./cleanup-event.ts";
import { type CleanupOutcome, show, stale, unchanged } from "./cleanup-outcome.ts";
import {
  askAgain,
  askWhereNumberShowed,
  confirmed,
  numberShowedOn,
  removing,
  signedIn,
  signIn,
} from "./cleanup-removal.ts";
import { removed } from "./cleanup-report.ts";
import {
  type CleanupSnapshot,
  entriesOf,
  inHandIn,
  listedOf,
  needsSignIn,
  othersIn,
  planAtBest,
  supportedIn,
} from "./cleanup-snapshot.ts";
import type { CleanupState } from "./cleanup-state.ts";

type EventOf<Kind extends CleanupEvent["kind"]> = Extract<CleanupEvent, { readonly kind: Kind }>;

/**
 * The clean-up as a table: state and event give the next state and what to do. Pure and total. Nothing is removed but
 * what was confirmed in this very clean-up, and nothing can be picked but what was offered in it. An event that does not
 * fit the state changes nothing: an old card is told that it is old, and what comes late from outside the chat says
 * nothing, but for the end of a removal, which is always told.
 */
export function cleanupStep(state: CleanupState | null, event: CleanupEvent): CleanupOutcome {
  switch (event.kind) {
    case "started":
      return started(state, event);
    case "looked":
      return looked(state, event);
    case "factsChanged":
      return factsChanged(state, event.snapshot);
    case "deviceIsMine":
      return deviceIsMine(state, event);
    case "noneIsMine":
      return state?.kind === "cleanupWhich"
        ? rest({ kind: "noneWorks", notice: null })
        : stale(state);
    case "picked":
      return picked(state, event);
    case "keptAll":
      return keptAll(state, event.snapshot);
    case "back":
      return back(state, event.snapshot);
    case "confirmed":
      return confirmed(state, event.ids, event.snapshot);
    case "askedToSignIn":
      return askedToSignIn(state, event);
    case "noNumberShowed":
      return noNumberShowed(state, event);
    case "numberShowedOn":
      return numberShowedOn(state, event);
    case "signedIn":
      return state?.kind === "cleanupSigningIn"
        ? signedIn(state, event.snapshot)
        : unchanged(state);
    case "signInFailed":
      // The newest sign-in counts: one that fails takes an earlier one with it.
      return state?.kind === "cleanupSigningIn" || state?.kind === "cleanupShowed"
        ? signIn(state, event.why, event.now)
        : unchanged(state);
    case "tokenMissing":
      return state?.kind === "cleanupRemoving" ? signIn(state, null, event.now) : unchanged(state);
    case "removed":
      return removed(state, event);
  }
}

function started(state: CleanupState | null, event: EventOf<"started">): CleanupOutcome {
  const { snapshot, standing } = event;
  if (standing.kind === "free") return begin(snapshot, whatBecame(state, snapshot));
  // It has begun and cannot be called back; its end is told where it belongs.
  return standing.kind === "underWay" && state?.kind === "cleanupRemoving"
    ? removing(state, snapshot)
    : wait(standing);
}

/** What is to be said of an earlier removal when the list is shown again. */
function whatBecame(state: CleanupState | null, { assessment }: CleanupSnapshot): Notice | null {
  if (state?.kind === "cleanupRemoving") return "interrupted";
  if (state?.kind !== "cleanupResting" && state?.kind !== "cleanupDone") return null;
  const { unsure } = state;
  if (unsure === null) return null;
  return entriesOf(assessment).some(({ id }) => id === unsure) ? "unsureStays" : "unsureGone";
}

function looked(state: CleanupState | null, event: EventOf<"looked">): CleanupOutcome {
  const { snapshot, standing, signedInAt } = event;
  switch (state?.kind) {
    case undefined:
      return stale(null);
    case "cleanupSigningIn":
      // The browser may have come back while the chat could not be reached.
      return signedInAt !== null && signedInAt > new Date(state.since)
        ? signedIn(state, snapshot)
        : askAgain(state, "notYet");
    case "cleanupShowed":
      return askWhereNumberShowed(state, snapshot);
    case "cleanupRemoving":
    case "cleanupResting":
    case "cleanupWhich":
    case "cleanupChoosing":
    case "cleanupConfirming":
    case "cleanupDone":
      return started(state, { kind: "started", snapshot, standing });
  }
}

function factsChanged(state: CleanupState | null, snapshot: CleanupSnapshot): CleanupOutcome {
  if (state === null) return unchanged(state);
  return state.kind === "cleanupRemoving" ? removing(state, snapshot) : begin(snapshot);
}

function deviceIsMine(state: CleanupState | null, event: EventOf<"deviceIsMine">): CleanupOutcome {
  const { methodId, strength, snapshot } = event;
  if (state?.kind !== "cleanupWhich" || !state.offered.includes(methodId)) return stale(state);
  // Removed meanwhile on Security info: what is no longer listed cannot be the phone in the hand.
  if (!supportedIn(snapshot).some(({ id }) => id === methodId)) return begin(snapshot);
  const proof =
    state.showedOn === methodId && strength !== null
      ? [{ kind: "saveProof", methodId, strength } as const]
      : [];
  return {
    state,
    effects: [{ kind: "confirmDevice", methodId }, ...proof, { kind: "refresh" }],
  };
}

function picked(state: CleanupState | null, event: EventOf<"picked">): CleanupOutcome {
  const { ids, snapshot } = event;
  // Another window may show the list while this one already asks for the confirmation.
  if (state?.kind !== "cleanupChoosing" && state?.kind !== "cleanupConfirming") return stale(state);
  if (ids.some((id) => !state.offered.includes(id))) return stale(state);
  const inHand = inHandIn(snapshot);
  if (inHand === null || hasChanged(ids, inHand.id, snapshot)) {
    return begin(snapshot, "changed", ids);
  }
  if (ids.length === 0) return choose(snapshot, inHand, "nonePicked", []);
  const plans = listedOf(snapshot, ids).map((device) => ({
    device,
    plan: planAtBest(snapshot, device.id),
  }));
  const going = plans.filter(({ plan }) => plan.kind === "allowed").map(({ device }) => device);
  const stays = plans.flatMap(({ device, plan }) =>
    plan.kind === "refused" ? [{ device, why: plan.why }] : [],
  );
  const goingIds = going.map(({ id }) => id);
  const offered = [...state.offered];
  return {
    state:
      going.length === 0
        ? { kind: "cleanupChoosing", offered, picked: [] }
        : { kind: "cleanupConfirming", offered, picked: goingIds },
    effects: [
      show({
        kind: "confirm",
        inHand,
        picked: going,
        stays,
        needsSignIn: needsSignIn(snapshot, goingIds),
      }),
    ],
  };
}

/** Whether what was picked is no longer there to be picked. */
const hasChanged = (
  ids: readonly MethodId[],
  inHand: MethodId,
  snapshot: CleanupSnapshot,
): boolean => ids.includes(inHand) || listedOf(snapshot, ids).length < ids.length;

function keptAll(state: CleanupState | null, snapshot: CleanupSnapshot): CleanupOutcome {
  if (state?.kind !== "cleanupChoosing" && state?.kind !== "cleanupConfirming") return stale(state);
  const inHand = inHandIn(snapshot);
  if (inHand === null) return begin(snapshot, "changed");
  // Only what they saw: an entry that came meanwhile is none that they said anything about.
  const kept = othersIn(snapshot, inHand).filter(({ id }) => state.offered.includes(id));
  return {
    state: { kind: "cleanupDone", unsure: null },
    effects: [
      { kind: "keepDevices", methodIds: kept.map(({ id }) => id) },
      { kind: "showChecklist" },
    ],
  };
}

function back(state: CleanupState | null, snapshot: CleanupSnapshot): CleanupOutcome {
  switch (state?.kind) {
    case "cleanupChoosing":
    case "cleanupConfirming":
    case "cleanupSigningIn":
    case "cleanupShowed":
      return begin(snapshot, null, state.picked);
    case "cleanupRemoving":
      return removing(state, snapshot);
    case "cleanupWhich":
    case "cleanupResting":
    case "cleanupDone":
    case undefined:
      return stale(state);
  }
}

function askedToSignIn(
  state: CleanupState | null,
  { snapshot }: EventOf<"askedToSignIn">,
): CleanupOutcome {
  if (state?.kind === "cleanupRemoving") return removing(state, snapshot);
  if (state?.kind === "cleanupSigningIn") return askAgain(state, null);
  return state?.kind === "cleanupShowed" ? signIn(state, null, snapshot.now) : stale(state);
}

function noNumberShowed(
  state: CleanupState | null,
  { snapshot }: EventOf<"noNumberShowed">,
): CleanupOutcome {
  if (state?.kind === "cleanupRemoving") return removing(state, snapshot);
  if (state?.kind !== "cleanupShowed") return stale(state);
  const { state: after, effects } = signIn(state, "noNumber", snapshot.now);
  return { state: after, effects: [{ kind: "dropSignIn" }, ...effects] };
}

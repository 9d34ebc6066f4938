import type { FreshSignInFailure } from "../enrollment/fresh-sign-in.ts";
import { toChecklist } from "./guide-checklist.ts";
import type { GuideEvent } from "./guide-event.ts";
import { type GuideOutcome, show, stale, unchanged } from "./guide-outcome.ts";
import { devicesOf, idsOf, type Snapshot } from "./guide-snapshot.ts";
import type { GuideState } from "./guide-state.ts";

/** The page with the link to the fresh sign-in, or why the last one showed nothing. */
export const prove = (failed: FreshSignInFailure | "noNumber" | null): GuideOutcome => ({
  state: { kind: "proving" },
  effects: [show({ kind: "proof", failed })],
});

export function signedInAgain(state: GuideState | null, snapshot: Snapshot): GuideOutcome {
  // Somebody may look at the checklist while the browser waits for the phone.
  if (state?.kind !== "proving" && state?.kind !== "checklist") return unchanged(state);
  return askWhereNumberShowed(snapshot);
}

/** Which of the phones of now it was; of somebody who has none left, nothing is asked. */
export function askWhereNumberShowed(snapshot: Snapshot): GuideOutcome {
  const devices = devicesOf(snapshot);
  if (devices.length === 0) return toChecklist(snapshot);
  return {
    state: { kind: "askWhereNumberShowed" },
    effects: [show({ kind: "whereNumberShowed", devices })],
  };
}

/** The newest sign-in counts: one that fails takes an earlier one with it. */
export function signInFailed(state: GuideState | null, why: FreshSignInFailure): GuideOutcome {
  return state?.kind === "proving" || state?.kind === "askWhereNumberShowed"
    ? prove(why)
    : unchanged(state);
}

export function numberShowedOn(
  state: GuideState | null,
  event: Extract<GuideEvent, { readonly kind: "numberShowedOn" }>,
): GuideOutcome {
  if (state?.kind !== "askWhereNumberShowed") return stale(state);
  const { methodId, strength, snapshot } = event;
  if (strength === null) return prove("expired");
  if (!idsOf(devicesOf(snapshot)).includes(methodId)) return toChecklist(snapshot);
  return {
    state: { kind: "checklist" },
    effects: [
      { kind: "confirmDevice", methodId, evidence: "said" },
      { kind: "saveProof", methodId, strength },
      { kind: "refresh" },
    ],
  };
}

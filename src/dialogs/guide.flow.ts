import { toChecklist } from "./guide-checklist.ts";
import { begin, deviceIsMine, looked, noneIsMine, resume } from "./guide-devices.ts";
import type { GuideEvent } from "./guide-event.ts";
import { type GuideOutcome, stale } from "./guide-outcome.ts";
import { moved } from "./guide-pages.ts";
import { numberShowedOn, prove, signedInAgain, signInFailed } from "./guide-proof.ts";
import { devicesOf } from "./guide-snapshot.ts";
import type { GuideState } from "./guide-state.ts";

/**
 * The guided set-up as a table: state and event give the next state and what to do. Pure and total. An event that does
 * not fit the state changes nothing: a page that is no longer the one of now gives way to where the guide is, an old
 * question is told that it is old, and what comes late from outside the chat (the watch, the browser) says nothing,
 * since nobody pressed anything.
 */
export function guideStep(state: GuideState | null, event: GuideEvent): GuideOutcome {
  switch (event.kind) {
    case "started":
      return begin(event.snapshot);
    case "resumed":
      return state === null ? begin(event.snapshot) : resume(state, event.snapshot);
    case "askedForChecklist":
      return toChecklist(event.snapshot);
    case "leftForChecklist":
      // Meanwhile another conversation may have taken the card over.
      return state === null ? stale(state) : toChecklist(event.snapshot);
    case "askedToProve":
      return devicesOf(event.snapshot).length > 0 ? prove(null) : begin(event.snapshot);
    case "looked":
      return looked(state, event);
    case "deviceIsMine":
      return deviceIsMine(state, event.methodId, event.snapshot);
    case "noneIsMine":
      return noneIsMine(state, event.snapshot);
    case "signedInAgain":
      return signedInAgain(state, event.snapshot);
    case "signInFailed":
      return signInFailed(state, event.why);
    case "numberShowedOn":
      return numberShowedOn(state, event);
    case "noNumberShowed":
      return state?.kind === "askWhereNumberShowed" ? prove("noNumber") : stale(state);
    case "next":
    case "back":
    case "stuck":
    case "unstuck":
    case "troubleChosen":
      return moved(state, event);
  }
}

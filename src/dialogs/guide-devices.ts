import type { MethodId } from "../methods/ids.ts";
import type { AuthenticatorMethod } from "../methods/method.ts";
import { toChecklist } from "./guide-checklist.ts";
import type { Look } from "./guide-event.ts";
import { type GuideEffect, type GuideOutcome, show, stale, unchanged } from "./guide-outcome.ts";
import { helpDesk, isAt, shown, walk } from "./guide-pages.ts";
import { askWhereNumberShowed } from "./guide-proof.ts";
import { devicesOf, idsOf, knownIn, type Snapshot } from "./guide-snapshot.ts";
import { type GuideState, type HelpDeskState, type StepsState, stepsAt } from "./guide-state.ts";

/** Where a new guide begins, by what is registered. */
export function begin(snapshot: Snapshot): GuideOutcome {
  const devices = devicesOf(snapshot);
  if (devices.length > 0) return chooseDevice(devices, false, idsOf(devices));
  const { entryLimit, hasOtherMfa, readiness } = snapshot.assessment;
  if (readiness === "cannotTell") return toChecklist(snapshot);
  if (entryLimit.isReached) return makeRoom(snapshot);
  const known = knownIn(snapshot);
  if (!hasOtherMfa) return helpDesk("noOtherMethod", "openSecurityInfo", known);
  return walk(stepsAt("openSecurityInfo", known));
}

/** Back where the person was, unless what is registered now leads further. */
export function resume(state: GuideState, snapshot: Snapshot): GuideOutcome {
  switch (state.kind) {
    case "steps":
      return foundSince(state.known, snapshot) ?? walk(state);
    case "makeRoom":
      return begin(snapshot);
    case "helpDesk":
      return foundSince(state.known, snapshot) ?? shown(state);
    case "chooseDevice":
      return foundSince(state.known, snapshot) ?? begin(snapshot);
    case "proving":
    case "askWhereNumberShowed":
    case "checklist":
      // Who asks for set-up and has no device is not helped by a list of what is missing.
      return devicesOf(snapshot).length === 0 ? begin(snapshot) : toChecklist(snapshot);
  }
}

/** A new entry counts from whichever page it was looked for. */
export function looked(state: GuideState | null, look: Look): GuideOutcome {
  const { snapshot } = look;
  if (state?.kind !== "steps" && state?.kind !== "helpDesk") {
    return look.by === "watch" ? unchanged(state) : whereItIs(state, snapshot);
  }
  const found = foundSince(state.known, snapshot);
  if (found !== null) return found;
  if (look.by === "watch") {
    // What it saw does not count as push, or is not listed for this reading yet: it goes on looking for another.
    const known = [...new Set([...state.known, ...knownIn(snapshot)])];
    return { state, effects: [{ kind: "startWatch", known }] };
  }
  if (state.kind === "helpDesk" || !isAt(state, look.at)) return shown(state);
  const waiting: StepsState = { ...state, view: { kind: "instruction", notSeenYet: true } };
  return walk(waiting);
}

/** Past the pages there is nothing to look for; somebody who looks is shown how far they are. */
function whereItIs(state: PastPages | null, snapshot: Snapshot): GuideOutcome {
  if (state === null) return stale(state);
  // Who comes back is led to the checklist; who only looks keeps the question.
  return state.kind === "askWhereNumberShowed"
    ? askWhereNumberShowed(snapshot)
    : resume(state, snapshot);
}

type PastPages = Exclude<GuideState, StepsState | HelpDeskState>;

/** A new Authenticator entry since the guide began. */
function foundSince(known: readonly MethodId[], snapshot: Snapshot): GuideOutcome | null {
  const fresh = devicesOf(snapshot).filter((device) => !known.includes(device.id));
  if (fresh.length === 0) return null;
  const chosen = chooseDevice(fresh, true, known);
  return { ...chosen, effects: [{ kind: "stopWatch" }, ...chosen.effects] };
}

/** The person says which entry is the phone in their hand. */
export function deviceIsMine(
  state: GuideState | null,
  id: MethodId,
  snapshot: Snapshot,
): GuideOutcome {
  if (state?.kind !== "chooseDevice" || !state.offered.includes(id)) return stale(state);
  // Removed meanwhile on Security info: what is no longer listed cannot be the current device.
  if (!idsOf(devicesOf(snapshot)).includes(id)) return begin(snapshot);
  // Of several that came at once, only the person can say which is theirs.
  const evidence = state.isNew && state.offered.length === 1 ? "appeared" : "said";
  const proof: readonly GuideEffect[] = state.isNew
    ? [{ kind: "saveProof", methodId: id, strength: "registered" }]
    : [];
  return {
    state: { kind: "checklist" },
    effects: [{ kind: "confirmDevice", methodId: id, evidence }, ...proof, { kind: "refresh" }],
  };
}

export function noneIsMine(state: GuideState | null, snapshot: Snapshot): GuideOutcome {
  if (state?.kind !== "chooseDevice") return stale(state);
  const known = knownIn(snapshot);
  // An entry that appeared while we watched and is not theirs may be somebody else's doing.
  if (state.isNew) return helpDesk("notMyDevice", "scanAndApprove", known);
  const { entryLimit, hasOtherMfa } = snapshot.assessment;
  if (entryLimit.isReached) return makeRoom(snapshot);
  // Security info asks for a push of a phone that is not there; if it is in a drawer, they can go on from here.
  if (!hasOtherMfa) return helpDesk("phoneLost", "openSecurityInfo", known);
  return walk(stepsAt("openSecurityInfo", known));
}

function chooseDevice(
  devices: readonly AuthenticatorMethod[],
  isNew: boolean,
  known: readonly MethodId[],
): GuideOutcome {
  return {
    state: { kind: "chooseDevice", isNew, offered: [...idsOf(devices)], known: [...known] },
    effects: [show({ kind: "chooseDevice", isNew, devices })],
  };
}

const makeRoom = (snapshot: Snapshot): GuideOutcome => ({
  state: { kind: "makeRoom" },
  effects: [show({ kind: "makeRoom", used: snapshot.assessment.entryLimit.used })],
});

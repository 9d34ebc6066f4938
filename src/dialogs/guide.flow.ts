import {
  GUIDE_STEPS,
  type GuideStep,
  type GuideView,
  type HelpReason,
  TROUBLES_OF,
  type Trouble,
} from "../cards/guide/guide-view.ts";
import type { EnrollmentFacts } from "../enrollment/facts.ts";
import type { FreshSignInFailure } from "../enrollment/fresh-sign-in.ts";
import { checklist, type DeviceEvidence, type ProofStrength } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import { type AuthenticatorMethod, isAuthenticator } from "../methods/method.ts";
import type { Assessment } from "../methods/readiness.ts";
import { type GuideState, type HelpDeskState, type StepsState, stepsAt } from "./guide-state.ts";

/** What was just read and what is established, together: each decision of the guide is taken on fresh data. */
export type Snapshot = { readonly assessment: Assessment; readonly facts: EnrollmentFacts };

export type GuideEvent =
  | { readonly kind: "started"; readonly snapshot: Snapshot }
  /** The person came back: another day, another client, after a restart. */
  | { readonly kind: "resumed"; readonly snapshot: Snapshot }
  | { readonly kind: "next" }
  | { readonly kind: "back" }
  | { readonly kind: "stuck" }
  | { readonly kind: "troubleChosen"; readonly trouble: Trouble }
  /** From the troubles, or from the help desk, back to the instruction. */
  | { readonly kind: "unstuck" }
  | { readonly kind: "looked"; readonly by: "watch" | "person"; readonly snapshot: Snapshot }
  | { readonly kind: "deviceIsMine"; readonly methodId: MethodId; readonly snapshot: Snapshot }
  | { readonly kind: "noneIsMine"; readonly snapshot: Snapshot }
  | { readonly kind: "askedToProve"; readonly snapshot: Snapshot }
  | { readonly kind: "signedInAgain"; readonly snapshot: Snapshot }
  | { readonly kind: "signInFailed"; readonly why: FreshSignInFailure }
  | {
      readonly kind: "numberShowedOn";
      readonly methodId: MethodId;
      /** Null: the fresh sign-in is too old, or failed. */
      readonly strength: Exclude<ProofStrength, "registered"> | null;
      readonly snapshot: Snapshot;
    }
  | { readonly kind: "noNumberShowed" }
  | { readonly kind: "askedForChecklist"; readonly snapshot: Snapshot }
  | { readonly kind: "leftForChecklist"; readonly snapshot: Snapshot };

export type GuideEffect =
  | { readonly kind: "show"; readonly view: GuideView }
  | { readonly kind: "startWatch"; readonly known: readonly MethodId[] }
  | { readonly kind: "stopWatch" }
  | {
      readonly kind: "confirmDevice";
      readonly methodId: MethodId;
      readonly evidence: DeviceEvidence;
    }
  | { readonly kind: "saveProof"; readonly methodId: MethodId; readonly strength: ProofStrength }
  /** Facts have changed: read everything again and go on with `leftForChecklist`. */
  | { readonly kind: "refresh" }
  | { readonly kind: "finish" }
  /** The card that was pressed is not the one of now. */
  | { readonly kind: "sayStale" };

/** `state` is null where there was none and none began. */
export type GuideOutcome = {
  readonly state: GuideState | null;
  readonly effects: readonly GuideEffect[];
};

/**
 * The guided set-up as a table: state and event give the next state and what to do. Pure and total. An event that does
 * not fit the state changes nothing: an old card is told that it is old, and what comes late from outside the chat (the
 * watch, the browser) says nothing, since nobody pressed anything.
 */
export function guideStep(state: GuideState | null, event: GuideEvent): GuideOutcome {
  switch (event.kind) {
    case "started":
      return begin(event.snapshot);
    case "resumed":
      return state === null ? begin(event.snapshot) : resume(state, event.snapshot);
    case "askedForChecklist":
    case "leftForChecklist":
      return toChecklist(event.snapshot);
    case "askedToProve":
      return devicesOf(event.snapshot).length > 0 ? prove(null) : begin(event.snapshot);
    case "looked":
      return looked(state, event.by, event.snapshot);
    case "deviceIsMine":
      return deviceIsMine(state, event.methodId, event.snapshot);
    case "noneIsMine":
      return noneIsMine(state, event.snapshot);
    case "signedInAgain":
      return signedInAgain(state, event.snapshot);
    case "signInFailed":
      // The newest sign-in counts: one that fails takes an earlier one with it.
      return isProving(state) ? prove(event.why) : unchanged(state);
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

/** Where a new guide begins, by what is registered. */
function begin(snapshot: Snapshot): GuideOutcome {
  const devices = devicesOf(snapshot);
  if (devices.length > 0) return chooseDevice(devices, false, idsOf(devices));
  const { entryLimit, hasOtherMfa, readiness } = snapshot.assessment;
  if (readiness === "cannotTell") return toChecklist(snapshot);
  if (entryLimit.isReached) return makeRoom(snapshot);
  const known = knownIn(snapshot);
  if (!hasOtherMfa) return helpDesk("noOtherMethod", "openSecurityInfo", known);
  return walk(stepsAt("openSecurityInfo", known));
}

function resume(state: GuideState, snapshot: Snapshot): GuideOutcome {
  switch (state.kind) {
    case "steps":
      return foundSince(state.known, snapshot) ?? walk(state);
    case "makeRoom":
      return begin(snapshot);
    case "helpDesk":
      return foundSince(state.known, snapshot) ?? { state, effects: [show(viewOf(state))] };
    case "chooseDevice":
      return foundSince(state.known, snapshot) ?? begin(snapshot);
    case "proving":
    case "askWhereNumberShowed":
    case "checklist":
      // Who asks for set-up and has no device is not helped by a list of what is missing.
      return devicesOf(snapshot).length === 0 ? begin(snapshot) : toChecklist(snapshot);
  }
}

function looked(
  state: GuideState | null,
  by: "watch" | "person",
  snapshot: Snapshot,
): GuideOutcome {
  if (state?.kind !== "steps" && state?.kind !== "helpDesk") {
    return by === "watch" ? unchanged(state) : stale(state);
  }
  const found = foundSince(state.known, snapshot);
  if (found !== null) return found;
  if (by === "watch") {
    // What it saw does not count as push, or is not listed for this reading yet: it goes on looking for another.
    const known = [...new Set([...state.known, ...knownIn(snapshot)])];
    return { state, effects: [{ kind: "startWatch", known }] };
  }
  if (state.kind === "helpDesk") return { state, effects: [show(viewOf(state))] };
  const waiting: StepsState = { ...state, view: { kind: "instruction", notSeenYet: true } };
  return walk(waiting);
}

/** A new Authenticator entry since the guide began. */
function foundSince(known: readonly MethodId[], snapshot: Snapshot): GuideOutcome | null {
  const fresh = devicesOf(snapshot).filter((device) => !known.includes(device.id));
  if (fresh.length === 0) return null;
  const chosen = chooseDevice(fresh, true, known);
  return { ...chosen, effects: [{ kind: "stopWatch" }, ...chosen.effects] };
}

function deviceIsMine(state: GuideState | null, id: MethodId, snapshot: Snapshot): GuideOutcome {
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

function noneIsMine(state: GuideState | null, snapshot: Snapshot): GuideOutcome {
  if (state?.kind !== "chooseDevice") return stale(state);
  const known = knownIn(snapshot);
  // An entry that appeared while we watched and is not theirs may be somebody else's doing.
  if (state.isNew) return helpDesk("notMyDevice", "scanAndApprove", known);
  if (snapshot.assessment.entryLimit.isReached) return makeRoom(snapshot);
  return walk(stepsAt("openSecurityInfo", known));
}

function signedInAgain(state: GuideState | null, snapshot: Snapshot): GuideOutcome {
  // Somebody may look at the checklist while the browser waits for the phone.
  if (state?.kind !== "proving" && state?.kind !== "checklist") return unchanged(state);
  const devices = devicesOf(snapshot);
  if (devices.length === 0) return toChecklist(snapshot);
  return {
    state: { kind: "askWhereNumberShowed" },
    effects: [show({ kind: "whereNumberShowed", devices })],
  };
}

const isProving = (state: GuideState | null): boolean =>
  state?.kind === "proving" || state?.kind === "askWhereNumberShowed";

const prove = (failed: FreshSignInFailure | "noNumber" | null): GuideOutcome => ({
  state: { kind: "proving" },
  effects: [show({ kind: "proof", failed })],
});

function numberShowedOn(
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

type Move = Extract<
  GuideEvent,
  { readonly kind: "next" | "back" | "stuck" | "unstuck" | "troubleChosen" }
>;

function moved(state: GuideState | null, move: Move): GuideOutcome {
  if (state?.kind === "helpDesk" && move.kind === "unstuck") {
    return walk(stepsAt(state.step, state.known));
  }
  if (state?.kind !== "steps") return stale(state);
  const { step, known } = state;
  switch (move.kind) {
    case "next":
      return walk(stepsAt(neighbour(step, 1), known));
    case "back":
      return walk(stepsAt(neighbour(step, -1), known));
    case "unstuck":
      return walk(stepsAt(step, known));
    case "stuck":
      return shown({ ...state, view: { kind: "troubles" } });
    case "troubleChosen":
      return troubleChosen(state, move.trouble);
  }
}

const HELP_FOR: Readonly<Partial<Record<Trouble, HelpReason>>> = {
  phoneLost: "phoneLost",
  noSmartphone: "noSmartphone",
  jailbrokenPhone: "jailbrokenPhone",
};

function troubleChosen(state: StepsState, trouble: Trouble): GuideOutcome {
  if (!TROUBLES_OF[state.step].includes(trouble)) return stale(state);
  const help = HELP_FOR[trouble];
  return help === undefined
    ? shown({ ...state, view: { kind: "trouble", trouble } })
    : helpDesk(help, state.step, state.known);
}

/** The page, and a watch beside it: from the first page on, a new entry is noticed by itself. */
function walk(state: StepsState): GuideOutcome {
  return {
    state,
    effects: [{ kind: "startWatch", known: state.known }, show(viewOf(state))],
  };
}

const shown = (state: StepsState): GuideOutcome => ({ state, effects: [show(viewOf(state))] });

function viewOf(state: StepsState | HelpDeskState): GuideView {
  if (state.kind === "helpDesk") return { kind: "helpDesk", why: state.why, step: state.step };
  const { step, view } = state;
  switch (view.kind) {
    case "instruction":
      return { kind: "step", step, notSeenYet: view.notSeenYet };
    case "troubles":
      return { kind: "troubles", step, troubles: TROUBLES_OF[step] };
    case "trouble":
      return { kind: "trouble", step, trouble: view.trouble };
  }
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

function helpDesk(why: HelpReason, step: GuideStep, known: readonly MethodId[]): GuideOutcome {
  const state: HelpDeskState = { kind: "helpDesk", why, step, known: [...known] };
  return { state, effects: [show(viewOf(state))] };
}

function toChecklist(snapshot: Snapshot): GuideOutcome {
  const { assessment, facts } = snapshot;
  const items = checklist(assessment, facts);
  const isDone = Object.values(items).every((item) => item === "done");
  const view = { kind: "checklist", items, facts, devices: devicesOf(snapshot) } as const;
  return {
    state: { kind: "checklist" },
    effects: [
      { kind: "stopWatch" },
      ...(isDone && facts.finishedAt === null ? [{ kind: "finish" } as const] : []),
      show(view),
    ],
  };
}

/** Nothing is done on the strength of an old card. */
const stale = (state: GuideState | null): GuideOutcome => ({
  state,
  effects: [{ kind: "sayStale" }],
});

const unchanged = (state: GuideState | null): GuideOutcome => ({ state, effects: [] });

const show = (view: GuideView): GuideEffect => ({ kind: "show", view });

const idsOf = (devices: readonly AuthenticatorMethod[]): readonly MethodId[] =>
  devices.map((device) => device.id);

/** Entries whose push counts. */
function devicesOf({ assessment }: Snapshot): readonly AuthenticatorMethod[] {
  return assessment.methods
    .filter(({ standing }) => standing === "supported")
    .map(({ method }) => method)
    .filter(isAuthenticator);
}

/** Every Authenticator entry of now, counted or not: only what comes after these is new. */
const knownIn = ({ assessment }: Snapshot): readonly MethodId[] =>
  idsOf(assessment.methods.map(({ method }) => method).filter(isAuthenticator));

function neighbour(step: GuideStep, by: 1 | -1): GuideStep {
  const index = GUIDE_STEPS.indexOf(step) + by;
  return GUIDE_STEPS[Math.min(GUIDE_STEPS.length - 1, Math.max(0, index))] ?? step;
}

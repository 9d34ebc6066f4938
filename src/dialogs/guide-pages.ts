import {
  GUIDE_STEPS,
  type GuideStep,
  type GuideView,
  type HelpReason,
  TROUBLES_OF,
  type Trouble,
} from "../cards/guide/guide-view.ts";
import type { MethodId } from "../methods/ids.ts";
import type { PageMove } from "./guide-event.ts";
import { type GuideOutcome, show, stale } from "./guide-outcome.ts";
import { type GuideState, type HelpDeskState, type StepsState, stepsAt } from "./guide-state.ts";

/** Turning pages, troubles included: nothing is read for it. Of a page pressed twice, only the first press turns it. */
export function moved(state: GuideState | null, move: PageMove): GuideOutcome {
  if (state === null) return stale(state);
  if (state.kind !== "steps" && state.kind !== "helpDesk") {
    return { state, effects: [show({ kind: "movedOn" })] };
  }
  if (!isAt(state, move.at)) return shown(state);
  const { step, known } = state;
  if (state.kind === "helpDesk") {
    return move.kind === "unstuck" ? walk(stepsAt(step, known)) : shown(state);
  }
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

/** Whether the pressed page is the one of now. A card that does not say is from before cards did, and acts as it did. */
export const isAt = (state: StepsState | HelpDeskState, at: GuideStep | null): boolean =>
  at === null || at === state.step;

const HELP_FOR: Readonly<Partial<Record<Trouble, HelpReason>>> = {
  phoneLost: "phoneLost",
  noSmartphone: "noSmartphone",
  jailbrokenPhone: "jailbrokenPhone",
};

function troubleChosen(state: StepsState, trouble: Trouble): GuideOutcome {
  if (!TROUBLES_OF[state.step].includes(trouble)) return shown(state);
  const help = HELP_FOR[trouble];
  return help === undefined
    ? shown({ ...state, view: { kind: "trouble", trouble } })
    : helpDesk(help, state.step, state.known);
}

/** The page, and a watch beside it: from the first page on, a new entry is noticed by itself. */
export function walk(state: StepsState): GuideOutcome {
  return {
    state,
    effects: [{ kind: "startWatch", known: state.known }, show(viewOf(state))],
  };
}

/** The page as it is, without a watch. */
export const shown = (state: StepsState | HelpDeskState): GuideOutcome => ({
  state,
  effects: [show(viewOf(state))],
});

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

/** Only the help desk can help; `step` is where it goes on afterwards. */
export const helpDesk = (
  why: HelpReason,
  step: GuideStep,
  known: readonly MethodId[],
): GuideOutcome => shown({ kind: "helpDesk", why, step, known: [...known] });

function neighbour(step: GuideStep, by: 1 | -1): GuideStep {
  const index = GUIDE_STEPS.indexOf(step) + by;
  return GUIDE_STEPS[Math.min(GUIDE_STEPS.length - 1, Math.max(0, index))] ?? step;
}

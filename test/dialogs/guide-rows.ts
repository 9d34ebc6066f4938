import assert from "node:assert/strict";
import { guideStep } from "../../src/dialogs/guide.flow.ts";
import type { GuideEvent } from "../../src/dialogs/guide-event.ts";
import type { GuideOutcome } from "../../src/dialogs/guide-outcome.ts";
import { type GuideState, stepsAt } from "../../src/dialogs/guide-state.ts";
import { methodId } from "../../src/methods/ids.ts";
import { aDevice, aMethod } from "../builders/methods.ts";
import { aSnapshot, NOW, provedOn } from "./guide-builders.ts";

export const OLD = methodId("old");
export const OUTLOOK = methodId("outlook");
export const NEW = methodId("new");
const PASSWORD = aMethod({ kind: "password" });

export const none = aSnapshot([]);
export const oldOnly = aSnapshot([aDevice("old")]);
export const both = aSnapshot([aDevice("old"), aDevice("new")]);
export const newOnly = aSnapshot([aDevice("new")]);
/** Authenticator Lite: it approves sign-ins, and is not what the organisation asks for. */
export const onlyOutlook = aSnapshot([aDevice("outlook", { clientApp: "outlookMobile" })], {}, [
  PASSWORD,
]);
export const onlyPassword = aSnapshot([], {}, [PASSWORD]);
export const unreadable = aSnapshot([], {}, []);
export const full = aSnapshot(
  Array.from({ length: 5 }, (_, index) =>
    aMethod({ kind: "hardwareOath", id: methodId(`token-${index}`) }),
  ),
);
export const complete = aSnapshot([aDevice("new")], provedOn("new"));
export const finished = aSnapshot([aDevice("new")], { ...provedOn("new"), finishedAt: NOW });

export const FIRST = stepsAt("openSecurityInfo", []);
export const LAST = stepsAt("scanAndApprove", []);
export const WITH_OLD = stepsAt("scanAndApprove", [OLD]);
export const TROUBLES: GuideState = { ...LAST, view: { kind: "troubles" } };
export const MAKE_ROOM: GuideState = { kind: "makeRoom" };
export const NO_OTHER: GuideState = {
  kind: "helpDesk",
  why: "noOtherMethod",
  step: "openSecurityInfo",
  known: [],
};
export const CHOOSE_OLD: GuideState = {
  kind: "chooseDevice",
  isNew: false,
  offered: [OLD],
  known: [OLD],
};
export const CHOOSE_NEW = {
  kind: "chooseDevice",
  isNew: true,
  offered: [NEW],
  known: [],
} satisfies GuideState;
export const PROVING: GuideState = { kind: "proving" };
export const WHERE: GuideState = { kind: "askWhereNumberShowed" };
export const CHECKLIST: GuideState = { kind: "checklist" };

export type Row = readonly [
  when: string,
  state: GuideState | null,
  event: GuideEvent,
  then: GuideState | null,
  effects: readonly string[],
];

/** One test for each row. */
export function itFollows(rows: readonly Row[]): void {
  for (const [who, state, event, then, effects] of rows) {
    const at = state === null ? "nowhere" : state.kind;
    it(`${at} + ${event.kind}, who ${who} → ${effects.join(", ") || "nothing"}`, () => {
      const outcome = guideStep(state, event);

      assert.deepEqual(outcome.state, then);
      assert.deepEqual(outcome.effects.map(inWords), effects);
    });
  }
}

/** An effect in the words of the table. */
function inWords(effect: GuideOutcome["effects"][number]): string {
  switch (effect.kind) {
    case "startWatch":
      return `startWatch [${effect.known.join(", ")}]`;
    case "confirmDevice":
      return `confirmDevice ${effect.methodId} ${effect.evidence}`;
    case "saveProof":
      return `saveProof ${effect.methodId} ${effect.strength}`;
    case "show":
      return `show ${viewInWords(effect.view)}`;
    case "stopWatch":
    case "refresh":
    case "finish":
    case "sayStale":
      return effect.kind;
  }
}

function viewInWords(
  view: Extract<GuideOutcome["effects"][number], { kind: "show" }>["view"],
): string {
  switch (view.kind) {
    case "step":
      return `step ${view.step}${view.notSeenYet ? " (not seen yet)" : ""}`;
    case "troubles":
      return `troubles ${view.step}`;
    case "trouble":
      return `trouble ${view.trouble}`;
    case "movedOn":
      return view.kind;
    case "makeRoom":
      return `makeRoom ${view.used}`;
    case "helpDesk":
      return `helpDesk ${view.why}`;
    case "chooseDevice":
      return `chooseDevice ${view.devices.map(({ id }) => id).join()}${view.isNew ? " (new)" : ""}`;
    case "proof":
      return view.failed === null ? "proof" : `proof ${view.failed}`;
    case "whereNumberShowed":
    case "checklist":
      return view.kind;
  }
}

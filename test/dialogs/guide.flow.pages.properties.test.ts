import assert from "node:assert/strict";
import fc from "fast-check";
import { guideStep } from "../../src/dialogs/guide.flow.ts";
import type { GuideEvent } from "../../src/dialogs/guide-event.ts";
import type { GuideState } from "../../src/dialogs/guide-state.ts";
import { anyLook, anyMove, anyState } from "./any-guide.ts";

/** The page that a person sees in a state that has one. */
const pageOf = (state: GuideState | null) =>
  state?.kind === "steps" || state?.kind === "helpDesk" ? state.step : null;

const anyPress = fc.oneof(anyMove, anyLook);

describe("guideStep, for any page and press", () => {
  const holds = <Press extends GuideEvent>(
    press: fc.Arbitrary<Press>,
    property: (state: GuideState | null, press: Press) => void,
  ): void => {
    fc.assert(fc.property(anyState, press, property), { numRuns: 1000 });
  };

  it("shows something of the guide, and calls no card of it old", () => {
    holds(anyPress, (state, press) => {
      const { effects } = guideStep(state, press);
      const said = effects.filter(({ kind }) => kind === "show" || kind === "sayStale");

      assert.deepEqual(
        said.map(({ kind }) => kind),
        [state === null ? "sayStale" : "show"],
      );
    });
  });

  it("changes nothing for a page that is not the one of now, and shows that one", () => {
    holds(anyMove, (state, press) => {
      const page = pageOf(state);
      if (page === null || press.at === null || press.at === page) return;

      const outcome = guideStep(state, press);

      assert.deepEqual(outcome.state, state);
      assert.equal(outcome.effects.length, 1);
      const [shown] = outcome.effects;
      assert.ok(shown?.kind === "show" && "step" in shown.view);
      assert.equal(shown.view.step, page);
    });
  });

  it("changes nothing when the guide is past its pages", () => {
    holds(anyMove, (state, press) => {
      if (state === null || pageOf(state) !== null) return;

      assert.deepEqual(guideStep(state, press), {
        state,
        effects: [{ kind: "show", view: { kind: "movedOn" } }],
      });
    });
  });

  it("turns a page that is pressed twice once", () => {
    holds(anyMove, (state, press) => {
      if (press.at === null) return;
      const once = guideStep(state, press).state;
      if (pageOf(once) === pageOf(state)) return;

      assert.deepEqual(guideStep(once, press).state, once);
    });
  });

  it("finds from an old page what a watch finds, and else leaves the page of now alone", () => {
    holds(anyLook, (state, press) => {
      const page = pageOf(state);
      if (page === null || press.at === null || press.at === page) return;
      const { snapshot } = press;
      const watched = guideStep(state, { kind: "looked", by: "watch", snapshot });

      const outcome = guideStep(state, press);

      if (watched.state?.kind === "chooseDevice") assert.deepEqual(outcome, watched);
      else assert.deepEqual(outcome.state, state);
    });
  });
});

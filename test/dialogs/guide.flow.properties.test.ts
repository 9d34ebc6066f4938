import assert from "node:assert/strict";
import fc from "fast-check";
import { GUIDE_STEPS } from "../../src/cards/guide/guide-view.ts";
import { guideStep } from "../../src/dialogs/guide.flow.ts";
import type { GuideEvent } from "../../src/dialogs/guide-event.ts";
import type { Snapshot } from "../../src/dialogs/guide-snapshot.ts";
import { type GuideState, parseGuideState } from "../../src/dialogs/guide-state.ts";
import { checklist } from "../../src/methods/checklist.ts";
import type { MethodId } from "../../src/methods/ids.ts";
import { isAuthenticator } from "../../src/methods/method.ts";
import { anyEvent, anyIds, anyMove, anySnapshot, anyState } from "./any-guide.ts";

const supportedIn = ({ assessment }: Snapshot): readonly MethodId[] =>
  assessment.methods.flatMap(({ method, standing }) =>
    standing === "supported" && isAuthenticator(method) ? [method.id] : [],
  );

/** Nobody pressed anything for these. */
const isUnasked = (event: GuideEvent): boolean =>
  event.kind === "signedInAgain" ||
  event.kind === "signInFailed" ||
  (event.kind === "looked" && event.by === "watch");

describe("guideStep, for any state and event", () => {
  const holds = (
    property: (state: GuideState | null, event: GuideEvent) => void,
    event: fc.Arbitrary<GuideEvent> = anyEvent,
  ): void => {
    fc.assert(fc.property(anyState, event, property), { numRuns: 500 });
  };

  it("gives a state that can be stored and read back", () => {
    holds((state, event) => {
      const stored: unknown = JSON.parse(JSON.stringify(guideStep(state, event).state));

      assert.deepEqual(parseGuideState(stored), stored);
    });
  });

  it("answers a person once, and says one thing at most unasked", () => {
    holds((state, event) => {
      const { effects } = guideStep(state, event);
      const said = effects.filter(({ kind }) => ["show", "sayStale", "refresh"].includes(kind));

      assert.ok(isUnasked(event) ? said.length <= 1 : said.length === 1);
    });
  });

  it("tells nobody unasked that a card is old", () => {
    holds((state, event) => {
      const isStale = guideStep(state, event).effects.some(({ kind }) => kind === "sayStale");

      assert.ok(!(isStale && isUnasked(event)));
    });
  });

  it("changes nothing on the strength of an old card", () => {
    holds((state, event) => {
      const outcome = guideStep(state, event);
      if (!outcome.effects.some(({ kind }) => kind === "sayStale")) return;

      assert.deepEqual(outcome, { state, effects: [{ kind: "sayStale" }] });
    });
  });

  it("changes nothing when it has nothing to do", () => {
    holds((state, event) => {
      const outcome = guideStep(state, event);

      if (outcome.effects.length === 0) assert.deepEqual(outcome.state, state);
    });
  });

  it("confirms only a supported entry of the person's own that was offered", () => {
    holds((state, event) => {
      for (const effect of guideStep(state, event).effects) {
        if (effect.kind !== "confirmDevice") continue;
        assert.ok(event.kind === "deviceIsMine" || event.kind === "numberShowedOn");
        assert.equal(effect.methodId, event.methodId);
        assert.ok(supportedIn(event.snapshot).includes(effect.methodId));
        if (event.kind === "deviceIsMine") {
          assert.ok(state?.kind === "chooseDevice" && state.offered.includes(effect.methodId));
        } else assert.equal(state?.kind, "askWhereNumberShowed");
      }
    });
  });

  it("keeps a proof only of the entry that it confirms", () => {
    holds((state, event) => {
      const { effects } = guideStep(state, event);
      const confirmed = effects.flatMap((effect) =>
        effect.kind === "confirmDevice" ? [effect.methodId] : [],
      );
      for (const effect of effects) {
        if (effect.kind === "saveProof") assert.deepEqual(confirmed, [effect.methodId]);
      }
    });
  });

  it("takes for registered in front of us only what was not there before", () => {
    holds((state, event) => {
      for (const effect of guideStep(state, event).effects) {
        if (effect.kind === "show" && effect.view.kind === "chooseDevice" && effect.view.isNew) {
          assert.ok(state !== null && "known" in state);
          for (const { id } of effect.view.devices) assert.ok(!state.known.includes(id));
        }
      }
    });
  });

  it("finishes only with all four points done", () => {
    holds((state, event) => {
      if (!guideStep(state, event).effects.some(({ kind }) => kind === "finish")) return;

      assert.ok("snapshot" in event);
      const { assessment, facts } = event.snapshot;
      const items = checklist(assessment, facts);
      assert.deepEqual(new Set(Object.values(items)), new Set(["done"]));
    });
  });

  const seen = anySnapshot.map(
    (snapshot): GuideEvent => ({ kind: "looked", by: "watch", snapshot }),
  );

  it("says nothing for a watch that saw nothing new", () => {
    holds((state, event) => {
      assert.ok(event.kind === "looked");
      const known = state !== null && "known" in state ? state.known : [];
      const isNew = supportedIn(event.snapshot).some((id) => !known.includes(id));
      const outcome = guideStep(state, event);

      const mayBeSeen = state?.kind === "steps" || state?.kind === "helpDesk";
      const said = outcome.effects.some(({ kind }) => kind === "show");
      assert.equal(said, isNew && mayBeSeen);
      if (!said) assert.deepEqual(outcome.state, state);
    }, seen);
  });

  it("leads to the help desk when a new phone is nobody's they know", () => {
    fc.assert(
      fc.property(anySnapshot, anyIds, (snapshot, ids) => {
        const state: GuideState = { kind: "chooseDevice", isNew: true, offered: ids, known: [] };
        const { state: after, effects } = guideStep(state, { kind: "noneIsMine", snapshot });

        assert.ok(after?.kind === "helpDesk" && after.why === "notMyDevice");
        assert.ok(!effects.some(({ kind }) => kind === "confirmDevice"));
      }),
    );
  });

  it("stays within the four pages, one at a time", () => {
    holds((state, event) => {
      if (event.kind !== "next" && event.kind !== "back") return;
      const after = guideStep(state, event).state;
      if (state?.kind !== "steps") return;

      assert.ok(after?.kind === "steps");
      const moved = GUIDE_STEPS.indexOf(after.step) - GUIDE_STEPS.indexOf(state.step);
      assert.ok(moved === 0 || moved === (event.kind === "next" ? 1 : -1));
      assert.deepEqual(after.known, state.known);
    }, anyMove);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { cleanupStep } from "../../src/dialogs/cleanup.flow.ts";
import type { CleanupEvent } from "../../src/dialogs/cleanup-event.ts";
import type { CleanupEffect } from "../../src/dialogs/cleanup-outcome.ts";
import { entriesOf, supportedIn } from "../../src/dialogs/cleanup-snapshot.ts";
import { areSame, type CleanupState, parseCleanupState } from "../../src/dialogs/cleanup-state.ts";
import { checklist } from "../../src/methods/checklist.ts";
import { type MethodId, methodId } from "../../src/methods/ids.ts";
import {
  aHopefulSnapshot,
  anyEvent,
  anyHappening,
  anyPress,
  anySnapshot,
  anyState,
} from "./any-cleanup.ts";

/** What answers the one who pressed: a card, or what leads to one. */
const ANSWERS: ReadonlySet<CleanupEffect["kind"]> = new Set([
  "show",
  "sayStale",
  "refresh",
  "remove",
  "showChecklist",
]);

const answersIn = (effects: readonly CleanupEffect[]): readonly CleanupEffect[] =>
  effects.filter(({ kind }) => ANSWERS.has(kind));

describe("cleanupStep, for any state and event", () => {
  const holds = (
    property: (state: CleanupState | null, event: CleanupEvent) => void,
    event: fc.Arbitrary<CleanupEvent> = anyEvent,
  ): void => {
    fc.assert(fc.property(anyState, event, property), { numRuns: 2_000 });
  };

  it("gives a state that can be stored and read back", () => {
    holds((state, event) => {
      const stored: unknown = JSON.parse(JSON.stringify(cleanupStep(state, event).state));

      assert.deepEqual(parseCleanupState(stored), stored);
    });
  });

  it("answers each press once", () => {
    holds((state, event) => {
      assert.equal(answersIn(cleanupStep(state, event).effects).length, 1);
    }, anyPress);
  });

  it("says one thing at most unasked, and never that a card is old", () => {
    holds((state, event) => {
      const { effects } = cleanupStep(state, event);
      const said = effects.filter(({ kind }) => ANSWERS.has(kind) || kind === "tell");

      assert.ok(said.length <= 1);
      assert.ok(!effects.some(({ kind }) => kind === "sayStale"));
    }, anyHappening);
  });

  it("tells of each removal that has ended, whatever the card shows by now", () => {
    holds((state, event) => {
      if (event.kind !== "removed") return;
      const { effects } = cleanupStep(state, event);

      const said = effects.filter(({ kind }) => kind === "show" || kind === "tell");
      assert.equal(said.length, 1);
    }, anyHappening);
  });

  it("tells of each phone, or asks for one more sign-in and keeps what is left", () => {
    holds((state, event) => {
      if (event.kind !== "removed" || event.end.kind !== "finished") return;
      const { state: after, effects } = cleanupStep(state, event);
      const [said] = effects.filter((effect) => effect.kind === "show" || effect.kind === "tell");
      const { rows } = event.end;

      if (said?.view.kind === "done") {
        assert.deepEqual(said.view.rows, rows);
        return;
      }
      assert.ok(said?.kind === "show" && said.view.kind === "signIn");
      assert.ok(after?.kind === "cleanupSigningIn" && after.isSecond && !event.order.isSecond);
      const removed = rows.filter(({ outcome }) => outcome.kind === "removed").length;
      assert.equal(after.removedBefore, event.order.removedBefore + removed);
      assert.equal(after.picked.length, rows.length - removed);
    }, anyHappening);
  });

  it("changes nothing on the strength of an old card", () => {
    holds((state, event) => {
      const outcome = cleanupStep(state, event);
      if (!outcome.effects.some(({ kind }) => kind === "sayStale")) return;

      assert.deepEqual(outcome, { state, effects: [{ kind: "sayStale" }] });
    });
  });

  it("changes nothing when it has nothing to do", () => {
    holds((state, event) => {
      const outcome = cleanupStep(state, event);

      if (outcome.effects.length === 0) assert.deepEqual(outcome.state, state);
    });
  });

  it("begins nowhere but at the beginning", () => {
    holds((state, event) => {
      const begins = event.kind === "started";

      if (state === null && !begins) assert.equal(cleanupStep(null, event).state, null);
    });
  });

  it("confirms only a phone that counts, that is listed and that was offered", () => {
    holds((state, event) => {
      for (const effect of cleanupStep(state, event).effects) {
        if (effect.kind !== "confirmDevice") continue;
        assert.ok(event.kind === "deviceIsMine" && state?.kind === "cleanupWhich");
        assert.equal(effect.methodId, event.methodId);
        assert.ok(state.offered.includes(effect.methodId));
        assert.ok(supportedIn(event.snapshot).some(({ id }) => id === effect.methodId));
      }
    });
  });

  it("keeps a proof only of the phone in the hand, where the number showed", () => {
    holds((state, event) => {
      for (const effect of cleanupStep(state, event).effects) {
        if (effect.kind !== "saveProof") continue;
        assert.ok(event.kind === "numberShowedOn" || event.kind === "deviceIsMine");
        assert.equal(effect.methodId, event.methodId);
        assert.equal(effect.strength, event.strength);
        if (event.kind === "numberShowedOn") {
          assert.equal(effect.methodId, event.snapshot.facts.currentDevice?.methodId);
        } else assert.ok(state?.kind === "cleanupWhich" && state.showedOn === effect.methodId);
      }
    });
  });

  it("keeps as theirs only what they saw, and never more than is listed", () => {
    holds((state, event) => {
      for (const effect of cleanupStep(state, event).effects) {
        if (effect.kind !== "keepDevices") continue;
        assert.ok(event.kind === "keptAll" && state !== null && "offered" in state);
        for (const id of effect.methodIds) {
          assert.ok(state.offered.includes(id));
          assert.ok(entriesOf(event.snapshot.assessment).some((device) => device.id === id));
        }
      }
    });
  });

  it("finishes only with all four points done", () => {
    holds((state, event) => {
      if (!cleanupStep(state, event).effects.some(({ kind }) => kind === "finish")) return;

      assert.ok(event.kind === "removed" && event.end.kind === "finished");
      assert.ok(event.end.after !== null);
      const items = checklist(event.end.after, event.end.facts);
      assert.deepEqual(new Set(Object.values(items)), new Set(["done"]));
    });
  });

  it("forgets the sign-in when the number did not show on the phone that stays", () => {
    holds((state, event) => {
      if (state?.kind !== "cleanupShowed") return;
      const { effects } = cleanupStep(state, event);
      const isElsewhere = effects.some(
        (effect) => effect.kind === "show" && effect.view.kind === "whichIsMine",
      );

      if (event.kind === "noNumberShowed" || (event.kind === "numberShowedOn" && isElsewhere)) {
        const isDropped = effects.some(({ kind }) => kind === "dropSignIn");
        assert.equal(isDropped, event.kind === "noNumberShowed" || isShowedElsewhere(event));
        assert.ok(!effects.some(({ kind }) => kind === "remove" || kind === "saveProof"));
      }
    });
  });
});

/** The answer is a listed phone that is not the one in the hand, while that one is listed. */
function isShowedElsewhere({
  methodId,
  snapshot,
}: Extract<CleanupEvent, { readonly kind: "numberShowedOn" }>): boolean {
  const inHand = snapshot.facts.currentDevice?.methodId;
  return supportedIn(snapshot).some(({ id }) => id === inHand) && methodId !== inHand;
}

describe("cleanupStep, in the course of a conversation", () => {
  /** The clean-up since it last began: what its cards offered, and what was confirmed on the newest of them. */
  type Course = { readonly offered: Set<MethodId>; confirmed: readonly MethodId[] };

  /** What is pressed next, given what the card shows. */
  type Press = (state: CleanupState | null) => CleanupEvent;

  const RUNS = 1_500;

  function walk(
    presses: readonly Press[],
    visit: (
      at: {
        readonly event: CleanupEvent;
        readonly before: CleanupState | null;
        readonly course: Course;
      },
      effect: CleanupEffect,
    ) => void,
  ): void {
    let state: CleanupState | null = null;
    let course: Course = { offered: new Set(), confirmed: [] };
    for (const press of presses) {
      const before: CleanupState | null = state;
      const event = press(before);
      if (event.kind === "started" && event.standing.kind === "free") {
        course = { offered: new Set(), confirmed: [] };
      }
      const outcome = cleanupStep(before, event);
      const wasShown = before?.kind === "cleanupConfirming" ? before.picked : null;
      if (event.kind === "confirmed" && wasShown !== null && areSame(event.ids, wasShown)) {
        course.confirmed = event.ids;
      }
      for (const effect of outcome.effects) {
        visit({ event, before, course }, effect);
        if (effect.kind === "show" && effect.view.kind === "choose") {
          for (const { id } of effect.view.others) course.offered.add(id);
        }
      }
      state = outcome.state;
    }
  }

  /** Presses that fit, so that conversations get far; and among them anything else. */
  const anyCourse: fc.Arbitrary<readonly Press[]> = fc
    .oneof({ weight: 3, arbitrary: aHopefulSnapshot }, anySnapshot)
    .chain((snapshot) => {
      const mine = snapshot.facts.currentDevice?.methodId ?? methodId("foreign");
      const others = entriesOf(snapshot.assessment).map(({ id }) => id);
      const some = fc.subarray(others.filter((id) => id !== mine));
      const ids = (state: CleanupState | null): readonly MethodId[] =>
        state !== null && "picked" in state ? state.picked : [];
      const start: Press = () => ({ kind: "started", snapshot, standing: { kind: "free" } });
      const next: readonly Press[] = [
        (state) => ({ kind: "confirmed", ids: ids(state), snapshot }),
        () => ({ kind: "signedIn", snapshot }),
        () => ({ kind: "numberShowedOn", methodId: mine, strength: "signedIn", snapshot }),
      ];
      const pick = some.map(
        (picked): Press =>
          () => ({ kind: "picked", ids: picked, snapshot }),
      );
      const press = fc.oneof(
        { weight: 4, arbitrary: pick },
        { weight: 12, arbitrary: fc.constantFrom(...next) },
        { weight: 2, arbitrary: fc.constant(start) },
        {
          weight: 1,
          arbitrary: anyEvent.map(
            (event): Press =>
              () =>
                event,
          ),
        },
      );
      return fc.array(press, { maxLength: 30, size: "max" }).map((presses) => [start, ...presses]);
    });

  it("removes only what was confirmed in this very clean-up, on the card that showed it", () => {
    let removals = 0;
    fc.assert(
      fc.property(anyCourse, (presses) => {
        walk(presses, ({ course }, effect) => {
          if (effect.kind !== "remove") return;
          removals += 1;
          for (const id of effect.order.picked) assert.ok(course.confirmed.includes(id));
        });
      }),
      { numRuns: RUNS },
    );
    assert.ok(removals > RUNS / 10, `only ${removals} removals were seen`);
  });

  it("removes only what the cards of this clean-up offered", () => {
    fc.assert(
      fc.property(anyCourse, (presses) => {
        walk(presses, ({ course }, effect) => {
          if (effect.kind !== "remove") return;
          for (const id of effect.order.picked) assert.ok(course.offered.has(id));
        });
      }),
      { numRuns: RUNS },
    );
  });

  it("never orders the phone that is in the hand to be removed", () => {
    fc.assert(
      fc.property(anyCourse, (presses) => {
        walk(presses, ({ event }, effect) => {
          if (effect.kind !== "remove") return;
          assert.ok("snapshot" in event);
          const inHand = event.snapshot.facts.currentDevice?.methodId;
          assert.ok(inHand !== undefined && !effect.order.picked.includes(inHand));
        });
      }),
      { numRuns: RUNS },
    );
  });

  it("has nothing removed twice by one confirmation, unless Microsoft asks for one more sign-in", () => {
    fc.assert(
      fc.property(anyCourse, (presses) => {
        let sinceConfirmed = 0;
        walk(presses, ({ event, before }, effect) => {
          if (event.kind === "confirmed" && before?.kind === "cleanupConfirming")
            sinceConfirmed = 0;
          if (effect.kind === "remove" && !effect.order.isSecond) sinceConfirmed += 1;
          // A removal that did not begin for want of a token may begin once there is one.
          if (event.kind === "tokenMissing") sinceConfirmed = 0;
          assert.ok(sinceConfirmed <= 1);
        });
      }),
      { numRuns: RUNS },
    );
  });
});

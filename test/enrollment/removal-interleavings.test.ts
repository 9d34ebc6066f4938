import assert from "node:assert/strict";
import fc from "fast-check";
import { AUDITED_OUTCOMES } from "../../src/enrollment/removal-audit.ts";
import {
  planRemovalBy,
  REMOVAL_REFUSALS,
  REMOVAL_RULES,
  type RemovalRefusal,
} from "../../src/methods/removal.ts";
import { anyScenario, FOCUSED } from "./interleavings/focused.ts";
import { runScenario, type Sabotage } from "./interleavings/run-scenario.ts";
import type { Scenario } from "./interleavings/scenario.ts";
import { BrokenPromise, type LeftOut } from "./interleavings/world.ts";

/** More of them: `REMOVAL_RUNS=1000000 npx mocha --timeout 0 test/enrollment/removal-interleavings.test.ts`. */
const RUNS = Number(process.env["REMOVAL_RUNS"] ?? 8_000);
/** Nothing that is broken on purpose has needed nearly as many. */
const MOST_RUNS = 30_000;
/** What is broken is found at the same place each time. */
const SEED = 5;

describe("removals, whatever happens at once", () => {
  it("lock nobody out, touch nobody else's, and are told and written down as they were", async () => {
    const seen = new Map<string, number>();
    let [steps, sent, removed] = [0, 0, 0];
    const check = fc.asyncProperty(anyScenario, async (scenario) => {
      const tally = await runScenario(scenario);
      steps += tally.steps;
      sent += tally.sent;
      removed += tally.removed;
      for (const told of [...tally.told, ...tally.audited]) {
        seen.set(told, (seen.get(told) ?? 0) + 1);
      }
    });

    await fc.assert(check, { numRuns: RUNS });

    const told = ["busy", "earlierOpen", "wrongAccount", "notSureYet", "notTried", "unavailable"];
    const never = [...told, ...AUDITED_OUTCOMES, ...REMOVAL_REFUSALS].filter(
      (one) => !seen.has(one),
    );
    assert.deepEqual(never, [], "what a simulation should have come across");
    console.log(
      `      ${String(RUNS)} interleavings, ${String(steps)} steps, ${String(sent)} requests to remove, ${String(removed)} phones removed`,
    );
  }).timeout(600_000);

  describe("find somebody locked out, or a lie,", () => {
    for (const [without, scenarios] of [
      [["reading before each"], FOCUSED.ownerMeanwhile],
      [["lock"], anyScenario],
      [["one open intent"], FOCUSED.lostLock],
      [["intent before the request"], anyScenario],
      [["age of what was read"], FOCUSED.ownerMeanwhile],
      [["memory of what was removed"], FOCUSED.staleList],
      [["waiting before settling"], FOCUSED.silence],
      [["asking whether the lock is held", "second decision"], FOCUSED.lostLock],
      [["Graph's limit on the age of MFA"], FOCUSED.hungSender],
    ] as const) {
      itBreaks(`without ${without.join(" and ")}`, { leftOut: without }, scenarios);
    }

    // Behind these two stand others, so that only the words would be wrong: a target that is not listed is no
    // Authenticator entry, and a current device that is not known is not listed.
    type Alone = Exclude<RemovalRefusal, "notListed" | "noCurrentDevice">;
    const byRule: Readonly<Record<Alone, fc.Arbitrary<Scenario>>> = {
      nothingReadable: anyScenario,
      notAuthenticator: anyScenario,
      isCurrentDevice: FOCUSED.oldFacts,
      currentDeviceNotListed: anyScenario,
      currentDeviceNotSupported: anyScenario,
      notProved: FOCUSED.oldFacts,
      proofOfAnotherDevice: FOCUSED.oldFacts,
      proofTooWeak: FOCUSED.oldFacts,
      proofTooOld: FOCUSED.oldFacts,
      looksLikeCurrentDevice: anyScenario,
    };
    for (const [rule, scenarios] of Object.entries(byRule)) {
      const rules = { ...REMOVAL_RULES, [rule]: () => false };
      itBreaks(
        `without the guard's rule "${rule}"`,
        { guard: (request) => planRemovalBy(rules, request) },
        scenarios,
      );
    }
  });

  describe("keep every promise", () => {
    const redundant: readonly LeftOut[] = ["asking whether the lock is held", "second decision"];
    for (const left of redundant) {
      it(`without ${left}: another step stands behind it`, async () => {
        await fc.assert(
          fc.asyncProperty(FOCUSED.lostLock, async (scenario) => {
            await runScenario(scenario, { leftOut: [left] });
          }),
          { numRuns: RUNS / 5 },
        );
      });
    }
  });
});

function itBreaks(name: string, sabotage: Sabotage, scenarios: fc.Arbitrary<Scenario>): void {
  it(name, async () => {
    const { failed, numRuns, errorInstance } = await fc.check(
      fc.asyncProperty(scenarios, async (scenario) => {
        await runScenario(scenario, sabotage);
      }),
      { numRuns: MOST_RUNS, seed: SEED, endOnFailure: true },
    );

    assert.ok(failed, `nothing was found in ${String(numRuns)} interleavings`);
    assert.ok(errorInstance instanceof BrokenPromise, String(errorInstance));
    const [promise = ""] = errorInstance.message.split(", after\n");
    console.log(`        ${promise} (interleaving ${String(numRuns)})`);
  }).timeout(120_000);
}

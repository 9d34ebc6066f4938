import assert from "node:assert/strict";
import { runScenario, type Tally } from "./interleavings/run-scenario.ts";
import type { Act, OrderScenario, PersonScenario, Scenario } from "./interleavings/scenario.ts";
import { FATES, type Fate } from "./interleavings/simulated-graph.ts";

const PERSON: PersonScenario = {
  phones: ["iPhone 15", "Pixel 9", "Galaxy S24"].map((name) => ({
    name,
    version: "6.8.53",
    isLite: false,
  })),
  defaultPhone: null,
  oldFacts: null,
  claim: { phone: 0, evidence: "said", strength: "signedIn" },
};

const order = (replica: number, atStep: number): OrderScenario => ({
  atStep,
  person: 0,
  replica,
  targets: [1, 2],
  tokens: "own",
  mfaMinutesAgo: 0,
});

/** An honest person's two old phones; whoever is at work goes on until something happens. */
const removalOfTwo = (
  fate: Fate,
  orders: readonly OrderScenario[],
  acts: readonly Act[],
): Scenario => ({
  seed: 1,
  stickiness: 100,
  isHonest: true,
  faultPercent: 0,
  lagPercent: 0,
  refusedPercent: 100,
  fate,
  people: [PERSON, PERSON],
  orders,
  acts,
});

describe("a removal of two phones", () => {
  let lengths: ReadonlyMap<Fate, number>;
  let cases: number;

  before(async () => {
    const undisturbed = FATES.map(async (fate) => {
      const { steps } = await runScenario(removalOfTwo(fate, [order(0, 0)], []));
      return [fate, steps] as const;
    });
    lengths = new Map(await Promise.all(undisturbed));
  });

  beforeEach(() => {
    cases = 0;
  });

  afterEach(function () {
    console.log(`      ${String(cases)} cases`);
  });

  /** Every step of a removal with every fate of its requests. */
  async function atEachStep(
    run: (fate: Fate, step: number) => Promise<Tally>,
  ): Promise<readonly Tally[]> {
    const tallies: Tally[] = [];
    for (const [fate, steps] of lengths) {
      for (let step = 1; step <= steps; step += 1) tallies.push(await run(fate, step));
    }
    cases = tallies.length;
    return tallies;
  }

  it("agrees with its audit, at whichever step the replica is killed and another starts", async () => {
    const tallies = await atEachStep((fate, atStep) =>
      runScenario(removalOfTwo(fate, [order(0, 0)], [{ kind: "crash", atStep, replica: 0 }])),
    );

    const audited = new Set(tallies.flatMap((tally) => tally.audited));
    for (const outcome of ["removed", "settledAsRemoved", "settledAsNotRemoved"]) {
      assert.ok(audited.has(outcome), outcome);
    }
  });

  it("removes nothing twice, at whichever step the button is pressed again on another replica", async () => {
    const tallies = await atEachStep((fate, atStep) =>
      runScenario(removalOfTwo(fate, [order(0, 0), order(1, atStep)], [])),
    );

    assert.ok(tallies.every(({ removed }) => removed <= 2));
    assert.ok(tallies.some(({ told }) => told.includes("busy")));
  });

  it("locks nobody out, at whichever step its lock is lost and another replica begins", async () => {
    const tallies = await atEachStep((fate, atStep) =>
      runScenario(
        removalOfTwo(
          fate,
          [order(0, 0), order(1, atStep)],
          [{ kind: "loseLock", atStep, person: 0 }],
        ),
      ),
    );

    assert.ok(tallies.some(({ told }) => told.includes("earlierOpen")));
  });
});

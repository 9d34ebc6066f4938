import assert from "node:assert/strict";
import fc from "fast-check";
import { methodId } from "../../src/methods/ids.ts";
import { isAuthenticator } from "../../src/methods/method.ts";
import {
  planRemoval,
  planRemovalBy,
  REMOVAL_REFUSALS,
  REMOVAL_RULES,
  type RemovalPlan,
  type RemovalRequest,
} from "../../src/methods/removal.ts";
import { anyPlausibleRemoval, anyRemoval } from "../builders/any-removal.ts";
import { brokenPromise } from "./removal-promises.ts";

/** More of them: `GUARD_RUNS=1000000 npx mocha test/methods/removal.properties.test.ts`. */
const RUNS = Number(process.env["GUARD_RUNS"] ?? 20_000);

/** A guard against all promises: the first that it breaks, or null. */
function findBroken(
  plan: (request: RemovalRequest) => RemovalPlan,
  numRuns: number,
): string | null {
  const { failed, counterexample } = fc.check(
    fc.property(anyRemoval, (request) => brokenPromise(request, plan(request)) === null),
    { numRuns },
  );
  if (!failed || counterexample === null) return null;
  return brokenPromise(counterexample[0], plan(counterexample[0]));
}

describe("planRemoval, on any request", () => {
  it("keeps its promises, and refuses only for what is so", () => {
    const told = new Map<string, number>();

    fc.assert(
      fc.property(anyRemoval, (request) => {
        const plan = planRemoval(request);

        assert.equal(brokenPromise(request, plan), null);
        const kind = plan.kind === "allowed" ? "allowed" : plan.why;
        told.set(kind, (told.get(kind) ?? 0) + 1);
      }),
      { numRuns: RUNS },
    );

    const counts = ["allowed", ...REMOVAL_REFUSALS].map(
      (kind) => [kind, told.get(kind) ?? 0] as const,
    );
    assert.deepEqual(
      counts.filter(([, count]) => count === 0),
      [],
      "a plan that was never made",
    );
    console.log(
      `      ${String(RUNS)} requests: ${counts.map((count) => count.join(" ")).join(", ")}`,
    );
  });

  for (const refusal of REMOVAL_REFUSALS) {
    it(`breaks a promise without the rule "${refusal}"`, () => {
      const without = { ...REMOVAL_RULES, [refusal]: () => false };

      const broken = findBroken((request) => planRemovalBy(without, request), RUNS);

      assert.notEqual(broken, null);
    });
  }

  it("has an answer by each rule alone", () => {
    const none = REMOVAL_REFUSALS.map((why) => [why, () => false] as const);

    fc.assert(
      fc.property(anyRemoval, fc.constantFrom(...REMOVAL_REFUSALS), (request, why) => {
        const only = {
          ...REMOVAL_RULES,
          ...Object.fromEntries(none),
          [why]: REMOVAL_RULES[why],
        };

        const plan = planRemovalBy(only, request);

        assert.ok(plan.kind === "allowed" || [why, "notListed", "notProved"].includes(plan.why));
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it("does not depend on the order of the list", () => {
    fc.assert(
      fc.property(
        anyRemoval.chain((request) =>
          fc.tuple(
            fc.constant(request),
            fc.shuffledSubarray([...request.methods], { minLength: request.methods.length }),
          ),
        ),
        ([request, methods]) => {
          assert.deepEqual(planRemoval({ ...request, methods }), planRemoval(request));
        },
      ),
      { numRuns: RUNS / 4 },
    );
  });

  it("does not depend on an entry being listed twice", () => {
    fc.assert(
      fc.property(anyRemoval, fc.nat(), (request, index) => {
        const again = request.methods.slice(0, index % (request.methods.length + 1));

        const doubled = { ...request, methods: [...request.methods, ...again] };

        assert.deepEqual(planRemoval(doubled), planRemoval(request));
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it("never touches an id that is not in the person's list", () => {
    fc.assert(
      fc.property(anyRemoval, fc.uuid(), (request, foreign) => {
        const plan = planRemoval({ ...request, target: methodId(foreign) });

        assert.ok(plan.kind === "refused");
        assert.ok(plan.why === "notListed" || plan.why === "nothingReadable");
      }),
      { numRuns: RUNS / 4 },
    );
  });

  const weaker: readonly {
    readonly name: string;
    readonly weaken: (request: RemovalRequest) => RemovalRequest;
  }[] = [
    {
      name: "without the proof",
      weaken: (request) => ({ ...request, facts: { ...request.facts, proof: null } }),
    },
    {
      name: "without the current device",
      weaken: (request) => ({ ...request, facts: { ...request.facts, currentDevice: null } }),
    },
    {
      name: "with no more than the person's word for it",
      weaken: (request) => {
        const { currentDevice } = request.facts;
        return {
          ...request,
          facts: {
            ...request.facts,
            currentDevice: currentDevice && { ...currentDevice, evidence: "said" },
          },
        };
      },
    },
    {
      name: "with a higher minimum",
      weaken: (request) => ({ ...request, minimum: "enforced" }),
    },
    {
      name: "with a shorter age for proofs",
      weaken: (request) => ({ ...request, proofMaxAgeMs: request.proofMaxAgeMs / 2 }),
    },
    {
      name: "when the current device is removed already",
      weaken: (request) => ({
        ...request,
        removed: [
          ...request.removed,
          ...(request.facts.currentDevice === null ? [] : [request.facts.currentDevice.methodId]),
        ],
      }),
    },
    {
      name: "when all but the target is gone",
      weaken: (request) => ({
        ...request,
        methods: request.methods.filter(
          (method) => !isAuthenticator(method) || method.id === request.target,
        ),
      }),
    },
  ];
  for (const { name, weaken } of weaker) {
    it(`never allows more ${name}`, () => {
      fc.assert(
        fc.property(anyPlausibleRemoval, (request) => {
          fc.pre(request.proofMaxAgeMs >= 0);
          const before = planRemoval(request);

          const after = planRemoval(weaken(request));

          assert.ok(before.kind === "allowed" || after.kind === "refused");
        }),
        { numRuns: RUNS / 4 },
      );
    });
  }
});

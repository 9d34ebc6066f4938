import assert from "node:assert/strict";
import fc from "fast-check";
import { CHECKLIST_ITEMS, checklist } from "../../src/methods/checklist.ts";
import { isAuthenticator, type Method } from "../../src/methods/method.ts";
import { DEFAULT_POLICY, type MethodPolicy, standingOf } from "../../src/methods/policy.ts";
import { type Assessment, assess } from "../../src/methods/readiness.ts";
import { anyFacts, anyMethods, anyPolicy } from "../builders/any-method.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const RUNS = { numRuns: 1000 };

const assessed = (methods: readonly Method[], policy: MethodPolicy, isGuest = false): Assessment =>
  assess({ kind: "read", methods, isGuest }, policy, NOW);

const pushIds = (methods: readonly Method[], policy: MethodPolicy): Set<string | null> =>
  new Set(
    methods
      .filter((method) => isAuthenticator(method) && standingOf(method, policy) === "supported")
      .map(({ id }) => id),
  );

describe("checklist, on any input", () => {
  it("ticks nothing while it cannot tell, whatever was confirmed before", () => {
    fc.assert(
      fc.property(
        anyMethods,
        anyPolicy,
        fc.boolean(),
        anyFacts,
        (methods, policy, guest, facts) => {
          const assessment = assessed(methods, policy, guest);
          fc.pre(assessment.readiness === "cannotTell");

          const items = checklist(assessment, facts);

          assert.ok(CHECKLIST_ITEMS.every((item) => items[item] === "unknown"));
        },
      ),
      RUNS,
    );
  });

  it("ticks push only where a supported Authenticator entry is listed", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, anyFacts, (methods, policy, facts) => {
        const items = checklist(assessed(methods, policy), facts);

        if (items.pushListed === "done") assert.ok(pushIds(methods, policy).size > 0);
      }),
      RUNS,
    );
  });

  it("ticks the current device only where it is listed as push", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, anyFacts, (methods, policy, facts) => {
        const items = checklist(assessed(methods, policy), facts);

        if (items.currentDeviceListed === "done") {
          assert.ok(pushIds(methods, policy).has(facts.currentDevice?.methodId ?? null));
        }
      }),
      RUNS,
    );
  });

  it("ticks the approval only for a listed device, and for no other than the one in the hand", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, anyFacts, (methods, policy, facts) => {
        const items = checklist(assessed(methods, policy), facts);

        if (items.pushApproved === "done") {
          assert.ok(facts.proof);
          assert.ok(pushIds(methods, policy).has(facts.proof.methodId));
          assert.equal(facts.currentDevice?.methodId ?? facts.proof.methodId, facts.proof.methodId);
        }
      }),
      RUNS,
    );
  });

  it("ticks old devices only where the person keeps each one beside the current", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, anyFacts, (methods, policy, facts) => {
        const items = checklist(assessed(methods, policy), facts);

        if (items.oldDevicesRemoved === "done") {
          const listed = pushIds(methods, policy);
          const kept = new Set<string | null>(facts.keptDevices);
          assert.ok(facts.currentDevice !== null && listed.delete(facts.currentDevice.methodId));
          assert.ok([...listed].every((id) => kept.has(id)));
        }
      }),
      RUNS,
    );
  });

  it("ticks nothing about devices where nothing was confirmed", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, anyFacts, (methods, policy, facts) => {
        const items = checklist(assessed(methods, policy), {
          ...facts,
          currentDevice: null,
          proof: null,
        });

        assert.notEqual(items.currentDeviceListed, "done");
        assert.notEqual(items.pushApproved, "done");
        assert.notEqual(items.oldDevicesRemoved, "done");
      }),
      RUNS,
    );
  });

  it("ticks no more without a proof than with one", () => {
    fc.assert(
      fc.property(anyMethods, anyFacts, (methods, facts) => {
        const assessment = assessed(methods, DEFAULT_POLICY);

        const withProof = checklist(assessment, facts);
        const without = checklist(assessment, { ...facts, proof: null });

        assert.deepEqual({ ...withProof, pushApproved: null }, { ...without, pushApproved: null });
        assert.notEqual(without.pushApproved, "done");
      }),
      RUNS,
    );
  });
});

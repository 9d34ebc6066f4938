import assert from "node:assert/strict";
import { beforeEach } from "mocha";
import type { AuditedOutcome } from "../../src/enrollment/removal-audit.ts";
import type { GraphRemoval, RemovalOutcome } from "../../src/enrollment/remove.ts";
import { SETTLE_AFTER_MS } from "../../src/enrollment/settle-removals.ts";
import { type MethodId, methodId } from "../../src/methods/ids.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import type { FakeGraphMethods } from "../fakes/fake-graph-methods.ts";
import {
  ANNA,
  afterNow,
  BELA,
  entriesIn,
  MINUTE_MS,
  NEW,
  NOW,
  OLD,
  OLDER,
  PASSWORD,
  RemovalBench,
  tokenOf,
  trailOf,
} from "./removal-builders.ts";

const PROOF = { methodId: NEW.id, strength: "signedIn", at: NOW } as const;
const LATE = afterNow(SETTLE_AFTER_MS);

describe("removeDevices", () => {
  let bench: RemovalBench;
  let graph: FakeGraphMethods;

  beforeEach(async () => {
    bench = await RemovalBench.begin();
    ({ graph } = bench);
  });

  it("removes one after the other, reads before each and once more at the end", async () => {
    const report = await bench.remove([OLD.id, OLDER.id]);

    assert.deepEqual(report, {
      kind: "finished",
      outcomes: [
        { methodId: OLD.id, outcome: { kind: "removed" } },
        { methodId: OLDER.id, outcome: { kind: "removed" } },
      ],
      after: { kind: "read", methods: [PASSWORD, NEW] },
    });
    assert.deepEqual(graph.log, ["read", "delete old", "read", "delete older", "read"]);
  });

  it("writes down who, what, on which proof, when, and Graph's request id", async () => {
    await bench.remove([OLD.id]);

    const [entry, ...more] = await entriesIn(bench.audit);
    assert.deepEqual(more, []);
    assert.deepEqual(
      { ...entry, removalId: null },
      {
        removalId: null,
        key: ANNA,
        methodId: OLD.id,
        proof: PROOF,
        requestedAt: NOW,
        settled: { outcome: "removed", requestId: "request-old", at: NOW },
      },
    );
  });

  it("reads with one token and deletes with the other", async () => {
    const used: string[] = [];
    const reader = {
      readMine: (token: { readonly value: string }) => {
        used.push(`read ${token.value}`);
        return graph.readMine();
      },
      readOwner: () => graph.readOwner(),
    };
    const remover = {
      remove: (token: { readonly value: string }, id: MethodId) => {
        used.push(`delete ${token.value}`);
        return graph.remove(tokenOf(ANNA), id);
      },
    };

    await bench.remove([OLD.id], { reader, remover });

    assert.deepEqual(used, ["read reading", "delete acting", "read reading"]);
  });

  it("tries each target once, however often it was picked", async () => {
    assert.deepEqual(await bench.outcomesOf([OLD.id, OLD.id]), [{ kind: "removed" }]);
  });

  it("tries ten targets at most", async () => {
    const many = Array.from({ length: 12 }, (_, index) => methodId(`x${String(index)}`));

    const outcomes = await bench.outcomesOf([...many, OLD.id]);

    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      [...Array<string>(10).fill("refused"), "notTried", "notTried", "notTried"],
    );
    assert.ok(!graph.log.includes("delete old"));
  });

  it("does nothing for nothing", async () => {
    assert.deepEqual(await bench.outcomesOf([]), []);
    assert.deepEqual(graph.log, ["read"]);
  });

  describe("whose tokens they are", () => {
    for (const token of ["reading", "acting"] as const) {
      it(`touches nothing when the ${token} token is somebody else's`, async () => {
        const report = await bench.remove([OLD.id], {}, { [`${token}Token`]: tokenOf(BELA) });

        assert.deepEqual(report, { kind: "wrongAccount", token });
        assert.deepEqual(graph.log, []);
      });

      it(`asks Graph whose the ${token} token is when it does not say`, async () => {
        graph.owner = {
          kind: "known",
          owner: { userId: BELA.userId, tenantId: null, isGuest: false },
        };

        const report = await bench.remove([OLD.id], {}, { [`${token}Token`]: tokenOf(null) });

        assert.deepEqual(report, { kind: "wrongAccount", token });
      });

      it(`touches nothing while nobody says whose the ${token} token is`, async () => {
        graph.owner = { kind: "tokenRefused" };

        const report = await bench.remove([OLD.id], {}, { [`${token}Token`]: tokenOf(null) });

        assert.deepEqual(report, {
          kind: "finished",
          outcomes: [{ methodId: OLD.id, outcome: { kind: "notTried" } }],
          after: { kind: "tokenRefused" },
        });
        assert.deepEqual(graph.log, ["read owner"]);
      });
    }
  });

  describe("the guard", () => {
    it("tells why an entry stays, and removes the others", async () => {
      assert.deepEqual(await bench.outcomesOf([NEW.id, OLD.id]), [
        { kind: "refused", why: "isCurrentDevice" },
        { kind: "removed" },
      ]);
      assert.deepEqual(await trailOf(bench.audit), ["old removed"]);
    });

    it("refuses what was removed on Security info meanwhile", async () => {
      graph.removals.push((id) => {
        graph.drop(OLDER.id);
        return graph.drop(id);
      });

      assert.deepEqual(await bench.outcomesOf([OLD.id, OLDER.id]), [
        { kind: "removed" },
        { kind: "refused", why: "notListed" },
      ]);
    });

    it("removes nothing more once the current device is gone from the list", async () => {
      graph.removals.push((id) => {
        graph.drop(NEW.id);
        return graph.drop(id);
      });

      assert.deepEqual(await bench.outcomesOf([OLD.id, OLDER.id]), [
        { kind: "removed" },
        { kind: "refused", why: "currentDeviceNotListed" },
      ]);
    });

    it("does not take a phone that we removed for the current one, though the list still has it", async () => {
      await bench.remove([OLD.id]);
      graph.methods = [PASSWORD, OLD, OLDER];
      await bench.facts.confirmDevice(ANNA, OLD.id, "appeared", NOW);
      await bench.facts.saveProof(ANNA, { ...PROOF, methodId: OLD.id });

      assert.deepEqual(await bench.outcomesOf([OLDER.id]), [
        { kind: "refused", why: "currentDeviceNotListed" },
      ]);
    });

    it("shows no removed phone in the list that is left, though Graph's list still has it", async () => {
      graph.removals.push((id) => ({ kind: "removed", requestId: id }));
      const first = await bench.remove([OLD.id]);
      const second = await bench.remove([OLDER.id]);

      for (const report of [first, second]) {
        assert.ok(report.kind === "finished" && report.after.kind === "read");
        assert.ok(!report.after.methods.includes(OLD));
        assert.ok(report.after.methods.includes(NEW));
      }
    });

    it("believes the list again once it can no longer lag", async () => {
      graph.removals.push((id) => ({ kind: "alreadyGone", requestId: id }));
      await bench.remove([OLD.id]);
      bench.now = afterNow(60 * MINUTE_MS);
      await bench.facts.saveProof(ANNA, { ...PROOF, at: bench.now });
      assert.deepEqual(await bench.outcomesOf([OLD.id]), [{ kind: "refused", why: "notListed" }]);

      bench.now = afterNow(60 * MINUTE_MS + 1);

      assert.deepEqual(await bench.outcomesOf([OLD.id]), [{ kind: "removed" }]);
    });

    it("lets a removed phone count as long as a proof of it would", async () => {
      graph.removals.push((id) => ({ kind: "alreadyGone", requestId: id }));
      await bench.remove([OLD.id]);
      bench.now = afterNow(90 * MINUTE_MS);

      const outcomes = await bench.outcomesOf([OLD.id], { proofMaxAgeMs: 90 * MINUTE_MS });

      assert.deepEqual(outcomes, [{ kind: "refused", why: "notListed" }]);
    });

    it("decides by the organisation's settings", async () => {
      assert.deepEqual(await bench.outcomesOf([OLD.id], { minimum: "logged" }), [
        { kind: "refused", why: "proofTooWeak" },
      ]);
      assert.deepEqual(
        await bench.outcomesOf([OLD.id], {
          policy: { ...DEFAULT_POLICY, microsoftAuthenticator: "retired" },
        }),
        [{ kind: "refused", why: "currentDeviceNotSupported" }],
      );
      bench.now = afterNow(60 * MINUTE_MS + 1);
      assert.deepEqual(await bench.outcomesOf([OLD.id]), [{ kind: "refused", why: "proofTooOld" }]);
    });
  });

  describe("what Graph answers", () => {
    const rows: readonly {
      readonly removal: GraphRemoval;
      readonly outcome: RemovalOutcome;
      readonly audited: AuditedOutcome;
      readonly goesOn: boolean;
    }[] = [
      {
        removal: { kind: "removed", requestId: "r" },
        outcome: { kind: "removed" },
        audited: "removed",
        goesOn: true,
      },
      {
        removal: { kind: "alreadyGone", requestId: "r" },
        outcome: { kind: "alreadyGone" },
        audited: "alreadyGone",
        goesOn: true,
      },
      {
        removal: { kind: "isDefaultMethod", requestId: "r" },
        outcome: { kind: "isDefaultMethod" },
        audited: "isDefaultMethod",
        goesOn: true,
      },
      {
        removal: { kind: "refusedByGraph", requestId: "r" },
        outcome: { kind: "refusedByGraph", requestId: "r" },
        audited: "refusedByGraph",
        goesOn: true,
      },
      {
        removal: { kind: "freshSignInNeeded", claims: "{}", requestId: "r" },
        outcome: { kind: "freshSignInNeeded", claims: "{}" },
        audited: "freshSignInNeeded",
        goesOn: false,
      },
      {
        removal: { kind: "stepUpNeeded", requestId: "r" },
        outcome: { kind: "stepUpNeeded" },
        audited: "stepUpNeeded",
        goesOn: false,
      },
      {
        removal: { kind: "throttled", retryAfterSeconds: 30, requestId: "r" },
        outcome: { kind: "throttled", retryAfterSeconds: 30 },
        audited: "throttled",
        goesOn: false,
      },
      {
        removal: { kind: "unavailable", requestId: null },
        outcome: { kind: "unavailable" },
        audited: "notRemoved",
        goesOn: false,
      },
    ];
    for (const { removal, outcome, audited, goesOn } of rows) {
      it(`tells "${outcome.kind}" and ${goesOn ? "goes on" : "tries nothing more"}`, async () => {
        graph.removals.push(() => removal);

        const outcomes = await bench.outcomesOf([OLD.id, OLDER.id]);

        assert.deepEqual(outcomes, [outcome, { kind: goesOn ? "removed" : "notTried" }]);
        const [entry] = await entriesIn(bench.audit);
        assert.deepEqual(entry?.settled, {
          outcome: audited,
          requestId: removal.requestId,
          at: NOW,
        });
      });
    }

    it("takes a later absence from the list for the answer that did not come", async () => {
      graph.removals.push((id) => {
        graph.drop(id);
        return { kind: "unknown", requestId: "r-504" };
      });

      const outcomes = await bench.outcomesOf([OLD.id, OLDER.id]);

      assert.deepEqual(outcomes, [{ kind: "removed" }, { kind: "removed" }]);
      const [entry] = await entriesIn(bench.audit);
      assert.deepEqual(entry?.settled, {
        outcome: "settledAsRemoved",
        requestId: "r-504",
        at: NOW,
      });
    });

    const silences: readonly {
      readonly name: string;
      readonly then: (id: MethodId) => GraphRemoval | Error;
      readonly troubles: readonly string[];
    }[] = [
      {
        name: "no answer came and the entry is still listed",
        then: () => ({ kind: "unknown", requestId: "r-504" }),
        troubles: [],
      },
      {
        name: "no answer came and the list cannot be read",
        then: () => {
          graph.readings.push({ kind: "tokenRefused" });
          return { kind: "unknown", requestId: "r-504" };
        },
        troubles: [],
      },
      {
        name: "no answer came and the list is empty",
        then: () => {
          graph.readings.push({ kind: "read", methods: [] });
          return { kind: "unknown", requestId: "r-504" };
        },
        troubles: [],
      },
      {
        name: "no answer came and the list cannot be asked for",
        then: () => {
          graph.readings.push(new Error("no reader"));
          return { kind: "unknown", requestId: "r-504" };
        },
        troubles: ["no reader"],
      },
    ];
    for (const { name, then, troubles: expected } of silences) {
      it(`is not sure yet, and tries nothing more, when ${name}`, async () => {
        graph.removals.push(then);

        const outcomes = await bench.outcomesOf([OLD.id, OLDER.id]);

        assert.deepEqual(outcomes, [
          { kind: "notSureYet", settlesAt: LATE, requestId: "r-504" },
          { kind: "notTried" },
        ]);
        assert.deepEqual(await trailOf(bench.audit), ["old open"]);
        assert.deepEqual(bench.troubles, expected);
      });
    }

    it("is not sure when the remover fails", async () => {
      graph.removals.push(() => new Error("no remover"));

      const outcomes = await bench.outcomesOf([OLD.id]);

      assert.deepEqual(outcomes, [{ kind: "notSureYet", settlesAt: LATE, requestId: null }]);
      assert.deepEqual(bench.troubles, ["no remover"]);
    });
  });
});

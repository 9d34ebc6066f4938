import assert from "node:assert/strict";
import type { GraphRefusal } from "../../src/enrollment/methods-reader.ts";
import type { RemovalIntent } from "../../src/enrollment/removal-audit.ts";
import { SETTLE_AFTER_MS } from "../../src/enrollment/settle-removals.ts";
import type { MethodId } from "../../src/methods/ids.ts";
import { FakeFactsStore } from "../fakes/fake-facts-store.ts";
import type { FakeGraphMethods } from "../fakes/fake-graph-methods.ts";
import { FakeRemovalAudit } from "../fakes/fake-removal-audit.ts";
import { FakeRemovalLock } from "../fakes/fake-removal-lock.ts";
import {
  ANNA,
  afterNow,
  BELA,
  NEW,
  NOW,
  OLD,
  OLDER,
  RemovalBench,
  trailOf,
} from "./removal-builders.ts";

const PROOF = { methodId: NEW.id, strength: "signedIn", at: NOW } as const;

describe("removeDevices, when something goes wrong", () => {
  let bench: RemovalBench;
  let graph: FakeGraphMethods;

  beforeEach(async () => {
    bench = await RemovalBench.begin();
    ({ graph } = bench);
  });

  /** The bench's audit, with something else happening just before an intent is written. */
  class EventfulAudit extends FakeRemovalAudit {
    readonly #before: () => Promise<void> | void;

    constructor(before: () => Promise<void> | void) {
      super();
      this.#before = before;
    }

    override async intend(...given: Parameters<FakeRemovalAudit["intend"]>) {
      await this.#before();
      return super.intend(...given);
    }
  }

  describe("a list that cannot be read", () => {
    const refusal: GraphRefusal = {
      kind: "unavailable",
      why: "throttled",
      retryAfterSeconds: 5,
      requestId: "r",
    };

    it("ends the batch and hides nothing of what was done", async () => {
      graph.removals.push((id) => {
        graph.readings.push(refusal, refusal);
        return graph.drop(id);
      });

      const report = await bench.remove([OLD.id, OLDER.id]);

      assert.deepEqual(report, {
        kind: "finished",
        outcomes: [
          { methodId: OLD.id, outcome: { kind: "removed" } },
          { methodId: OLDER.id, outcome: { kind: "notTried" } },
        ],
        after: refusal,
      });
    });

    it("counts as unread when the reader fails", async () => {
      graph.readings.push(new Error("no reader"), new Error("still none"));

      const report = await bench.remove([OLD.id]);

      assert.deepEqual(report, {
        kind: "finished",
        outcomes: [{ methodId: OLD.id, outcome: { kind: "notTried" } }],
        after: {
          kind: "unavailable",
          why: "serviceError",
          retryAfterSeconds: null,
          requestId: null,
        },
      });
      assert.deepEqual(bench.troubles, ["no reader", "still none"]);
    });
  });

  describe("an earlier removal without an outcome", () => {
    const intent: RemovalIntent = { methodId: OLDER.id, proof: PROOF, requestedAt: NOW };

    beforeEach(async () => {
      await bench.audit.intend(ANNA, intent);
    });

    it("is settled as removed once the list no longer has it; then the new one begins", async () => {
      graph.drop(OLDER.id);

      assert.deepEqual(await bench.outcomesOf([OLD.id]), [{ kind: "removed" }]);
      assert.deepEqual(await trailOf(bench.audit), ["older settledAsRemoved", "old removed"]);
    });

    it("keeps every other away while it may take effect yet", async () => {
      bench.now = afterNow(SETTLE_AFTER_MS - 1);

      assert.deepEqual(await bench.remove([OLD.id]), {
        kind: "earlierOpen",
        methodId: OLDER.id,
        settlesAt: afterNow(SETTLE_AFTER_MS),
      });
      assert.deepEqual(graph.log, ["read"]);
    });

    it("is settled as not removed once that is over", async () => {
      bench.now = afterNow(SETTLE_AFTER_MS);

      assert.deepEqual(await bench.outcomesOf([OLD.id]), [{ kind: "removed" }]);
      assert.deepEqual(await trailOf(bench.audit), ["older settledAsNotRemoved", "old removed"]);
    });

    it("stays open while the list cannot be read, however late", async () => {
      bench.now = afterNow(SETTLE_AFTER_MS);
      graph.readings.push({ kind: "tokenRefused" });

      assert.equal((await bench.remove([OLD.id])).kind, "earlierOpen");
    });

    it("is no matter of other people", async () => {
      await bench.prove(BELA, NEW.id);

      assert.deepEqual(await bench.outcomesOf([OLD.id], {}, BELA), [{ kind: "removed" }]);
    });
  });

  describe("the lock", () => {
    it("lets nobody else in, and says so", async () => {
      const inside = bench.lock.run(ANNA, () => bench.remove([OLD.id]));

      assert.deepEqual(await inside, { kind: "done", value: { kind: "busy" } });
      assert.deepEqual(graph.log, []);
    });

    it("ends the batch when it is lost", async () => {
      graph.removals.push((id) => {
        bench.lock.lose(ANNA);
        return graph.drop(id);
      });

      assert.deepEqual(await bench.outcomesOf([OLD.id, OLDER.id]), [
        { kind: "removed" },
        { kind: "notTried" },
      ]);
      assert.ok(!graph.log.includes("delete older"));
    });

    it("sends nothing when it is lost before the intent is written, and writes that down", async () => {
      const audit = new EventfulAudit(() => {
        bench.lock.lose(ANNA);
      });

      assert.deepEqual(await bench.outcomesOf([OLD.id, OLDER.id], { audit }), [
        { kind: "notTried" },
        { kind: "notTried" },
      ]);
      assert.ok(!graph.log.includes("delete old"));
      assert.deepEqual(await trailOf(audit), ["old notRemoved"]);
    });

    it("tries nothing when another replica, with a lock it lost, was first with its intent", async () => {
      const audit: FakeRemovalAudit = new EventfulAudit(async () => {
        const intent = { methodId: OLDER.id, proof: PROOF, requestedAt: NOW };
        await FakeRemovalAudit.prototype.intend.call(audit, ANNA, intent);
      });

      assert.deepEqual(await bench.outcomesOf([OLD.id], { audit }), [{ kind: "notTried" }]);
      assert.deepEqual(graph.log, ["read", "read"]);
      assert.deepEqual(await trailOf(audit), ["older open"]);
    });

    it("tells what was done, though the lock cannot be given back", async () => {
      const broken: FakeRemovalLock = Object.assign(new FakeRemovalLock(), {
        run: async (...given: Parameters<FakeRemovalLock["run"]>) => {
          await bench.lock.run(...given);
          throw new Error("no connection");
        },
      });

      assert.deepEqual(await bench.outcomesOf([OLD.id], { lock: broken }), [{ kind: "removed" }]);
      assert.deepEqual(bench.troubles, ["no connection"]);
    });

    it("rejects when it cannot be asked for", async () => {
      const broken = Object.assign(new FakeRemovalLock(), {
        run: () => Promise.reject(new Error("no connection")),
      });

      await assert.rejects(bench.remove([OLD.id], { lock: broken }), /no connection/);
      assert.deepEqual(graph.log, []);
    });
  });

  describe("between the decision and the request", () => {
    it("decides once more: what the person says meanwhile counts", async () => {
      const audit = new EventfulAudit(() => bench.prove(ANNA, OLD.id));

      assert.deepEqual(await bench.outcomesOf([OLD.id, NEW.id], { audit }), [
        { kind: "refused", why: "isCurrentDevice" },
        { kind: "removed" },
      ]);
      assert.deepEqual(await trailOf(audit), ["old notRemoved", "new removed"]);
    });

    for (const [name, change] of [
      ["device", { methodId: OLDER.id }],
      ["strength", { strength: "logged" }],
      ["time", { at: afterNow(1) }],
    ] as const) {
      it(`sends nothing on a proof of another ${name} than it wrote down`, async () => {
        const proof = { ...PROOF, ...change };
        const audit = new EventfulAudit(async () => {
          await bench.facts.confirmDevice(ANNA, proof.methodId, "appeared", NOW);
          await bench.facts.saveProof(ANNA, proof);
        });

        assert.deepEqual(await bench.outcomesOf([OLD.id], { audit }), [{ kind: "notTried" }]);
        assert.deepEqual(await trailOf(audit), ["old notRemoved"]);
        assert.deepEqual(graph.log, ["read", "read"]);
      });
    }

    it("decides once more: what another replica removed meanwhile is gone", async () => {
      const audit: FakeRemovalAudit = new EventfulAudit(async () => {
        const other = await FakeRemovalAudit.prototype.intend.call(audit, ANNA, {
          methodId: NEW.id,
          proof: PROOF,
          requestedAt: NOW,
        });
        await audit.settle(other ?? "", "removed", null, NOW);
      });

      assert.deepEqual(await bench.outcomesOf([OLD.id], { audit }), [
        { kind: "refused", why: "currentDeviceNotListed" },
      ]);
    });

    it("acts on what was read half a minute ago, and on nothing older", async () => {
      for (const [ageMs, kind] of [
        [30_000, "removed"],
        [30_001, "notTried"],
      ] as const) {
        bench = await RemovalBench.begin();
        const audit = new EventfulAudit(() => {
          bench.now = afterNow(ageMs);
        });

        assert.deepEqual(await bench.outcomesOf([OLD.id], { audit }), [{ kind }]);
      }
    });
  });

  describe("a database that fails", () => {
    class FailingAudit extends FakeRemovalAudit {
      readonly failsIn: (keyof FakeRemovalAudit)[] = [];

      #check(name: keyof FakeRemovalAudit): void {
        if (this.failsIn.includes(name)) throw new Error(`no ${name}`);
      }

      override async intend(...given: Parameters<FakeRemovalAudit["intend"]>) {
        this.#check("intend");
        return super.intend(...given);
      }

      override async settle(...given: Parameters<FakeRemovalAudit["settle"]>) {
        this.#check("settle");
        return super.settle(...given);
      }

      override async findOpen(...given: Parameters<FakeRemovalAudit["findOpen"]>) {
        this.#check("findOpen");
        return super.findOpen(...given);
      }

      override async listRemoved(...given: Parameters<FakeRemovalAudit["listRemoved"]>) {
        this.#check("listRemoved");
        return super.listRemoved(...given);
      }
    }
    let audit: FailingAudit;

    beforeEach(() => {
      audit = new FailingAudit();
    });

    it("rejects when it does not tell whether something is open", async () => {
      audit.failsIn.push("findOpen");

      await assert.rejects(bench.remove([OLD.id], { audit }), /no findOpen/);
      assert.deepEqual(graph.log, []);
    });

    it("tries nothing without an intent", async () => {
      audit.failsIn.push("intend");

      assert.deepEqual(await bench.outcomesOf([OLD.id, OLDER.id], { audit }), [
        { kind: "notTried" },
        { kind: "notTried" },
      ]);
      assert.deepEqual(graph.log, ["read", "read"]);
      assert.deepEqual(bench.troubles, ["no intend"]);
    });

    it("tells what Graph said even if it cannot be written down, and leaves it open", async () => {
      audit.failsIn.push("settle");

      assert.deepEqual(await bench.outcomesOf([OLD.id, OLDER.id], { audit }), [
        { kind: "removed" },
        { kind: "notTried" },
      ]);
      assert.deepEqual(await trailOf(audit), ["old open"]);
      assert.deepEqual(bench.troubles, ["no settle"]);
    });

    it("tries nothing without the facts", async () => {
      const facts = new FakeFactsStore();
      facts.find = () => Promise.reject(new Error("no facts"));

      assert.deepEqual(await bench.outcomesOf([OLD.id], { facts }), [{ kind: "notTried" }]);
      assert.deepEqual(graph.log, ["read", "read"]);
    });

    it("sends nothing when the second decision fails, and writes that down", async () => {
      const eventful = new EventfulAudit(() => {
        bench.facts.find = () => Promise.reject(new Error("no facts"));
      });

      assert.deepEqual(await bench.outcomesOf([OLD.id, OLDER.id], { audit: eventful }), [
        { kind: "notTried" },
        { kind: "notTried" },
      ]);
      assert.deepEqual(await trailOf(eventful), ["old notRemoved"]);
      assert.deepEqual(bench.troubles, ["no facts"]);
    });

    it("still hides from the list what this batch removed", async () => {
      graph.removals.push((id: MethodId) => {
        audit.failsIn.push("listRemoved");
        return { kind: "removed", requestId: id };
      });

      const report = await bench.remove([OLD.id], { audit });

      assert.ok(report.kind === "finished" && report.after.kind === "read");
      assert.ok(!report.after.methods.includes(OLD));
      assert.deepEqual(bench.troubles, ["no listRemoved"]);
    });
  });
});

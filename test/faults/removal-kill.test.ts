import assert from "node:assert/strict";
import { GONE_OUTCOMES } from "../../src/enrollment/removal-audit.ts";
import { SETTLE_AFTER_MS } from "../../src/enrollment/settle-removals.ts";
import { tenantId } from "../../src/sandbox/constants.ts";
import {
  createEmbeddedFolder,
  createPostgresDatabase,
  runOnServer,
} from "../contracts/databases.ts";
import { start, type TestSandbox } from "../sandbox/support/sandbox.ts";
import { type Child, startChild } from "../storage/children/child.ts";
import { GraphGate } from "./graph-gate.ts";
import type { Act, Fate, Step, Trail, WorkerDatabase } from "./removal-acts.ts";

const NEW = "a27d5e83-5e83-a27d-835e-7da2835e7da2";
const OLD = "4f9e2d31-2d31-4f9e-312d-9e4f312d9e4f";
const OLDER = "0c1b7a52-7a52-0c1b-527a-1b0c527a1b0c";
const LATER = SETTLE_AFTER_MS + 1_000;

const ENGINES: readonly {
  readonly name: string;
  readonly make: () => Promise<WorkerDatabase>;
}[] = [
  { name: "PGlite", make: async () => ({ kind: "embedded", place: await createEmbeddedFolder() }) },
  {
    name: "PostgreSQL",
    make: async () => ({ kind: "postgres", place: await createPostgresDatabase() }),
  },
];

for (const engine of ENGINES) {
  describe(`A removal that is killed, on ${engine.name}`, function () {
    this.timeout(120_000);
    let tenant: TestSandbox;
    let gate: GraphGate;
    let database: WorkerDatabase;

    before(async () => {
      tenant = await start();
      gate = await GraphGate.open(`${tenant.url}/graph`);
    });

    beforeEach(async () => {
      database = await engine.make();
    });

    afterEach(() => {
      tenant.sandbox.people.reset();
    });

    after(async () => {
      await gate.close();
      await tenant.close();
    });

    /** A replica that has been told what to do. */
    async function replica(acts: readonly Act[], fate: Fate | null = null): Promise<Child> {
      const { id: userId } = tenant.person("oscar");
      const tokens = {
        readingToken: await tenant.graphToken("oscar"),
        actingToken: await tenant.freshToken("oscar"),
      };
      const place = { database, graphUrl: gate.url, tenantId, userId };
      return startChild(
        "../../faults/children/removal-worker.ts",
        JSON.stringify({ ...place, ...tokens, fate, acts }),
      );
    }

    /** What a replica prints for each of its acts, once it has ended well. */
    async function does(...acts: readonly Act[]): Promise<readonly unknown[]> {
      await lockIsFree();
      const child = await replica(acts);
      const said: unknown[] = [];
      while (said.length < acts.length) said.push(JSON.parse(await child.nextLine()));
      await child.exited();
      return said;
    }

    /** A replica begins to remove, and is killed at the step. */
    async function isKilled(step: Step, removal = 1): Promise<void> {
      const child = await replica(
        [
          { do: "prove", device: NEW },
          { do: "remove", targets: [OLD, OLDER] },
        ],
        { step, removal, signal: "SIGKILL" },
      );
      assert.equal(await child.nextLine(), '"proved"');
      assert.equal(await child.nextLine(), `"${step}"`);
      await assert.rejects(child.nextLine(), "the replica is dead");
      await child.kill();
    }

    /** A replica begins to remove one phone, and is killed while its request is on the way. */
    async function isKilledOnTheWay(
      happens: (pass: () => Promise<Response>, kill: () => Promise<void>) => Promise<unknown>,
    ): Promise<void> {
      const child = await replica([
        { do: "prove", device: NEW },
        { do: "remove", targets: [OLD] },
      ]);
      gate.onNextDelete(async (pass) => {
        await happens(pass, child.kill);
        return null;
      });
      assert.equal(await child.nextLine(), '"proved"');
      await assert.rejects(child.nextLine(), "the replica is dead");
    }

    /** The server takes a moment to notice that a client is dead. */
    async function lockIsFree(): Promise<void> {
      if (database.kind === "embedded") return;
      const name = new URL(database.place).pathname.slice(1);
      const deadline = AbortSignal.timeout(20_000);
      const question = `select 1 from pg_stat_activity where application_name = 'pushready-locks' and datname = '${name}'`;
      while ((await runOnServer(question)).length > 0) deadline.throwIfAborted();
    }

    const listed = (): readonly string[] =>
      tenant.sandbox.people.securityInfo(tenant.person("oscar")).methods.map(({ id }) => id);

    const isListed = (id: string): boolean => listed().includes(id);

    /** What the audit says is what Graph has, and whatever is gone from Graph stands in the audit. */
    async function assertTrue(): Promise<readonly Trail[]> {
      const [trail] = (await does({ do: "readAudit" })) as [readonly Trail[]];
      const gone = (id: string): boolean =>
        trail.some(
          ({ methodId, outcome }) =>
            methodId === id && GONE_OUTCOMES.some((other) => other === outcome),
        );
      for (const id of [OLD, OLDER]) assert.equal(isListed(id), !gone(id), JSON.stringify(trail));
      assert.ok(
        trail.every(({ outcome }) => outcome !== "open"),
        "nothing is left open",
      );
      assert.ok(isListed(NEW), "the phone in the hand is there");
      return trail;
    }

    it("before its intent has left no trace, and is done anew", async () => {
      await isKilled("beforeIntent");
      assert.ok(isListed(OLD));

      const said = await does(
        { do: "readAudit" },
        { do: "settle", laterMs: 0 },
        { do: "remove", targets: [OLD, OLDER] },
      );

      assert.deepEqual(said, [[], { settled: 0, open: 0 }, ["removed", "removed"]]);
      await assertTrue();
    });

    it("after its intent keeps others away until it is certain that nothing came of it", async () => {
      await isKilled("afterIntent");
      assert.ok(isListed(OLD));

      const said = await does(
        { do: "settle", laterMs: 0 },
        { do: "remove", targets: [OLDER] },
        { do: "settle", laterMs: LATER },
        { do: "remove", targets: [OLD], laterMs: LATER },
      );

      assert.deepEqual(said, [
        { settled: 0, open: 1 },
        "earlierOpen",
        { settled: 1, open: 0 },
        ["removed"],
      ]);
      assert.deepEqual(await assertTrue(), [
        { methodId: OLD, outcome: "settledAsNotRemoved" },
        { methodId: OLD, outcome: "removed" },
      ]);
    });

    it("with its request on the way is settled once Graph has carried it out", async () => {
      const requests: (() => Promise<Response>)[] = [];
      await isKilledOnTheWay(async (pass, kill) => {
        requests.push(pass);
        await kill();
      });

      const tooEarly = await does({ do: "settle", laterMs: 0 });
      const answers = await Promise.all(requests.map((pass) => pass()));
      assert.deepEqual(
        answers.map(({ status }) => status),
        [204],
      );
      const then = await does({ do: "settle", laterMs: 0 });

      assert.deepEqual([tooEarly, then], [[{ settled: 0, open: 1 }], [{ settled: 1, open: 0 }]]);
      assert.deepEqual(await assertTrue(), [{ methodId: OLD, outcome: "settledAsRemoved" }]);
    });

    it("before Graph's answer reached it is settled at the next start", async () => {
      await isKilledOnTheWay(async (pass, kill) => {
        await pass();
        await kill();
      });
      assert.ok(!isListed(OLD));

      assert.deepEqual(await does({ do: "settle", laterMs: 0 }), [{ settled: 1, open: 0 }]);

      assert.deepEqual(await assertTrue(), [{ methodId: OLD, outcome: "settledAsRemoved" }]);
    });

    for (const step of ["afterDelete", "beforeOutcome"] as const) {
      it(`${step} is settled at the next start, and the rest is removed then`, async () => {
        await isKilled(step);
        assert.ok(!isListed(OLD));

        const said = await does(
          { do: "settle", laterMs: 0 },
          { do: "remove", targets: [OLD, OLDER] },
        );

        assert.deepEqual(said, [{ settled: 1, open: 0 }, ["refused", "removed"]]);
        assert.deepEqual(await assertTrue(), [
          { methodId: OLD, outcome: "settledAsRemoved" },
          { methodId: OLDER, outcome: "removed" },
        ]);
      });
    }

    it("after its outcome has nothing left to settle", async () => {
      await isKilled("afterOutcome");

      assert.deepEqual(await does({ do: "settle", laterMs: 0 }), [{ settled: 0, open: 0 }]);

      assert.deepEqual(await assertTrue(), [{ methodId: OLD, outcome: "removed" }]);
    });

    it("in the middle of a batch is settled by whoever removes next", async () => {
      await isKilled("afterDelete", 2);
      assert.deepEqual([isListed(OLD), isListed(OLDER)], [false, false]);

      assert.deepEqual(await does({ do: "remove", targets: [OLDER] }), [["refused"]]);

      assert.deepEqual(await assertTrue(), [
        { methodId: OLD, outcome: "removed" },
        { methodId: OLDER, outcome: "settledAsRemoved" },
      ]);
    });

    if (engine.name === "PostgreSQL") {
      it("is not overtaken while it is only frozen, and ends what it began", async () => {
        const frozen = await replica(
          [
            { do: "prove", device: NEW },
            { do: "remove", targets: [OLD] },
          ],
          { step: "afterIntent", removal: 1, signal: "SIGSTOP" },
        );
        await frozen.nextLine();
        await frozen.nextLine();
        const other = await replica([
          { do: "remove", targets: [OLDER] },
          { do: "settle", laterMs: LATER },
        ]);
        const meanwhile = [await other.nextLine(), await other.nextLine()];
        await other.exited();

        frozen.thaw();
        const ended = await frozen.nextLine();
        await frozen.exited();

        assert.deepEqual(meanwhile, ['"busy"', '{"settled":0,"open":1}']);
        assert.equal(ended, '["removed"]');
        assert.deepEqual(await assertTrue(), [{ methodId: OLD, outcome: "removed" }]);
      });
    }
  });
}

import assert from "node:assert/strict";
import type { DelegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { MethodsReading } from "../../src/enrollment/methods-reader.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import {
  createSettleOpenRemovals,
  createSettleRemovalOf,
  SETTLE_AFTER_MS,
  type SettleParts,
} from "../../src/enrollment/settle-removals.ts";
import { methodId, tenantId, userId } from "../../src/methods/ids.ts";
import type { Method } from "../../src/methods/method.ts";
import { aDevice, aMethod } from "../builders/methods.ts";
import { FakeGraphMethods } from "../fakes/fake-graph-methods.ts";
import { FakeRemovalAudit } from "../fakes/fake-removal-audit.ts";
import { FakeRemovalLock } from "../fakes/fake-removal-lock.ts";
import {
  ANNA,
  afterNow,
  BELA,
  entriesIn,
  NEW,
  NOW,
  OLD,
  PASSWORD,
  tokenOf,
  trailOf,
} from "./removal-builders.ts";

const intent = {
  methodId: OLD.id,
  proof: { methodId: NEW.id, strength: "signedIn", at: NOW },
  requestedAt: NOW,
} as const;
const END = afterNow(SETTLE_AFTER_MS);
const OPEN = { kind: "open", methodId: OLD.id, settlesAt: END } as const;

describe("settleRemovalOf", () => {
  let graph: FakeGraphMethods;
  let audit: FakeRemovalAudit;
  let lock: FakeRemovalLock;
  let now: Date;

  beforeEach(async () => {
    graph = new FakeGraphMethods([PASSWORD, NEW, OLD]);
    audit = new FakeRemovalAudit();
    lock = new FakeRemovalLock();
    now = NOW;
    await audit.intend(ANNA, intent);
  });

  const settle = (
    key: PersonKey = ANNA,
    token: DelegatedToken = tokenOf(key),
    parts: Partial<SettleParts> = {},
  ) =>
    createSettleRemovalOf({ reader: graph, audit, lock, clock: { now: () => now }, ...parts })(
      key,
      token,
    );

  it("reads nothing for a person with nothing open", async () => {
    assert.deepEqual(await settle(BELA), { kind: "nothingOpen" });
    assert.deepEqual(graph.log, []);
  });

  const unreadable = aMethod({ kind: "unknown", id: null, why: "unreadable" });
  const rows: readonly {
    readonly name: string;
    readonly reading: MethodsReading | readonly Method[];
    readonly before: "settledAsRemoved" | null;
    readonly after: "settledAsRemoved" | "settledAsNotRemoved" | null;
  }[] = [
    {
      name: "the entry is gone",
      reading: [PASSWORD, NEW],
      before: "settledAsRemoved",
      after: "settledAsRemoved",
    },
    {
      name: "only another kind of method has its id",
      reading: [PASSWORD, NEW, aMethod({ kind: "fido2", id: OLD.id })],
      before: "settledAsRemoved",
      after: "settledAsRemoved",
    },
    {
      name: "the entry is listed",
      reading: [PASSWORD, NEW, OLD],
      before: null,
      after: "settledAsNotRemoved",
    },
    {
      name: "the entry is listed beside something that cannot be read",
      reading: [NEW, OLD, unreadable],
      before: null,
      after: "settledAsNotRemoved",
    },
    {
      name: "something that may be the entry cannot be read",
      reading: [NEW, unreadable],
      before: null,
      after: null,
    },
    {
      name: "the entry itself cannot be read",
      reading: [NEW, aMethod({ kind: "unknown", id: OLD.id, why: "unreadable" })],
      before: null,
      after: null,
    },
    {
      name: "the id is listed in another case",
      reading: [NEW, aDevice(OLD.id.toUpperCase())],
      before: null,
      after: null,
    },
    { name: "the list is empty", reading: [], before: null, after: null },
    { name: "nothing in it can be read", reading: [unreadable], before: null, after: null },
    {
      name: "the token is refused",
      reading: { kind: "tokenRefused" },
      before: null,
      after: null,
    },
    {
      name: "Graph is busy",
      reading: {
        kind: "unavailable",
        why: "throttled",
        retryAfterSeconds: 9,
        requestId: null,
      },
      before: null,
      after: null,
    },
  ];
  for (const { name, reading, ...expected } of rows) {
    for (const [when, at] of [
      ["before", afterNow(SETTLE_AFTER_MS - 1)],
      ["after", END],
    ] as const) {
      const outcome = expected[when];
      it(`${outcome ?? "leaves it open"}: ${name}, ${when} the time is over`, async () => {
        now = at;
        graph.readings.push("kind" in reading ? reading : { kind: "read", methods: reading });

        const settling = await settle();

        assert.deepEqual(
          settling,
          outcome === null ? OPEN : { kind: "settled", methodId: OLD.id, outcome },
        );
        const [entry] = await entriesIn(audit);
        assert.deepEqual(
          entry?.settled,
          outcome === null ? null : { outcome, requestId: null, at },
        );
      });
    }
  }

  it("takes no list for a new one because it came late", async () => {
    const reader = Object.assign(new FakeGraphMethods([PASSWORD, NEW, OLD]), {
      readMine: () => {
        now = END;
        return graph.readMine();
      },
    });
    now = afterNow(SETTLE_AFTER_MS - 1);

    assert.deepEqual(await settle(ANNA, tokenOf(ANNA), { reader }), OPEN);
  });

  it("waits as long as it is told to", async () => {
    now = afterNow(5_000);

    const settling = await settle(ANNA, tokenOf(ANNA), { settleAfterMs: 5_000 });

    assert.equal(settling.kind, "settled");
  });

  it("reads nothing with somebody else's token", async () => {
    assert.deepEqual(await settle(ANNA, tokenOf(BELA)), OPEN);
    assert.deepEqual(graph.log, []);
  });

  it("reads nothing while nobody says whose token it is", async () => {
    assert.deepEqual(await settle(ANNA, tokenOf(null)), OPEN);
    assert.deepEqual(graph.log, ["read owner"]);
  });

  it("leaves it to whoever has the lock", async () => {
    graph.drop(OLD.id);

    const run = await lock.run(ANNA, () => settle());

    assert.deepEqual(run, { kind: "done", value: OPEN });
    assert.deepEqual(await trailOf(audit), ["old open"]);
  });

  it("settles nothing twice that was settled while it waited for the lock", async () => {
    const [open] = await audit.listOpen(1);
    const between = Object.assign(new FakeRemovalLock(), {
      run: async (...given: Parameters<FakeRemovalLock["run"]>) => {
        await audit.settle(open?.removalId ?? "", "removed", "r", NOW);
        return lock.run(...given);
      },
    });

    assert.deepEqual(await settle(ANNA, tokenOf(ANNA), { lock: between }), { kind: "nothingOpen" });
    assert.deepEqual(await trailOf(audit), ["old removed"]);
  });

  describe("settleOpenRemovals", () => {
    const CARL: PersonKey = { tenantId: tenantId("home"), userId: userId("carl") };
    let withToken: readonly string[];
    let troubles: unknown[];

    beforeEach(async () => {
      await audit.intend(BELA, { ...intent, methodId: methodId("bela's"), requestedAt: END });
      await audit.intend(CARL, { ...intent, methodId: methodId("carl's") });
      withToken = [ANNA.userId, CARL.userId];
      troubles = [];
      now = END;
    });

    const settleAll = (signal: AbortSignal = new AbortController().signal) =>
      createSettleOpenRemovals({
        reader: graph,
        audit,
        lock,
        clock: { now: () => now },
        tokens: {
          find: (key) =>
            key.userId === BELA.userId
              ? Promise.reject(new Error("no token service"))
              : Promise.resolve(withToken.includes(key.userId) ? tokenOf(key) : null),
        },
        onTrouble: (error) => troubles.push(error),
      })(signal);

    it("settles each one it has a token for, whatever happens with the others", async () => {
      assert.deepEqual(await settleAll(), { settled: 2, open: 1 });
      assert.deepEqual(await trailOf(audit), [
        "old settledAsNotRemoved",
        "carl's settledAsRemoved",
        "bela's open",
      ]);
      assert.equal(troubles.length, 1);
    });

    it("leaves open what nobody has a token for", async () => {
      withToken = [CARL.userId];

      assert.deepEqual(await settleAll(), { settled: 1, open: 2 });
    });

    it("counts as open what it is too early for", async () => {
      now = NOW;

      assert.deepEqual(await settleAll(), { settled: 1, open: 2 });
    });

    it("looks at nobody once it is told to stop", async () => {
      assert.deepEqual(await settleAll(AbortSignal.abort()), { settled: 0, open: 3 });
      assert.deepEqual(graph.log, []);
    });
  });
});

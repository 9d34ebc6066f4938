import assert from "node:assert/strict";
import type { UserId } from "../../src/methods/ids.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import type { ListBatch } from "../../src/reminders/id-list.ts";
import { createScan, type ScanParts } from "../../src/reminders/scan.ts";
import type { ScanNews, ScanOutcome } from "../../src/reminders/scan-outcome.ts";
import type { ScanAudience } from "../../src/reminders/scan-steps.ts";
import { aKey, TENANT } from "../builders/candidates.ts";
import { aMethod } from "../builders/methods.ts";
import { type FakeAccount, FakeDirectory } from "../fakes/fake-directory.ts";
import { FakeComplianceHistory } from "../fakes/fake-people-register.ts";
import { FakeReminderTables } from "../fakes/fake-reminder-tables.ts";
import { FakeScanStore } from "../fakes/fake-scan-store.ts";
import { HandTime } from "../fakes/hand-time.ts";

const START = new Date("2026-03-02T03:00:00Z");
const MINUTE_MS = 60_000;
const EVERYBODY: ScanAudience = {
  groups: [],
  hasList: false,
  exceptGroups: [],
  hasExceptList: false,
};
const PUSH = ["microsoftAuthenticatorPush"];
const PHONE = ["mobilePhone"];

const id = (n: number): UserId => aKey(n).userId;

const account = (n: number, given: Partial<FakeAccount> = {}): FakeAccount => ({
  userId: id(n),
  isGuest: false,
  isEnabled: true,
  methodsRegistered: PHONE,
  updatedAt: START,
  ...given,
});

/** A tenant, and a scan of it whose time passes by hand. */
class World {
  readonly time = new HandTime();
  readonly directory = new FakeDirectory();
  readonly tables = new FakeReminderTables(() => START.getTime() + this.time.nowMs);
  readonly store = new FakeScanStore(this.tables);
  readonly history = new FakeComplianceHistory();
  readonly news: ScanNews[] = [];
  lists: Readonly<Record<"include" | "exclude", readonly ListBatch[]>> = {
    include: [],
    exclude: [],
  };

  start(
    given: Partial<ScanParts> = {},
    signal = new AbortController().signal,
  ): Promise<ScanOutcome> {
    const scan = createScan({
      directory: this.directory,
      people: this.directory,
      lists: { read: (use) => asAsync(this.lists[use]) },
      store: this.store,
      history: this.history,
      policy: DEFAULT_POLICY,
      audience: EVERYBODY,
      oneByOne: false,
      holder: "one",
      now: () => this.now(),
      nowMs: () => this.time.nowMs,
      sleep: this.time.sleep,
      random: () => 0,
      ...given,
    });
    return scan(TENANT, signal, (news) => this.news.push(news));
  }

  /** Lets it take the time it needs. */
  async finish(given: Partial<ScanParts> = {}): Promise<ScanOutcome> {
    const running = this.start(given);
    await this.time.pass(24 * 60 * MINUTE_MS);
    return running;
  }

  now(): Date {
    return new Date(START.getTime() + this.time.nowMs);
  }

  candidate(n: number) {
    return this.tables.candidate(this.tables.registration(aKey(n)), null);
  }
}

async function* asAsync<Item>(items: readonly Item[]): AsyncIterable<Item> {
  for (const item of items) yield await Promise.resolve(item);
}

describe("a scan", () => {
  it("finds out who is ready, who is not, and who does not count", async () => {
    const world = new World();
    world.directory.accounts = [
      account(1, { methodsRegistered: PUSH }),
      account(2),
      account(3, { isGuest: true, methodsRegistered: PUSH }),
      account(4, { isEnabled: false }),
      account(5, { methodsRegistered: [] }),
    ];

    const outcome = await world.finish();

    assert.ok(outcome.kind === "completed");
    const { people, ready, notReady, notKnown, leftOut } = outcome.counts;
    assert.deepEqual(
      { people, ready, notReady, notKnown },
      { people: 3, ready: 1, notReady: 2, notKnown: 0 },
    );
    assert.deepEqual(leftOut, { guests: 1, disabled: 1, excluded: 0, exempt: 0 });
    const at = await world.store.lastCompletedAt(TENANT);
    assert.deepEqual(await world.history.list(TENANT, null), [
      { run: 1, at, counts: outcome.counts },
    ]);
  });

  it("asks for no more than five pages of the report in ten seconds", async () => {
    const world = new World();
    world.directory.accounts = Array.from({ length: 40 }, (_, n) => account(n));
    const asked: number[] = [];
    world.directory.onRequest = ({ what }) => {
      if (what === "report") asked.push(world.time.nowMs);
      return null;
    };

    await world.finish();

    assert.equal(asked.length, 14);
    for (const start of asked) {
      assert.ok(asked.filter((other) => other >= start && other < start + 10_000).length <= 5);
    }
  });

  it("leaves out excluded groups and lists, and takes in only the included", async () => {
    const world = new World();
    world.directory.accounts = [1, 2, 3, 4, 5].map((n) => account(n));
    world.directory.groups = new Map([
      ["in", [id(1), id(2)]],
      ["out", [id(2)]],
    ]);
    world.lists = {
      include: [{ kind: "ids", userIds: [id(3), id(4), id(3)] }],
      exclude: [{ kind: "ids", userIds: [id(4)] }],
    };

    await world.finish({
      audience: { groups: ["in"], hasList: true, exceptGroups: ["out"], hasExceptList: true },
    });

    const meant = [1, 2, 3, 4, 5].filter((n) => !world.candidate(n).isExcluded);
    assert.deepEqual(meant, [1, 3]);
  });

  it("lets what the chat saw win over a report that lags", async () => {
    const world = new World();
    world.directory.accounts = [account(1)];
    const chat = { isReady: true, at: START, source: "chat" as const };
    await world.store.saveRegistrations([{ key: aKey(1), registration: chat, methods: null }]);

    await world.finish();

    assert.deepEqual(world.candidate(1).registration, chat);
  });

  it("dates the report no later than now, and now where it says nothing", async () => {
    const world = new World();
    const future = new Date(START.getTime() + 60 * 24 * 60 * MINUTE_MS);
    world.directory.accounts = [
      account(1, { updatedAt: future }),
      account(2, { updatedAt: null }),
      account(3),
    ];

    await world.finish();

    const readAt = new Date(START.getTime() + 10_000);
    assert.deepEqual(
      [1, 2, 3].map((n) => world.candidate(n).registration?.at),
      [readAt, readAt, START],
    );
  });

  it("keeps one row of a page that names somebody twice", async () => {
    const world = new World();
    world.directory.accounts = [account(1), account(1, { methodsRegistered: PUSH })];

    const outcome = await world.finish();

    assert.equal(outcome.kind, "completed");
    assert.equal(world.candidate(1).registration?.isReady, true);
  });

  it("says where it is", async () => {
    const world = new World();
    world.directory.accounts = [1, 2, 3, 4].map((n) => account(n));

    await world.finish();

    assert.deepEqual(
      world.news.map(({ step, stepNumber, steps, read }) => [
        step.kind,
        stepNumber,
        steps,
        read.accounts,
        read.report,
      ]),
      [
        ["accounts", 0, 2, 0, 0],
        ["accounts", 0, 2, 3, 0],
        ["registrations", 1, 2, 4, 0],
        ["registrations", 1, 2, 4, 3],
      ],
    );
  });
});

describe("people who are gone", () => {
  it("count as gone after a complete scan, never after one that ended early", async () => {
    const world = new World();
    world.directory.accounts = [1, 2, 3, 4].map((n) => account(n));
    await world.finish();
    world.directory.accounts = [1, 2, 3].map((n) => account(n));
    world.directory.onRequest = ({ what }) =>
      what === "report"
        ? { kind: "forbidden", permission: "AuditLog.Read.All", requestId: null }
        : null;
    const early = await world.finish();
    const before = world.candidate(4).isInDirectory;
    world.directory.onRequest = () => null;

    await world.finish();

    assert.equal(early.kind, "refused");
    assert.deepEqual([before, world.candidate(4).isInDirectory], [true, false]);
    assert.equal(world.candidate(1).isInDirectory, true);
  });

  it("are nobody in a directory that lists nobody", async () => {
    const world = new World();
    world.directory.accounts = [account(1)];
    await world.finish();
    world.directory.accounts = [];

    const outcome = await world.finish();

    assert.deepEqual(outcome, { kind: "emptyDirectory" });
    assert.equal(world.candidate(1).isInDirectory, true);
  });
});

describe("a scan in trouble", () => {
  it("waits as long as Graph asks, and goes on with the same page", async () => {
    const world = new World();
    world.directory.accounts = [1, 2, 3, 4].map((n) => account(n));
    let refused = 0;
    world.directory.onRequest = ({ what, next }) => {
      if (what !== "report" || next !== "3" || refused === 2) return null;
      refused += 1;
      return refused === 1
        ? { kind: "throttled", retryAfterSeconds: 300 }
        : { kind: "unavailable", why: "serviceError", requestId: null };
    };

    const outcome = await world.finish();

    assert.equal(outcome.kind, "completed");
    assert.deepEqual(
      world.news.flatMap(({ waitsMs }) => waitsMs ?? []),
      [300_000, 3_200],
    );
  });

  it("gives up in the end, and the next one goes on there", async () => {
    const world = new World();
    world.directory.accounts = [1, 2, 3, 4].map((n) => account(n));
    world.directory.onRequest = ({ what }) =>
      what === "report" ? { kind: "throttled", retryAfterSeconds: null } : null;
    const outcome = await world.finish();
    const asked = world.directory.requests.length;
    world.directory.onRequest = () => null;

    const next = await world.finish({ holder: "two" });

    assert.deepEqual(outcome, {
      kind: "refused",
      step: { kind: "registrations" },
      refusal: { kind: "throttled", retryAfterSeconds: null },
    });
    assert.equal(next.kind === "completed" && next.run, 1);
    assert.deepEqual(
      world.directory.requests.slice(asked).map(({ what }) => what),
      ["report", "report"],
    );
  });

  it("begins a step anew when its link has expired", async () => {
    const world = new World();
    world.directory.accounts = [1, 2, 3, 4].map((n) => account(n));
    let expired = 0;
    world.directory.onRequest = ({ what, next }) => {
      if (what !== "accounts" || next !== "3" || expired === 2) return null;
      expired += 1;
      return { kind: "linkExpired" };
    };

    const outcome = await world.finish();

    assert.equal(outcome.kind, "completed");
    assert.equal(world.news.at(-1)?.read.accounts, 4);
  });

  it("ends when links keep expiring", async () => {
    const world = new World();
    world.directory.accounts = [1, 2, 3, 4].map((n) => account(n));
    world.directory.onRequest = ({ what, next }) =>
      what === "report" && next !== null ? { kind: "linkExpired" } : null;

    const outcome = await world.finish();

    assert.deepEqual(outcome, { kind: "linkExpired", step: { kind: "registrations" } });
  });

  it("ends at a link that leads to itself", async () => {
    const world = new World();
    world.directory.accounts = [1, 2].map((n) => account(n));
    const page = world.directory.accountPage.bind(world.directory);
    world.directory.accountPage = async (next) => {
      const answer = await page(next);
      return answer.kind === "page" ? { ...answer, next: "0" } : answer;
    };

    const outcome = await world.finish();

    assert.equal(outcome.kind === "refused" && outcome.refusal.kind, "unavailable");
  });

  it("does not guess who is in a group that is not there", async () => {
    const world = new World();
    world.directory.accounts = [account(1)];

    const outcome = await world.finish({ audience: { ...EVERYBODY, exceptGroups: ["gone"] } });

    assert.deepEqual(outcome, { kind: "noSuchGroup", groupId: "gone" });
    assert.equal(await world.store.lastCompletedAt(TENANT), null);
  });

  it("does not guess who is in a list that cannot be read", async () => {
    const world = new World();
    world.directory.accounts = [account(1)];
    world.lists = {
      include: [],
      exclude: [
        { kind: "ids", userIds: [id(1)] },
        { kind: "wrongLine", line: 1_001 },
      ],
    };

    const outcome = await world.finish({ audience: { ...EVERYBODY, hasExceptList: true } });

    assert.deepEqual(outcome, { kind: "wrongLine", use: "exclude", line: 1_001 });
  });
});

describe("a scan that is interrupted", () => {
  it("goes on with the page where its process died, after the lease", async () => {
    const world = new World();
    world.directory.accounts = Array.from({ length: 9 }, (_, n) => account(n));
    world.directory.onRequest = ({ what, next }) =>
      what === "report" && next === "6" ? new Promise(() => undefined) : null;
    void world.start({ holder: "dies" });
    await world.time.pass(MINUTE_MS);
    const asked = world.directory.requests.length;
    world.directory.onRequest = () => null;
    const tooSoon = await world.start({ holder: "two" });
    await world.time.pass(2 * MINUTE_MS);

    const outcome = await world.finish({ holder: "two" });

    assert.deepEqual(tooSoon, { kind: "underWay" });
    assert.equal(outcome.kind === "completed" && outcome.run, 1);
    assert.deepEqual(world.directory.requests.slice(asked), [{ what: "report", next: "6" }]);
  });

  it("leaves the scan to the one that took over, however late it wakes", async () => {
    const world = new World();
    world.directory.accounts = [1, 2, 3, 4].map((n) => account(n));
    const gate = Promise.withResolvers<null>();
    world.directory.onRequest = ({ what, next }) =>
      what === "accounts" && next === "3" ? gate.promise : null;
    const frozen = world.start({ holder: "frozen" });
    await world.time.pass(3 * MINUTE_MS);
    world.directory.onRequest = () => null;
    const outcome = await world.finish({ holder: "two" });

    gate.resolve(null);

    assert.equal(outcome.kind, "completed");
    assert.deepEqual(await frozen, { kind: "takenOver" });
    assert.equal((await world.history.list(TENANT, null)).length, 1);
  });

  it("gives the scan back when it is stopped, so that another goes on at once", async () => {
    const world = new World();
    world.directory.accounts = Array.from({ length: 9 }, (_, n) => account(n));
    const stop = new AbortController();
    const running = world.start({}, stop.signal);
    await world.time.pass(1_000);
    stop.abort();
    const stopped = await running;

    const outcome = await world.finish({ holder: "two" });

    assert.deepEqual(stopped, { kind: "stopped" });
    assert.equal(outcome.kind === "completed" && outcome.run, 1);
  });

  it("begins a new run where the audience is another one by now", async () => {
    const world = new World();
    world.directory.accounts = [account(1), account(2)];
    world.directory.groups = new Map([["out", [id(2)]]]);
    world.directory.onRequest = ({ what }) =>
      what === "report"
        ? { kind: "forbidden", permission: "AuditLog.Read.All", requestId: null }
        : null;
    await world.finish();
    world.directory.onRequest = () => null;

    const outcome = await world.finish({ audience: { ...EVERYBODY, exceptGroups: ["out"] } });

    assert.equal(outcome.kind === "completed" && outcome.run, 2);
    assert.equal(world.candidate(2).isExcluded, true);
  });

  it("lets the scan go when the database fails, and says so", async () => {
    const world = new World();
    world.directory.accounts = [account(1)];
    world.store.saveAccounts = () => Promise.reject(new Error("no database"));

    await assert.rejects(world.start(), /no database/);

    assert.equal(world.tables.scanRuns.get(TENANT)?.at(-1)?.lease, null);
  });

  it("is the same when it is run twice", async () => {
    const world = new World();
    world.directory.accounts = [account(1, { methodsRegistered: PUSH }), account(2)];
    const first = await world.finish();

    const second = await world.finish();

    assert.ok(first.kind === "completed" && second.kind === "completed");
    assert.deepEqual(second.counts, first.counts);
    assert.equal((await world.history.list(TENANT, null)).length, 2);
  });
});

describe("a tenant without the report", () => {
  const unlicensed = (): World => {
    const world = new World();
    world.directory.hasLicence = false;
    world.directory.accounts = Array.from({ length: 45 }, (_, n) =>
      account(n, { isGuest: n >= 42 }),
    );
    for (let n = 0; n < 42; n += 1) {
      world.directory.rechecks.set(id(n), {
        kind: "read",
        methods: [aMethod({ kind: n === 7 ? "microsoftAuthenticator" : "phone" })],
      });
    }
    return world;
  };

  it("is told what reading everybody one by one would take", async () => {
    const outcome = await unlicensed().finish();

    assert.deepEqual(outcome, {
      kind: "noLicence",
      cost: { people: 42, requests: 3, minutes: 1 },
    });
  });

  it("is read one by one where that is allowed, in batches", async () => {
    const world = unlicensed();

    const outcome = await world.finish({ oneByOne: true });

    assert.ok(outcome.kind === "completed");
    assert.deepEqual([outcome.counts.ready, outcome.counts.notReady], [1, 41]);
    assert.equal(outcome.counts.byMethod.microsoftAuthenticatorPush, 1);
    assert.deepEqual(
      world.directory.batches.map(({ userIds }) => userIds.length),
      [20, 20, 2],
    );
  });

  it("asks again for the whole batch of somebody whom Graph had no time for", async () => {
    const world = unlicensed();
    const answer = world.directory.rechecks.get(id(25));
    world.directory.rechecks.set(id(25), { kind: "throttled", retryAfterSeconds: 30 });
    world.directory.rechecks.set(id(3), { kind: "noSuchUser" });
    world.directory.rechecks.set(id(4), { kind: "read", methods: [] });
    const running = world.start({ oneByOne: true });
    await world.time.pass(20_000);
    if (answer !== undefined) world.directory.rechecks.set(id(25), answer);

    await world.time.pass(60 * MINUTE_MS);

    const outcome = await running;
    assert.ok(outcome.kind === "completed");
    assert.equal(outcome.counts.notKnown, 2);
    assert.deepEqual(
      world.directory.batches.map(({ userIds }) => userIds.length),
      [20, 20, 20, 2],
    );
  });

  it("goes on after the person where it was interrupted", async () => {
    const world = unlicensed();
    const stop = new AbortController();
    const parts = {
      oneByOne: true,
      people: {
        recheck: (ids: readonly UserId[]) => {
          if (world.directory.batches.length === 1) stop.abort();
          return world.directory.recheck(ids);
        },
        mailboxTimeZones: () => Promise.reject(new Error("nobody asked")),
      },
    };
    const running = world.start(parts, stop.signal);
    await world.time.pass(60 * MINUTE_MS);
    const stopped = await running;

    const outcome = await world.finish({ oneByOne: true });

    assert.equal(stopped.kind, "stopped");
    assert.equal(outcome.kind === "completed" && outcome.counts.notReady, 41);
    assert.deepEqual(
      world.directory.batches.map(({ userIds }) => userIds[0]),
      [id(0), id(20), id(40)],
    );
  });
});

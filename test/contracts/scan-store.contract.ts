import assert from "node:assert/strict";
import type { TenantId } from "../../src/methods/ids.ts";
import type { ScanProgress, ScanRun, ScanStart } from "../../src/reminders/scan-store.ts";
import {
  aTenant,
  EARLY,
  LATE,
  LONG_MS,
  NOON,
  notReady,
  OVER_MS,
  peopleOf,
  type ReminderWorld,
  scanned,
  somebody,
} from "./reminder-world.ts";

const START: ScanStart = {
  plan: "members,report",
  requiresInclusion: false,
  resumeAfter: EARLY,
  at: NOON,
};
const HALF_WAY: ScanProgress = {
  step: 1,
  next: "https://graph.example/next",
  read: { members: 7, accounts: 999, report: 20 },
};

/** What every ScanStore does about its runs. */
export function scanRunContract(world: () => ReminderWorld): void {
  async function begin(
    tenant: TenantId,
    holder: string,
    leaseMs = LONG_MS,
    start = START,
  ): Promise<ScanRun | null> {
    const begun = await world().scans.begin(tenant, holder, leaseMs, start);
    return begun.kind === "begun" ? begun.scan : null;
  }

  it("begins a run at its first step", async () => {
    assert.deepEqual(await begin(aTenant(), "a"), {
      run: 1,
      startedAt: NOON,
      progress: { step: 0, next: null, read: { members: 0, accounts: 0, report: 0 } },
      isResumed: false,
    });
  });

  it("lets nobody else begin while the lease lasts, whatever their plan", async () => {
    const tenant = aTenant();
    await begin(tenant, "a");

    const others = [
      await begin(tenant, "b"),
      await begin(tenant, "b", LONG_MS, { ...START, plan: "other" }),
    ];

    assert.deepEqual(others, [null, null]);
  });

  it("lets exactly one of twenty begin", async () => {
    const tenant = aTenant();

    const runs = await Promise.all(
      Array.from({ length: 20 }, (_, holder) => begin(tenant, `h${holder}`)),
    );

    assert.deepEqual(
      runs.flatMap((run) => run?.run ?? []),
      [1],
    );
  });

  for (const [name, leave] of [
    ["whose lease has run out", (tenant: TenantId) => begin(tenant, "a", OVER_MS)],
    [
      "that was given back",
      async (tenant: TenantId) => {
        await begin(tenant, "a");
        await world().scans.release(tenant, 1, "a");
      },
    ],
  ] as const) {
    it(`goes on where a run stood ${name}`, async () => {
      const tenant = aTenant();
      await begin(tenant, "a");
      await world().scans.saveProgress(tenant, 1, "a", LONG_MS, HALF_WAY);
      await leave(tenant);

      const resumed = await begin(tenant, "b", LONG_MS, { ...START, at: LATE });

      assert.deepEqual(resumed, {
        run: 1,
        startedAt: NOON,
        progress: HALF_WAY,
        isResumed: true,
      });
    });
  }

  it("goes on with one's own run after a restart", async () => {
    const tenant = aTenant();
    await begin(tenant, "a");

    assert.equal((await begin(tenant, "a"))?.isResumed, true);
  });

  for (const [name, start] of [
    ["another plan", { ...START, plan: "accounts" }],
    ["links that are too old", { ...START, resumeAfter: LATE }],
  ] as const) {
    it(`begins anew for ${name}, and the run before can save nothing more`, async () => {
      const tenant = aTenant();
      await begin(tenant, "a", OVER_MS);

      const run = await begin(tenant, "b", LONG_MS, start);

      assert.deepEqual([run?.run, run?.isResumed], [2, false]);
      assert.equal(await world().scans.saveProgress(tenant, 1, "a", LONG_MS, HALF_WAY), false);
      assert.equal(await world().scans.complete(tenant, 1, "a", LATE), false);
    });
  }

  it("counts upward from run to run", async () => {
    const tenant = aTenant();
    await begin(tenant, "a");
    await world().scans.complete(tenant, 1, "a", NOON);
    await begin(tenant, "a");
    await world().scans.complete(tenant, 2, "a", LATE);

    const third = await begin(tenant, "a");

    assert.deepEqual([third?.run, third?.isResumed], [3, false]);
    assert.deepEqual(await world().scans.lastCompletedAt(tenant), LATE);
  });

  it("is nobody's who lost it", async () => {
    const tenant = aTenant();
    await begin(tenant, "a", OVER_MS);
    await begin(tenant, "b");

    const saved = await world().scans.saveProgress(tenant, 1, "a", LONG_MS, HALF_WAY);
    const completed = await world().scans.complete(tenant, 1, "a", LATE);
    await world().scans.release(tenant, 1, "a");

    assert.deepEqual([saved, completed], [false, false]);
    assert.equal(await begin(tenant, "c"), null);
    assert.equal(await world().scans.lastCompletedAt(tenant), null);
  });

  it("keeps its lease as long as progress is saved", async () => {
    const tenant = aTenant();
    await begin(tenant, "a", OVER_MS);

    const saved = await world().scans.saveProgress(tenant, 1, "a", LONG_MS, HALF_WAY);

    assert.equal(saved, true);
    assert.equal(await begin(tenant, "b"), null);
  });

  it("is one per tenant", async () => {
    const runs = [await begin(aTenant(), "a"), await begin(aTenant(), "a")];

    assert.deepEqual(
      runs.map((run) => run?.run),
      [1, 1],
    );
  });

  it("completes once", async () => {
    const tenant = aTenant();
    await begin(tenant, "a");

    const completed = [
      await world().scans.complete(tenant, 1, "a", NOON),
      await world().scans.complete(tenant, 1, "a", LATE),
    ];

    assert.deepEqual(completed, [true, false]);
    assert.deepEqual(await world().scans.lastCompletedAt(tenant), NOON);
  });
}

/** What every ScanStore says of people, as candidates, pages and counts show it. */
export function scannedPeopleContract(world: () => ReminderWorld): void {
  const candidate = (key: Parameters<ReminderWorld["candidates"]["find"]>[0]) =>
    world().candidates.find(key, "none");

  async function nextRun(tenant: TenantId, requiresInclusion = false): Promise<number> {
    const start = { ...START, plan: `${requiresInclusion}`, requiresInclusion };
    const begun = await world().scans.begin(tenant, "scanner", LONG_MS, start);
    if (begun.kind === "underWay") throw new Error("Another scan is under way");
    return begun.scan.run;
  }

  it("knows nothing of somebody it never saw", async () => {
    assert.equal(await candidate(somebody()), null);
  });

  it("keeps what kind of account somebody has", async () => {
    const [one, two] = peopleOf(aTenant(), 2);
    if (one === undefined || two === undefined) throw new Error("There are two");
    const rows = [
      { userId: one.userId, isGuest: true, isEnabled: false },
      { userId: two.userId, isGuest: false, isEnabled: true },
    ];

    await world().scans.saveAccounts(one.tenantId, 1, rows);

    const [guest, member] = [await candidate(one), await candidate(two)];
    assert.deepEqual([guest?.isGuest, guest?.isEnabled], [true, false]);
    assert.deepEqual([member?.isGuest, member?.isEnabled], [false, true]);
    assert.deepEqual([guest?.isInDirectory, member?.isInDirectory], [true, true]);
    assert.deepEqual([guest?.isExcluded, guest?.registration], [false, null]);
  });

  it("takes the last of rows about one account", async () => {
    const key = somebody();
    const row = { userId: key.userId, isGuest: false };

    await world().scans.saveAccounts(key.tenantId, 1, [
      { ...row, isEnabled: true },
      { ...row, isEnabled: false },
    ]);

    assert.equal((await candidate(key))?.isEnabled, false);
  });

  it("is not overwritten by a lower run, but by the same one", async () => {
    const key = somebody();
    const row = { userId: key.userId, isGuest: false };
    const seen = [];
    await world().scans.saveAccounts(key.tenantId, 2, [{ ...row, isEnabled: true }]);

    await world().scans.saveAccounts(key.tenantId, 1, [{ ...row, isEnabled: false }]);
    seen.push((await candidate(key))?.isEnabled);
    await world().scans.saveAccounts(key.tenantId, 2, [{ ...row, isEnabled: false }]);
    seen.push((await candidate(key))?.isEnabled);

    assert.deepEqual(seen, [true, false]);
  });

  it("keeps the report's methods of a higher run, and who was seen in it as a member", async () => {
    const key = somebody();
    await scanned(world(), [key]);
    const { scans } = world();
    const report = (methods: readonly ["email"] | readonly []) => [
      { userId: key.userId, methods, registration: notReady() },
    ];
    const start = { ...START, plan: "3", requiresInclusion: false };
    await scans.begin(key.tenantId, "scanner", LONG_MS, start);

    await scans.saveReport(key.tenantId, 2, report(["email"]));
    await scans.saveReport(key.tenantId, 1, report([]));
    await scans.saveMembers(key.tenantId, 2, "exclude", [key.userId]);
    await scans.saveMembers(key.tenantId, 1, "exclude", [key.userId]);
    const counts = await scans.count(key.tenantId, NOON);
    await scans.saveAccounts(key.tenantId, 2, [
      { userId: key.userId, isGuest: false, isEnabled: true },
    ]);
    await scans.complete(key.tenantId, 2, "scanner", NOON);

    assert.equal(counts.leftOut.excluded, 1);
    assert.equal((await candidate(key))?.isExcluded, true);
    await scans.begin(key.tenantId, "scanner", LONG_MS, start);
    await scans.saveAccounts(key.tenantId, 3, [
      { userId: key.userId, isGuest: false, isEnabled: true },
    ]);
    await scans.complete(key.tenantId, 3, "scanner", LATE);
    assert.equal((await scans.count(key.tenantId, LATE)).byMethod.email, 1);
  });

  it("has somebody in the directory until a complete run no longer finds them", async () => {
    const [stays, leaves] = peopleOf(aTenant(), 2);
    if (stays === undefined || leaves === undefined) throw new Error("There are two");
    await scanned(world(), [stays, leaves]);
    const run = await nextRun(stays.tenantId);
    const account = { userId: stays.userId, isGuest: false, isEnabled: true };
    await world().scans.saveAccounts(stays.tenantId, run, [account]);
    const before = [await candidate(stays), await candidate(leaves)];

    await world().scans.complete(stays.tenantId, run, "scanner", NOON);

    const after = [await candidate(stays), await candidate(leaves)];
    assert.deepEqual(
      before.map((found) => found?.isInDirectory),
      [true, true],
    );
    assert.deepEqual(
      after.map((found) => found?.isInDirectory),
      [true, false],
    );
  });

  it("excludes at once, and takes back when the next run is complete", async () => {
    const key = somebody();
    await scanned(world(), [key]);
    const seen: (boolean | undefined)[] = [];
    const run = await nextRun(key.tenantId);
    await world().scans.saveMembers(key.tenantId, run, "exclude", [key.userId, key.userId]);
    seen.push((await candidate(key))?.isExcluded);
    await world().scans.complete(key.tenantId, run, "scanner", NOON);
    seen.push((await candidate(key))?.isExcluded);
    const next = await nextRun(key.tenantId);
    seen.push((await candidate(key))?.isExcluded);

    await world().scans.complete(key.tenantId, next, "scanner", LATE);

    seen.push((await candidate(key))?.isExcluded);
    assert.deepEqual(seen, [true, true, true, false]);
  });

  it("includes only members while a run asks for it", async () => {
    const [member, other] = peopleOf(aTenant(), 2);
    if (member === undefined || other === undefined) throw new Error("There are two");
    await scanned(world(), [member, other]);
    const run = await nextRun(member.tenantId, true);
    await world().scans.saveMembers(member.tenantId, run, "include", [member.userId]);
    const before = [await candidate(member), await candidate(other)];
    await world().scans.complete(member.tenantId, run, "scanner", NOON);
    const after = [await candidate(member), await candidate(other)];
    const last = await nextRun(member.tenantId);
    const during = await candidate(other);

    await world().scans.complete(member.tenantId, last, "scanner", LATE);

    assert.deepEqual(
      [...before, ...after, during, await candidate(other)].map((found) => found?.isExcluded),
      [false, true, false, true, true, false],
    );
  });

  it("excludes somebody who is included as well", async () => {
    const key = somebody();
    const run = await nextRun(key.tenantId, true);

    await world().scans.saveMembers(key.tenantId, run, "include", [key.userId]);
    await world().scans.saveMembers(key.tenantId, run, "exclude", [key.userId]);

    assert.equal((await candidate(key))?.isExcluded, true);
    assert.equal((await candidate(key))?.isInDirectory, false);
  });

  it("keeps what the report says, and lets newer facts win", async () => {
    const key = somebody();
    const report = notReady(NOON);
    const rows = [{ userId: key.userId, methods: ["mobilePhone" as const], registration: report }];
    await world().scans.saveReport(key.tenantId, 1, rows);
    const first = await candidate(key);
    const chat = { isReady: true, at: EARLY, source: "chat" as const };
    await world().scans.saveRegistrations([{ key, registration: chat, methods: null }]);
    await world().scans.saveReport(key.tenantId, 2, rows);
    const second = await candidate(key);
    const old = { isReady: false, at: new Date(0), source: "recheck" as const };

    await world().scans.saveRegistrations([{ key, registration: old, methods: null }]);

    assert.deepEqual(first?.registration, report);
    assert.deepEqual(second?.registration, chat);
    assert.deepEqual((await candidate(key))?.registration, chat);
  });

  it("takes the newer of two facts about one person", async () => {
    const key = somebody();
    const at = (date: Date) => ({
      key,
      registration: { isReady: true, at: date, source: "chat" as const },
      methods: null,
    });

    await world().scans.saveRegistrations([at(LATE), at(NOON)]);

    assert.deepEqual((await candidate(key))?.registration?.at, LATE);
  });

  it("creates people whom only a check has seen, who are not in the directory", async () => {
    const [here, there] = [somebody(), somebody()];
    const registration = { isReady: true, at: NOON, source: "recheck" as const };

    await world().scans.saveRegistrations([
      { key: here, registration, methods: ["fido2SecurityKey"] },
      { key: there, registration, methods: null },
    ]);

    const found = [await candidate(here), await candidate(there)];
    assert.deepEqual(
      found.map((each) => [each?.key.tenantId, each?.isInDirectory, each?.registration?.isReady]),
      [
        [here.tenantId, false, true],
        [there.tenantId, false, true],
      ],
    );
  });

  it("keeps the zones of mailboxes of people who are known", async () => {
    const [has, hasNone, unasked] = peopleOf(aTenant(), 3);
    const unknown = somebody();
    if (has === undefined || hasNone === undefined || unasked === undefined) throw new Error();
    await scanned(world(), [has, hasNone, unasked]);

    await world().scans.saveMailboxZones([
      { key: has, zone: "W. Europe Standard Time" },
      { key: hasNone, zone: null },
      { key: unknown, zone: "Europe/Rome" },
    ]);

    const found = await Promise.all([has, hasNone, unasked, unknown].map(candidate));
    assert.deepEqual(
      found.map((each) => each && each.mailboxTimeZone),
      [{ zone: "W. Europe Standard Time" }, { zone: null }, null, null],
    );
  });

  it("pages through enabled members of a run who are not excluded, in order", async () => {
    const people = peopleOf(aTenant(), 8);
    const tenant = people[0]?.tenantId ?? aTenant();
    await scanned(world(), people);
    const run = await nextRun(tenant, true);
    const ids = people.map(({ userId }) => userId);
    const [gone, guest, disabled, excluded, outside, ...meant] = ids;
    if (gone === undefined || excluded === undefined || outside === undefined) throw new Error();
    await world().scans.saveAccounts(
      tenant,
      run,
      ids
        .filter((id) => id !== gone)
        .map((id) => ({ userId: id, isGuest: id === guest, isEnabled: id !== disabled })),
    );
    await world().scans.saveMembers(tenant, run, "exclude", [excluded]);
    await world().scans.saveMembers(
      tenant,
      run,
      "include",
      ids.filter((id) => id !== outside),
    );

    const first = await world().scans.membersPage(tenant, run, null, 2);
    const second = await world().scans.membersPage(tenant, run, first.at(-1) ?? null, 2);
    const third = await world().scans.membersPage(tenant, run, second.at(-1) ?? null, 2);

    assert.deepEqual([...first, ...second], meant);
    assert.deepEqual(third, []);
  });

  it("counts everybody once", async () => {
    const people = peopleOf(aTenant(), 8);
    const tenant = people[0]?.tenantId ?? aTenant();
    const [guest, disabled, excluded, exempt, was, ready, waits, unknown] = people;
    if (!guest || !disabled || !excluded || !exempt || !was || !ready || !waits || !unknown) {
      throw new Error("There are eight");
    }
    const gone = somebody();
    await scanned(world(), [{ ...gone, tenantId: tenant }], null);
    const run = await nextRun(tenant);
    await world().scans.saveAccounts(
      tenant,
      run,
      people.map((key) => ({
        userId: key.userId,
        isGuest: key === guest,
        isEnabled: key !== disabled,
      })),
    );
    await world().scans.saveMembers(tenant, run, "exclude", [excluded.userId]);
    const isReady = (key: typeof guest) => key === ready || key === exempt || key === guest;
    await world().scans.saveReport(
      tenant,
      run,
      people
        .filter((key) => key !== unknown)
        .map((key) => ({
          userId: key.userId,
          methods: isReady(key)
            ? (["microsoftAuthenticatorPush", "mobilePhone"] as const)
            : (["mobilePhone"] as const),
          registration: { ...notReady(), isReady: isReady(key) },
        })),
    );
    await world().scans.complete(tenant, run, "scanner", NOON);
    await world().stances.exempt([exempt], { reason: "shared", until: null }, EARLY);
    await world().stances.exempt([was], { reason: "leave", until: NOON }, EARLY);
    await world().queue.saveReachability([
      { key: ready, reachability: "reachable", why: null, at: EARLY },
      { key: waits, reachability: "blocked", why: "ConversationBlockedByUser", at: EARLY },
      { key: guest, reachability: "gone", why: null, at: EARLY },
    ]);

    const counts = await world().scans.count(tenant, NOON);

    const { byMethod, ...others } = counts;
    assert.deepEqual(others, {
      people: 4,
      ready: 1,
      notReady: 2,
      notKnown: 1,
      leftOut: { guests: 1, disabled: 1, excluded: 1, exempt: 1 },
      byReachability: {
        unknown: 2,
        reachable: 1,
        notInstalled: 0,
        removed: 0,
        blocked: 1,
        gone: 0,
      },
    });
    assert.deepEqual(
      Object.entries(byMethod).filter(([, count]) => count > 0),
      [
        ["microsoftAuthenticatorPush", 1],
        ["mobilePhone", 3],
      ],
    );
    assert.equal(Object.keys(byMethod).length, 20);
  });

  it("counts nobody in a tenant that was never scanned", async () => {
    const counts = await world().scans.count(aTenant(), NOON);

    assert.deepEqual([counts.people, counts.byMethod.email], [0, 0]);
  });

  it("counts methods as a check saw them where it saw all of them", async () => {
    const key = somebody();
    await scanned(world(), [key]);
    const registration = { isReady: true, at: LATE, source: "recheck" as const };
    const counts = [];
    for (const methods of [null, ["softwareOneTimePasscode" as const], []]) {
      await world().scans.saveRegistrations([{ key, registration, methods }]);
      const { byMethod } = await world().scans.count(key.tenantId, LATE);
      counts.push([byMethod.mobilePhone, byMethod.softwareOneTimePasscode]);
    }

    assert.deepEqual(counts, [
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
  });
}

import assert from "node:assert/strict";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { ComplianceCounts } from "../../src/reminders/compliance-history.ts";
import type { PeopleFilter } from "../../src/reminders/people-register.ts";
import {
  aTenant,
  EARLY,
  LATE,
  LONG_MS,
  NOON,
  notReady,
  peopleOf,
  type ReminderWorld,
  running,
  scanned,
  somebody,
  turnOf,
} from "./reminder-world.ts";

/** What every PeopleRegister does. */
export function peopleRegisterContract(world: () => ReminderWorld): void {
  const FILTERS: readonly PeopleFilter[] = [
    "all",
    "ready",
    "notReady",
    "notKnown",
    "leftOut",
    "unreachable",
  ];

  it("lists people by where they stand", async () => {
    const tenant = aTenant();
    const people = peopleOf(tenant, 8);
    const [gone, guest, disabled, exempt, ready, waits, blocked, unknown] = people;
    if (!gone || !guest || !disabled || !exempt || !ready || !waits || !blocked || !unknown) {
      throw new Error("There are eight");
    }
    await scanned(world(), people, null);
    const start = { plan: "2", requiresInclusion: false, resumeAfter: EARLY, at: NOON };
    await world().scans.begin(tenant, "scanner", LONG_MS, start);
    await world().scans.saveAccounts(
      tenant,
      2,
      people
        .filter((key) => key !== gone)
        .map((key) => ({
          userId: key.userId,
          isGuest: key === guest,
          isEnabled: key !== disabled,
        })),
    );
    await world().scans.complete(tenant, 2, "scanner", NOON);
    await world().scans.saveRegistrations(
      [gone, guest, ready, waits, blocked].map((key) => ({
        key,
        registration: { ...notReady(), isReady: key === ready },
        methods: null,
      })),
    );
    await world().stances.exempt([exempt], { reason: "leave", until: null }, EARLY);
    await world().stances.exempt([waits], { reason: "leave", until: EARLY }, EARLY);
    await world().queue.saveReachability([
      { key: blocked, reachability: "blocked", why: null, at: NOON },
      { key: guest, reachability: "blocked", why: null, at: NOON },
      { key: gone, reachability: "gone", why: null, at: NOON },
      { key: ready, reachability: "reachable", why: null, at: NOON },
    ]);
    const expected: Readonly<Record<PeopleFilter, readonly PersonKey[]>> = {
      all: people,
      ready: [ready],
      notReady: [waits, blocked],
      notKnown: [unknown],
      leftOut: [guest, disabled, exempt],
      unreachable: [blocked],
    };

    for (const filter of FILTERS) {
      const page = await world().register.page(tenant, filter, null, null, 10);

      assert.deepEqual(
        page.map(({ key }) => key),
        expected[filter],
        filter,
      );
    }
  });

  it("lists a page at a time, as candidates of the campaign", async () => {
    const people = peopleOf(aTenant(), 5);
    const [first, , , , last] = people;
    if (!first || !last) throw new Error("There are five");
    await scanned(world(), people);
    const { campaignId } = await running(world(), first.tenantId);
    await world().stances.snooze(last, campaignId, { until: LATE, count: 1 }, NOON);
    const read = async (after: PersonKey | null, of: string | null) =>
      world().register.page(first.tenantId, "notReady", of, after?.userId ?? null, 3);

    const page = await read(null, campaignId);
    const rest = await read(page.at(-1)?.key ?? null, campaignId);

    assert.deepEqual(
      [...page, ...rest].map(({ key }) => key),
      people,
    );
    assert.equal(page.length, 3);
    assert.deepEqual(rest.at(-1), await world().candidates.find(last, campaignId));
    assert.equal((await read(page.at(-1)?.key ?? null, null)).at(-1)?.snooze, null);
    assert.deepEqual(await read(last, campaignId), []);
  });

  it("tells what somebody was sent, the newest first", async () => {
    const [key, other] = peopleOf(aTenant(), 2);
    if (!key || !other) throw new Error("There are two");
    await scanned(world(), [key]);
    const { campaignId } = await running(world(), key.tenantId);
    await world().queue.plan(
      campaignId,
      [
        { key, ordinal: 1, dueAt: EARLY },
        { key, ordinal: 2, dueAt: LATE },
        { key: other, ordinal: 1, dueAt: LATE },
      ],
      EARLY,
    );
    await world().queue.takeLease(key.tenantId, "a", LONG_MS);
    const [claimed] = await world().queue.claim(key.tenantId, "a", NOON, 1);
    const outcome = { deliveryId: claimed?.deliveryId ?? "", at: NOON };
    await world().queue.settle(key.tenantId, "a", [
      { ...outcome, state: "skipped", why: "compliant" },
    ]);

    const told = await world().register.deliveries(key);

    assert.deepEqual(told, [
      { campaignId, ordinal: 2, state: "pending", why: null, dueAt: LATE, endedAt: null },
      { campaignId, ordinal: 1, state: "skipped", why: "compliant", dueAt: EARLY, endedAt: NOON },
    ]);
    assert.deepEqual(await world().register.deliveries(somebody()), []);
  });

  it("forgets somebody, and nobody else", async () => {
    const [key, other] = peopleOf(aTenant(), 2);
    if (!key || !other) throw new Error("There are two");
    await scanned(world(), [key, other]);
    const { campaignId } = await running(world(), key.tenantId);
    for (const each of [key, other]) {
      await world().meet(turnOf(each));
      await world().stances.setOptedOut(each, NOON);
      await world().stances.snooze(each, campaignId, { until: LATE, count: 1 }, NOON);
      await world().queue.plan(campaignId, [{ key: each, ordinal: 1, dueAt: NOON }], NOON);
    }

    const forgotten = [await world().register.forget(key), await world().register.forget(key)];

    // A registration, a stance, a snooze, reachability, the person, their reference, a delivery.
    assert.deepEqual(forgotten, [7, 0]);
    assert.equal(await world().candidates.find(key, campaignId), null);
    assert.deepEqual(await world().register.deliveries(key), []);
    const kept = await world().candidates.find(other, campaignId);
    assert.deepEqual([kept?.reachability, kept?.optedOutAt], ["reachable", NOON]);
    assert.equal((await world().register.deliveries(other)).length, 1);
  });

  it("finds somebody who was forgotten as somebody new", async () => {
    const key = somebody();
    await scanned(world(), [key]);
    await world().stances.exempt([key], { reason: "leave", until: null }, NOON);
    await world().register.forget(key);

    await scanned(world(), [key]);

    const candidate = await world().candidates.find(key, "none");
    assert.deepEqual([candidate?.exemption, candidate?.isInDirectory], [null, true]);
  });

  it("keeps a delivery of somebody forgotten from being sent", async () => {
    const key = somebody();
    await scanned(world(), [key]);
    const { campaignId } = await running(world(), key.tenantId);
    await world().queue.plan(campaignId, [{ key, ordinal: 1, dueAt: NOON }], NOON);
    await world().queue.takeLease(key.tenantId, "a", LONG_MS);
    const claimed = await world().queue.claim(key.tenantId, "a", NOON, 1);
    const ids = claimed.map(({ deliveryId }) => deliveryId);

    await world().register.forget(key);

    assert.equal(ids.length, 1);
    assert.deepEqual(await world().queue.beginSending(key.tenantId, "a", ids, NOON), []);
  });
}

/** What every ComplianceHistory does. */
export function complianceHistoryContract(world: () => ReminderWorld): void {
  const countsOf = async (people: number): Promise<ComplianceCounts> => ({
    ...(await world().scans.count(aTenant(), NOON)),
    people,
  });

  it("keeps one record per run, from the oldest to the newest", async () => {
    const tenant = aTenant();
    const [first, second] = [
      { run: 1, at: EARLY, counts: await countsOf(1) },
      { run: 2, at: NOON, counts: await countsOf(2) },
    ];

    await world().history.add(tenant, second);
    await world().history.add(tenant, first);
    await world().history.add(tenant, { ...first, counts: await countsOf(3) });

    assert.deepEqual(await world().history.list(tenant, null), [first, second]);
  });

  it("lists none that is older than asked for, nor of another tenant", async () => {
    const tenant = aTenant();
    await world().history.add(tenant, { run: 1, at: EARLY, counts: await countsOf(1) });
    await world().history.add(tenant, { run: 2, at: NOON, counts: await countsOf(2) });
    const runs = async (of: typeof tenant, since: Date | null) =>
      (await world().history.list(of, since)).map(({ run }) => run);

    assert.deepEqual(await runs(tenant, NOON), [2]);
    assert.deepEqual(await runs(tenant, LATE), []);
    assert.deepEqual(await runs(aTenant(), null), []);
  });
}

import assert from "node:assert/strict";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { PlanningCandidate } from "../../src/reminders/campaign-store.ts";
import type { Candidate } from "../../src/reminders/candidate.ts";
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

const NEVER = new AbortController().signal;

/** What every CandidateStore reads. */
export function candidateStoreContract(world: () => ReminderWorld): void {
  async function read(
    campaign: Campaign,
    batchSize: number,
    signal = NEVER,
  ): Promise<readonly (readonly PlanningCandidate[])[]> {
    const pages = [];
    for await (const page of world().candidates.pages(campaign, batchSize, signal)) {
      pages.push(page);
    }
    return pages;
  }

  it("knows no more of somebody new than what the scan found", async () => {
    const key = somebody();
    await scanned(world(), [key]);
    const campaign = await running(world(), key.tenantId);

    const candidate = await world().candidates.find(key, campaign.campaignId);

    const expected: Candidate = {
      key,
      isInDirectory: true,
      isGuest: false,
      isEnabled: true,
      isExcluded: false,
      registration: notReady(),
      exemption: null,
      optedOutAt: null,
      snooze: null,
      cannot: null,
      reachability: "unknown",
      reachabilityAt: null,
      teamsTimeZone: null,
      mailboxTimeZone: null,
      locale: null,
      reminders: { count: 0, lastAt: null },
    };
    assert.deepEqual(candidate, expected);
    assert.deepEqual(await read(campaign, 10), [[{ candidate: expected, planned: null }]]);
  });

  it("joins all that is known of somebody", async () => {
    const key = somebody();
    await scanned(world(), [key]);
    const { stances, scans, queue, campaigns } = world();
    const before = await running(world(), key.tenantId);
    await stances.snooze(key, before.campaignId, { until: EARLY, count: 1 }, EARLY);
    await campaigns.setState(before.campaignId, "stopped", EARLY);
    const campaign = await running(world(), key.tenantId);
    await world().meet(turnOf(key, NOON));
    await scans.saveMailboxZones([{ key, zone: "Europe/Oslo" }]);
    await stances.exempt([key], { reason: "leave", until: LATE }, EARLY);
    await stances.setOptedOut(key, NOON);
    await stances.setCannot(key, { reason: "lostPhone", at: EARLY });
    await stances.snooze(key, campaign.campaignId, { until: LATE, count: 1 }, NOON);
    await queue.plan(campaign.campaignId, [{ key, ordinal: 1, dueAt: LATE }], NOON);

    const [[found] = []] = await read(campaign, 10);

    assert.deepEqual(found, {
      candidate: {
        key,
        isInDirectory: true,
        isGuest: false,
        isEnabled: true,
        isExcluded: false,
        registration: notReady(),
        exemption: { reason: "leave", until: LATE },
        optedOutAt: NOON,
        snooze: { until: LATE, count: 1 },
        cannot: { reason: "lostPhone", at: EARLY },
        reachability: "reachable",
        reachabilityAt: NOON,
        teamsTimeZone: "Europe/London",
        mailboxTimeZone: { zone: "Europe/Oslo" },
        locale: "en-GB",
        reminders: { count: 0, lastAt: null },
      },
      planned: { ordinal: 1, dueAt: LATE },
    });
    assert.deepEqual(await world().candidates.find(key, campaign.campaignId), found.candidate);
  });

  it("counts what was sent, has failed or is unknown, of this campaign only", async () => {
    const key = somebody();
    await scanned(world(), [key]);
    const { queue } = world();
    const before = await running(world(), key.tenantId);
    await queue.takeLease(key.tenantId, "a", LONG_MS);
    await queue.plan(before.campaignId, [{ key, ordinal: 1, dueAt: EARLY }], EARLY);
    await end("failed");
    await world().campaigns.setState(before.campaignId, "stopped", EARLY);
    const campaign = await running(world(), key.tenantId);
    const seen = [];
    for (const [ordinal, state] of [
      [1, "sent"],
      [2, "failed"],
      [3, "unknown"],
      [4, "skipped"],
      [5, "pending"],
    ] as const) {
      await queue.plan(campaign.campaignId, [{ key, ordinal, dueAt: EARLY }], EARLY);
      await end(state);
      const found = await world().candidates.find(key, campaign.campaignId);
      seen.push([found?.reminders.count, found?.reminders.lastAt]);
    }

    assert.deepEqual(seen, [
      [1, NOON],
      [2, NOON],
      [3, NOON],
      [3, NOON],
      [3, NOON],
    ]);

    async function end(state: "sent" | "failed" | "unknown" | "skipped" | "pending") {
      const claimed = await queue.claim(key.tenantId, "a", NOON, 10);
      const deliveryId = claimed[0]?.deliveryId ?? "";
      if (state !== "skipped") await queue.beginSending(key.tenantId, "a", [deliveryId], NOON);
      const outcome = { deliveryId, at: NOON, activityId: "1", why: "test", dueAt: LATE, tries: 1 };
      await queue.settle(key.tenantId, "a", [{ ...outcome, state }]);
    }
  });

  it("reads everybody once, in the order of ids, a page at a time", async () => {
    const people = peopleOf(aTenant(), 7);
    await scanned(world(), people.toReversed());
    await scanned(world(), [somebody()]);
    const campaign = await running(world(), people[0]?.tenantId ?? aTenant());

    for (const [batchSize, sizes] of [
      [3, [3, 3, 1]],
      [7, [7]],
      [100, [7]],
    ] as const) {
      const pages = await read(campaign, batchSize);

      assert.deepEqual(
        pages.map((page) => page.length),
        sizes,
      );
      assert.deepEqual(
        pages.flat().map(({ candidate }) => candidate.key),
        people,
      );
    }
  });

  it("reads no page of an empty tenant", async () => {
    assert.deepEqual(await read(await running(world(), aTenant()), 10), []);
  });

  it("stops when it is told to", async () => {
    const people = peopleOf(aTenant(), 4);
    await scanned(world(), people);
    const campaign = await running(world(), people[0]?.tenantId ?? aTenant());
    const reason = new Error("enough");
    const stop = new AbortController();
    const pages = world().candidates.pages(campaign, 2, stop.signal)[Symbol.asyncIterator]();
    await pages.next();

    stop.abort(reason);

    await assert.rejects(async () => pages.next(), reason);
  });
}

/** How people become reachable and unreachable, whoever says so. */
export function reachabilityContract(world: () => ReminderWorld): void {
  type Key = ReturnType<typeof somebody>;
  const blocked = (key: Key, at: Date) =>
    world().queue.saveReachability([{ key, reachability: "blocked", why: "blocked", at }]);
  async function reach(key: Key) {
    const candidate = await world().candidates.find(key, "none");
    return [candidate?.reachability, candidate?.reachabilityAt];
  }

  async function known(): Promise<Key> {
    const key = somebody();
    await scanned(world(), [key]);
    return key;
  }

  it("is unknown of people who were never seen in a chat", async () => {
    assert.deepEqual(await reach(await known()), ["unknown", null]);
  });

  it("is what sending found out, of each of many", async () => {
    const [one, other] = [await known(), await known()];

    await world().queue.saveReachability([
      { key: one, reachability: "notInstalled", why: "403", at: NOON },
      { key: other, reachability: "gone", why: null, at: LATE },
      { key: other, reachability: "blocked", why: null, at: NOON },
    ]);

    assert.deepEqual(await reach(one), ["notInstalled", NOON]);
    assert.deepEqual(await reach(other), ["gone", LATE]);
  });

  it("is not overwritten by what is older", async () => {
    const key = await known();
    await blocked(key, LATE);

    await world().queue.saveReachability([{ key, reachability: "reachable", why: null, at: NOON }]);

    assert.deepEqual(await reach(key), ["blocked", LATE]);
  });

  it("comes back with a turn, though the turn tells nothing else", async () => {
    const key = await known();
    await world().meet(turnOf(key, EARLY));
    await blocked(key, NOON);

    await world().meet(turnOf(key, LATE));

    assert.deepEqual(await reach(key), ["reachable", LATE]);
  });

  it("is as old as it is, though more is learnt of somebody", async () => {
    const key = await known();
    await world().meet(turnOf(key, EARLY));

    await world().meet({ ...turnOf(key, LATE), locale: "fi-FI" });

    assert.deepEqual(await reach(key), ["reachable", EARLY]);
  });

  it("does not come back with a turn from before", async () => {
    const key = await known();
    await world().meet(turnOf(key, EARLY));
    await blocked(key, LATE);

    await world().meet(turnOf(key, NOON));

    assert.deepEqual(await reach(key), ["blocked", LATE]);
  });

  it("ends with the app's removal and comes back with its installation", async () => {
    const key = await known();
    await world().meet(turnOf(key, EARLY));
    const seen = [];

    await world().setInstalled(key, false, NOON);
    seen.push(await reach(key));
    await world().setInstalled(key, true, EARLY);
    seen.push(await reach(key));
    await world().setInstalled(key, true, LATE);
    seen.push(await reach(key));

    assert.deepEqual(seen, [
      ["removed", NOON],
      ["removed", NOON],
      ["reachable", LATE],
    ]);
  });

  it("stays unknown when the app is removed for somebody of whom nothing is known", async () => {
    const key = await known();

    await world().setInstalled(key, false, NOON);

    assert.deepEqual(await reach(key), ["unknown", null]);
  });

  it("is apart from the chat that Graph knows", async () => {
    const key = await known();

    await world().queue.saveChat(key, "19:chat", NOON);

    assert.deepEqual(await reach(key), ["unknown", null]);
    await blocked(key, NOON);
    assert.deepEqual(await reach(key), ["blocked", NOON]);
  });
}

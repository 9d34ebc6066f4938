import assert from "node:assert/strict";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import { createPlan, type PlanOptions, type PlanReport } from "../../src/reminders/plan.ts";
import type { ReminderSettings } from "../../src/reminders/settings.ts";
import { aCampaign, aKey, settings, TENANT } from "../builders/candidates.ts";
import { FakeCampaignStore, FakeCandidateStore } from "../fakes/fake-campaign-store.ts";
import { FakeDeliveryQueue } from "../fakes/fake-delivery-queue.ts";
import { FakeReminderTables } from "../fakes/fake-reminder-tables.ts";

const MORNING = new Date("2026-03-03T10:00:00Z");
const HOUR_MS = 60 * 60_000;

/** A tenant of reachable people who are not set up, and the planning of their reminders. */
class World {
  now = MORNING;
  readonly tables = new FakeReminderTables(() => this.now.getTime());
  readonly queue = new FakeDeliveryQueue(this.tables);
  readonly campaigns = new FakeCampaignStore(this.tables);
  campaign: Campaign = aCampaign();

  async begin(people: number): Promise<this> {
    await this.campaigns.start(this.campaign, MORNING);
    for (let n = 1; n <= people; n += 1) this.add(aKey(n));
    return this;
  }

  add(key: PersonKey, isReady = false): void {
    this.tables.saveRegistration({
      ...this.tables.registration(key),
      accountRun: 1,
      isEnabled: true,
      registration: { isReady, at: MORNING, source: "report" },
    });
    this.tables.reachability.set(`${key.tenantId}/${key.userId}`, {
      state: "reachable",
      why: null,
      at: MORNING,
      chat: null,
    });
  }

  plan(
    options?: PlanOptions,
    given: Partial<ReminderSettings> = {},
    signal = new AbortController().signal,
  ): Promise<PlanReport> {
    const plan = createPlan({
      candidates: new FakeCandidateStore(this.tables),
      queue: this.queue,
      settings: settings(given),
      now: () => this.now,
      batchSize: 10,
    });
    return plan(this.campaign, signal, options);
  }

  planned() {
    return [...this.tables.deliveries.values()].map(({ key, ordinal, dueAt, state }) => ({
      userId: key.userId,
      ordinal,
      dueAt,
      state,
    }));
  }

  async sendAll(): Promise<void> {
    await this.queue.takeLease(TENANT, "one", HOUR_MS);
    const claimed = await this.queue.claim(TENANT, "one", this.now, 10_000);
    const ids = claimed.map(({ deliveryId }) => deliveryId);
    await this.queue.beginSending(TENANT, "one", ids);
    await this.queue.settle(
      TENANT,
      "one",
      ids.map((deliveryId) => ({ deliveryId, state: "sent", activityId: null, at: this.now })),
    );
  }
}

const setUp = (people: number): Promise<World> => new World().begin(people);

describe("planning", () => {
  it("plans the first reminder of everybody who needs one, and counts the others by reason", async () => {
    const world = await setUp(2);
    world.add(aKey(3), true);
    world.tables.saveRegistration({ ...world.tables.registration(aKey(4)), accountRun: 1 });

    const report = await world.plan();

    assert.deepEqual(world.planned(), [
      { userId: aKey(1).userId, ordinal: 1, dueAt: MORNING, state: "pending" },
      { userId: aKey(2).userId, ordinal: 1, dueAt: MORNING, state: "pending" },
    ]);
    assert.deepEqual([report.people, report.added, report.moved, report.kept], [4, 2, 0, 0]);
    assert.deepEqual([report.none.compliant, report.none.disabled], [1, 1]);
    assert.deepEqual(report.byDay, [{ day: "2026-03-03", count: 2 }]);
    assert.equal(report.isComplete, true);
  });

  it("plans nothing twice, however often it runs", async () => {
    const world = await setUp(3);
    await world.plan();
    world.now = new Date(MORNING.getTime() + HOUR_MS);

    const reports = await Promise.all([world.plan(), world.plan()]);

    assert.equal(world.planned().length, 3);
    assert.deepEqual(
      reports.map(({ added, moved, kept }) => [added, moved, kept]),
      [
        [0, 0, 3],
        [0, 0, 3],
      ],
    );
  });

  it("plans the next one once the last is over, and none while it is under way", async () => {
    const world = await setUp(1);
    await world.plan();
    await world.queue.takeLease(TENANT, "one", HOUR_MS);
    await world.queue.claim(TENANT, "one", world.now, 10);
    const underWay = await world.plan();
    await world.sendAll();
    const [row] = [...world.tables.deliveries.values()];
    if (row !== undefined) {
      world.tables.deliveries.set(row.deliveryId, { ...row, state: "sent", endedAt: world.now });
    }

    const report = await world.plan();

    assert.deepEqual([underWay.added, underWay.kept], [0, 1]);
    assert.equal(report.added, 1);
    assert.deepEqual(
      world.planned().map(({ ordinal, dueAt }) => [ordinal, dueAt]),
      [
        [1, MORNING],
        [2, new Date("2026-03-10T09:00:00Z")],
      ],
    );
  });

  it("plans a skipped one again when its reason is gone", async () => {
    const world = await setUp(1);
    await world.plan();
    const [row] = [...world.tables.deliveries.values()];
    if (row !== undefined) {
      world.tables.deliveries.set(row.deliveryId, { ...row, state: "skipped", why: "exempt" });
    }

    const report = await world.plan();

    assert.equal(report.added, 1);
    assert.deepEqual(world.planned()[0]?.state, "pending");
  });

  it("moves what is planned when a deadline comes, and not for a few minutes", async () => {
    const world = await setUp(1);
    await world.plan();
    await world.sendAll();
    await world.plan();
    const [, second] = [...world.tables.deliveries.values()];
    if (second !== undefined) {
      const dueAt = new Date(second.dueAt.getTime() + 5 * 60_000);
      world.tables.deliveries.set(second.deliveryId, { ...second, dueAt });
    }
    const unmoved = await world.plan();
    world.campaign = { ...world.campaign, deadline: new Date("2026-03-06T12:00:00Z") };

    const report = await world.plan();

    assert.deepEqual([unmoved.moved, unmoved.kept], [0, 1]);
    assert.equal(report.moved, 1);
    assert.deepEqual(world.planned()[1]?.dueAt, new Date("2026-03-05T09:00:00Z"));
  });

  it("shows what it would do, whom first and on which days, and writes nothing", async () => {
    const world = await setUp(4);
    await world.queue.plan("spring", [
      { key: aKey(2), ordinal: 1, dueAt: new Date("2026-04-03T10:00:00Z") },
    ]);
    world.tables.people.set(`${TENANT}/${aKey(3).userId}`, {
      locale: null,
      timeZone: "Pacific/Auckland",
      reference: { channelId: "", serviceUrl: "", conversationId: "", teamsUserId: "", botId: "" },
    });
    const before = structuredClone(world.planned());

    const report = await world.plan({ dryRun: true, sample: 2 }, { defaultTimeZone: "Asia/Tokyo" });

    assert.deepEqual(world.planned(), before);
    assert.deepEqual([report.added, report.moved, report.kept], [3, 1, 0]);
    assert.deepEqual(report.byDay, [{ day: "2026-03-04", count: 4 }]);
    assert.deepEqual(
      report.sample.map(({ key }) => key),
      [aKey(1), aKey(2)],
    );
  });

  it("ends between two batches when it is told to, and says that it is not complete", async () => {
    const world = await setUp(25);
    const stop = new AbortController();
    const seen: number[] = [];
    const onProgress = (people: number): void => {
      seen.push(people);
      if (people === 20) stop.abort();
    };

    const report = await world.plan({ onProgress }, {}, stop.signal);
    const next = await world.plan();

    assert.deepEqual(seen, [10, 20]);
    assert.deepEqual([report.people, report.isComplete], [20, false]);
    assert.deepEqual([next.added, next.kept, next.isComplete], [5, 20, true]);
  });

  it("does not hide that the database failed", async () => {
    const world = await setUp(1);
    world.queue.plan = () => Promise.reject(new Error("no database"));

    await assert.rejects(world.plan(), /no database/);
  });
});

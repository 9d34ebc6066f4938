import assert from "node:assert/strict";
import { CampaignStatusReader } from "../../src/reminders/campaign-status.ts";
import { aCampaign, aKey, TENANT } from "../builders/candidates.ts";
import { fakeWorld, type ReminderWorld } from "../contracts/reminder-world.ts";

const NOW = new Date("2026-03-10T15:00:00Z");

describe("CampaignStatusReader", () => {
  let world: ReminderWorld;
  let nowMs: number;

  beforeEach(() => {
    world = fakeWorld();
    nowMs = 0;
  });

  const readerOf = (campaigns = world.campaigns): CampaignStatusReader =>
    new CampaignStatusReader({
      tenantId: TENANT,
      campaigns,
      scans: world.scans,
      deliveries: world.counts,
      now: () => NOW,
      nowMs: () => nowMs,
    });

  it("reads the campaign, the people, the last scan and what came of the reminders", async () => {
    await world.campaigns.start(aCampaign(), NOW);
    await world.queue.plan("spring", [{ key: aKey(), ordinal: 1, dueAt: NOW }], NOW);

    const status = await readerOf().read();

    assert.deepEqual(status.campaign, aCampaign());
    assert.equal(status.counts.people, 0);
    assert.equal(status.scannedAt, null);
    assert.deepEqual(status.outcomes, [{ state: "pending", why: null, count: 1 }]);
    assert.equal(status.readAt, NOW);
  });

  it("counts no reminders where there is no campaign", async () => {
    const { campaign, outcomes } = await readerOf().read();

    assert.deepEqual([campaign, outcomes], [null, []]);
  });

  it("is a minute old at most", async () => {
    const reader = readerOf();
    await reader.read();
    await world.campaigns.start(aCampaign(), NOW);

    nowMs = 59_999;
    assert.equal((await reader.read()).campaign, null);
    nowMs = 60_000;
    assert.equal((await reader.read()).campaign?.campaignId, "spring");
  });

  it("reads anew when it was told that something changed", async () => {
    const reader = readerOf();
    await reader.read();
    await world.campaigns.start(aCampaign(), NOW);

    reader.forget();

    assert.equal((await reader.read()).campaign?.campaignId, "spring");
  });

  it("does not remember a reading that failed", async () => {
    let isAway = true;
    const reader = readerOf({
      ...world.campaigns,
      current: () => (isAway ? Promise.reject(new Error("away")) : Promise.resolve(null)),
    });
    await assert.rejects(reader.read(), /away/);

    isAway = false;

    assert.equal((await reader.read()).campaign, null);
  });
});

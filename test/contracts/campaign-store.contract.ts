import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Campaign } from "../../src/reminders/campaign.ts";
import { aTenant, EARLY, LATE, NOON, type ReminderWorld, running } from "./reminder-world.ts";

/** What every CampaignStore does. */
export function campaignStoreContract(world: () => ReminderWorld): void {
  const aCampaign = (given: Partial<Campaign> = {}): Campaign => ({
    campaignId: randomUUID(),
    tenantId: aTenant(),
    startsAt: NOON,
    deadline: LATE,
    state: "running",
    ...given,
  });

  it("is found once started, and current", async () => {
    const campaign = aCampaign();

    const started = await world().campaigns.start(campaign, EARLY);

    assert.deepEqual(started, { kind: "started" });
    assert.deepEqual(await world().campaigns.find(campaign.campaignId), campaign);
    assert.deepEqual(await world().campaigns.current(campaign.tenantId), campaign);
  });

  it("is not found where there is none", async () => {
    assert.equal(await world().campaigns.find(randomUUID()), null);
    assert.equal(await world().campaigns.current(aTenant()), null);
    assert.equal(await world().campaigns.setState(randomUUID(), "paused", NOON), null);
    assert.equal(await world().campaigns.setDeadline(randomUUID(), null, NOON), null);
  });

  for (const state of ["running", "paused"] as const) {
    it(`is not started while another one is ${state}`, async () => {
      const other = await running(world(), aTenant());
      await world().campaigns.setState(other.campaignId, state, NOON);
      const campaign = aCampaign({ tenantId: other.tenantId });

      const started = await world().campaigns.start(campaign, LATE);

      assert.deepEqual(started, { kind: "exists", campaign: { ...other, state } });
      assert.equal(await world().campaigns.find(campaign.campaignId), null);
    });
  }

  it("is started for one of ten that start at once", async () => {
    const tenantId = aTenant();

    const starts = await Promise.all(
      Array.from({ length: 10 }, () => world().campaigns.start(aCampaign({ tenantId }), NOON)),
    );

    assert.equal(starts.filter(({ kind }) => kind === "started").length, 1);
  });

  it("is started once another one is stopped", async () => {
    const other = await running(world(), aTenant());
    await world().campaigns.setState(other.campaignId, "stopped", NOON);
    const campaign = aCampaign({ tenantId: other.tenantId });

    const started = await world().campaigns.start(campaign, LATE);

    assert.equal(started.kind, "started");
    assert.deepEqual(await world().campaigns.current(other.tenantId), campaign);
  });

  it("is not started a second time once stopped", async () => {
    const campaign = await running(world(), aTenant());
    await world().campaigns.setState(campaign.campaignId, "stopped", NOON);

    const started = await world().campaigns.start(campaign, LATE);

    assert.deepEqual(started, { kind: "exists", campaign: { ...campaign, state: "stopped" } });
  });

  it("is the one stopped last while all are stopped", async () => {
    const first = await running(world(), aTenant());
    await world().campaigns.setState(first.campaignId, "stopped", NOON);
    const second = await running(world(), first.tenantId);

    await world().campaigns.setState(second.campaignId, "stopped", LATE);

    const current = await world().campaigns.current(first.tenantId);
    assert.deepEqual(current, { ...second, state: "stopped" });
  });

  it("pauses, resumes and stops, for good", async () => {
    const { campaignId } = await running(world(), aTenant());
    const states = [];

    for (const state of ["paused", "paused", "running", "stopped", "running"] as const) {
      states.push((await world().campaigns.setState(campaignId, state, NOON))?.state);
    }

    assert.deepEqual(states, ["paused", "paused", "running", "stopped", "stopped"]);
  });

  it("gets another deadline, or none", async () => {
    const campaign = await running(world(), aTenant());

    const later = await world().campaigns.setDeadline(campaign.campaignId, LATE, NOON);
    const none = await world().campaigns.setDeadline(campaign.campaignId, null, NOON);

    assert.deepEqual(later, { ...campaign, deadline: LATE });
    assert.deepEqual(none, campaign);
  });

  it("is of one tenant", async () => {
    const here = await running(world(), aTenant());

    const there = await running(world(), aTenant());

    assert.deepEqual(await world().campaigns.current(here.tenantId), here);
    assert.deepEqual(await world().campaigns.current(there.tenantId), there);
  });
}

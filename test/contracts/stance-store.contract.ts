import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  aTenant,
  EARLY,
  LATE,
  NOON,
  peopleOf,
  type ReminderWorld,
  running,
  somebody,
} from "./reminder-world.ts";

const NOTHING = { exemption: null, optedOutAt: null, snooze: null, cannot: null };

/** What every StanceStore does. */
export function stanceStoreContract(world: () => ReminderWorld): void {
  it("is nothing for somebody of whom nothing is settled", async () => {
    assert.deepEqual(await world().stances.find(somebody(), null), NOTHING);
  });

  it("exempts many at once, whoever they are", async () => {
    const people = peopleOf(aTenant(), 3);
    const [one, other, third] = people;
    if (!one || !other || !third) throw new Error("There are three");

    await world().stances.exempt([one, other, one], { reason: "leave", until: LATE }, NOON);

    const exemption = { reason: "leave", until: LATE };
    assert.deepEqual(await world().stances.find(one, null), { ...NOTHING, exemption });
    assert.deepEqual(await world().stances.find(other, null), { ...NOTHING, exemption });
    assert.deepEqual(await world().stances.find(third, null), NOTHING);
  });

  it("replaces an exemption", async () => {
    const key = somebody();
    await world().stances.exempt([key], { reason: "leave", until: LATE }, EARLY);

    await world().stances.exempt([key], { reason: "shared account", until: null }, NOON);

    const { exemption } = await world().stances.find(key, null);
    assert.deepEqual(exemption, { reason: "shared account", until: null });
  });

  it("ends exemptions and says how many there were", async () => {
    const [one, other] = peopleOf(aTenant(), 2);
    if (!one || !other) throw new Error("There are two");
    await world().stances.exempt([one], { reason: "leave", until: null }, NOON);
    await world().stances.setOptedOut(one, NOON);

    const ended = [
      await world().stances.endExemption([one, other, one]),
      await world().stances.endExemption([one, other]),
      await world().stances.endExemption([]),
    ];

    assert.deepEqual(ended, [1, 0, 0]);
    assert.deepEqual(await world().stances.find(one, null), { ...NOTHING, optedOutAt: NOON });
  });

  it("keeps an opt-out until it is taken back", async () => {
    const key = somebody();
    await world().stances.setOptedOut(key, NOON);
    const out = await world().stances.find(key, null);

    await world().stances.setOptedOut(key, null);

    assert.deepEqual(out.optedOutAt, NOON);
    assert.deepEqual(await world().stances.find(key, null), NOTHING);
  });

  it("keeps the newest of what somebody cannot do, until it is taken back", async () => {
    const key = somebody();
    const seen = [];
    for (const cannot of [
      { reason: "lostPhone", at: NOON },
      { reason: "other", at: EARLY },
      { reason: "noSmartphone", at: LATE },
      null,
      { reason: "other", at: EARLY },
    ] as const) {
      await world().stances.setCannot(key, cannot);
      seen.push((await world().stances.find(key, null)).cannot?.reason);
    }

    assert.deepEqual(seen, ["lostPhone", "lostPhone", "noSmartphone", undefined, "other"]);
  });

  describe("a snooze", () => {
    it("follows on the one before", async () => {
      const key = somebody();
      const { campaignId } = await running(world(), key.tenantId);
      const take = (count: number, until: Date) =>
        world().stances.snooze(key, campaignId, { until, count }, EARLY);

      const taken = [
        await take(2, LATE),
        await take(1, NOON),
        await take(1, LATE),
        await take(3, LATE),
        await take(2, LATE),
      ];

      assert.deepEqual(taken, [false, true, false, false, true]);
      const { snooze } = await world().stances.find(key, campaignId);
      assert.deepEqual(snooze, { until: LATE, count: 2 });
    });

    for (const before of [0, 1]) {
      it(`is one of ten that are taken at once after ${before}`, async () => {
        const key = somebody();
        const { campaignId } = await running(world(), key.tenantId);
        const take = (count: number) =>
          world().stances.snooze(key, campaignId, { until: LATE, count }, NOON);
        if (before === 1) await take(1);

        const taken = await Promise.all(Array.from({ length: 10 }, () => take(before + 1)));

        assert.equal(taken.filter(Boolean).length, 1);
      });
    }

    it("is of one campaign", async () => {
      const key = somebody();
      const { campaignId } = await running(world(), key.tenantId);
      await world().stances.snooze(key, campaignId, { until: LATE, count: 1 }, NOON);

      assert.deepEqual(await world().stances.find(key, randomUUID()), NOTHING);
      assert.deepEqual(await world().stances.find(key, null), NOTHING);
    });

    it("is refused for a campaign that is not the tenant's", async () => {
      const key = somebody();
      const elsewhere = await running(world(), aTenant());

      const taken = [
        await world().stances.snooze(key, elsewhere.campaignId, { until: LATE, count: 1 }, NOON),
        await world().stances.snooze(key, randomUUID(), { until: LATE, count: 1 }, NOON),
      ];

      assert.deepEqual(taken, [false, false]);
    });
  });
}

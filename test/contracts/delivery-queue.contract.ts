import assert from "node:assert/strict";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { TenantId } from "../../src/methods/ids.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { ClaimedDelivery, DeliveryOutcome } from "../../src/reminders/delivery-queue.ts";
import { aConversationReference } from "./person-builders.ts";
import {
  aTenant,
  EARLY,
  LATE,
  LONG_MS,
  NOON,
  OVER_MS,
  peopleOf,
  type ReminderWorld,
  running,
  scanned,
  somebody,
  turnOf,
} from "./reminder-world.ts";

/** Outcomes with all that any of them needs. */
const outcome = (deliveryId: string, state: DeliveryOutcome["state"]): DeliveryOutcome => ({
  deliveryId,
  at: NOON,
  activityId: `activity-${deliveryId}`,
  why: "because",
  dueAt: LATE,
  tries: 1,
  state,
});

/** What every DeliveryQueue does about the dispatcher's lease. */
export function dispatchLeaseContract(world: () => ReminderWorld): void {
  const take = async (tenant: TenantId, holder: string, leaseMs = LONG_MS) =>
    (await world().queue.takeLease(tenant, holder, leaseMs)).kind === "taken";

  it("is taken by one holder, again and again, until it is given back", async () => {
    const tenant = aTenant();

    const taken = [await take(tenant, "a"), await take(tenant, "b"), await take(tenant, "a")];
    await world().queue.releaseLease(tenant, "b");
    const still = await take(tenant, "b");
    await world().queue.releaseLease(tenant, "a");

    assert.deepEqual(taken, [true, false, true]);
    assert.equal(still, false);
    assert.equal(await take(tenant, "b"), true);
  });

  for (const before of [null, OVER_MS]) {
    it(`is taken by one of twenty ${before === null ? "at first" : "once it ran out"}`, async () => {
      const tenant = aTenant();
      if (before !== null) await take(tenant, "gone", before);

      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, holder) => take(tenant, `h${holder}`)),
      );

      assert.equal(taken.filter(Boolean).length, 1);
    });
  }

  it("is extended by its holder only, and only while it lasts", async () => {
    const tenant = aTenant();
    await take(tenant, "a");

    const extended = [
      await world().queue.extendLease(tenant, "b", LONG_MS),
      await world().queue.extendLease(tenant, "a", OVER_MS),
      await world().queue.extendLease(tenant, "a", LONG_MS),
      await world().queue.extendLease(aTenant(), "a", LONG_MS),
    ];

    assert.deepEqual(extended, [false, true, false, false]);
  });

  it("hands the pause on to whoever takes over", async () => {
    const tenant = aTenant();
    await take(tenant, "a");
    await world().queue.pause(tenant, "a", LONG_MS);
    await world().queue.pause(tenant, "a", 1_000);
    await world().queue.pause(tenant, "b", LONG_MS * 10);
    await world().queue.releaseLease(tenant, "a");

    const taken = await world().queue.takeLease(tenant, "b", LONG_MS);

    assert.ok(taken.kind === "taken");
    assert.ok(taken.pausedMs > LONG_MS / 2 && taken.pausedMs <= LONG_MS, `${taken.pausedMs}`);
  });

  it("has no pause at first, nor once it is over", async () => {
    const tenant = aTenant();
    const first = await world().queue.takeLease(tenant, "a", LONG_MS);
    await world().queue.pause(tenant, "a", OVER_MS);

    const second = await world().queue.takeLease(tenant, "a", LONG_MS);

    assert.deepEqual(first, { kind: "taken", pausedMs: 0 });
    assert.deepEqual(second, { kind: "taken", pausedMs: 0 });
  });
}

/** What every DeliveryQueue does with deliveries. */
export function deliveryQueueContract(world: () => ReminderWorld): void {
  type Scene = {
    readonly tenant: TenantId;
    readonly campaign: Campaign;
    readonly people: readonly PersonKey[];
  };

  /** People of a tenant with one due reminder each, the lease at `a`. */
  async function scene(count: number): Promise<Scene> {
    const tenant = aTenant();
    const people = peopleOf(tenant, count);
    await scanned(world(), people);
    const campaign = await running(world(), tenant);
    await world().queue.plan(
      campaign.campaignId,
      people.map((key, place) => ({
        key,
        ordinal: 1,
        dueAt: new Date(EARLY.getTime() + (count - place) * 1_000),
      })),
      EARLY,
    );
    await world().queue.takeLease(tenant, "a", LONG_MS);
    return { tenant, campaign, people };
  }

  const claim = (tenant: TenantId, holder = "a", limit = 100) =>
    world().queue.claim(tenant, holder, NOON, limit);
  const begin = (tenant: TenantId, ids: readonly string[], holder = "a") =>
    world().queue.beginSending(tenant, holder, ids, NOON);
  const settle = (
    tenant: TenantId,
    outcomes: readonly (readonly [string, DeliveryOutcome["state"]])[],
    holder = "a",
  ) =>
    world().queue.settle(
      tenant,
      holder,
      outcomes.map(([id, state]) => outcome(id, state)),
    );
  const idsOf = (claimed: readonly ClaimedDelivery[]) =>
    claimed.map(({ deliveryId }) => deliveryId);
  const first = (ids: readonly string[]): string => ids[0] ?? "0";

  async function statesOf(scenery: Scene): Promise<readonly string[]> {
    const counted = await world().counts.byOutcome(scenery.campaign.campaignId);
    return counted.map(({ state, why, count }) => `${count} ${state} ${why ?? ""}`.trim());
  }

  /** One delivery that `a` claims and begins to send. */
  async function oneSending(): Promise<Scene & { readonly id: string }> {
    const scenery = await scene(1);
    const id = first(idsOf(await claim(scenery.tenant)));
    await begin(scenery.tenant, [id]);
    return { ...scenery, id };
  }

  describe("planning", () => {
    it("adds each ordinal of a person and campaign once", async () => {
      const [one, other] = peopleOf(aTenant(), 2);
      if (!one || !other) throw new Error("There are two");
      const { campaignId } = await running(world(), one.tenantId);
      const rows = [
        { key: one, ordinal: 1, dueAt: NOON },
        { key: other, ordinal: 1, dueAt: NOON },
        { key: one, ordinal: 1, dueAt: NOON },
      ];

      const results = [
        await world().queue.plan(campaignId, rows, EARLY),
        await world().queue.plan(campaignId, rows, EARLY),
        await world().queue.plan(campaignId, [{ key: one, ordinal: 2, dueAt: NOON }], EARLY),
        await world().queue.plan(campaignId, [], EARLY),
      ];

      assert.deepEqual(results, [
        { added: 2, moved: 0 },
        { added: 0, moved: 0 },
        { added: 1, moved: 0 },
        { added: 0, moved: 0 },
      ]);
      assert.equal((await world().register.deliveries(one)).length, 2);
    });

    it("adds each once though ten replicas plan the same at once", async () => {
      const people = peopleOf(aTenant(), 50);
      const { campaignId } = await running(world(), people[0]?.tenantId ?? aTenant());
      const rows = people.map((key) => ({ key, ordinal: 1, dueAt: NOON }));

      const results = await Promise.all(
        Array.from({ length: 10 }, (_, replica) =>
          world().queue.plan(campaignId, replica % 2 === 0 ? rows : rows.toReversed(), EARLY),
        ),
      );

      const added = results.reduce((sum, result) => sum + result.added, 0);
      assert.equal(added, 50);
    });

    it("moves what is pending, and nothing else", async () => {
      const scenery = await scene(3);
      const [pending, claimed, sent] = scenery.people.toReversed();
      if (!pending || !claimed || !sent) throw new Error("There are three");
      const ids = idsOf(await claim(scenery.tenant, "a", 2));
      await begin(scenery.tenant, [first(ids)]);
      await settle(scenery.tenant, [[first(ids), "sent"]]);

      const result = await world().queue.plan(
        scenery.campaign.campaignId,
        scenery.people.map((key) => ({ key, ordinal: 1, dueAt: LATE })),
        NOON,
      );

      assert.deepEqual(result, { added: 0, moved: 1 });
      assert.deepEqual(await statesOf(scenery), ["1 claimed", "1 pending", "1 sent"]);
      assert.deepEqual(await world().queue.nextDueAt(scenery.tenant), LATE);
    });

    it("makes what was skipped pending again, and its tries none", async () => {
      const scenery = await scene(1);
      const [key] = scenery.people;
      if (!key) throw new Error("There is one");
      const id = first(idsOf(await claim(scenery.tenant)));
      await settle(scenery.tenant, [[id, "skipped"]]);

      const result = await world().queue.plan(
        scenery.campaign.campaignId,
        [{ key, ordinal: 1, dueAt: EARLY }],
        NOON,
      );

      const [again] = await claim(scenery.tenant);
      assert.deepEqual(result, { added: 1, moved: 0 });
      assert.deepEqual([again?.deliveryId, again?.tries], [id, 0]);
    });

    for (const state of ["sent", "failed", "unknown"] as const) {
      it(`leaves what is ${state} as it is`, async () => {
        const scenery = await oneSending();
        await settle(scenery.tenant, [[scenery.id, state]]);
        const [key] = scenery.people;
        if (!key) throw new Error("There is one");

        const result = await world().queue.plan(
          scenery.campaign.campaignId,
          [{ key, ordinal: 1, dueAt: LATE }],
          NOON,
        );

        assert.deepEqual(result, { added: 0, moved: 0 });
        assert.deepEqual(await claim(scenery.tenant), []);
      });
    }
  });

  describe("claiming", () => {
    it("takes due ones, the oldest first, each once", async () => {
      const { tenant, people } = await scene(5);

      const claims = [
        await claim(tenant, "a", 2),
        await claim(tenant, "a", 2),
        await claim(tenant),
      ];

      assert.deepEqual(
        claims.map((each) => each.length),
        [2, 2, 1],
      );
      assert.deepEqual(
        claims.flat().map(({ candidate }) => candidate.key),
        people.toReversed(),
      );
    });

    it("takes nothing that is not due yet", async () => {
      const { tenant } = await scene(2);

      assert.deepEqual(await world().queue.claim(tenant, "a", EARLY, 10), []);
      assert.equal((await world().queue.claim(tenant, "a", NOON, 10)).length, 2);
    });

    it("hands out all that sending needs", async () => {
      const { tenant, campaign, people } = await scene(2);
      const [chatted, met] = people;
      if (!chatted || !met) throw new Error("There are two");
      await world().queue.saveChat(chatted, "19:chat", NOON);
      await world().queue.saveChat(met, "19:other", NOON);
      await world().meet(turnOf(met));

      const claimed = await claim(tenant);

      const reference = aConversationReference();
      assert.deepEqual(
        claimed.map(({ address }) => address),
        [
          { kind: "reference", reference },
          { kind: "chat", chatId: "19:chat" },
        ],
      );
      assert.deepEqual(
        claimed.map((each) => [each.ordinal, each.tries, each.campaign]),
        [
          [1, 0, campaign],
          [1, 0, campaign],
        ],
      );
      assert.deepEqual(
        claimed.map(({ candidate }) => candidate),
        [
          await world().candidates.find(met, campaign.campaignId),
          await world().candidates.find(chatted, campaign.campaignId),
        ],
      );
    });

    it("knows no address of somebody who was never in a chat", async () => {
      const { tenant } = await scene(1);

      assert.equal((await claim(tenant))[0]?.address, null);
    });

    it("takes nothing for somebody without the lease", async () => {
      const { tenant } = await scene(1);
      const other = await claim(tenant, "b");
      await world().queue.extendLease(tenant, "a", OVER_MS);

      const late = await claim(tenant, "a");

      assert.deepEqual([other, late], [[], []]);
      assert.deepEqual(await claim(aTenant()), []);
    });

    for (const state of ["paused", "stopped"] as const) {
      it(`takes nothing of a campaign that is ${state}`, async () => {
        const { tenant, campaign } = await scene(1);
        await world().campaigns.setState(campaign.campaignId, state, NOON);

        assert.deepEqual(await claim(tenant), []);
        assert.equal(await world().queue.nextDueAt(tenant), null);
      });
    }

    it("hands each to one claim of many at the same time", async () => {
      const { tenant } = await scene(30);

      const claims = await Promise.all(
        Array.from({ length: 10 }, () => world().queue.claim(tenant, "a", NOON, 5)),
      );

      const ids = claims.flatMap(idsOf);
      assert.equal(new Set(ids).size, ids.length);
      const rest = await claim(tenant);
      assert.equal(ids.length + rest.length, 30);
    });
  });

  describe("beginning to send", () => {
    it("is allowed once for what is claimed", async () => {
      const { tenant } = await scene(3);
      const ids = idsOf(await claim(tenant));

      const allowed = [await begin(tenant, ids), await begin(tenant, ids), await begin(tenant, [])];

      assert.deepEqual(
        allowed.map((each) => each.toSorted()),
        [ids.toSorted(), [], []],
      );
    });

    it("is allowed for none of somebody else's, nor for what is pending", async () => {
      const [here, there] = [await scene(2), await scene(1)];
      const [mine] = idsOf(await claim(here.tenant, "a", 1));
      const theirs = idsOf(await claim(there.tenant));

      const allowed = [
        await begin(here.tenant, theirs),
        await begin(here.tenant, [mine ?? ""], "b"),
        await begin(here.tenant, ["999999999999"]),
      ];

      assert.deepEqual(allowed, [[], [], []]);
    });

    it("is allowed for none once the lease has run out, taken by another or not", async () => {
      const { tenant } = await scene(2);
      const ids = idsOf(await claim(tenant));
      await world().queue.extendLease(tenant, "a", OVER_MS);
      const free = await begin(tenant, ids);
      await world().queue.takeLease(tenant, "b", LONG_MS);

      const taken = await begin(tenant, ids);

      assert.deepEqual([free, taken], [[], []]);
    });

    it("is allowed for none of a campaign that was paused meanwhile", async () => {
      const { tenant, campaign } = await scene(1);
      const ids = idsOf(await claim(tenant));
      await world().campaigns.setState(campaign.campaignId, "paused", NOON);

      assert.deepEqual(await begin(tenant, ids), []);
    });

    it("is allowed to one of many at the same time", async () => {
      const { tenant } = await scene(5);
      const ids = idsOf(await claim(tenant));

      const allowed = await Promise.all(
        Array.from({ length: 10 }, (_, turn) =>
          begin(tenant, turn % 2 === 0 ? ids : ids.toReversed()),
        ),
      );

      assert.deepEqual(allowed.flat().toSorted(), ids.toSorted());
    });
  });

  describe("settling", () => {
    it("writes many outcomes, each its own", async () => {
      const scenery = await scene(4);
      const ids = idsOf(await claim(scenery.tenant));
      const [sent = "", failed = "", unknown = "", skipped = ""] = ids;
      await begin(scenery.tenant, [sent, failed, unknown]);

      await settle(scenery.tenant, [
        [sent, "sent"],
        [failed, "failed"],
        [unknown, "unknown"],
        [skipped, "skipped"],
      ]);

      assert.deepEqual(await statesOf(scenery), [
        "1 failed because",
        "1 sent",
        "1 skipped because",
        "1 unknown because",
      ]);
      assert.deepEqual(await world().counts.byDay(scenery.campaign.campaignId), [
        { day: "2026-03-02", state: "failed", count: 1 },
        { day: "2026-03-02", state: "sent", count: 1 },
        { day: "2026-03-02", state: "unknown", count: 1 },
      ]);
      const told = await Promise.all(scenery.people.map((key) => world().register.deliveries(key)));
      assert.deepEqual(
        told.flat().map(({ endedAt }) => endedAt),
        [NOON, NOON, NOON, NOON],
      );
    });

    for (const from of ["claimed", "sending"] as const) {
      it(`gives one that is ${from} back for later`, async () => {
        const scenery = await scene(1);
        const id = first(idsOf(await claim(scenery.tenant)));
        if (from === "sending") await begin(scenery.tenant, [id]);

        await settle(scenery.tenant, [[id, "pending"]]);

        assert.deepEqual(await claim(scenery.tenant), []);
        assert.deepEqual(await world().queue.nextDueAt(scenery.tenant), LATE);
        const [again] = await world().queue.claim(scenery.tenant, "a", LATE, 1);
        assert.deepEqual([again?.deliveryId, again?.tries], [id, 1]);
      });
    }

    const refused: readonly (readonly ["claimed" | "sending", DeliveryOutcome["state"]])[] = [
      ["claimed", "sent"],
      ["claimed", "unknown"],
      ["sending", "skipped"],
    ];
    for (const [from, to] of refused) {
      it(`does not write ${to} over what is ${from}`, async () => {
        const scenery = await scene(1);
        const id = first(idsOf(await claim(scenery.tenant)));
        if (from === "sending") await begin(scenery.tenant, [id]);

        await settle(scenery.tenant, [[id, to]]);

        assert.deepEqual(await statesOf(scenery), [`1 ${from}`]);
      });
    }

    it("writes nothing of somebody else's", async () => {
      const scenery = await oneSending();

      await settle(scenery.tenant, [[scenery.id, "sent"]], "b");
      await settle(aTenant(), [[scenery.id, "sent"]]);

      assert.deepEqual(await statesOf(scenery), ["1 sending"]);
    });

    it("writes once, and what was settled stays", async () => {
      const scenery = await oneSending();
      await settle(scenery.tenant, [[scenery.id, "unknown"]]);

      await settle(scenery.tenant, [[scenery.id, "sent"]]);
      await settle(scenery.tenant, [[scenery.id, "pending"]]);

      assert.deepEqual(await statesOf(scenery), ["1 unknown because"]);
    });
  });

  describe("recovering", () => {
    /** `a` has one claimed and one on its way; its lease is over, and `b` has it. */
    async function abandoned() {
      const scenery = await scene(3);
      const [sending = "", claimed = ""] = idsOf(await claim(scenery.tenant, "a", 2));
      await begin(scenery.tenant, [sending]);
      await world().queue.extendLease(scenery.tenant, "a", OVER_MS);
      await world().queue.takeLease(scenery.tenant, "b", LONG_MS);
      return { ...scenery, sending, claimed };
    }

    it("returns what was claimed and gives up what was being sent", async () => {
      const scenery = await abandoned();

      const recovered = [
        await world().queue.recover(scenery.tenant, "b", NOON),
        await world().queue.recover(scenery.tenant, "b", NOON),
      ];

      assert.deepEqual(recovered, [
        { returned: 1, unknown: 1 },
        { returned: 0, unknown: 0 },
      ]);
      assert.deepEqual(await statesOf(scenery), ["2 pending", "1 unknown interrupted"]);
      assert.equal((await claim(scenery.tenant, "b")).length, 2);
    });

    it("leaves one's own alone", async () => {
      const scenery = await oneSending();

      assert.deepEqual(await world().queue.recover(scenery.tenant, "a", NOON), {
        returned: 0,
        unknown: 0,
      });
    });

    it("is for the holder of the lease only", async () => {
      const scenery = await oneSending();

      assert.deepEqual(await world().queue.recover(scenery.tenant, "b", NOON), {
        returned: 0,
        unknown: 0,
      });
      assert.deepEqual(await statesOf(scenery), ["1 sending"]);
    });

    for (const state of ["sent", "failed"] as const) {
      it(`lets the one who was late say that it was ${state}`, async () => {
        const scenery = await abandoned();
        await world().queue.recover(scenery.tenant, "b", NOON);

        await settle(scenery.tenant, [[scenery.sending, state]]);

        const states = await statesOf(scenery);
        assert.deepEqual(states.toSorted(), [
          state === "sent" ? "1 sent" : "1 failed because",
          "2 pending",
        ]);
      });
    }

    for (const state of ["pending", "skipped", "unknown"] as const) {
      it(`lets the one who was late say nothing else, as ${state}`, async () => {
        const scenery = await abandoned();
        await world().queue.recover(scenery.tenant, "b", NOON);

        await settle(scenery.tenant, [
          [scenery.sending, state],
          [scenery.claimed, state],
        ]);

        assert.deepEqual(await statesOf(scenery), ["2 pending", "1 unknown interrupted"]);
      });
    }

    it("keeps the one who was late from sending what was returned", async () => {
      const scenery = await abandoned();
      await world().queue.recover(scenery.tenant, "b", NOON);
      await claim(scenery.tenant, "b");

      const allowed = await begin(scenery.tenant, [scenery.claimed, scenery.sending]);
      await settle(scenery.tenant, [[scenery.claimed, "sent"]]);

      assert.deepEqual(allowed, []);
      assert.deepEqual(await statesOf(scenery), ["2 claimed", "1 unknown interrupted"]);
    });
  });

  describe("stopping a campaign", () => {
    it("skips what is pending, and leaves the rest", async () => {
      const scenery = await scene(4);
      const ids = idsOf(await claim(scenery.tenant, "a", 2));
      await begin(scenery.tenant, [first(ids)]);
      await settle(scenery.tenant, [[first(ids), "sent"]]);

      await world().campaigns.setState(scenery.campaign.campaignId, "stopped", NOON);

      assert.deepEqual(await statesOf(scenery), [
        "1 claimed",
        "1 sent",
        "2 skipped campaignNotRunning",
      ]);
    });
  });

  describe("cards", () => {
    const ready = (key: PersonKey, isReady = true) =>
      world().scans.saveRegistrations([
        { key, registration: { isReady, at: LATE, source: "chat" }, methods: null },
      ]);

    /** Two people with a sent card, one of whom the bot has met. */
    async function sentCards() {
      const scenery = await scene(2);
      const [other, key] = scenery.people;
      if (!key || !other) throw new Error("There are two");
      await world().meet(turnOf(key));
      await world().queue.saveChat(other, "19:chat", NOON);
      const ids = idsOf(await claim(scenery.tenant));
      await begin(scenery.tenant, ids);
      return { ...scenery, key, other, ids };
    }

    it("are stale once their person is ready", async () => {
      const { tenant, key, other, ids } = await sentCards();
      await settle(
        tenant,
        ids.map((id) => [id, "sent"]),
      );
      const before = await world().queue.staleCards(tenant, 10);
      await ready(key);
      await ready(other, false);

      const after = await world().queue.staleCards(tenant, 10);

      assert.deepEqual(before, []);
      assert.deepEqual(after, [
        {
          deliveryId: first(ids),
          key,
          address: { kind: "reference", reference: aConversationReference() },
          activityId: `activity-${first(ids)}`,
          locale: "en-GB",
        },
      ]);
    });

    it("are stale once the report says so", async () => {
      const { tenant, other, ids } = await sentCards();
      await settle(
        tenant,
        ids.map((id) => [id, "sent"]),
      );

      await world().scans.saveReport(tenant, 2, [
        {
          userId: other.userId,
          methods: ["microsoftAuthenticatorPush"],
          registration: { isReady: true, at: LATE, source: "report" },
        },
      ]);

      const stale = await world().queue.staleCards(tenant, 10);
      assert.deepEqual(
        stale.map((card) => [card.key, card.address, card.locale]),
        [[other, { kind: "chat", chatId: "19:chat" }, null]],
      );
    });

    it("are stale at once when their person became ready while they were sent", async () => {
      const { tenant, key, ids } = await sentCards();
      await ready(key);

      await settle(
        tenant,
        ids.map((id) => [id, "sent"]),
      );

      const stale = await world().queue.staleCards(tenant, 10);
      assert.deepEqual(
        stale.map((card) => card.key),
        [key],
      );
    });

    it("are closed once, and not found again", async () => {
      const { tenant, key, other, ids } = await sentCards();
      await settle(
        tenant,
        ids.map((id) => [id, "sent"]),
      );
      await ready(key);
      await ready(other);
      const [one = ""] = idsOfCards(await world().queue.staleCards(tenant, 1));

      await world().queue.closeCards([one], NOON);
      await ready(key);
      await world().queue.closeCards([], NOON);

      const rest = idsOfCards(await world().queue.staleCards(tenant, 10));
      assert.deepEqual([one, ...rest].toSorted(), ids.toSorted());
      assert.equal(rest.length, 1);
    });

    it("are left alone of somebody who is not ready any more", async () => {
      const { tenant, key, ids } = await sentCards();
      await settle(
        tenant,
        ids.map((id) => [id, "sent"]),
      );
      await ready(key);

      await world().scans.saveRegistrations([
        {
          key,
          registration: { isReady: false, at: new Date(LATE.getTime() + 1), source: "recheck" },
          methods: null,
        },
      ]);

      assert.deepEqual(await world().queue.staleCards(tenant, 10), []);
    });

    it("that nobody can find again are none", async () => {
      const { tenant, key, ids } = await sentCards();
      const sent = { deliveryId: first(ids), at: NOON, state: "sent" as const, activityId: null };
      await world().queue.settle(tenant, "a", [sent]);

      await ready(key);

      assert.deepEqual(await world().queue.staleCards(tenant, 10), []);
    });

    const idsOfCards = (found: readonly { readonly deliveryId: string }[]) =>
      found.map(({ deliveryId }) => deliveryId);
  });

  it("counts nothing of a campaign without deliveries", async () => {
    const { campaignId, tenantId } = await running(world(), somebody().tenantId);

    assert.deepEqual(await world().counts.byOutcome(campaignId), []);
    assert.deepEqual(await world().counts.byDay(campaignId), []);
    assert.equal(await world().queue.nextDueAt(tenantId), null);
  });
}

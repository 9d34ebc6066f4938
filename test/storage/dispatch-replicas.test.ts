import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { z } from "zod/v4";
import type { TenantId } from "../../src/methods/ids.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { PostgresDeliveryQueue } from "../../src/storage/delivery-queue.ts";
import { createPostgresDatabase, postgresOptions, runOnServer } from "../contracts/databases.ts";
import {
  aTenant,
  NOON,
  peopleOf,
  type ReminderWorld,
  running,
  scanned,
  storedWorld,
} from "../contracts/reminder-world.ts";
import { startChild } from "./children/child.ts";

const LEASE_MS = 400;
const LONG_MS = 600_000;
const MANY = 120;
const printed = z.object({ sending: z.array(z.string()), claimed: z.array(z.string()) });

// Two replicas, each with connections of its own, or a process of its own.
describe("Two dispatchers on one PostgreSQL", function () {
  this.timeout(60_000);
  let url: string;
  let databases: readonly [Database, Database];
  let world: ReminderWorld;
  let queues: readonly [PostgresDeliveryQueue, PostgresDeliveryQueue];

  before(async () => {
    url = await createPostgresDatabase();
    databases = [
      await openDatabase(postgresOptions(url)),
      await openDatabase(postgresOptions(url)),
    ];
    world = storedWorld(databases[0]);
    queues = [new PostgresDeliveryQueue(databases[0]), new PostgresDeliveryQueue(databases[1])];
  });

  after(async () => {
    for (const database of databases) await database.close();
  });

  async function planned(count: number): Promise<{ tenant: TenantId; campaign: Campaign }> {
    const tenant = aTenant();
    const people = peopleOf(tenant, count);
    await scanned(world, people);
    const campaign = await running(world, tenant);
    const rows = people.map((key) => ({ key, ordinal: 1, dueAt: NOON }));
    await world.queue.plan(campaign.campaignId, rows, NOON);
    return { tenant, campaign };
  }

  async function statesOf({ campaignId }: Campaign): Promise<readonly string[]> {
    const counts = await world.counts.byOutcome(campaignId);
    return counts.map(({ state, why, count }) => `${count} ${state} ${why ?? ""}`.trim());
  }

  it("let one of fifty take the lease", async () => {
    const tenant = aTenant();

    const taken = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        queues[turn % 2 === 0 ? 0 : 1].takeLease(tenant, `h${turn}`, LONG_MS),
      ),
    );

    assert.equal(taken.filter(({ kind }) => kind === "taken").length, 1);
  });

  for (const act of ["claim", "begin to send"] as const) {
    it(`keep one that would ${act} waiting while the lease changes hands, and give it nothing`, async () => {
      const { tenant } = await planned(2);
      const [queue] = queues;
      await queue.takeLease(tenant, "a", LONG_MS);
      const [one] = await queue.claim(tenant, "a", new Date(), 1);
      const { promise: taken, resolve: hasTaken } = Promise.withResolvers<undefined>();
      const { promise: commit, resolve: mayCommit } = Promise.withResolvers<undefined>();
      const takeover = databases[1].transaction(async (transaction) => {
        await sql`update dispatch_leases set holder = 'b' where tenant_id = ${tenant}`.execute(
          transaction,
        );
        hasTaken(undefined);
        await commit;
      });
      await taken;
      const over = new AbortController();

      const acting = (
        act === "claim"
          ? queue.claim(tenant, "a", new Date(), 1)
          : queue.beginSending(tenant, "a", [one?.deliveryId ?? ""], NOON)
      ).finally(() => {
        over.abort();
      });
      while (!over.signal.aborted && !(await isSomebodyWaiting())) await setImmediate();
      const hasWaited = !over.signal.aborted;
      mayCommit(undefined);
      await takeover;

      assert.equal(hasWaited, true);
      assert.deepEqual(await acting, []);
    });
  }

  async function isSomebodyWaiting(): Promise<boolean> {
    const waiting = await runOnServer(
      `select pid from pg_stat_activity
       where wait_event_type = 'Lock' and datname = '${new URL(url).pathname.slice(1)}'`,
    );
    return waiting.length > 0;
  }

  it("let a frozen one that wakes after its lease send nothing more", async () => {
    const { tenant, campaign } = await planned(3);
    const frozen = startChild("dispatch.ts", url, tenant, `${LEASE_MS}`);
    const { sending, claimed } = printed.parse(JSON.parse(await frozen.nextLine()));
    frozen.freeze();
    const next = queues[0];
    while ((await next.takeLease(tenant, "next", LONG_MS)).kind === "held") await setImmediate();
    const recovered = await next.recover(tenant, "next", NOON);
    const again = (await next.claim(tenant, "next", new Date(), 10)).map((each) => each.deliveryId);
    const allowed = await next.beginSending(tenant, "next", again.slice(0, 1), NOON);
    const between = await statesOf(campaign);

    frozen.thaw();
    const late = await frozen.nextLine();
    await frozen.exited();

    assert.equal(sending.length, 1);
    assert.deepEqual(recovered, { returned: 2, unknown: 1 });
    assert.deepEqual(again.toSorted(), claimed.slice(1).toSorted());
    assert.deepEqual(allowed, again.slice(0, 1));
    assert.deepEqual(between, ["1 claimed", "1 sending", "1 unknown interrupted"]);
    assert.equal(late, "[]");
    // What it had sent before it froze turns out to be sent; of what was taken from it, it says nothing.
    assert.deepEqual(await statesOf(campaign), ["1 claimed", "1 sending", "1 sent"]);
  });

  it("send nothing twice while they take the lease from each other all the time", async () => {
    const { tenant, campaign } = await planned(MANY);
    const sends = new Map<string, number>();
    let isOver = false;

    /** Settles about half of what it sends; the rest it forgets, as a crash would. */
    async function dispatch(queue: PostgresDeliveryQueue, holder: string): Promise<void> {
      for (let turn = 0; !isOver; turn += 1) {
        // So short that it is often over in the middle of a turn.
        const { kind } = await queue.takeLease(tenant, holder, (turn % 4) * 5);
        if (kind === "taken") await queue.recover(tenant, holder, NOON);
        const claimed = await queue.claim(tenant, holder, new Date(), 7);
        const ids = claimed.map(({ deliveryId }) => deliveryId);
        const allowed = await queue.beginSending(tenant, holder, ids, NOON);
        for (const id of allowed) sends.set(id, (sends.get(id) ?? 0) + 1);
        await queue.settle(
          tenant,
          holder,
          allowed
            .filter((_, place) => (turn + place) % 2 === 0)
            .map((deliveryId) => ({ deliveryId, at: NOON, state: "sent", activityId: null })),
        );
        if (claimed.length > 0) continue;
        isOver ||= (await statesOf(campaign)).every((state) => /sent|unknown|sending/.test(state));
      }
    }
    await Promise.all([
      dispatch(queues[0], "a"),
      dispatch(queues[1], "b"),
      dispatch(queues[0], "c"),
      dispatch(queues[1], "d"),
    ]);
    await queues[0].takeLease(tenant, "last", LONG_MS);
    while ((await queues[0].takeLease(tenant, "last", LONG_MS)).kind === "held")
      await setImmediate();
    const { returned } = await queues[0].recover(tenant, "last", NOON);

    const counts = await world.counts.byOutcome(campaign.campaignId);
    assert.equal(returned, 0);
    assert.deepEqual([...new Set(sends.values())], [1]);
    assert.equal(sends.size, MANY);
    assert.deepEqual(
      counts.map(({ state }) => state),
      ["sent", "unknown"],
    );
    assert.equal(
      counts.reduce((sum, { count }) => sum + count, 0),
      MANY,
    );
  });
});

import assert from "node:assert/strict";
import {
  type ExportedDelivery,
  PostgresDeliveryExport,
} from "../../src/storage/delivery-export.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import {
  aTenant,
  LATE,
  NOON,
  peopleOf,
  type ReminderWorld,
  running,
  somebody,
  storedWorld,
} from "../contracts/reminder-world.ts";

const NEVER = new AbortController().signal;

forEachDatabase("The export of deliveries", (database) => {
  let world: ReminderWorld;
  let deliveries: PostgresDeliveryExport;
  before(() => {
    world = storedWorld(database());
    deliveries = new PostgresDeliveryExport(database());
  });

  it("reads each of a campaign's deliveries once, by person and ordinal, in batches", async () => {
    const people = peopleOf(aTenant(), 5);
    const { campaignId } = await running(world, people[0]?.tenantId ?? aTenant());
    const rows = people.flatMap((key) => [
      { key, ordinal: 10, dueAt: LATE },
      { key, ordinal: 2, dueAt: NOON },
    ]);
    await world.queue.plan(campaignId, rows, NOON);
    const elsewhere = await running(world, aTenant());
    const stranger = { ...somebody(), tenantId: elsewhere.tenantId };
    await world.queue.plan(
      elsewhere.campaignId,
      [{ key: stranger, ordinal: 1, dueAt: NOON }],
      NOON,
    );

    for (const [batchSize, sizes] of [
      [3, [3, 3, 3, 1]],
      [5, [5, 5]],
      [100, [10]],
    ] as const) {
      const batches: (readonly ExportedDelivery[])[] = [];
      for await (const batch of deliveries.batches(campaignId, batchSize, NEVER)) {
        batches.push(batch);
      }

      assert.deepEqual(
        batches.map((batch) => batch.length),
        sizes,
      );
      assert.deepEqual(
        batches.flat(),
        people.flatMap((key) =>
          [
            { ordinal: 2, dueAt: NOON },
            { ordinal: 10, dueAt: LATE },
          ].map((row) => ({
            key,
            campaignId,
            ...row,
            state: "pending",
            why: null,
            endedAt: null,
          })),
        ),
      );
    }
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    stop.abort(new Error("enough"));

    const batches = deliveries.batches("none", 10, stop.signal)[Symbol.asyncIterator]();

    await assert.rejects(async () => batches.next(), /enough/);
  });
});

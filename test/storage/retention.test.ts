import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { TenantId } from "../../src/methods/ids.ts";
import { PostgresBotStateStore } from "../../src/storage/bot-state-store.ts";
import { PostgresGuideStore } from "../../src/storage/guide-store.ts";
import { PostgresRemovalAudit } from "../../src/storage/removal-audit.ts";
import { Retention } from "../../src/storage/retention.ts";
import { retentionJob } from "../../src/storage/retention-job.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { aKnownPerson, aPersonKey } from "../contracts/person-builders.ts";
import {
  aTenant,
  peopleOf,
  type ReminderWorld,
  running,
  scanned,
  somebody,
  storedWorld,
} from "../contracts/reminder-world.ts";
import { anIntent, entriesOf } from "../contracts/removal-audit.contract.ts";

const DAY_MS = 86_400_000;
const LEAST_DAYS = 30;
const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

forEachDatabase("Retention", (database) => {
  let audit: PostgresRemovalAudit;
  let world: ReminderWorld;
  const run = (tenantId: TenantId, retentionDays = 400) =>
    new Retention(database()).run({
      tenantId,
      retentionDays,
      signal: new AbortController().signal,
    });
  const raw = (statement: string) => sql.raw(statement).execute(database().db);

  before(() => {
    audit = new PostgresRemovalAudit(database());
    world = storedWorld(database());
  });

  async function removal(key: PersonKey, requestedAt: Date, settledAt: Date | null) {
    const removalId = (await audit.intend(key, anIntent({ requestedAt }))) ?? assert.fail();
    if (settledAt !== null) await audit.settle(removalId, "removed", "r", settledAt);
    return removalId;
  }

  describe("of the record of removals", () => {
    const idsOf = async ({ userId }: PersonKey) =>
      (await entriesOf(audit, { userId })).map(({ removalId }) => removalId);

    it("deletes what was settled before its time, and keeps what is younger or open", async () => {
      const [key, other] = [aPersonKey(), aPersonKey()];
      await removal(key, daysAgo(402), daysAgo(401));
      const lateSettled = await removal(key, daysAgo(500), daysAgo(399));
      const young = await removal(key, daysAgo(399), daysAgo(399));
      const open = await removal(other, daysAgo(3_000), null);

      const { removals } = await run(key.tenantId);

      assert.equal(removals, 1);
      assert.deepEqual(await idsOf(key), [lateSettled, young]);
      assert.deepEqual(await idsOf(other), [open]);
    });

    it("never deletes what is younger than the period, whatever was written and asked for", async () => {
      const age = fc.integer({ min: 0, max: 100 * 24 });
      const written = fc.array(fc.record({ age, until: fc.nat(500), isSettled: fc.boolean() }), {
        maxLength: 6,
      });
      await fc.assert(
        fc.asyncProperty(written, fc.integer({ min: LEAST_DAYS, max: 90 }), async (rows, days) => {
          const key = aPersonKey();
          const kept: string[] = [];
          for (const { age: hours, until, isSettled } of rows) {
            const who = isSettled ? key : { ...aPersonKey(), tenantId: key.tenantId };
            // Half an hour off, so that no row is exactly as old as the period.
            const requestedHours = hours + 0.5;
            const settledHours = Math.max(0, requestedHours - until);
            const settled = isSettled ? daysAgo(settledHours / 24) : null;
            const removalId = await removal(who, daysAgo(requestedHours / 24), settled);
            if (isSettled && settledHours < days * 24) kept.push(removalId);
          }

          await run(key.tenantId, days);

          assert.deepEqual((await idsOf(key)).toSorted(), kept.toSorted());
        }),
        { numRuns: 25 },
      );
    });

    it("cannot be told to keep for less than thirty days", async () => {
      const key = aPersonKey();
      const removalId = await removal(key, daysAgo(29), daysAgo(29));

      for (const days of [29, 0, -1]) {
        await assert.rejects(run(key.tenantId, days), (error: Error) =>
          (error.cause as Error).message.includes("30 days at least"),
        );
      }
      assert.deepEqual(await idsOf(key), [removalId]);
    });

    for (const [what, setting] of [
      ["now", "now()"],
      ["the end of time", "timestamptz 'infinity'"],
    ] as const) {
      it(`is held by the database against whoever says ${what} in the function's place`, async () => {
        const key = aPersonKey();
        const removalId = await removal(key, daysAgo(29), daysAgo(29));
        for (const table of ["removal_outcomes", "removal_intents"]) {
          const forged = database().transaction(async (transaction) => {
            await sql
              .raw(`select set_config('pushready.expires_before', (${setting})::text, true)`)
              .execute(transaction);
            await sql
              .raw(`delete from ${table} where removal_id = '${removalId}'`)
              .execute(transaction);
          });

          await assert.rejects(forged, /younger than its retention is not deleted|foreign key/);
        }
        assert.deepEqual(await idsOf(key), [removalId]);
      });
    }

    it("leaves no way open behind it: the next statement is refused again", async () => {
      const key = aPersonKey();
      await removal(key, daysAgo(900), daysAgo(900));
      const afterwards = database().transaction(async (transaction) => {
        await sql`select delete_expired_removals(400, 10)`.execute(transaction);
        await sql`delete from removal_outcomes`.execute(transaction);
      });

      await assert.rejects(afterwards, /removal_outcomes is append-only: delete refused/);
    });

    it("still refuses updates and truncation while it deletes", async () => {
      for (const statement of [
        "update removal_intents set method_id = 'x'",
        "truncate removal_outcomes",
      ]) {
        const forged = database().transaction(async (transaction) => {
          await sql`select set_config('pushready.expires_before', now()::text, true)`.execute(
            transaction,
          );
          await sql.raw(statement).execute(transaction);
        });

        await assert.rejects(forged, /append-only: (?:update|truncate) refused/);
      }
    });
  });

  it("deletes the reminders and snoozes of campaigns that ended before their time", async () => {
    const [old, recent] = [somebody(), somebody()];
    for (const [key, days] of [
      [old, 401],
      [recent, 399],
    ] as const) {
      await scanned(world, [key]);
      const { campaignId } = await running(world, key.tenantId);
      await raw(`insert into deliveries (tenant_id, user_id, campaign_id, ordinal, state, due_at, planned_at)
        values ('${key.tenantId}', '${key.userId}', '${campaignId}', 1, 'pending', now(), now())`);
      await raw(`insert into snoozes values
        ('${key.tenantId}', '${key.userId}', '${campaignId}', now(), 1, now())`);
      await raw(`update campaigns set state = 'stopped', state_at = now() - interval '${days} days'
        where campaign_id = '${campaignId}'`);
    }

    const reports = [await run(old.tenantId), await run(recent.tenantId)];

    assert.deepEqual(
      reports.map(({ deliveries, snoozes }) => [deliveries, snoozes]),
      [
        [1, 1],
        [0, 0],
      ],
    );
  });

  it("deletes guides and conversations that nobody touched for ninety days", async () => {
    const guides = new PostgresGuideStore(database());
    const state = new PostgresBotStateStore(database());
    const people = [await aKnownPerson(database()), await aKnownPerson(database())] as const;
    const keys = people.map(() => `msteams/28:bot/conversations/${randomUUID()}`);
    for (const [index, days] of [91, 89].entries()) {
      const key = people[index] ?? assert.fail();
      await raw(`insert into guides values ('${key.tenantId}', '${key.userId}', 'g', '{}', null, 1,
        now() - interval '${days} days')`);
      await state.write({ [keys[index] ?? ""]: { step: 1 } });
      await raw(`update bot_state set updated_at = now() - interval '${days} days'
        where key = '${keys[index]}'`);
    }

    const report = await run(people[0].tenantId);

    assert.deepEqual([report.guides, report.conversations], [1, 1]);
    assert.deepEqual(Object.keys(await state.read(keys)), [keys[1]]);
    assert.equal(await guides.find(people[0]), null);
    assert.ok(
      (await raw(`select 1 from guides where user_id = '${people[1].userId}'`)).rows.length,
    );
  });

  describe("of people who are no longer in the directory", () => {
    /** The first scan saw `all`, a month and a day ago; later ones saw only `stayed`. */
    async function twoScans(all: readonly PersonKey[], stayed: readonly PersonKey[], days: number) {
      const tenant = all[0]?.tenantId ?? assert.fail();
      await scanned(world, all);
      await scanned(world, stayed);
      await scanned(world, stayed);
      const counts = JSON.stringify({});
      await raw(`insert into compliance_history values
        ('${tenant}', 1, now() - interval '60 days', '${counts}'),
        ('${tenant}', 2, now() - interval '${days} days', '${counts}'),
        ('${tenant}', 3, now(), '${counts}')`);
      await raw(`update scan_runs set completed_at = now() where tenant_id = '${tenant}'`);
      return tenant;
    }
    const known = async (tenant: TenantId) =>
      (
        await sql<{ id: string }>`
          select user_id as id from registrations where tenant_id = ${tenant} order by 1`.execute(
          database().db,
        )
      ).rows.map(({ id }) => id);

    it("forgets them a month after a scan missed them", async () => {
      const tenant = aTenant();
      const [gone, ...stayed] = peopleOf(tenant, 3);
      await twoScans([gone ?? assert.fail(), ...stayed], stayed, 31);

      assert.equal((await run(tenant)).people, 1);
      assert.deepEqual(
        await known(tenant),
        stayed.map(({ userId }) => userId),
      );
    });

    it("waits that month", async () => {
      const people = peopleOf(aTenant(), 3);
      const tenant = await twoScans(people, people.slice(1), 29);

      assert.equal((await run(tenant)).people, 0);
    });

    it("waits for a recent scan", async () => {
      const people = peopleOf(aTenant(), 3);
      const tenant = await twoScans(people, people.slice(1), 31);
      await raw(`update scan_runs set completed_at = now() - interval '8 days'
        where tenant_id = '${tenant}'`);

      assert.equal((await run(tenant)).people, 0);
    });

    it("forgets nobody when so many are missing that a scan must be wrong", async () => {
      const people = peopleOf(aTenant(), 100);
      const tenant = await twoScans(people, people.slice(51), 31);

      const { people: forgotten, tooManyGone } = await run(tenant);

      assert.deepEqual([forgotten, tooManyGone], [0, 51]);
      assert.equal((await known(tenant)).length, 100);
    });
  });

  it("runs as a job that tells what it did, and stops when it is told to", async () => {
    const { tenantId } = await aKnownPerson(database());
    const reports: unknown[] = [];
    const job = retentionJob({
      retention: new Retention(database()),
      order: { tenantId, retentionDays: 400 },
      onDone: (report) => reports.push(report),
    });

    await job.run(AbortSignal.abort());

    assert.deepEqual(reports, [
      {
        removals: 0,
        deliveries: 0,
        snoozes: 0,
        guides: 0,
        conversations: 0,
        people: 0,
        tooManyGone: 0,
      },
    ]);
  });
});

import assert from "node:assert/strict";
import { Kysely, PostgresDialect, sql } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";
import { methodId } from "../../src/methods/ids.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { PostgresFactsStore } from "../../src/storage/facts-store.ts";
import { MIGRATIONS } from "../../src/storage/migrations/all.ts";
import type { Schema } from "../../src/storage/schema.ts";
import { createPostgresDatabase, postgresOptions } from "../contracts/databases.ts";
import { aPersonKey } from "../contracts/person-builders.ts";

describe("The migration 0009-device-evidence", () => {
  it("takes a device that was confirmed before for one known by the person's word", async function () {
    this.timeout(60_000);
    const url = await createPostgresDatabase();
    const confirmed = aPersonKey();
    const unconfirmed = aPersonKey();
    const at = new Date("2026-03-02T12:00:00.000Z");
    await withSchemaOf("0008-fresh-sign-ins", url, async (db) => {
      for (const { tenantId, userId } of [confirmed, unconfirmed]) {
        await sql`insert into people (tenant_id, user_id) values (${tenantId}, ${userId})`.execute(
          db,
        );
      }
      await sql`
        insert into enrollment_facts (tenant_id, user_id, device_method_id, device_at, finished_at)
        values (${confirmed.tenantId}, ${confirmed.userId}, 'Pixel', ${at}, null),
               (${unconfirmed.tenantId}, ${unconfirmed.userId}, null, null, ${at})`.execute(db);
    });

    const database = await openDatabase(postgresOptions(url));
    const store = new PostgresFactsStore(database);
    const facts = [await store.find(confirmed), await store.find(unconfirmed)];
    await database.close();

    assert.deepEqual(
      facts.map(({ currentDevice, keptDevices }) => ({ currentDevice, keptDevices })),
      [
        {
          currentDevice: { methodId: methodId("Pixel"), evidence: "said", at },
          keptDevices: [],
        },
        { currentDevice: null, keptDevices: [] },
      ],
    );
  });
});

/** Works in a database that is as a version of the program left it whose newest migration was this one. */
async function withSchemaOf(
  migration: string,
  url: string,
  work: (db: Kysely<Schema>) => Promise<void>,
): Promise<void> {
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }),
  });
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    });
    const { error } = await migrator.migrateTo(migration);
    assert.equal(error, undefined);
    await work(db);
  } finally {
    await db.destroy();
  }
}

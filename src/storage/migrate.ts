import { type Kysely, sql } from "kysely";
import type { Engine } from "./engine.ts";
import { MIGRATIONS } from "./migrations/all.ts";
import type { Schema } from "./schema.ts";
import { StorageError } from "./storage-error.ts";

/**
 * Brings the schema up to date, or leaves it alone when it is. Replicas that start together wait for each other on
 * Kysely's advisory lock; each migration is applied once, all of them or none.
 * @throws StorageError `storage.schema-newer`, `storage.migration-failed`
 */
export async function migrate(engine: Engine, db: Kysely<Schema>): Promise<void> {
  if (await isCurrent(db)) return;
  try {
    await engine.withMigrationConnection(db, applyMissing);
  } catch (error) {
    throw explain(engine, error);
  }
}

/** @throws StorageError `storage.schema-newer`, `storage.schema-older` */
export async function requireCurrentSchema(db: Kysely<Schema>): Promise<void> {
  if (await isCurrent(db)) return;
  throw new StorageError(
    "storage.schema-older",
    "The database holds no data of this version of the program yet: start the service of this version once, which brings the database up to date, or use the version that the service has.",
  );
}

async function isCurrent(db: Kysely<Schema>): Promise<boolean> {
  const applied = await appliedMigrations(db);
  const unknown = applied.filter((name) => !(name in MIGRATIONS));
  if (unknown.length > 0) {
    throw new StorageError(
      "storage.schema-newer",
      `The database was changed by a newer version of this program (${unknown.join(", ")}): run that version, or restore the database from before the upgrade.`,
    );
  }
  return applied.length === Object.keys(MIGRATIONS).length;
}

/** One query in the usual start, and the Migrator is not even loaded. */
async function appliedMigrations(db: Kysely<Schema>): Promise<readonly string[]> {
  const known = await sql<{ found: boolean }>`
    select to_regclass('kysely_migration') is not null as found`.execute(db);
  if (known.rows[0]?.found !== true) return [];
  const applied = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return applied.rows.map((row) => row.name);
}

async function applyMissing(db: Kysely<Schema>): Promise<void> {
  const { Migrator } = await import("kysely/migration");
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  throw error instanceof Error ? error : new Error("The Migrator failed", { cause: error });
}

function explain(engine: Engine, error: unknown): StorageError {
  const explained = engine.explain(error, "bringing the tables up to date");
  if (explained.code !== "storage.query-failed") return explained;
  return new StorageError(
    "storage.migration-failed",
    "The tables could not be brought up to date, and nothing was changed: the cause says what is in the way. Use a database that nothing else keeps tables in.",
    { cause: error },
  );
}

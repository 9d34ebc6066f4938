import { type Kysely, sql } from "kysely";
import type { TenantId } from "../methods/ids.ts";
import type { Database } from "./database.ts";
import { MIGRATIONS } from "./migrations/all.ts";
import type { Schema } from "./schema.ts";

/** What a look at the database shows, whatever state it is in. */
export type DatabaseState = {
  readonly version: string;
  readonly now: Date;
  readonly isEncrypted: boolean;
  readonly fsync: boolean;
  readonly synchronousCommit: string;
  readonly missingMigrations: readonly string[];
  readonly unknownMigrations: readonly string[];
  /** Null where the job queue has made no tables yet. */
  readonly schedules: readonly { readonly name: string; readonly cron: string }[] | null;
};

export type ReminderState = {
  readonly scannedAt: Date | null;
  readonly dispatcher: "holds" | "none" | "expired";
  readonly isCampaignRunning: boolean;
};

/** Reads the server's settings and what is in it, and nothing about people. @throws StorageError */
export async function readDatabaseState(database: Database): Promise<DatabaseState> {
  return explained(database, async (db) => {
    const server = await readServer(db);
    const applied = await readNames(db);
    const known = Object.keys(MIGRATIONS);
    return {
      ...server,
      isEncrypted: await readEncryption(db),
      missingMigrations: known.filter((name) => !applied.includes(name)),
      unknownMigrations: applied.filter((name) => !known.includes(name)),
      schedules: await readSchedules(db),
    };
  });
}

/** Needs the tables of this version. @throws StorageError */
export async function readReminderState(
  database: Database,
  tenantId: TenantId,
): Promise<ReminderState> {
  return explained(database, async (db) => {
    const { rows } = await sql<{
      readonly scanned_at: Date | null;
      readonly holds: boolean | null;
      readonly runs: boolean;
    }>`
      select
        (select max(completed_at) from scan_runs where tenant_id = ${tenantId}) as scanned_at,
        (select leased_until > clock_timestamp() from dispatch_leases
         where tenant_id = ${tenantId}) as holds,
        exists (select from campaigns
         where tenant_id = ${tenantId} and state = 'running') as runs`.execute(db);
    const [row] = rows;
    const holds = row?.holds ?? null;
    return {
      scannedAt: row?.scanned_at ?? null,
      dispatcher: holds === null ? "none" : holds ? "holds" : "expired",
      isCampaignRunning: row?.runs === true,
    };
  });
}

async function readServer(db: Kysely<Schema>) {
  const { rows } = await sql<{
    readonly version: string;
    readonly now: Date;
    readonly fsync: string;
    readonly synchronous_commit: string;
  }>`
    select current_setting('server_version') as version, clock_timestamp() as now,
      current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as synchronous_commit`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("The database did not say what it is");
  return {
    version: row.version.split(" ", 1)[0] ?? "",
    now: row.now,
    fsync: row.fsync === "on",
    synchronousCommit: row.synchronous_commit,
  };
}

/** Of this very connection. A pooler in between answers for its own. */
async function readEncryption(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ readonly ssl: boolean | null }>`
    select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(db);
  return rows[0]?.ssl === true;
}

async function readNames(db: Kysely<Schema>): Promise<readonly string[]> {
  if (!(await isThere(db, "kysely_migration"))) return [];
  const { rows } = await sql<{ readonly name: string }>`
    select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

async function readSchedules(db: Kysely<Schema>): Promise<DatabaseState["schedules"]> {
  if (!(await isThere(db, "pgboss.schedule"))) return null;
  const { rows } = await sql<{ readonly name: string; readonly cron: string }>`
    select name, cron from pgboss.schedule order by name`.execute(db);
  return rows.map(({ name, cron }) => ({ name, cron }));
}

async function isThere(db: Kysely<Schema>, table: string): Promise<boolean> {
  const { rows } = await sql<{ readonly found: boolean }>`
    select to_regclass(${table}) is not null as found`.execute(db);
  return rows[0]?.found === true;
}

async function explained<Value>(
  database: Database,
  read: (db: Kysely<Schema>) => Promise<Value>,
): Promise<Value> {
  try {
    return await read(database.db);
  } catch (error) {
    throw database.explain(error, "looking at the database");
  }
}

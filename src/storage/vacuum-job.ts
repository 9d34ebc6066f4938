import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { JobDefinition } from "./job-definition.ts";

/** At night by UTC; what of it is night elsewhere matters little, it takes seconds. */
const DAILY = { cron: "30 3 * * *", timeZone: "Etc/UTC" };

/**
 * A PostgreSQL server looks after its tables by itself (autovacuum). The embedded one has no process for that, and a scan
 * writes every row: without this the files would grow with each scan. None for a server.
 */
export function vacuumJobs(database: Database): readonly JobDefinition[] {
  if (database.kind === "postgres") return [];
  const run = async (): Promise<void> => {
    await sql`vacuum (analyze)`.execute(database.db);
  };
  return [{ name: "vacuum", schedule: DAILY, run }];
}

import type { Database } from "./database.ts";

/**
 * Whether the tables of the job queue are there and answer. They are pg-boss's own, in its own schema; at the very first
 * start they come a moment after the service listens.
 */
export async function isQueueReachable(database: Database): Promise<boolean> {
  const { db } = await database.jobStore();
  try {
    await db.executeSql("select version from pgboss.version limit 1");
    return true;
  } catch {
    return false;
  }
}

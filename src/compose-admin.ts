import { AdminError } from "./admin/admin-error.ts";
import type { StorageConfig } from "./config/config.ts";
import type { RemovalAudit } from "./enrollment/removal-audit.ts";
import { type Database, openExistingDatabase } from "./storage/database.ts";
import { PostgresRemovalAudit } from "./storage/removal-audit.ts";
import { StorageError } from "./storage/storage-error.ts";

/** Opens the service's database for as long as the work takes, and changes nothing about it. */
export async function withRemovalAudit<Result>(
  storage: StorageConfig,
  work: (audit: RemovalAudit) => Promise<Result>,
): Promise<Result> {
  const database = await open(storage);
  try {
    return await work(new PostgresRemovalAudit(database));
  } finally {
    await database.close();
  }
}

async function open(storage: StorageConfig): Promise<Database> {
  if (storage.kind === "postgres") {
    return openExistingDatabase({
      kind: "postgres",
      url: storage.url.reveal(),
      // The statement that needed the connection fails by itself, and that is told.
      onConnectionLost: () => undefined,
    });
  }
  try {
    return await openExistingDatabase(storage);
  } catch (cause) {
    if (!(cause instanceof StorageError) || cause.code !== "storage.folder-in-use") throw cause;
    throw new AdminError(
      "admin.database-in-use",
      `The service is running on the files in ${storage.folder}, and only one process can open them: stop the service, run this again, and start the service. On a PostgreSQL server (DATABASE_URL) both work at the same time.`,
    );
  }
}

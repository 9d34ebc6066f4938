/** Takes the lock of a person's devices and keeps it until killed. */
import { tenantId, userId } from "../../../src/methods/ids.ts";
import { openDatabase } from "../../../src/storage/database.ts";
import { PostgresRemovalLock } from "../../../src/storage/removal-lock.ts";

const [url = "", tenant = "", user = ""] = process.argv.slice(2);
const database = await openDatabase({
  kind: "postgres",
  url,
  onConnectionLost: (error) => {
    throw error;
  },
});
const key = { tenantId: tenantId(tenant), userId: userId(user) };
await new PostgresRemovalLock(database).run(key, () => {
  console.log("held");
  return new Promise((resolve) => setTimeout(resolve, 600_000));
});

/** Claims one person's welcome 25 times at once and prints how many claims succeeded. */
import { tenantId, userId } from "../../../src/methods/ids.ts";
import { openDatabase } from "../../../src/storage/database.ts";
import { PostgresPersonStore } from "../../../src/storage/person-store.ts";

const [url = "", tenant = "", user = ""] = process.argv.slice(2);
const database = await openDatabase({
  kind: "postgres",
  url,
  onConnectionLost: (error) => {
    throw error;
  },
});
const store = new PostgresPersonStore(database);
const key = { tenantId: tenantId(tenant), userId: userId(user) };
const claims = await Promise.all(
  Array.from({ length: 25 }, () => store.claimWelcome(key, new Date())),
);
console.log(claims.filter(Boolean).length);
await database.close();

/** Opens the folder and claims one exchange after the other, printing each once it is acknowledged, until killed. */
import { openDatabase } from "../../../src/storage/database.ts";
import { PostgresSignInExchangeStore } from "../../../src/storage/sign-in-exchange-store.ts";

const [folder = "", prefix = ""] = process.argv.slice(2);
const database = await openDatabase({ kind: "embedded", folder });
const store = new PostgresSignInExchangeStore(database);
for (let count = 0; ; count += 1) {
  const exchangeId = `${prefix}-${count}`;
  await store.claim(exchangeId, new Date());
  process.stdout.write(`${exchangeId}\n`);
}

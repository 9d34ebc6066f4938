/**
 * A dispatcher that is about to be frozen: claims what is due of a tenant, begins to send one of it, prints both, and goes
 * on when it is woken: prints what it may begin to send now, and settles the one as sent.
 */
import { once } from "node:events";
import { tenantId } from "../../../src/methods/ids.ts";
import { openDatabase } from "../../../src/storage/database.ts";
import { PostgresDeliveryQueue } from "../../../src/storage/delivery-queue.ts";

const [url = "", tenant = "", leaseMs = ""] = process.argv.slice(2);
const database = await openDatabase({
  kind: "postgres",
  url,
  onConnectionLost: (error) => {
    throw error;
  },
});
const queue = new PostgresDeliveryQueue(database);
const of = tenantId(tenant);
const woken = once(process, "SIGCONT");

await queue.takeLease(of, "frozen", Number(leaseMs));
const claimed = await queue.claim(of, "frozen", new Date(), 100);
const [first = "", ...rest] = claimed.map(({ deliveryId }) => deliveryId);
const sending = await queue.beginSending(of, "frozen", [first], new Date());
console.log(JSON.stringify({ sending, claimed: [first, ...rest] }));

// A listener for a signal does not keep a process alive.
const alive = setInterval(() => undefined, 60_000);
await woken;
clearInterval(alive);
const allowed = await queue.beginSending(of, "frozen", rest, new Date());
await queue.settle(of, "frozen", [
  { deliveryId: first, at: new Date(), state: "sent", activityId: "late" },
  ...rest.map(
    (deliveryId) => ({ deliveryId, at: new Date(), state: "failed", why: "late" }) as const,
  ),
]);
console.log(JSON.stringify(allowed));
await database.close();

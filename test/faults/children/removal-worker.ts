/** One replica that does as told with one person's devices, one act after the other, and prints what came of each. */
import { delegatedToken } from "../../../src/enrollment/delegated-token.ts";
import type { PersonKey } from "../../../src/enrollment/person.ts";
import type { RemovalAudit } from "../../../src/enrollment/removal-audit.ts";
import type { DeviceRemover } from "../../../src/enrollment/remove.ts";
import { createRemoveDevices } from "../../../src/enrollment/remove-devices.ts";
import { createSettleOpenRemovals } from "../../../src/enrollment/settle-removals.ts";
import { createGraphClient } from "../../../src/graph/client.ts";
import { GraphMethodsReader } from "../../../src/graph/me-methods-reader.ts";
import { GraphDeviceRemover } from "../../../src/graph/remove-device.ts";
import { methodId, tenantId, userId } from "../../../src/methods/ids.ts";
import { DEFAULT_POLICY } from "../../../src/methods/policy.ts";
import { openDatabase } from "../../../src/storage/database.ts";
import { PostgresFactsStore } from "../../../src/storage/facts-store.ts";
import { PostgresPersonStore } from "../../../src/storage/person-store.ts";
import { PostgresRemovalAudit } from "../../../src/storage/removal-audit.ts";
import { PostgresRemovalLock } from "../../../src/storage/removal-lock.ts";
import type { Act, Fate, Step, Trail, WorkerOrder } from "../removal-acts.ts";

// The test that starts this wrote it.
const order = JSON.parse(process.argv[2] ?? "") as WorkerOrder;
const { place, kind } = order.database;
const database = await openDatabase(
  kind === "postgres"
    ? { kind, url: place, onConnectionLost: () => undefined }
    : { kind, folder: place },
);
const key: PersonKey = { tenantId: tenantId(order.tenantId), userId: userId(order.userId) };
const client = createGraphClient({ url: order.graphUrl, version: "v1.0" });
const facts = new PostgresFactsStore(database);
const audit = new PostgresRemovalAudit(database);
let laterMs = 0;
const parts = {
  reader: new GraphMethodsReader(client),
  audit: fatefulAudit(audit),
  lock: new PostgresRemovalLock(database),
  clock: { now: () => new Date(Date.now() + laterMs) },
  onTrouble: (error: unknown) => {
    throw error;
  },
};
const removeDevices = createRemoveDevices({
  ...parts,
  remover: fatefulRemover(new GraphDeviceRemover(client)),
  facts,
  policy: DEFAULT_POLICY,
  minimum: "signedIn",
  proofMaxAgeMs: 60 * 60_000,
});
const settleOpenRemovals = createSettleOpenRemovals({
  ...parts,
  tokens: { find: () => Promise.resolve(delegatedToken(order.readingToken)) },
});

for (const act of order.acts) process.stdout.write(`${JSON.stringify(await perform(act))}\n`);
await database.close();

async function perform(act: Act): Promise<unknown> {
  laterMs = "laterMs" in act ? (act.laterMs ?? 0) : 0;
  switch (act.do) {
    case "prove": {
      const device = methodId(act.device);
      const at = new Date();
      await new PostgresPersonStore(database).claimWelcome(key, at);
      await facts.confirmDevice(key, device, "appeared", at);
      await facts.saveProof(key, { methodId: device, strength: "signedIn", at });
      return "proved";
    }
    case "remove": {
      const report = await removeDevices(key, {
        targets: act.targets.map(methodId),
        readingToken: delegatedToken(order.readingToken),
        actingToken: delegatedToken(order.actingToken),
      });
      return report.kind === "finished"
        ? report.outcomes.map(({ outcome }) => outcome.kind)
        : report.kind;
    }
    case "settle":
      return settleOpenRemovals(new AbortController().signal);
    case "readAudit": {
      const trail: Trail[] = [];
      for await (const entry of audit.read({})) {
        trail.push({ methodId: entry.methodId, outcome: entry.settled?.outcome ?? "open" });
      }
      return trail;
    }
  }
}

function fatefulAudit(real: PostgresRemovalAudit): RemovalAudit {
  const met = fate();
  return {
    intend: async (...asked) => {
      await met("beforeIntent");
      const removalId = await real.intend(...asked);
      await met("afterIntent");
      return removalId;
    },
    settle: async (...asked) => {
      await met("beforeOutcome");
      const isSettled = await real.settle(...asked);
      await met("afterOutcome");
      return isSettled;
    },
    findOpen: (...asked) => real.findOpen(...asked),
    listOpen: (...asked) => real.listOpen(...asked),
    listRemoved: (...asked) => real.listRemoved(...asked),
    read: (...asked) => real.read(...asked),
  };
}

function fatefulRemover(real: DeviceRemover): DeviceRemover {
  const met = fate();
  return {
    remove: async (...asked) => {
      const removal = await real.remove(...asked);
      await met("afterDelete");
      return removal;
    },
  };
}

/** Ends or stops this very process when its fated step comes the fated time. */
function fate(): (step: Step) => Promise<void> {
  const fated: Fate | null = order.fate;
  let times = 0;
  return async (step) => {
    if (fated?.step !== step) return;
    times += 1;
    if (times !== fated.removal) return;
    process.stdout.write(`"${step}"\n`);
    process.kill(process.pid, fated.signal);
    // A killed process does not get this far; a stopped one goes on from here.
    if (fated.signal === "SIGKILL") await new Promise(() => undefined);
  };
}

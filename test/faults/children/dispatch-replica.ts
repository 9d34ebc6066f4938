/** One replica: the dispatcher as the service composes it, on PostgreSQL and Teams' connector, in a faster time. */
import { setTimeout as timer } from "node:timers/promises";
import { PushReadyAdapter } from "../../../src/bot/adapter.ts";
import { TeamsMessenger } from "../../../src/bot/messenger.ts";
import type { CardPayload } from "../../../src/cards/card.ts";
import { Secret } from "../../../src/config/secret.ts";
import { type TenantId, tenantId } from "../../../src/methods/ids.ts";
import { DEFAULT_POLICY } from "../../../src/methods/policy.ts";
import { Dispatcher } from "../../../src/reminders/dispatcher.ts";
import { type Database, openDatabase } from "../../../src/storage/database.ts";
import { PostgresDeliveryQueue } from "../../../src/storage/delivery-queue.ts";
import { PostgresScanStore } from "../../../src/storage/scan-store.ts";
import { StorageError } from "../../../src/storage/storage-error.ts";
import { createLogger } from "../../../src/telemetry/logger.ts";
import type { ReplicaCommand, ReplicaNews, ReplicaOrder } from "../dispatch-orders.ts";

// The test that starts this wrote it.
const order = JSON.parse(process.argv[2] ?? "") as ReplicaOrder;
const { timesFaster, sinceMs } = order;
const tenant = tenantId(order.tenantId);
const now = (): Date => new Date(sinceMs + (Date.now() - sinceMs) * timesFaster);

/** The lease is on the database's clock, which goes as ever. */
class FasterQueue extends PostgresDeliveryQueue {
  override async takeLease(of: TenantId, holder: string, leaseMs: number) {
    const lease = await super.takeLease(of, holder, leaseMs / timesFaster);
    return lease.kind === "taken" ? { ...lease, pausedMs: lease.pausedMs * timesFaster } : lease;
  }
  override extendLease(of: TenantId, holder: string, leaseMs: number): Promise<boolean> {
    return super.extendLease(of, holder, leaseMs / timesFaster);
  }
  override pause(of: TenantId, holder: string, pauseMs: number): Promise<void> {
    return super.pause(of, holder, pauseMs / timesFaster);
  }
}

/** As often as whoever runs the service would start it again while the database is away. */
const MOST_STARTS = 200;
const database = await open();

async function open(): Promise<Database> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await openDatabase({
        kind: "postgres",
        url: order.databaseUrl,
        // The dispatcher says so itself when a statement fails.
        onConnectionLost: () => undefined,
      });
    } catch (error) {
      if (!(error instanceof StorageError) || starts === MOST_STARTS) throw error;
      await timer(100);
    }
  }
}

const tokenUrl = `${order.teamsUrl}/token`;
const adapter = new PushReadyAdapter(
  {
    appId: order.appId,
    tenantId: tenant,
    credentials: {
      kind: "sandbox",
      tokenUrl,
      audience: order.teamsUrl,
      secret: new Secret("bot-secret"),
    },
    channel: {
      loginUrl: tokenUrl,
      scope: order.teamsUrl,
      issuer: order.teamsUrl,
      tokenServiceUrl: order.teamsUrl,
      openIdMetadataUrl: order.teamsUrl,
    },
    serviceUrlHosts: [new URL(order.teamsUrl).host],
  },
  { log: createLogger("silent"), newReference: () => "REFE-RENC" },
);
const CARD: CardPayload = { type: "AdaptiveCard", version: "1.5", body: [] };
const notAsked = (): never => {
  throw new Error("Nobody is asked about in this test");
};
const dispatcher = new Dispatcher({
  queue: new FasterQueue(database),
  messenger: new TeamsMessenger({
    adapter,
    appId: order.appId,
    serviceUrlHosts: [new URL(order.teamsUrl).host],
    // Names the replica to whoever receives.
    defaultServiceUrl: `${order.teamsUrl}/${order.name}/`,
    clock: { now },
    remind: () => ({ card: CARD, summary: "Set up push" }),
    done: notAsked,
  }),
  people: { recheck: notAsked, mailboxTimeZones: notAsked },
  installer: { install: notAsked, findChat: notAsked },
  scans: new PostgresScanStore(database),
  policy: DEFAULT_POLICY,
  settings: {
    everyDays: 7,
    closeDays: 7,
    closeEveryDays: 2,
    sendFromMinute: 0,
    sendUntilMinute: 1440,
    workingDays: [1, 2, 3, 4, 5, 6, 7],
    defaultTimeZone: "Etc/UTC",
    snoozeLimit: 3,
    mayOptOut: false,
    onCannot: { noSmartphone: "stop", lostPhone: "pause", other: "pause" },
    pauseDays: 14,
    mayInstall: false,
  },
  ratePerSecond: order.ratePerSecond,
  recheck: false,
  mailboxZones: false,
  tenantId: tenant,
  holder: order.name,
  now,
  nowMs: () => performance.now() * timesFaster,
  sleep: (ms, signal) =>
    timer(ms / timesFaster, undefined, { signal }).then(
      () => undefined,
      () => undefined,
    ),
  random: () => Math.random(),
  onNews: ({ kind }) => {
    if (kind !== "forbidden" && kind !== "noSuchApp") tell(kind);
  },
});

function tell(news: ReplicaNews): void {
  if (process.connected) process.send?.(news);
}

process.on("message", (command: ReplicaCommand) => {
  switch (command) {
    case "start":
      dispatcher.start();
      break;
    case "stop":
      void dispatcher
        .stop()
        .then(() => database.close())
        .then(() => {
          process.disconnect();
        });
  }
});
// Nothing is left running when the test is gone without a word.
process.on("disconnect", () => {
  process.exit();
});
tell("loaded");

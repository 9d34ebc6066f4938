import { randomUUID } from "node:crypto";
import { PushReadyAdapter } from "../../src/bot/adapter.ts";
import { TeamsMessenger } from "../../src/bot/messenger.ts";
import { machineTime } from "../../src/compose-scan.ts";
import { ReminderMessages } from "../../src/dialogs/reminder-messages.ts";
import { Dispatcher } from "../../src/reminders/dispatcher.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { PostgresDeliveryQueue } from "../../src/storage/delivery-queue.ts";
import { PostgresScanStore } from "../../src/storage/scan-store.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { atAnyHour, benchConfig } from "../bench-config.ts";

/** One replica: the dispatcher as the service composes it, without Graph, and with nothing else in the process. */
const databaseUrl = process.env["DATABASE_URL"] ?? "";
const url = process.env["SANDBOX_URL"] ?? "";
const { bot, organisation, policy, reminders } = benchConfig(url, databaseUrl);
const settings = atAnyHour(reminders);
const clock = { now: () => new Date() };
const fail = (error: unknown): void => {
  console.error(error);
  process.exit(1);
};
const notAsked = (): never => {
  throw new Error("Graph is not asked here");
};

const database = await openDatabase({
  kind: "postgres",
  url: databaseUrl,
  onConnectionLost: fail,
});
const messages = new ReminderMessages({ settings, links: organisation, clock });
let leads = false;
const dispatcher = new Dispatcher({
  ...machineTime,
  queue: new PostgresDeliveryQueue(database),
  messenger: new TeamsMessenger({
    adapter: new PushReadyAdapter(bot, {
      log: createLogger("warn"),
      newReference: () => "BENC-HREF",
    }),
    appId: bot.appId,
    serviceUrlHosts: bot.serviceUrlHosts,
    defaultServiceUrl: `${url}/ours`,
    clock,
    remind: (reminder) => messages.remind(reminder),
    done: (locale) => messages.done(locale),
  }),
  people: { recheck: notAsked, mailboxTimeZones: notAsked },
  installer: { install: notAsked, findChat: notAsked },
  scans: new PostgresScanStore(database),
  policy,
  settings,
  ratePerSecond: reminders.ratePerSecond,
  recheck: false,
  mailboxZones: false,
  tenantId: bot.tenantId,
  holder: randomUUID(),
  now: () => clock.now(),
  onNews: (news) => {
    if (news.kind === "leads") leads = true;
    if (news.kind === "trouble") fail(news.error);
  },
});

process.on("message", (message) => {
  switch (message) {
    case "start":
      dispatcher.start();
      break;
    case "leads":
      process.send?.({ leads });
      break;
    case "stop":
      dispatcher.stop().then(() => process.send?.({ stopped: true }), fail);
      break;
  }
});
process.send?.({ ready: "dispatcher" });

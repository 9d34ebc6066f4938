import { setTimeout as sleep } from "node:timers/promises";
import { type Activity, CardFactory, MessageFactory } from "botbuilder";
import { ReminderMessages } from "../../src/dialogs/reminder-messages.ts";
import { userId } from "../../src/methods/ids.ts";
import { bareAdapter } from "../bare-adapter.ts";
import { atAnyHour, benchConfig } from "../bench-config.ts";

/**
 * The baseline: the same card, made once, by a plain CloudAdapter's `continueConversationAsync`, at the same rate and in
 * the same bursts. No database, no rules, nothing noted down.
 */
const url = process.env["SANDBOX_URL"] ?? "";
const ratePerSecond = Number(process.env["RATE"]);
const burst = Number(process.env["BURST"]);
const { bot, organisation, reminders } = benchConfig(url, process.env["DATABASE_URL"] ?? "");
const adapter = bareAdapter(url, bot.appId);
const message = cardMessage();
const latenciesMs: number[] = [];
let isRunning = true;

function cardMessage(): Partial<Activity> {
  const now = new Date();
  const settings = atAnyHour(reminders);
  const key = { tenantId: bot.tenantId, userId: userId("00000000-0000-4000-8000-000000000000") };
  const { card, summary } = new ReminderMessages({
    settings,
    links: organisation,
    clock: { now: () => now },
  }).remind({
    key,
    address: { kind: "chat", chatId: "a:bench" },
    ordinal: 1,
    campaign: {
      campaignId: "bench",
      tenantId: bot.tenantId,
      startsAt: now,
      deadline: new Date(now.getTime() + 30 * 24 * 60 * 60_000),
      state: "running",
    },
    candidate: {
      key,
      isInDirectory: true,
      isGuest: false,
      isEnabled: true,
      isExcluded: false,
      registration: { isReady: false, at: now, source: "report" },
      exemption: null,
      optedOutAt: null,
      snooze: null,
      cannot: null,
      reachability: "reachable",
      reachabilityAt: now,
      teamsTimeZone: "Europe/Berlin",
      mailboxTimeZone: null,
      locale: "en-US",
      reminders: { count: 0, lastAt: null },
    },
  });
  return { ...MessageFactory.attachment(CardFactory.adaptiveCard(card)), summary };
}

async function send(number: number): Promise<void> {
  const startedMs = performance.now();
  await adapter.continueConversationAsync(
    bot.appId,
    {
      channelId: "msteams",
      serviceUrl: `${url}/bare/`,
      conversation: {
        id: `a:${number}`,
        conversationType: "personal",
        tenantId: bot.tenantId,
        isGroup: false,
        name: "",
      },
      user: { id: `29:${number}`, name: "" },
      bot: { id: `28:${bot.appId}`, name: "" },
    },
    async (context) => {
      await context.sendActivity(message);
    },
  );
  latenciesMs.push(performance.now() - startedMs);
}

async function run(): Promise<void> {
  const startedMs = performance.now();
  const underWay = new Set<Promise<void>>();
  for (let sent = 0; isRunning; ) {
    await sleep(Math.max(0, startedMs + (sent / ratePerSecond) * 1_000 - performance.now()));
    for (let next = 0; next < burst; next += 1) {
      const sending = send(sent).finally(() => underWay.delete(sending));
      underWay.add(sending);
      sent += 1;
    }
  }
  await Promise.all(underWay);
}

let running: Promise<void> = Promise.resolve();
process.on("message", (order) => {
  switch (order) {
    case "start":
      running = run();
      running.catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
      break;
    case "stop":
      isRunning = false;
      void running.then(() => process.send?.({ stopped: true, latenciesMs }));
      break;
  }
});
// The probe lets go of it, and nothing else keeps the process until it starts.
process.channel?.ref();
process.send?.({ ready: "bare" });

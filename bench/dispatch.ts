import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod/v4";
import { openDatabase } from "../src/storage/database.ts";
import { benchConfig } from "./bench-config.ts";
import { Child } from "./child.ts";
import { seedChats, seedDeliveries, seedPeople, settleTables } from "./seed.ts";
import type { Stage } from "./stage.ts";
import { type Line, median, percentile } from "./statistics.ts";

const WARM_UP_MS = 15_000;
/** Together the minute over which throughput is measured; each is a round of CPU. */
const ROUNDS = 5;
const ROUND_MS = 12_000;
/** So many people are due, so that there is always somebody. */
const DUE_FOR_MS = 100_000;
/** At once, as the dispatcher's own bucket lets them go at the default rate. */
const BURST = 8;
const A_MILLION = 1_000_000;

const file = (name: string): string => new URL(`processes/${name}.ts`, import.meta.url).pathname;

const READY = z.object({ ready: z.string() });
const LEADS = z.object({ leads: z.boolean() });
const STOPPED = z.object({
  stopped: z.literal(true),
  latenciesMs: z.array(z.number()).default([]),
});
const TAKEN = z.object({
  atMs: z.array(z.number()),
  duplicates: z.number(),
  firstBytes: z.number(),
});
const REPORT = z.object({ ours: TAKEN, bare: TAKEN });
type Report = z.infer<typeof REPORT>;

/** Where everybody was at one moment: CPU since their start in µs, and messages taken. */
type Look = {
  readonly atMs: number;
  readonly cpuUs: readonly number[];
  readonly ours: number;
  readonly bare: number;
};

/**
 * Two replicas that send reminders to Teams' stand-in at the configured rate, and beside them, at the same time and rate,
 * a bare sender of the same card: whatever slows the machine slows both.
 */
export function benchDispatch(stage: Stage): Promise<readonly Line[]> {
  return stage.withDatabase(async (databaseUrl) => {
    const connector = new Child("connector", file("connector"), {});
    const { ready: url } = await connector.ask(null, (reply) => READY.safeParse(reply).data);
    const { ratePerSecond } = benchConfig(url, databaseUrl).reminders;
    await seed(url, databaseUrl, Math.ceil((ratePerSecond * DUE_FOR_MS) / 1_000));
    const env = { SANDBOX_URL: url, DATABASE_URL: databaseUrl };
    const replicas = ["first", "second"].map(
      (name) => new Child(name, file("dispatcher"), { isMeasured: true, env }),
    );
    const bare = new Child("bare", file("bare-sender"), {
      isMeasured: true,
      env: { ...env, RATE: `${ratePerSecond}`, BURST: `${BURST}` },
    });
    const senders = [...replicas, bare];
    try {
      await Promise.all(senders.map((child) => child.ask(null, (r) => READY.safeParse(r).data)));
      for (const child of senders) child.tell("start");
      await sleep(WARM_UP_MS);
      const looks = [await look(connector, senders)];
      for (let round = 0; round < ROUNDS; round += 1) {
        await sleep(ROUND_MS);
        looks.push(await look(connector, senders));
      }
      const leading = await Promise.all(
        replicas.map(async (child) => child.ask("leads", (r) => LEADS.safeParse(r).data?.leads)),
      );
      const stopped = await Promise.all(
        senders.map((child) => child.ask("stop", (reply) => STOPPED.safeParse(reply).data)),
      );
      const report = await reportOf(connector);
      const states = await endStates(databaseUrl);
      const latenciesMs = stopped.at(-1)?.latenciesMs ?? [];
      if (leading.filter(Boolean).length !== 1) throw new Error("Not one replica led all the time");
      const leader = leading.indexOf(true);
      return [
        throughputLine(ratePerSecond, looks, report, states),
        cpuLine(looks, leader, report, latenciesMs),
        projectionLine(ratePerSecond, looks, report),
      ];
    } finally {
      await Promise.all([...senders, connector].map((child) => child.stop()));
    }
  });
}

async function seed(url: string, databaseUrl: string, people: number): Promise<void> {
  const { bot } = benchConfig(url, databaseUrl);
  const database = await open(databaseUrl);
  try {
    const campaign = await seedPeople(database, bot.tenantId, people);
    await seedChats(database, bot.tenantId, { serviceUrl: `${url}/ours/`, appId: bot.appId });
    await seedDeliveries(database, campaign);
    await settleTables(database);
  } finally {
    await database.close();
  }
}

const open = (url: string) =>
  openDatabase({
    kind: "postgres",
    url,
    onConnectionLost: (error) => {
      throw error;
    },
  });

async function endStates(databaseUrl: string): Promise<ReadonlyMap<string, number>> {
  const database = await open(databaseUrl);
  try {
    const rows = await database.db
      .selectFrom("deliveries")
      .select(["state", database.db.fn.countAll<string>().as("count")])
      .groupBy("state")
      .execute();
    return new Map(rows.map(({ state, count }) => [state, Number(count)]));
  } finally {
    await database.close();
  }
}

const reportOf = (connector: Child): Promise<Report> =>
  connector.ask("report", (reply) => REPORT.safeParse(reply).data);

async function look(connector: Child, senders: readonly Child[]): Promise<Look> {
  const [report, ...usages] = await Promise.all([
    reportOf(connector),
    ...senders.map((child) => child.usage()),
  ]);
  return {
    atMs: Date.now(),
    cpuUs: usages.map(({ cpu }) => cpu.user + cpu.system),
    ours: report.ours.atMs.length,
    bare: report.bare.atMs.length,
  };
}

/** Messages that arrived in the minute, per second. */
function measuredRate(looks: readonly Look[], { ours }: Report): number {
  const [from, until] = ends(looks);
  const arrived = ours.atMs.filter((at) => at >= from.atMs && at < until.atMs).length;
  return (arrived * 1_000) / (until.atMs - from.atMs);
}

function ends(looks: readonly Look[]): readonly [Look, Look] {
  const from = looks[0];
  const until = looks.at(-1);
  if (from === undefined || until === undefined) throw new Error("Nothing was looked at");
  return [from, until];
}

function throughputLine(
  ratePerSecond: number,
  looks: readonly Look[],
  report: Report,
  states: ReadonlyMap<string, number>,
): Line {
  const rate = measuredRate(looks, report);
  const rounds = pairs(looks).map(
    ([before, after]) => ((after.ours - before.ours) * 1_000) / (after.atMs - before.atMs),
  );
  const [from, until] = ends(looks);
  const taken = report.ours.atMs.length;
  const sent = states.get("sent") ?? 0;
  const unknown = states.get("unknown") ?? 0;
  return {
    what: "Reminders per second over a minute, two replicas",
    baseline: `the configured rate, ${ratePerSecond}/s`,
    n: until.ours - from.ours,
    ratio: rate / ratePerSecond,
    ratioRange: [Math.min(...rounds) / ratePerSecond, Math.max(...rounds) / ratePerSecond],
    detail: `${rate.toFixed(2)}/s, at most ${most(report.ours.atMs, 1_000)} in any second; ${report.ours.duplicates} duplicates among ${taken} at the receiver, ${sent} noted as sent, ${unknown} unknown`,
  };
}

function cpuLine(
  looks: readonly Look[],
  leader: number,
  report: Report,
  latenciesMs: readonly number[],
): Line {
  const rounds = pairs(looks).map(([before, after]) => {
    const cpu = (sender: number): number =>
      ((after.cpuUs[sender] ?? 0) - (before.cpuUs[sender] ?? 0)) / 1_000;
    const sent = after.ours - before.ours;
    return {
      ours: cpu(leader) / sent,
      standby: cpu(1 - leader) / sent,
      bare: cpu(BARE) / (after.bare - before.bare),
    };
  });
  const ratios = rounds.map(({ ours, bare }) => ours / bare);
  const middle = (name: "ours" | "standby" | "bare"): string =>
    median(rounds.map((round) => round[name])).toFixed(2);
  const [from, until] = ends(looks);
  return {
    what: "CPU per reminder: database, rules, card, sending",
    baseline: "bare `continueConversationAsync` of the same card, same rate, at the same time",
    n: until.bare - from.bare,
    ratio: median(ratios),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    detail: `ours ${middle("ours")} ms (the replica that stands by ${middle("standby")} ms beside), bare ${middle("bare")} ms, p50 ${percentile(latenciesMs, 0.5).toFixed(0)} ms, p99 ${percentile(latenciesMs, 0.99).toFixed(0)} ms to a stand-in that takes 50 ms; ${report.ours.firstBytes} and ${report.bare.firstBytes} bytes`,
  };
}

/** Of the senders, after the two replicas. */
const BARE = 2;

function projectionLine(ratePerSecond: number, looks: readonly Look[], report: Report): Line {
  const hours = (rate: number): number => A_MILLION / rate / 3_600;
  const measured = hours(measuredRate(looks, report));
  const ratio = measured / hours(ratePerSecond);
  return {
    what: "Hours to remind a million people, from the measured rate",
    baseline: `the configured rate, ${hours(ratePerSecond).toFixed(2)} h`,
    n: A_MILLION,
    ratio,
    ratioRange: [ratio, ratio],
    detail: `${measured.toFixed(2)} h of sending; computed, not run`,
  };
}

const pairs = <Value>(values: readonly Value[]): readonly (readonly [Value, Value])[] =>
  values.slice(1).flatMap((after, index) => {
    const before = values[index];
    return before === undefined ? [] : [[before, after] as const];
  });

/** The most that lie within any stretch of so long. */
function most(sorted: readonly number[], withinMs: number): number {
  let first = 0;
  let highest = 0;
  for (const [index, at] of sorted.entries()) {
    while ((sorted[first] ?? at) <= at - withinMs) first += 1;
    highest = Math.max(highest, index - first + 1);
  }
  return highest;
}

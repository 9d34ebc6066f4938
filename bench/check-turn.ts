import { randomUUID } from "node:crypto";
import type { LoadReport } from "./processes/load.ts";
import { action, activityOf, type RunningBot, type Stage, startBot } from "./stage.ts";
import { type Line, median, percentile } from "./statistics.ts";

const PEOPLE = 200;
const ROUNDS = 7;
const PER_ROUND = 2_000;
const WARM_UP = 3_000;
const CONCURRENCY = 8;

const file = (path: string): string => new URL(path, import.meta.url).pathname;

type Round = { readonly cpuUs: number; readonly report: LoadReport };

/**
 * CPU of one full check (a pressed button: token, Graph, judgement, card in the answer) against one turn of a bare
 * botbuilder echo. Rounds alternate, so that a slow minute of the machine slows both.
 */
export async function benchCheckTurn(stage: Stage): Promise<readonly Line[]> {
  const echo = await startBot(stage, "echo", { script: file("processes/echo-bot.ts") });
  const bot = await startBot(stage, "PushReady", { script: file("../dist/main.js") });
  try {
    const people = Array.from({ length: PEOPLE }, () => randomUUID());
    const bodies = (what: object): readonly string[] =>
      people.map((id) => activityOf(stage.stubUrl, id, what));
    const say = bodies({ type: "message", text: "check" });
    const answer = bodies(
      action("numberPrompt.answer", { card: "numberPrompt", v: 1, answer: "yes" }),
    );
    const check = bodies(action("status.check", { card: "readiness", v: 1 }));

    await measure(stage, bot, answer, PEOPLE);
    const first = await measure(stage, bot, check, WARM_UP);
    if (!first.report.sample.includes("Pixel 9")) {
      throw new Error(
        `The check did not answer with the methods: ${first.report.sample.slice(0, 300)}`,
      );
    }
    await measure(stage, echo, say, WARM_UP);

    const rounds: { readonly echo: Round; readonly bot: Round }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push({
        echo: await measure(stage, echo, say, PER_ROUND),
        bot: await measure(stage, bot, check, PER_ROUND),
      });
    }
    return [lineOf(rounds)];
  } finally {
    await Promise.all([echo.child.stop(), bot.child.stop()]);
  }
}

async function measure(
  stage: Stage,
  bot: RunningBot,
  bodies: readonly string[],
  count: number,
): Promise<Round> {
  const before = await bot.child.usage();
  const url = `${bot.url}/api/messages`;
  const report = await stage.load({ url, bodies, count, concurrency: CONCURRENCY });
  const after = await bot.child.usage();
  const failed = Object.keys(report.statuses).filter((status) => status !== "200");
  if (failed.length > 0) {
    throw new Error(
      `Not every turn was answered: ${JSON.stringify(report.statuses)} ${report.sample}`,
    );
  }
  const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  return { cpuUs: cpu / count, report };
}

function lineOf(rounds: readonly { readonly echo: Round; readonly bot: Round }[]): Line {
  const ratios = rounds.map((round) => round.bot.cpuUs / round.echo.cpuUs);
  const part = (name: "echo" | "bot"): string => {
    const cpu = median(rounds.map((round) => round[name].cpuUs));
    const latencies = rounds.flatMap((round) => round[name].report.latenciesMs);
    return `${(cpu / 1000).toFixed(2)} ms CPU, p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms`;
  };
  return {
    what: "CPU of a full check turn",
    baseline: "bare botbuilder echo turn",
    n: rounds.length * PER_ROUND,
    ratio: median(ratios),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    detail: `check ${part("bot")}; echo ${part("echo")}; ${CONCURRENCY} at a time, ${PEOPLE} people`,
  };
}

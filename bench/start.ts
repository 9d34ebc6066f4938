import { type Stage, startBot } from "./stage.ts";
import { type Line, median } from "./statistics.ts";

const ROUNDS = 9;

const file = (path: string): string => new URL(path, import.meta.url).pathname;

/** Time from starting the process to the first good `/readyz`, against the bare echo bot's. */
export async function benchStart(stage: Stage): Promise<readonly Line[]> {
  const times: { readonly echo: number; readonly bot: number; readonly rss: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const echo = await startBot(stage, "echo", { script: file("processes/echo-bot.ts") });
    await echo.child.stop();
    const bot = await startBot(stage, "PushReady", { script: file("../dist/main.js") });
    const { rss } = await bot.child.usage();
    await bot.child.stop();
    // The first round fills the compile cache and the tables.
    if (round > 0) times.push({ echo: echo.readyMs, bot: bot.readyMs, rss });
  }
  const ratios = times.map((time) => time.bot / time.echo);
  const ms = (name: "echo" | "bot"): string => median(times.map((time) => time[name])).toFixed(0);
  return [
    {
      what: "`npm start` to ready (PostgreSQL, compiled, second start)",
      baseline: "bare botbuilder echo, start to ready",
      n: times.length,
      ratio: median(ratios),
      ratioRange: [Math.min(...ratios), Math.max(...ratios)],
      detail: `ours ${ms("bot")} ms, echo ${ms("echo")} ms; resident ${(median(times.map((time) => time.rss)) / 1e6).toFixed(0)} MB when ready`,
    },
  ];
}

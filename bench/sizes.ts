import { readFile } from "node:fs/promises";
import { z } from "zod/v4";
import { Child } from "./child.ts";
import { type Measured, measured } from "./memory.ts";
import { type Line, median } from "./statistics.ts";

/** How many rows, in how many processes one after the other. */
export const SIZES = [
  { rows: 10_000, rounds: 3 },
  { rows: 100_000, rounds: 3 },
  { rows: 1_000_000, rounds: 1 },
] as const;
const LARGEST = Math.max(...SIZES.map(({ rows }) => rows));
export const WARM_UP_ROWS = 10_000;
/** What counts as flat. */
const FLAT = 1.15;

/** One process's two runs: ten thousand rows to warm it up, then those that count. */
export type SizeRun = { readonly size: number; readonly warm: Measured; readonly full: Measured };

const READY = z.object({ ready: z.string() });
const REPLY = z.object({ measured });

/** Runs both in a process of its own, so that memory is of these runs alone. */
export async function runOfSize(
  script: "scan" | "plan",
  size: number,
  orders: { readonly warm: object; readonly full: object },
): Promise<SizeRun> {
  const path = new URL(`processes/${script}.ts`, import.meta.url).pathname;
  const child = new Child(script, path, { flags: await serviceFlags() });
  try {
    await child.ask(null, (reply) => READY.safeParse(reply).data);
    const run = (order: object) =>
      child.ask(order, (reply) => REPLY.safeParse(reply).data?.measured);
    return { size, warm: await run(orders.warm), full: await run(orders.full) };
  } finally {
    await child.stop();
  }
}

const startScript = z.object({ scripts: z.object({ start: z.string() }) });

/** V8's flags as `npm start` gives them to the service. */
async function serviceFlags(): Promise<readonly string[]> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { scripts } = startScript.parse(JSON.parse(text));
  return scripts.start.split(" ").filter((word) => word.startsWith("--max-"));
}

/** Memory at each size, against the smallest in the same run. */
export function memoryLines(what: string, runs: readonly SizeRun[]): readonly Line[] {
  const line = (name: "peakRss" | "liveBytes", measure: string, baseline: string): Line => {
    const smallest = median(ofSize(runs, SIZES[0].rows).map(({ full }) => full[name]));
    const ratios = ofSize(runs, LARGEST).map(({ full }) => full[name] / smallest);
    const sizes = SIZES.map(({ rows }) => {
      const values = ofSize(runs, rows).map(({ full }) => full[name]);
      return `${inWords(rows)} ${mega(median(values))} MB`;
    }).join(", ");
    const warm = mega(median(runs.map((run) => run.warm[name])));
    return {
      what: `${measure}, ${what} ${inWords(LARGEST)} people`,
      baseline,
      n: runs.length,
      ratio: median(ratios),
      ratioRange: [Math.min(...ratios), Math.max(...ratios)],
      detail: `${sizes}; first run of a process, 10 k: ${warm} MB; ${flatness(median(ratios))}`,
    };
  };
  return [
    line("liveBytes", "Live heap and buffers", "the same, 10 k people"),
    line("peakRss", "Peak resident memory (V8's flags as in `npm start`)", "the same, 10 k people"),
  ];
}

const flatness = (ratio: number): string =>
  ratio <= FLAT ? "flat within 15 %" : "not flat within 15 %";

export const ofSize = (runs: readonly SizeRun[], size: number): readonly SizeRun[] =>
  runs.filter((run) => run.size === size);

export const perSecond = (runs: readonly SizeRun[]): number =>
  median(runs.map(({ full }) => (full.rows * 1_000) / full.ms));

export const cpuUsPerRow = (runs: readonly SizeRun[]): number =>
  median(runs.map(({ full }) => full.cpuUs / full.rows));

/** "100 k" */
export const inWords = (rows: number): string =>
  rows >= 1e6 ? `${Math.round(rows / 1e6)} M` : `${Math.round(rows / 1e3)} k`;

const mega = (bytes: number): string => (bytes / 1e6).toFixed(0);

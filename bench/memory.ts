import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { z } from "zod/v4";

const SAMPLED_EVERY_MS = 20;
/** Where in a run the live heap is looked at: nearly at the end, while all that a run keeps is still kept. */
const HEAP_AT_SHARE = 0.9;

/** One run over so many rows, by the process that made it. Times of the process alone, bytes. */
export const measured = z.object({
  rows: z.number(),
  ms: z.number(),
  cpuUs: z.number(),
  /** The highest resident size until the heap was looked at; collected only as V8 itself sees fit. */
  peakRss: z.number(),
  /** What is reachable at nine tenths of the run, after a forced collection: heap and buffers outside of it. */
  liveBytes: z.number(),
});
export type Measured = z.infer<typeof measured>;

/** Measures a run of this process. The only collection that it forces comes after the last look at the resident size. */
export class RunMeter {
  readonly #expectedRows: number;
  readonly #startedMs = performance.now();
  readonly #startedCpu = process.cpuUsage();
  readonly #timer: NodeJS.Timeout;
  #peakRss = 0;
  #liveBytes: number | null = null;
  #forcedMs = 0;
  #forcedCpuUs = 0;

  constructor(expectedRows: number) {
    this.#expectedRows = expectedRows;
    this.#timer = setInterval(() => {
      this.#sample();
    }, SAMPLED_EVERY_MS);
  }

  /** To be called between batches. */
  progress(rows: number): void {
    this.#sample();
    if (this.#liveBytes !== null || rows < this.#expectedRows * HEAP_AT_SHARE) return;
    const beforeMs = performance.now();
    const before = process.cpuUsage();
    this.#liveBytes = liveBytes();
    this.#forcedCpuUs = cpuUs(process.cpuUsage(before));
    this.#forcedMs = performance.now() - beforeMs;
  }

  end(): Omit<Measured, "rows"> {
    clearInterval(this.#timer);
    if (this.#liveBytes === null) throw new Error(`Less than ${this.#expectedRows} rows`);
    return {
      ms: performance.now() - this.#startedMs - this.#forcedMs,
      cpuUs: cpuUs(process.cpuUsage(this.#startedCpu)) - this.#forcedCpuUs,
      peakRss: this.#peakRss,
      liveBytes: this.#liveBytes,
    };
  }

  #sample(): void {
    if (this.#liveBytes !== null) return;
    this.#peakRss = Math.max(this.#peakRss, process.memoryUsage.rss());
  }
}

// By a flag at run time, so that the process runs with the flags of the service.
setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

function liveBytes(): number {
  if (typeof collect !== "function") throw new Error("V8 does not collect on demand");
  // Twice: buffers whose owners the first one found dead are counted until the second.
  Reflect.apply(collect, undefined, []);
  Reflect.apply(collect, undefined, []);
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const cpuUs = ({ user, system }: NodeJS.CpuUsage): number => user + system;

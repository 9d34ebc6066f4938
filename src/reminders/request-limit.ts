/** So many requests may begin within so long. */
export type RequestRate = { readonly requests: number; readonly perMs: number };

/** "Identity and access reports": 5 requests per 10 seconds, app and tenant (Graph, throttling limits). */
export const REPORT_RATE: RequestRate = { requests: 5, perMs: 10_000 };

/** When the next request may begin, after those that began at `starts` (oldest first). Never before `nowMs`. */
export function nextStartMs(
  starts: readonly number[],
  { requests, perMs }: RequestRate,
  nowMs: number,
): number {
  const oldest = starts.at(-requests);
  return oldest === undefined ? nowMs : Math.max(nowMs, oldest + perMs);
}

/** Keeps requests to a rate. One request waits at a time: whoever calls `ready` twice at once breaks the limit. */
export class RequestLimit {
  readonly #rate: RequestRate;
  readonly #nowMs: () => number;
  readonly #sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  #starts: readonly number[];

  constructor(
    rate: RequestRate,
    nowMs: () => number,
    sleep: (ms: number, signal: AbortSignal) => Promise<void>,
  ) {
    this.#rate = rate;
    this.#nowMs = nowMs;
    this.#sleep = sleep;
    // Whoever read before us, on another replica or before a restart, may just have used the tenant's share.
    this.#starts = Array.from({ length: rate.requests }, () => nowMs());
  }

  /** Resolves when the next request may begin, and counts it; or when the signal aborts. */
  async ready(signal: AbortSignal): Promise<void> {
    const startMs = nextStartMs(this.#starts, this.#rate, this.#nowMs());
    const waitMs = startMs - this.#nowMs();
    if (waitMs > 0) await this.#sleep(waitMs, signal);
    this.#starts = [...this.#starts, this.#nowMs()].slice(-this.#rate.requests);
  }
}

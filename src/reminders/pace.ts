import { emptyBucket, holdBack, type TokenBucket, take, waitMs } from "./token-bucket.ts";

type Time = {
  readonly nowMs: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** A token bucket that one waits at. */
export class Pace {
  readonly #time: Time;
  #bucket: TokenBucket;
  #pausedUntilMs: number;

  constructor(ratePerSecond: number, time: Time) {
    this.#time = time;
    this.#bucket = emptyBucket(ratePerSecond, time.nowMs());
    this.#pausedUntilMs = time.nowMs();
  }

  /** Waits until `wanted` may go, or as many as ever go at once, and takes as many; 0 when the signal aborts. */
  async take(wanted: number, signal: AbortSignal): Promise<number> {
    while (!signal.aborted) {
      const pauseMs = waitMs(this.#bucket, wanted, this.#time.nowMs());
      if (pauseMs === 0) {
        const { bucket, taken } = take(this.#bucket, wanted, this.#time.nowMs());
        this.#bucket = bucket;
        return taken;
      }
      await this.#time.sleep(pauseMs, signal);
    }
    return 0;
  }

  /** Lets nothing go for as long, or as long as it is paused already. */
  pause(forMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#time.nowMs() + forMs);
    this.#bucket = holdBack(this.#bucket, this.#pausedUntilMs);
  }

  /** Milliseconds until it goes on; 0 when it is not paused. */
  get pausedMs(): number {
    return Math.max(0, this.#pausedUntilMs - this.#time.nowMs());
  }

  /** How many go at once, so that late timers are made up for. */
  get stride(): number {
    return Math.max(1, Math.floor(this.#bucket.capacity * 0.8));
  }
}

import type { SettleOpenRemovals } from "../enrollment/settle-removals.ts";
import type { Logger } from "../telemetry/logger.ts";

/** What a crash left open is settled as soon as the list can be read; what silence left open, a quarter of an hour later. */
const SETTLE_EVERY_MS = 5 * 60 * 1000;

/** Settles what removals left open: at start and from time to time, one run after the other. */
export class RegularSettling {
  readonly #settle: SettleOpenRemovals;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(settle: SettleOpenRemovals, log: Logger) {
    this.#settle = settle;
    this.#log = log;
  }

  start(): void {
    this.#running = this.#run();
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.#run());
    }, SETTLE_EVERY_MS);
    this.#timer.unref();
  }

  /** Begins no other run, and resolves when the last one has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    try {
      const { settled, open } = await this.#settle(this.#stopping.signal);
      if (settled + open > 0) this.#log.info({ settled, open }, "removals that were left open");
    } catch (error) {
      this.#log.warn({ err: error }, "open removals could not be settled; tried again later");
    }
  }
}

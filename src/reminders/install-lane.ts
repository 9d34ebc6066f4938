import { Bell } from "./bell.ts";
import type { ClaimedDelivery } from "./delivery-queue.ts";
import type { Installations, Installed } from "./install.ts";
import { Pace } from "./pace.ts";

/** Graph allows 30 installations per second, app and tenant. */
const PER_SECOND = 25;
const AT_ONCE = 8;

/** Deliveries that wait for the app to be installed, beside those that are sent. */
export class InstallLane {
  readonly #installations: Installations;
  readonly #pace: Pace;
  readonly #bell = new Bell();
  readonly #waiting: ClaimedDelivery[] = [];
  #underWay = 0;

  constructor(
    installations: Installations,
    time: {
      readonly nowMs: () => number;
      readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
    },
  ) {
    this.#installations = installations;
    this.#pace = new Pace(PER_SECOND, time);
  }

  get size(): number {
    return this.#waiting.length;
  }

  add(claims: readonly ClaimedDelivery[]): void {
    this.#waiting.push(...claims);
    this.#bell.ring();
  }

  /**
   * Installs one after the other, some at once, until the signal aborts; then what is under way is of no more interest.
   * Rejects when an installation does.
   */
  async run(
    onInstalled: (claimed: ClaimedDelivery, installed: Installed) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const failed = Promise.withResolvers<never>();
    await Promise.race([this.#run(onInstalled, failed.reject, signal), failed.promise]);
  }

  async #run(
    onInstalled: (claimed: ClaimedDelivery, installed: Installed) => void,
    onFailed: (error: unknown) => void,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      if (this.#waiting.length === 0 || this.#underWay >= AT_ONCE) {
        await this.#bell.wait(signal);
        continue;
      }
      if ((await this.#pace.take(1, signal)) === 0) return;
      const next = this.#waiting.shift();
      if (next === undefined) continue;
      this.#underWay += 1;
      void this.#installations
        .install(next, signal)
        .then((installed) => {
          if (!signal.aborted) onInstalled(next, installed);
        }, onFailed)
        .finally(() => {
          this.#underWay -= 1;
          this.#bell.ring();
        });
    }
  }
}

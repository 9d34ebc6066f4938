import type { Clock } from "../../../src/sandbox/clock.ts";

/** The tenant's clock: the machine's, except while it is put ahead. */
export class TenantClock implements Clock {
  #aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  /**
   * Does something at a later moment of the tenant, and comes back: tokens that it signs then are of no use to a bot
   * whose clock stayed behind, so the chat has to rest meanwhile.
   */
  async later(minutes: number, act: () => Promise<void>): Promise<void> {
    this.#aheadMs = minutes * 60_000;
    try {
      await act();
    } finally {
      this.#aheadMs = 0;
    }
  }
}

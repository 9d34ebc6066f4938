const windowMs = 10_000;

/** Recent requests to the registration report: Graph counts them over ten seconds per app and tenant. */
export class ReportRequests {
  #times: readonly number[] = [];

  /** Counts a request at `now`. Returns 0, or the whole seconds to wait because `allowed` were counted already. */
  count(now: Date, allowed: number): number {
    const at = now.getTime();
    this.#times = this.#times.filter((time) => time > at - windowMs);
    const oldest = this.#times.at(-allowed);
    if (oldest !== undefined) return Math.ceil((oldest + windowMs - at) / 1000);
    this.#times = [...this.#times, at];
    return 0;
  }

  reset(): void {
    this.#times = [];
  }
}

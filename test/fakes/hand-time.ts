/** Time that passes only when a test lets it. */
export class HandTime {
  nowMs = 0;
  #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((wake) => {
      if (signal.aborted) {
        wake();
        return;
      }
      this.#sleepers.push({ atMs: this.nowMs + ms, wake });
      signal.addEventListener(
        "abort",
        () => {
          wake();
        },
        { once: true },
      );
    });

  /** Lets this much pass, and everything happen that is due in it. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await settled();
    for (let next = this.#nextUntil(untilMs); next !== null; next = this.#nextUntil(untilMs)) {
      this.nowMs = next;
      const due = this.#sleepers.filter(({ atMs }) => atMs <= this.nowMs);
      this.#sleepers = this.#sleepers.filter(({ atMs }) => atMs > this.nowMs);
      for (const { wake } of due) wake();
      await settled();
    }
    this.nowMs = untilMs;
  }

  #nextUntil(untilMs: number): number | null {
    const due = this.#sleepers.map(({ atMs }) => atMs).filter((atMs) => atMs <= untilMs);
    return due.length === 0 ? null : Math.min(...due);
  }
}

/** Resolves when everything that can go on by itself has done so. */
export const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

import type { TenantId } from "../methods/ids.ts";
import { Bell } from "./bell.ts";
import type { DeliveryOutcome, DeliveryQueue } from "./delivery-queue.ts";
import type { DispatchNews, SettledState } from "./dispatch-news.ts";
import type { ReachabilityRow } from "./dispatch-step.ts";

/** Often enough that a crash leaves few sent ones as unknown, seldom enough that statements cost little. */
const WRITE_AFTER_MS = 250;
const AGAIN_AFTER_MS = 1_000;
/** Rows per statement, after the database was away for a while. */
const AT_ONCE = 500;

export type OutcomesParts = {
  readonly queue: Pick<DeliveryQueue, "settle" | "saveReachability">;
  readonly tenantId: TenantId;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onNews: (news: DispatchNews) => void;
};

type Outcome = {
  /** Whose delivery it is. A term that is over may still have some. */
  readonly holder: string;
  readonly outcome: DeliveryOutcome;
  readonly reachability: ReachabilityRow | null;
};

/** Collects what came of deliveries, and writes it in batches. Nothing is dropped while the database is away. */
export class Outcomes {
  readonly #parts: OutcomesParts;
  readonly #bell = new Bell();
  #waiting: readonly Outcome[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: OutcomesParts) {
    this.#parts = parts;
  }

  add(holder: string, outcome: DeliveryOutcome, reachability: ReachabilityRow | null = null): void {
    this.#waiting = [...this.#waiting, { holder, outcome, reachability }];
    this.#bell.ring();
  }

  /** Writes what is added, a moment later and together, until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { sleep, onNews } = this.#parts;
    while (!signal.aborted) {
      if (this.#waiting.length === 0) await this.#bell.wait(signal);
      await sleep(WRITE_AFTER_MS, signal);
      try {
        await this.write();
      } catch (error) {
        onNews({ kind: "trouble", error });
        await sleep(AGAIN_AFTER_MS, signal);
      }
    }
  }

  /** Writes all there are; one call after the other. Rejects, and keeps them, when the database does. */
  write(): Promise<void> {
    const written = this.#writing.then(() => this.#writeAll());
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, AT_ONCE);
      await this.#writeBatch(batch);
      this.#waiting = this.#waiting.slice(batch.length);
    }
  }

  async #writeBatch(batch: readonly Outcome[]): Promise<void> {
    const { queue, tenantId, onNews } = this.#parts;
    const rows = batch.flatMap(({ reachability }) => reachability ?? []);
    // First, so that no plan finds the delivery over and the person as reachable as before.
    if (rows.length > 0) await queue.saveReachability(rows);
    for (const [holder, ofHolder] of Map.groupBy(batch, (each) => each.holder)) {
      const outcomes = ofHolder.map(({ outcome }) => outcome);
      await queue.settle(tenantId, holder, outcomes);
    }
    const counts: Partial<Record<SettledState, number>> = {};
    for (const { outcome } of batch) counts[outcome.state] = (counts[outcome.state] ?? 0) + 1;
    onNews({ kind: "settled", counts });
  }
}

import type { TenantId } from "../methods/ids.ts";
import type { MethodPolicy } from "../methods/policy.ts";
import type { DeliveryQueue } from "./delivery-queue.ts";
import type { AppInstaller, PeopleReader } from "./directory.ts";
import type { DispatchNews } from "./dispatch-news.ts";
import { DispatchTerm, LEASE_MS, type TermEnd } from "./dispatch-term.ts";
import { Installations } from "./install.ts";
import type { ReminderMessenger } from "./messenger.ts";
import { Outcomes } from "./outcomes.ts";
import { createPrepare, type Prepare } from "./prepare.ts";
import { Rechecks } from "./recheck.ts";
import type { ScanStore } from "./scan-store.ts";
import { Sending } from "./send.ts";
import type { ReminderSettings } from "./settings.ts";
import { StaleCards } from "./stale-cards.ts";

/** How often one that stands by asks for the lease. */
const STAND_BY_MS = 5_000;
const AFTER_TROUBLE_MS = 5_000;
/** Requests under way get so long when the service stops; then they are aborted, and unknown. */
const GRACE_MS = 20_000;
/** And this long to be written down. */
const WRITE_MS = 5_000;

export type DispatcherParts = {
  readonly queue: DeliveryQueue;
  readonly messenger: ReminderMessenger;
  readonly people: PeopleReader;
  readonly installer: AppInstaller;
  readonly scans: Pick<ScanStore, "saveRegistrations" | "saveMailboxZones">;
  readonly policy: MethodPolicy;
  readonly settings: ReminderSettings;
  readonly ratePerSecond: number;
  readonly recheck: boolean;
  readonly mailboxZones: boolean;
  readonly tenantId: TenantId;
  /** This process; unique among replicas, and never used again after a restart. */
  readonly holder: string;
  readonly now: () => Date;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
  /** Resolves after the time, or at once when the signal aborts; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onNews: (news: DispatchNews) => void;
};

/**
 * Sends the reminders of a tenant that are due. Of all replicas one leads, by a lease on the database's clock; the others
 * stand by. A reminder is sent at most once: *sending* is committed before its request leaves, and whatever is found in
 * that state later is unknown for good.
 */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #outcomes: Outcomes;
  readonly #sending: Sending;
  readonly #prepare: Prepare;
  readonly #installations: Installations;
  readonly #cards: StaleCards;
  readonly #stop = new AbortController();
  readonly #abort = new AbortController();
  #terms = 0;
  #isStandingBy = false;
  #running: Promise<void> | null = null;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#outcomes = new Outcomes(parts);
    this.#sending = new Sending({ ...parts, outcomes: this.#outcomes });
    this.#prepare = createPrepare({ ...parts, rechecks: new Rechecks(parts) });
    this.#installations = new Installations(parts);
    this.#cards = new StaleCards({ ...parts, sending: this.#sending });
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Begins nothing more, lets what is under way end, writes it down and hands over. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const writing = new AbortController();
    const written = this.#outcomes.run(writing.signal);
    while (!hasEnded(this.#stop.signal)) {
      const waitMs = await this.#lead();
      await this.#parts.sleep(waitMs, this.#stop.signal);
    }
    writing.abort();
    await written;
    // Of a term that was lost some may be left.
    await this.#within(WRITE_MS, this.#outcomes.write()).catch((error: unknown) => {
      this.#parts.onNews({ kind: "trouble", error });
    });
  }

  /** Leads for a term if it can; returns how long to wait before the next. Never rejects. */
  async #lead(): Promise<number> {
    const { queue, tenantId, now, nowMs, onNews } = this.#parts;
    this.#terms += 1;
    // A name of its own for each term: what a failed statement may have claimed under the last one is then recovered.
    const holder = `${this.#parts.holder}/${String(this.#terms)}`;
    try {
      // Before anything is recovered: what was certainly not sent would end as unknown.
      await this.#outcomes.write();
      const askedAtMs = nowMs();
      const lease = await queue.takeLease(tenantId, holder, LEASE_MS);
      if (lease.kind === "held") {
        // Said once, not every few seconds.
        if (!this.#isStandingBy) onNews({ kind: "standsBy" });
        this.#isStandingBy = true;
        return STAND_BY_MS;
      }
      this.#isStandingBy = false;
      onNews({ kind: "leads", ...(await queue.recover(tenantId, holder, now())) });
      const term = new DispatchTerm(this.#termParts(), holder, askedAtMs, lease.pausedMs);
      const end = await term.run(this.#stop.signal, this.#abort.signal);
      return await this.#handOver(holder, end);
    } catch (error) {
      onNews({ kind: "trouble", error });
      return AFTER_TROUBLE_MS;
    }
  }

  async #handOver(holder: string, end: TermEnd): Promise<number> {
    const { queue, tenantId, onNews } = this.#parts;
    switch (end.kind) {
      case "leaseLost":
        onNews({ kind: "leaseLost" });
        return STAND_BY_MS;
      case "failed":
        onNews({ kind: "trouble", error: end.error });
        await this.#finish();
        await queue.releaseLease(tenantId, holder);
        return AFTER_TROUBLE_MS;
      case "stopped":
        await this.#finish();
        await queue.releaseLease(tenantId, holder);
        return 0;
    }
  }

  /** Waits for what is under way, as long as there is time, and writes it down, so that nothing is left as unknown. */
  async #finish(): Promise<void> {
    await this.#within(GRACE_MS, this.#sending.allAreOver());
    if (hasEnded(this.#stop.signal)) this.#abort.abort();
    await this.#within(WRITE_MS, this.#sending.allAreOver());
    await this.#within(WRITE_MS, this.#outcomes.write());
  }

  async #within(ms: number, work: Promise<void>): Promise<void> {
    const timer = new AbortController();
    try {
      await Promise.race([work, this.#parts.sleep(ms, timer.signal)]);
    } finally {
      timer.abort();
    }
  }

  #termParts() {
    return {
      ...this.#parts,
      prepare: this.#prepare,
      installations: this.#installations,
      sending: this.#sending,
      outcomes: this.#outcomes,
      cards: this.#cards,
    };
  }
}

// Asked after each wait; the compiler would take the first answer for good.
const hasEnded = (signal: AbortSignal): boolean => signal.aborted;

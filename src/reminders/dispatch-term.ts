import type { TenantId } from "../methods/ids.ts";
import { Bell } from "./bell.ts";
import type { ClaimedDelivery, DeliveryQueue } from "./delivery-queue.ts";
import { postponed } from "./dispatch-step.ts";
import type { Installations, Installed } from "./install.ts";
import { InstallLane } from "./install-lane.ts";
import type { Outcomes } from "./outcomes.ts";
import { Pace } from "./pace.ts";
import type { Prepare } from "./prepare.ts";
import type { Sending } from "./send.ts";
import type { StaleCards } from "./stale-cards.ts";

/** A replica that died lets go after it. */
export const LEASE_MS = 30_000;
const EXTEND_EVERY_MS = 10_000;
/** No send begins when the lease has less left than this. */
const MARGIN_MS = 3_000;
/** Claims being prepared at once. With the batches of each, four requests to Graph. */
const PREPARING_AT_ONCE = 2;
/** Seconds of sending that are kept ready: enough for slow answers of Graph, and not so much that facts grow old. */
const READY_SECONDS = 3;
/** What was prepared longer ago is prepared anew. */
const STALE_AFTER_MS = 60_000;
/** How long to wait at most before looking again whether something is due. */
const IDLE_MS = 5_000;
const SHORTEST_IDLE_MS = 250;

export type TermParts = {
  readonly queue: DeliveryQueue;
  readonly prepare: Prepare;
  readonly installations: Installations;
  readonly sending: Sending;
  readonly outcomes: Outcomes;
  readonly cards: StaleCards;
  readonly tenantId: TenantId;
  readonly ratePerSecond: number;
  readonly now: () => Date;
  readonly nowMs: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

export type TermEnd =
  | { readonly kind: "stopped" }
  | { readonly kind: "leaseLost" }
  | { readonly kind: "failed"; readonly error: unknown };

type Ready = { readonly claimed: ClaimedDelivery; readonly preparedAtMs: number };

/**
 * One time that a dispatcher leads: from taking the lease until it is lost, something fails, or the service stops. Some
 * loops side by side: one keeps the lease, one claims and prepares, one installs, one sends, one replaces old cards.
 */
export class DispatchTerm {
  readonly #parts: TermParts;
  readonly #holder: string;
  readonly #pace: Pace;
  readonly #installs: InstallLane;
  readonly #bell = new Bell();
  readonly #over = new AbortController();
  /** Claimed and not begun, by the delivery's id: what is given back in the end. */
  readonly #held = new Map<string, ClaimedDelivery>();
  #ready: Ready[] = [];
  #preparing = 0;
  #beingPrepared = 0;
  #leaseUntilMs: number;
  #end: TermEnd = { kind: "stopped" };

  constructor(parts: TermParts, holder: string, leasedAtMs: number, pausedMs: number) {
    this.#parts = parts;
    this.#holder = holder;
    this.#leaseUntilMs = leasedAtMs + LEASE_MS;
    this.#pace = new Pace(parts.ratePerSecond, parts);
    this.#installs = new InstallLane(parts.installations, parts);
    if (pausedMs > 0) this.#pace.pause(pausedMs);
  }

  /** @param abort Aborts requests that are under way; see {@link Sending.begin}. */
  async run(stop: AbortSignal, abort: AbortSignal): Promise<TermEnd> {
    const end = (): void => {
      this.#over.abort();
    };
    stop.addEventListener("abort", end, { once: true });
    if (stop.aborted) end();
    const { cards } = this.#parts;
    const { signal } = this.#over;
    await Promise.all([
      this.#guard(this.#keepLease()),
      this.#guard(this.#feed()),
      this.#guard(this.#installs.run(this.#installed, signal)),
      this.#guard(this.#send(abort)),
      this.#guard(cards.run(this.#holder, this.#pace, () => this.#isBusy, signal)),
    ]);
    stop.removeEventListener("abort", end);
    this.#giveBack();
    return this.#end;
  }

  get #isBusy(): boolean {
    return this.#ready.length > 0;
  }

  async #guard(loop: Promise<void>): Promise<void> {
    try {
      await loop;
    } catch (error) {
      this.#endWith({ kind: "failed", error });
    }
  }

  #endWith(end: TermEnd): void {
    if (this.#over.signal.aborted) return;
    this.#end = end;
    this.#over.abort();
  }

  async #keepLease(): Promise<void> {
    const { queue, tenantId, nowMs, sleep } = this.#parts;
    const { signal } = this.#over;
    for (;;) {
      await sleep(EXTEND_EVERY_MS, signal);
      if (hasEnded(signal)) return;
      const askedAtMs = nowMs();
      if (!(await queue.extendLease(tenantId, this.#holder, LEASE_MS))) {
        this.#endWith({ kind: "leaseLost" });
        return;
      }
      this.#leaseUntilMs = askedAtMs + LEASE_MS;
    }
  }

  #mayLeave(): boolean {
    return !this.#over.signal.aborted && this.#parts.nowMs() < this.#leaseUntilMs - MARGIN_MS;
  }

  async #feed(): Promise<void> {
    const { queue, tenantId, ratePerSecond, now, sleep } = this.#parts;
    const { signal } = this.#over;
    const enough = ratePerSecond * READY_SECONDS;
    while (!hasEnded(signal)) {
      if (this.#pace.pausedMs > 0) {
        await sleep(this.#pace.pausedMs, signal);
      } else if (
        this.#ready.length + this.#beingPrepared >= enough ||
        this.#installs.size >= enough ||
        this.#preparing >= PREPARING_AT_ONCE
      ) {
        await this.#bell.wait(signal);
      } else {
        const claims = await queue.claim(tenantId, this.#holder, now(), ratePerSecond);
        if (claims.length > 0) this.#take(claims);
        else await sleep(await this.#idleMs(), signal);
      }
    }
  }

  async #idleMs(): Promise<number> {
    const { queue, tenantId, now } = this.#parts;
    const dueAt = await queue.nextDueAt(tenantId);
    if (dueAt === null) return IDLE_MS;
    return Math.min(IDLE_MS, Math.max(SHORTEST_IDLE_MS, dueAt.getTime() - now().getTime()));
  }

  #take(claims: readonly ClaimedDelivery[]): void {
    for (const claimed of claims) this.#held.set(claimed.deliveryId, claimed);
    this.#preparing += 1;
    this.#beingPrepared += claims.length;
    void this.#guard(this.#prepare(claims)).finally(() => {
      this.#preparing -= 1;
      this.#beingPrepared -= claims.length;
      this.#bell.ring();
    });
  }

  async #prepare(claims: readonly ClaimedDelivery[]): Promise<void> {
    const { prepare, outcomes } = this.#parts;
    const { ready, needingApp, settled } = await prepare(claims, this.#over.signal);
    // What comes after the end was given back already.
    if (hasEnded(this.#over.signal)) return;
    for (const outcome of settled) {
      this.#held.delete(outcome.deliveryId);
      outcomes.add(this.#holder, outcome);
    }
    this.#installs.add(needingApp);
    this.#push(ready);
  }

  #push(claims: readonly ClaimedDelivery[]): void {
    const preparedAtMs = this.#parts.nowMs();
    this.#ready.push(...claims.map((claimed) => ({ claimed, preparedAtMs })));
    this.#bell.ring();
  }

  async #send(abort: AbortSignal): Promise<void> {
    const { sending } = this.#parts;
    const { signal } = this.#over;
    while (!hasEnded(signal)) {
      if (this.#ready.length === 0) await this.#bell.wait(signal);
      else if (sending.room <= 0) await sending.oneIsOver(signal);
      else {
        const wanted = Math.min(this.#ready.length, this.#pace.stride, sending.room);
        const going = this.#fresh(await this.#pace.take(wanted, signal));
        // Also when all have grown old: whoever claims may be waiting for room.
        this.#bell.ring();
        if (going.length === 0) continue;
        for (const { deliveryId } of going) this.#held.delete(deliveryId);
        await sending.begin(going, this.#holder, this.#pace, () => this.#mayLeave(), abort);
      }
    }
  }

  /** The next ones to go. What has waited for too long goes back, to be prepared anew. */
  #fresh(count: number): readonly ClaimedDelivery[] {
    const { outcomes, now, nowMs } = this.#parts;
    const next = this.#ready.splice(0, count);
    return next.flatMap(({ claimed, preparedAtMs }) => {
      if (nowMs() - preparedAtMs < STALE_AFTER_MS) return [claimed];
      this.#held.delete(claimed.deliveryId);
      outcomes.add(this.#holder, postponed(claimed, now(), "prepareAnew", now()));
      return [];
    });
  }

  readonly #installed = (claimed: ClaimedDelivery, installed: Installed): void => {
    if (installed.kind === "go") {
      this.#push([installed.claimed]);
      return;
    }
    this.#held.delete(claimed.deliveryId);
    this.#parts.outcomes.add(this.#holder, installed.outcome, installed.reachability);
    this.#bell.ring();
  };

  #giveBack(): void {
    const { outcomes, now } = this.#parts;
    for (const claimed of this.#held.values()) {
      outcomes.add(this.#holder, postponed(claimed, now(), "handedOver", now()));
    }
    this.#held.clear();
  }
}

// Asked after each wait; the compiler would take the first answer for good.
const hasEnded = (signal: AbortSignal): boolean => signal.aborted;

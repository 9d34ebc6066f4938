import type { MethodId } from "../methods/ids.ts";
import { isAuthenticator } from "../methods/method.ts";
import type { DelegatedToken } from "./delegated-token.ts";
import type { MethodsReader } from "./methods-reader.ts";
import type { PersonKey } from "./person.ts";
import type { WatchStore } from "./watch-store.ts";

/** How often a watch looks, and for how long. Milliseconds. */
export type WatchPace = {
  readonly firstMs: number;
  /** Each look waits this much longer than the one before, once `steadyMs` have passed. */
  readonly growth: number;
  readonly longestMs: number;
  readonly steadyMs: number;
  readonly endsAfterMs: number;
};

/** Every 5 s for the two minutes in which most people are done, then ever slower, and ten minutes at most. */
export const WATCH_PACE: WatchPace = {
  firstMs: 5_000,
  growth: 1.25,
  longestMs: 20_000,
  steadyMs: 120_000,
  endsAfterMs: 600_000,
};

/** Longer than the slowest look and its waiting together; a replica that died lets go after it. */
const LEASE_MS = 60_000;

/** How often a watch that stands by asks whether the other has let go. */
const STAND_BY_MS = 5_000;

/** Looks of all watches of this process that may be under way at once: Graph's backend is a slow one. */
const LOOKS_AT_ONCE = 8;

export type WatchParts = {
  readonly reader: MethodsReader;
  readonly watches: WatchStore;
  /** This process; unique among replicas. */
  readonly holder: string;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
  /** Resolves after the time, or at once when the signal aborts; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
  readonly pace?: WatchPace;
};

/** Why a watch ended. */
export type WatchEnd = "found" | "timedOut" | "tokenRefused" | "leaseLost" | "stopped";

/**
 * Watches people's own lists for a new Authenticator entry while they are guided. A watch lives in this process only:
 * after a restart it is gone, and "Check now" or the next visit finds what it would have found. Tokens are held in
 * memory for as long as the watch runs.
 */
export class RegistrationWatches {
  readonly #parts: WatchParts;
  readonly #pace: WatchPace;
  readonly #running = new Map<string, Running>();
  readonly #gate = new Gate(LOOKS_AT_ONCE);

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#pace = parts.pace ?? WATCH_PACE;
  }

  /** How many run in this process. */
  get size(): number {
    return this.#running.size;
  }

  /**
   * Starts the person's watch unless one runs already, here or on another replica. `onFound` is called once, when an
   * entry is listed that is not in `known`; resolves to how it will have ended, or null when there was one already. The
   * other replica may be dead: this one stands by until its lease would have run out.
   */
  async start(
    key: PersonKey,
    token: DelegatedToken,
    known: readonly MethodId[],
    onFound: () => Promise<void>,
  ): Promise<{ readonly ended: Promise<WatchEnd> } | null> {
    const name = nameOf(key);
    if (this.#running.has(name)) return null;
    const stop = new AbortController();
    const { watches, holder, onTrouble } = this.#parts;
    // In the map before anything is awaited: a second start, and a stop of all, must see a watch that only begins.
    const taken = watches.take(key, holder, LEASE_MS).catch((error: unknown) => {
      onTrouble(error);
      return null;
    });
    const ended = taken.then(async (isTaken): Promise<WatchEnd> => {
      if (isTaken === true || (isTaken === false && (await this.#standBy(key, stop.signal)))) {
        return this.#run(key, token, known, stop.signal, onFound);
      }
      this.#running.delete(name);
      return "leaseLost";
    });
    this.#running.set(name, { stop, ended });
    return (await taken) === true ? { ended } : null;
  }

  /** Whether the lease could be taken within its life: a replica that lives extends it, and keeps it. */
  async #standBy(key: PersonKey, signal: AbortSignal): Promise<boolean> {
    const { watches, holder, nowMs, sleep, onTrouble } = this.#parts;
    const untilMs = nowMs() + LEASE_MS + STAND_BY_MS;
    try {
      while (nowMs() < untilMs) {
        await sleep(STAND_BY_MS, signal);
        if (hasEnded(signal)) return false;
        if (await watches.take(key, holder, LEASE_MS)) return true;
      }
    } catch (error) {
      onTrouble(error);
    }
    return false;
  }

  stop(key: PersonKey): void {
    this.#running.get(nameOf(key))?.stop.abort();
  }

  /** Ends all and waits until their leases are given back. */
  async stopAll(): Promise<void> {
    const all = [...this.#running.values()];
    for (const watch of all) watch.stop.abort();
    await Promise.all(all.map((watch) => watch.ended));
  }

  async #run(
    key: PersonKey,
    token: DelegatedToken,
    known: readonly MethodId[],
    signal: AbortSignal,
    onFound: () => Promise<void>,
  ): Promise<WatchEnd> {
    const { watches, holder, onTrouble } = this.#parts;
    let end: WatchEnd = "stopped";
    try {
      end = await this.#look(key, token, known, signal);
    } catch (error) {
      onTrouble(error);
    }
    this.#running.delete(nameOf(key));
    await watches.release(key, holder).catch(onTrouble);
    // After the release: what follows may begin a watch of its own.
    if (end === "found") await onFound().catch(onTrouble);
    return end;
  }

  async #look(
    key: PersonKey,
    token: DelegatedToken,
    known: readonly MethodId[],
    signal: AbortSignal,
  ): Promise<WatchEnd> {
    const { reader, watches, holder, nowMs, sleep } = this.#parts;
    const { firstMs, growth, longestMs, steadyMs, endsAfterMs } = this.#pace;
    const began = nowMs();
    let pauseMs = firstMs;
    let waitMs = firstMs;
    while (nowMs() - began + waitMs <= endsAfterMs) {
      await sleep(waitMs, signal);
      if (hasEnded(signal)) return "stopped";
      if (!(await watches.extend(key, holder, LEASE_MS))) return "leaseLost";
      const reading = await this.#gate.run(() => reader.readMine(token));
      if (hasEnded(signal)) return "stopped";
      if (reading.kind === "tokenRefused") return "tokenRefused";
      if (reading.kind === "read") {
        const isNew = reading.methods.some(
          (method) => isAuthenticator(method) && !known.includes(method.id),
        );
        if (isNew) return "found";
      }
      if (nowMs() - began >= steadyMs) pauseMs = Math.min(longestMs, pauseMs * growth);
      const askedMs = reading.kind === "unavailable" ? (reading.retryAfterSeconds ?? 0) * 1_000 : 0;
      waitMs = Math.max(pauseMs, askedMs);
    }
    return "timedOut";
  }
}

type Running = { readonly stop: AbortController; readonly ended: Promise<WatchEnd> };

// Asked after each wait; the compiler would take the first answer for good.
const hasEnded = (signal: AbortSignal): boolean => signal.aborted;

const nameOf = ({ tenantId, userId }: PersonKey): string => `${tenantId}/${userId}`;

/** Lets a number of tasks in at once; the others wait in the order in which they came. */
class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((enter) => this.#waiting.push(enter));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

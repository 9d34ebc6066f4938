import type { PersonKey } from "../../src/enrollment/person.ts";
import type { WatchStore } from "../../src/enrollment/watch-store.ts";

type Lease = { readonly holder: string; readonly untilMs: number };

/** WatchStore in memory; `test/contracts/watch-store.contract.ts` holds it to what the database does. */
export class FakeWatchStore implements WatchStore {
  readonly #leases = new Map<string, Lease>();
  readonly #nowMs: () => number;

  /** @param nowMs Stands for the database's clock. */
  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  take(key: PersonKey, holder: string, leaseMs: number): Promise<boolean> {
    const lease = this.#leases.get(id(key));
    if (lease !== undefined && lease.untilMs > this.#nowMs()) return Promise.resolve(false);
    this.#lease(key, holder, leaseMs);
    return Promise.resolve(true);
  }

  extend(key: PersonKey, holder: string, leaseMs: number): Promise<boolean> {
    if (this.#leases.get(id(key))?.holder !== holder) return Promise.resolve(false);
    this.#lease(key, holder, leaseMs);
    return Promise.resolve(true);
  }

  release(key: PersonKey, holder: string): Promise<void> {
    if (this.#leases.get(id(key))?.holder === holder) this.#leases.delete(id(key));
    return Promise.resolve();
  }

  #lease(key: PersonKey, holder: string, leaseMs: number): void {
    this.#leases.set(id(key), { holder, untilMs: this.#nowMs() + leaseMs });
  }
}

const id = ({ tenantId, userId }: PersonKey): string => `${tenantId}/${userId}`;

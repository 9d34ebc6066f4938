import type { PersonKey } from "./person.ts";

/** One watch for a new registration per person, across replicas. Leases are on the database's clock. */
export interface WatchStore {
  /** Takes the person's watch for `holder`: true when there was none or its lease had run out. */
  take(key: PersonKey, holder: string, leaseMs: number): Promise<boolean>;
  /** Extends the lease; false when `holder` no longer has it. */
  extend(key: PersonKey, holder: string, leaseMs: number): Promise<boolean>;
  /** Gives it back; nothing happens when `holder` no longer has it. */
  release(key: PersonKey, holder: string): Promise<void>;
}

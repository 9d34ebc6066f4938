import type { PersonKey } from "./person.ts";

/** The lock while it is held. */
export interface HeldLock {
  /** Asks the database itself; false once the connection that holds the lock is lost. Never rejects. */
  isHeld(): Promise<boolean>;
}

export type LockedRun<Result> =
  | { readonly kind: "done"; readonly value: Result }
  /** Somebody else has the lock; nothing was run. */
  | { readonly kind: "busy" };

/**
 * One removal per person at a time, over all replicas. A replica that hangs keeps its lock; one that dies frees it.
 */
export interface RemovalLock {
  /**
   * Runs the work under the person's lock, without waiting for it. The lock is given back when the work has ended, well or
   * not; what the work throws is thrown. Rejects otherwise only where the lock could not be asked for, or not given back.
   */
  run<Result>(
    key: PersonKey,
    work: (held: HeldLock) => Promise<Result>,
  ): Promise<LockedRun<Result>>;
}

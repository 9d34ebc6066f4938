import type { PersonKey } from "../enrollment/person.ts";
import type { HeldLock, LockedRun, RemovalLock } from "../enrollment/removal-lock.ts";
import type { Database } from "./database.ts";

/** The lock of a person's devices, on either engine. Rejects with StorageError, and with what the work throws. */
export class PostgresRemovalLock implements RemovalLock {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  run<Result>(
    key: PersonKey,
    work: (held: HeldLock) => Promise<Result>,
  ): Promise<LockedRun<Result>> {
    return this.#database.whileLocked(key, work);
  }
}

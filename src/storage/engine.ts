import type { Dialect, Kysely } from "kysely";
import type { Db } from "pg-boss";
import type { PersonKey } from "../enrollment/person.ts";
import type { HeldLock, LockedRun } from "../enrollment/removal-lock.ts";
import type { Schema } from "./schema.ts";
import type { StorageError } from "./storage-error.ts";

export type DatabaseKind = "postgres" | "embedded";

/** A statement whose text never changes, so that it can be parsed once. The name is unique in the program. */
export type NamedStatement = {
  readonly name: string;
  readonly sql: string;
  readonly values: readonly unknown[];
};

/** What pg-boss needs: the same connections by its own interface, its errors as the driver gives them. */
export type JobStore = { readonly backend: "postgres" | "pglite"; readonly db: Db };

/** What differs between a PostgreSQL server and the embedded database; everything above is one code path. */
export interface Engine {
  readonly kind: DatabaseKind;
  readonly dialect: Dialect;
  /** One round trip, outside any transaction. Rejects with the driver's own error. */
  run(statement: NamedStatement): Promise<readonly unknown[]>;
  /** Gives `work` a connection that may take as long as a migration takes. */
  withMigrationConnection(
    db: Kysely<Schema>,
    work: (db: Kysely<Schema>) => Promise<void>,
  ): Promise<void>;
  jobStore(): Promise<JobStore>;
  /** Runs the work under the lock of the person, or not at all when somebody else has it; no waiting. */
  whileLocked<Result>(
    key: PersonKey,
    work: (held: HeldLock) => Promise<Result>,
  ): Promise<LockedRun<Result>>;
  /** Says in an operator's words what the driver's error means. A {@link StorageError} passes unchanged. */
  explain(error: unknown, doing: string): StorageError;
  close(): Promise<void>;
}

import { Kysely } from "kysely";
import type { PersonKey } from "../enrollment/person.ts";
import type { HeldLock, LockedRun } from "../enrollment/removal-lock.ts";
import type { EmbeddedOptions } from "./embedded-engine.ts";
import type { DatabaseKind, Engine, JobStore } from "./engine.ts";
import { migrate, requireCurrentSchema } from "./migrate.ts";
import type { PostgresOptions } from "./postgres-engine.ts";
import type { Schema } from "./schema.ts";
import { compileStatement, type StatementBuilder } from "./statement.ts";
import type { StorageError } from "./storage-error.ts";

export type DatabaseOptions = PostgresOptions | EmbeddedOptions;

/** A query that was compiled once. Both ways reject with a {@link StorageError}. */
export type Statement<Values, Row> = {
  /** One round trip, outside any transaction. On PostgreSQL it is parsed once per connection. */
  run(values: Values): Promise<readonly Row[]>;
  /** The same inside a transaction of {@link Database.transaction}. */
  runIn(transaction: Kysely<Schema>, values: Values): Promise<readonly Row[]>;
};

export interface Database {
  readonly kind: DatabaseKind;
  readonly db: Kysely<Schema>;
  /** The name is unique in the program, 63 characters at most; columns are listed, never `*` (a migration adds some). */
  prepare<Values, Row>(name: string, build: StatementBuilder<Values, Row>): Statement<Values, Row>;
  /**
   * Commits when `work` resolves; undoes everything when it rejects, and rejects with the same. Inside, only `runIn`:
   * the embedded database has one connection, so `run` would wait for the end of this very transaction.
   */
  transaction<T>(work: (transaction: Kysely<Schema>) => Promise<T>): Promise<T>;
  /**
   * Runs the work under the lock of the person, over all replicas; `busy` at once when somebody else has it. The work uses
   * the database as it likes: the lock has a connection of its own.
   */
  whileLocked<Result>(
    key: PersonKey,
    work: (held: HeldLock) => Promise<Result>,
  ): Promise<LockedRun<Result>>;
  /** Whether a query is answered within two seconds. Never rejects. */
  isReady(): Promise<boolean>;
  /** For `jobs.ts`. */
  jobStore(): Promise<JobStore>;
  /** Says in an operator's words what an error of the driver means. */
  explain(error: unknown, doing: string): StorageError;
  /** Waits for what is under way. A second call does nothing. */
  close(): Promise<void>;
}

const READY_TIMEOUT_MS = 2_000;

/**
 * Opens the database and brings its schema up to date. Loads only the driver that is asked for.
 * @throws StorageError with the next step for the operator
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return open(await openEngine(options), migrate);
}

/**
 * Opens a database that is there and up to date, and changes nothing about it: for whoever only looks, so that looking
 * never makes an empty database nor brings forward the schema under a service of another version.
 * @throws StorageError, also `storage.database-missing` and `storage.schema-older`
 */
export async function openExistingDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.kind === "embedded") {
    const { requireEmbedded } = await import("./embedded-engine.ts");
    requireEmbedded(options);
  }
  return open(await openEngine(options), (_engine, db) => requireCurrentSchema(db));
}

/**
 * Opens a database that is there, in whatever state it is, and changes nothing about it: for whoever says what state that
 * is. @throws StorageError
 */
export async function openForInspection(options: DatabaseOptions): Promise<Database> {
  if (options.kind === "embedded") {
    const { requireEmbedded } = await import("./embedded-engine.ts");
    requireEmbedded(options);
  }
  return open(await openEngine(options), () => Promise.resolve());
}

async function open(
  engine: Engine,
  prepare: (engine: Engine, db: Kysely<Schema>) => Promise<void>,
): Promise<Database> {
  const db = new Kysely<Schema>({ dialect: engine.dialect });
  try {
    await prepare(engine, db);
  } catch (error) {
    await engine.close();
    throw engine.explain(error, "opening the database");
  }
  return new OpenDatabase(engine, db);
}

async function openEngine(options: DatabaseOptions): Promise<Engine> {
  if (options.kind === "postgres") {
    const { openPostgres } = await import("./postgres-engine.ts");
    return openPostgres(options);
  }
  const { openEmbedded } = await import("./embedded-engine.ts");
  return openEmbedded(options);
}

class OpenDatabase implements Database {
  readonly kind: DatabaseKind;
  readonly db: Kysely<Schema>;
  readonly #engine: Engine;
  #closing: Promise<void> | null = null;

  constructor(engine: Engine, db: Kysely<Schema>) {
    this.kind = engine.kind;
    this.db = db;
    this.#engine = engine;
  }

  prepare<Values, Row>(name: string, build: StatementBuilder<Values, Row>): Statement<Values, Row> {
    const statement = compileStatement(this.db, build);
    return {
      run: async (values) => {
        try {
          const rows = await this.#engine.run({
            name,
            sql: statement.sql,
            values: statement.bind(values),
          });
          // The builder's types describe the rows, and the schema's constraints hold them to it.
          return rows as readonly Row[];
        } catch (error) {
          throw this.#engine.explain(error, name);
        }
      },
      runIn: async (transaction, values) => {
        try {
          return (await transaction.executeQuery(statement.toQuery(values))).rows;
        } catch (error) {
          throw this.#engine.explain(error, name);
        }
      },
    };
  }

  async transaction<T>(work: (transaction: Kysely<Schema>) => Promise<T>): Promise<T> {
    const ownFailures: unknown[] = [];
    const watched = async (transaction: Kysely<Schema>): Promise<T> => {
      try {
        return await work(transaction);
      } catch (error) {
        ownFailures.push(error);
        throw error;
      }
    };
    try {
      return await this.db.transaction().execute(watched);
    } catch (error) {
      if (ownFailures.length > 0) throw error;
      throw this.#engine.explain(error, "a transaction");
    }
  }

  whileLocked<Result>(
    key: PersonKey,
    work: (held: HeldLock) => Promise<Result>,
  ): Promise<LockedRun<Result>> {
    return this.#engine.whileLocked(key, work);
  }

  async isReady(): Promise<boolean> {
    if (this.#closing !== null) return false;
    const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<boolean>();
    const timer = setTimeout(giveUp, READY_TIMEOUT_MS, false);
    const answered = this.#engine.run({ name: "ready", sql: "select 1", values: [] }).then(
      () => true,
      () => false,
    );
    try {
      return await Promise.race([answered, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  jobStore(): Promise<JobStore> {
    return this.#engine.jobStore();
  }

  explain(error: unknown, doing: string): StorageError {
    return this.#engine.explain(error, doing);
  }

  close(): Promise<void> {
    this.#closing ??= this.#engine.close();
    return this.#closing;
  }
}

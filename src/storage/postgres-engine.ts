import { Kysely, PostgresDialect } from "kysely";
import type { ClientBase, Pool, PoolConfig } from "pg";
import type { PersonKey } from "../enrollment/person.ts";
import type { HeldLock, LockedRun } from "../enrollment/removal-lock.ts";
import type { Engine, JobStore, NamedStatement } from "./engine.ts";
import { explainPostgres } from "./postgres-errors.ts";
import { whileRowLocked } from "./row-lock.ts";
import type { Schema } from "./schema.ts";
import { StorageError } from "./storage-error.ts";
import { clientWithPassword } from "./token-client.ts";

export type PostgresOptions = {
  readonly kind: "postgres";
  /** `postgres://user:password@host:port/database?sslmode=verify-full`. Settings in it win over those below. */
  readonly url: string;
  /** Asked before each connection, where the address has no password (a token of Entra). */
  readonly password?: () => Promise<string>;
  /** Told when a connection dies (a restart of the server); the pool opens a new one by itself. */
  readonly onConnectionLost: (error: Error) => void;
  readonly maxConnections?: number;
  readonly connectTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
};

const DEFAULT_MAX_CONNECTIONS = 10;
const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
const DEFAULT_STATEMENT_TIMEOUT_MS = 10_000;
/** The server ends a slow statement first; this is for a server that no longer answers at all. */
const ANSWER_GRACE_MS = 2_000;
const IDLE_TIMEOUT_MS = 30_000;
/** As many people at once may have devices removed by one replica; each removal holds a connection while it lasts. */
const MAX_LOCKS = 10;
/**
 * "At most once" counts on what was committed being there after a crash of the server: where the server's default is
 * `off` it is not. Anything stronger is left alone.
 */
const DURABLE =
  "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";
/** A replica waits this long for another one's migrations. */
const MIGRATION_TIMEOUT_MS = 10 * 60_000;

/**
 * Makes the pool; nothing connects yet. Named statements and the migration lock belong to a session: a PgBouncer in
 * between must pool sessions, or be 1.21 or newer with `max_prepared_statements`, and migrate over a direct connection.
 * Source: https://node-postgres.com/apis/pool
 */
export async function openPostgres(options: PostgresOptions): Promise<Engine> {
  requireUrl(options.url);
  const { Client, Pool } = (await import("pg")).default;
  const open = (config: PoolConfig): Pool => {
    // Whoever asked for the connection gets it afterwards; when this fails, they get its error.
    const makeDurable = async (client: ClientBase): Promise<void> => {
      await client.query(DURABLE);
    };
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool awaits it; its types do not say so
    const pool = new Pool({ ...config, onConnect: makeDurable });
    // Without listeners, Node ends the process when a connection dies: an idle one by the pool's word, one that is lent
    // to a transaction by its own. Each is told of once; the statement under way fails by itself.
    pool.on("error", () => undefined);
    pool.on("connect", (client) => {
      client.once("error", options.onConnectionLost);
      client.on("error", () => undefined);
    });
    return pool;
  };
  const statementTimeoutMs = options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS;
  const config: PoolConfig = {
    connectionString: options.url,
    application_name: "pushready",
    max: options.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
    connectionTimeoutMillis: options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + ANSWER_GRACE_MS,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    keepAlive: true,
    ...(options.password === undefined
      ? {}
      : { Client: clientWithPassword(Client, options.password) }),
  };
  return new PostgresEngine({
    pool: open(config),
    lockPool: open({ ...config, max: MAX_LOCKS, application_name: "pushready-locks" }),
    openMigrationPool: () =>
      open({
        ...config,
        max: 1,
        statement_timeout: MIGRATION_TIMEOUT_MS,
        query_timeout: MIGRATION_TIMEOUT_MS,
        idle_in_transaction_session_timeout: MIGRATION_TIMEOUT_MS,
      }),
    onConnectionLost: options.onConnectionLost,
  });
}

type EngineParts = {
  readonly pool: Pool;
  /** Apart from the other, so that removals that wait for Microsoft Graph take no connection from anybody. */
  readonly lockPool: Pool;
  readonly openMigrationPool: () => Pool;
  readonly onConnectionLost: (error: Error) => void;
};

class PostgresEngine implements Engine {
  readonly kind = "postgres";
  readonly dialect: PostgresDialect;
  readonly #parts: EngineParts;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.dialect = new PostgresDialect({ pool: parts.pool });
  }

  async run({ name, sql, values }: NamedStatement): Promise<readonly unknown[]> {
    const result = await this.#parts.pool.query<Record<string, unknown>>({
      name,
      text: sql,
      values: [...values],
    });
    return result.rows;
  }

  async withMigrationConnection(
    _db: Kysely<Schema>,
    work: (db: Kysely<Schema>) => Promise<void>,
  ): Promise<void> {
    const pool = this.#parts.openMigrationPool();
    try {
      await work(new Kysely({ dialect: new PostgresDialect({ pool }) }));
    } finally {
      await pool.end();
    }
  }

  jobStore(): Promise<JobStore> {
    const { pool } = this.#parts;
    const executeSql = (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> =>
      pool.query<Record<string, unknown>>(text, values);
    return Promise.resolve({ backend: "postgres", db: { executeSql } });
  }

  whileLocked<Result>(
    key: PersonKey,
    work: (held: HeldLock) => Promise<Result>,
  ): Promise<LockedRun<Result>> {
    const { lockPool, onConnectionLost } = this.#parts;
    return whileRowLocked(lockPool, key, work, onConnectionLost);
  }

  explain(error: unknown, doing: string): StorageError {
    return explainPostgres(error, doing);
  }

  async close(): Promise<void> {
    await this.#parts.lockPool.end();
    await this.#parts.pool.end();
  }
}

function requireUrl(url: string): void {
  const isPostgres =
    URL.canParse(url) && ["postgres:", "postgresql:"].includes(new URL(url).protocol);
  if (isPostgres) return;
  throw new StorageError(
    "storage.url-invalid",
    "The database address cannot be read: it is postgres://user:password@host:5432/database, and signs such as # / ? @ in the password are percent-encoded.",
  );
}

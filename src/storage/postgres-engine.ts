import { Kysely, PostgresDialect } from "kysely";
import type { Pool, PoolConfig } from "pg";
import type { Engine, JobStore, NamedStatement } from "./engine.ts";
import { explainPostgres } from "./postgres-errors.ts";
import type { Schema } from "./schema.ts";
import { StorageError } from "./storage-error.ts";

export type PostgresOptions = {
  readonly kind: "postgres";
  /** `postgres://user:password@host:port/database?sslmode=verify-full`. Settings in it win over those below. */
  readonly url: string;
  /** Told when a connection dies while nobody uses it (a restart of the server); the pool opens a new one by itself. */
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
/** A replica waits this long for another one's migrations. */
const MIGRATION_TIMEOUT_MS = 10 * 60_000;

/**
 * Makes the pool; nothing connects yet. Named statements and the migration lock belong to a session: a PgBouncer in
 * between must pool sessions, or be 1.21 or newer with `max_prepared_statements`, and migrate over a direct connection.
 * Source: https://node-postgres.com/apis/pool
 */
export async function openPostgres(options: PostgresOptions): Promise<Engine> {
  requireUrl(options.url);
  const { Pool } = (await import("pg")).default;
  const open = (config: PoolConfig): Pool => {
    const pool = new Pool(config);
    // Without a listener, Node ends the process when an idle connection dies.
    pool.on("error", (error) => {
      options.onConnectionLost(error);
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
  };
  return new PostgresEngine(open(config), () =>
    open({
      ...config,
      max: 1,
      statement_timeout: MIGRATION_TIMEOUT_MS,
      query_timeout: MIGRATION_TIMEOUT_MS,
      idle_in_transaction_session_timeout: MIGRATION_TIMEOUT_MS,
    }),
  );
}

class PostgresEngine implements Engine {
  readonly kind = "postgres";
  readonly dialect: PostgresDialect;
  readonly #pool: Pool;
  readonly #openMigrationPool: () => Pool;

  constructor(pool: Pool, openMigrationPool: () => Pool) {
    this.#pool = pool;
    this.#openMigrationPool = openMigrationPool;
    this.dialect = new PostgresDialect({ pool });
  }

  async run({ name, sql, values }: NamedStatement): Promise<readonly unknown[]> {
    const result = await this.#pool.query<Record<string, unknown>>({
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
    const pool = this.#openMigrationPool();
    try {
      await work(new Kysely({ dialect: new PostgresDialect({ pool }) }));
    } finally {
      await pool.end();
    }
  }

  jobStore(): Promise<JobStore> {
    const pool = this.#pool;
    const executeSql = (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> =>
      pool.query<Record<string, unknown>>(text, values);
    return Promise.resolve({ backend: "postgres", db: { executeSql } });
  }

  explain(error: unknown, doing: string): StorageError {
    return explainPostgres(error, doing);
  }

  async close(): Promise<void> {
    await this.#pool.end();
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

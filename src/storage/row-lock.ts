import type { Pool, PoolClient, QueryConfig } from "pg";
import type { PersonKey } from "../enrollment/person.ts";
import type { HeldLock, LockedRun } from "../enrollment/removal-lock.ts";
import { codeOf, explainPostgres } from "./postgres-errors.ts";

const LOCK_NOT_AVAILABLE = "55P03";
/** The row vanishes when another holder gives it back just now; that does not go on for ever. */
const ATTEMPTS = 5;
const HELD_TIMEOUT_MS = 2_000;

// The work sits between two statements for as long as Microsoft Graph takes, so the server must not end it for idling. A
// machine that is gone without a word is noticed after a minute, and its lock is free then.
const BEGIN = `begin;
  set local idle_in_transaction_session_timeout = 0;
  set local tcp_keepalives_idle = 30;
  set local tcp_keepalives_interval = 10;
  set local tcp_keepalives_count = 3`;

/**
 * Runs the work while a connection of its own holds the lock of the person's row, in a transaction that lasts as long as
 * the work does. A process that hangs keeps the connection and with it the lock; of one that dies, the server ends both.
 *
 * @throws StorageError when the lock cannot be asked for; otherwise what the work throws
 */
export async function whileRowLocked<Result>(
  pool: Pool,
  key: PersonKey,
  work: (held: HeldLock) => Promise<Result>,
  onConnectionLost: (error: Error) => void,
): Promise<LockedRun<Result>> {
  const row = [key.tenantId, key.userId];
  const client = await pool.connect().catch(refuse);
  const connection = new LockConnection(client, onConnectionLost);
  try {
    if (!(await lockRow(client, row).catch(refuse))) return { kind: "busy" };
    try {
      return { kind: "done", value: await work(connection) };
    } finally {
      await connection.giveBack(row);
    }
  } catch (error) {
    // Whatever the connection is in the middle of, nobody else gets it.
    connection.isSpoilt = true;
    throw error;
  } finally {
    connection.close();
  }
}

function refuse(error: unknown): never {
  throw explainPostgres(error, "locking a person's devices");
}

/** False when somebody else has the lock. */
async function lockRow(client: PoolClient, row: readonly string[]): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // Committed before the transaction begins: nobody waits for a row that is not there yet.
    await client.query(
      "insert into removal_locks (tenant_id, user_id) values ($1, $2) on conflict do nothing",
      [...row],
    );
    await client.query(BEGIN);
    const locked = await client
      .query("select from removal_locks where tenant_id = $1 and user_id = $2 for update nowait", [
        ...row,
      ])
      .catch((error: unknown) => {
        if (codeOf(error) === LOCK_NOT_AVAILABLE) return null;
        throw error;
      });
    if (locked?.rowCount === 1) return true;
    await client.query("rollback");
    if (locked === null) return false;
  }
  return false;
}

class LockConnection implements HeldLock {
  /** Not to be used again. */
  isSpoilt = false;
  readonly #client: PoolClient;
  readonly #onLost: (error: Error) => void;
  readonly #spoil = (): void => {
    this.isSpoilt = true;
  };
  #isGivenBack = false;

  constructor(client: PoolClient, onLost: (error: Error) => void) {
    this.#client = client;
    this.#onLost = onLost;
    client.on("error", this.#spoil);
  }

  async isHeld(): Promise<boolean> {
    if (this.#isGivenBack || this.isSpoilt) return false;
    const question: QueryConfig & { readonly query_timeout: number } = {
      text: "select",
      query_timeout: HELD_TIMEOUT_MS,
    };
    try {
      // A transaction that was undone, or a connection that is gone, answers no statement.
      await this.#client.query(question);
      return true;
    } catch {
      this.isSpoilt = true;
      return false;
    }
  }

  /** Never rejects: the end of the connection frees the lock too, and what the work came to must not be lost. */
  async giveBack(row: readonly string[]): Promise<void> {
    this.#isGivenBack = true;
    if (this.isSpoilt) return;
    try {
      await this.#client.query("delete from removal_locks where tenant_id = $1 and user_id = $2", [
        ...row,
      ]);
      await this.#client.query("commit");
    } catch (error) {
      this.isSpoilt = true;
      this.#onLost(error instanceof Error ? error : new Error(String(error)));
    }
  }

  close(): void {
    this.#client.off("error", this.#spoil);
    this.#client.release(this.isSpoilt);
  }
}

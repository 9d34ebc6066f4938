import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import pg from "pg";
import { openDatabase } from "../../src/storage/database.ts";
import { postgresOptions } from "../contracts/databases.ts";
import { type PostgresServer, startPostgresServer } from "../contracts/postgres-server.ts";
import { aTenant, peopleOf, running, scanned, storedWorld } from "../contracts/reminder-world.ts";

export type LedgerRow = {
  readonly person: string;
  readonly state: string;
  readonly why: string | null;
};

/** The deliveries as they stand in the database, on a server of their own that is stopped in mid-run. */
export class Ledger {
  readonly tenantId = aTenant();
  readonly url: string;
  readonly #server: PostgresServer;

  private constructor(server: PostgresServer) {
    this.#server = server;
    this.url = server.url("reminders");
  }

  /** So many people who are due since `at`, each in a chat that is named like them. */
  static async open(people: number, at: Date): Promise<Ledger> {
    const ledger = new Ledger(await startPostgresServer());
    await runOn(ledger.#server.url("postgres"), "create database reminders");
    // What is committed is safe when the server crashes, as it is wherever nobody chose otherwise.
    await runOn(ledger.url, "alter database reminders set synchronous_commit = on");
    const database = await openDatabase(postgresOptions(ledger.url));
    try {
      const world = storedWorld(database);
      const keys = peopleOf(ledger.tenantId, people);
      await scanned(world, keys);
      await sql`
        insert into reachability (tenant_id, user_id, state, at, chat_id, chat_at)
        select tenant_id, user_id, 'reachable', ${at}, user_id, ${at} from registrations
        where tenant_id = ${ledger.tenantId}`.execute(database.db);
      const campaign = await running(world, ledger.tenantId);
      await world.queue.plan(
        campaign.campaignId,
        keys.map((key) => ({ key, ordinal: 1, dueAt: at })),
        at,
      );
    } finally {
      await database.close();
    }
    return ledger;
  }

  restart(mode: "fast" | "immediate", whileDown: () => Promise<unknown>): Promise<void> {
    return this.#server.restart(mode, whileDown);
  }

  /** What a killed replica was sending, once the server has noticed that it is gone. */
  async leftSendingBy(replica: string): Promise<number> {
    for (;;) {
      const [row] = await runOn(
        this.url,
        `select
           (select count(*) from pg_stat_activity where application_name = '${replica}')::integer
             as sessions,
           (select count(*) from deliveries where state in ('sending', 'unknown')
             and holder like '${replica}/%')::integer as sending`,
      );
      if (row?.["sessions"] === 0) return Number(row["sending"]);
      await setImmediate();
    }
  }

  /** Whether whoever takes over now would know that Teams asked to wait. */
  async isPaused(): Promise<boolean> {
    const rows = await runOn(
      this.url,
      "select from dispatch_leases where paused_until > clock_timestamp()",
    );
    return rows.length > 0;
  }

  /** How many have not ended. */
  async open(): Promise<number> {
    const [row] = await runOn(
      this.url,
      "select count(*)::integer as open from deliveries where state in ('pending', 'claimed', 'sending')",
    );
    return Number(row?.["open"]);
  }

  async rows(): Promise<readonly LedgerRow[]> {
    const rows = await runOn(this.url, "select user_id, state, why from deliveries");
    return rows.map(({ user_id: person, state, why }) => ({
      person: String(person),
      state: String(state),
      why: typeof why === "string" ? why : null,
    }));
  }

  close(): Promise<void> {
    return this.#server.stop();
  }
}

async function runOn(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

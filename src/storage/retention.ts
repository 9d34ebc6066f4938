import { type Kysely, sql } from "kysely";
import { type TenantId, tenantId, userId } from "../methods/ids.ts";
import type { Database, Statement } from "./database.ts";
import { ForgetPerson } from "./forget.ts";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

/** Rows at once: a statement that others wait for is over soon. */
const BATCH = 500;
/** A guide or a conversation that nobody touched for so long is not gone on with; it begins anew. */
const IDLE_DAYS = 90;
/** So long somebody has to be missing from the directory: deleted accounts can be restored for 30 days. */
const GONE_DAYS = 30;
/** And a scan of these days has to have missed them still. */
const RECENT_DAYS = 7;
/** Up to so many people, or a fifth of all, are gone at once; more look like a scan that went wrong. */
const FEW_GONE = 50;
const LARGEST_SHARE_GONE = 5;

/** What was deleted: rows, but for `people`. */
export type RetentionReport = {
  readonly removals: number;
  readonly deliveries: number;
  readonly snoozes: number;
  readonly guides: number;
  readonly conversations: number;
  /** Who is no longer in the directory. */
  readonly people: number;
  /** So many people are missing that nobody was deleted; 0 otherwise. */
  readonly tooManyGone: number;
};

export type RetentionOrder = {
  readonly tenantId: TenantId;
  /** Of the record of removals and of ended campaigns' reminders; 30 at least. */
  readonly retentionDays: number;
  readonly signal: AbortSignal;
};

type DaysValues = { readonly tenantId: string; readonly days: number };
type Deletion = Statement<DaysValues, { readonly deleted: number }>;
type TenantValues = { readonly tenantId: string };

/** Deletes what has been kept for its time, in batches, on the database's clock. May be broken off and run again. */
export class Retention {
  readonly #forget: ForgetPerson;
  readonly #removals: Deletion;
  readonly #deliveries: Deletion;
  readonly #snoozes: Deletion;
  readonly #guides: Deletion;
  readonly #conversations: Deletion;
  readonly #gone: Statement<TenantValues, { readonly user_id: string; readonly known: number }>;

  constructor(database: Database) {
    this.#forget = new ForgetPerson(database);
    this.#removals = database.prepare("retention.removals", removals);
    this.#deliveries = database.prepare("retention.deliveries", deliveries);
    this.#snoozes = database.prepare("retention.snoozes", snoozes);
    this.#guides = database.prepare("retention.guides", guides);
    this.#conversations = database.prepare("retention.conversations", conversations);
    this.#gone = database.prepare("retention.gone", gone);
  }

  /** @throws StorageError; what was deleted until then stays deleted */
  async run(order: RetentionOrder): Promise<RetentionReport> {
    const { retentionDays: days } = order;
    return {
      removals: await inBatches(this.#removals, order, days),
      deliveries: await inBatches(this.#deliveries, order, days),
      snoozes: await inBatches(this.#snoozes, order, days),
      guides: await inBatches(this.#guides, order, IDLE_DAYS),
      conversations: await inBatches(this.#conversations, order, IDLE_DAYS),
      ...(await this.#forgetGone(order)),
    };
  }

  async #forgetGone({ tenantId: tenant, signal }: RetentionOrder) {
    const missing = await this.#gone.run({ tenantId: tenant });
    const known = missing[0]?.known ?? 0;
    if (missing.length > FEW_GONE && missing.length * LARGEST_SHARE_GONE > known) {
      return { people: 0, tooManyGone: missing.length };
    }
    let people = 0;
    for (const { user_id: id } of missing) {
      if (signal.aborted) break;
      await this.#forget.run({ tenantId: tenantId(tenant), userId: userId(id) });
      people += 1;
    }
    return { people, tooManyGone: 0 };
  }
}

async function inBatches(
  deletion: Deletion,
  { tenantId: tenant, signal }: RetentionOrder,
  days: number,
): Promise<number> {
  let all = 0;
  while (!signal.aborted) {
    const [row] = await deletion.run({ tenantId: tenant, days });
    const deleted = row?.deleted ?? 0;
    all += deleted;
    if (deleted < BATCH) break;
  }
  return all;
}

// The database lets nothing else delete from this record (migration 0018).
const removals = (db: Kysely<Schema>, given: Given<DaysValues>) =>
  written(
    db,
    sql<{ readonly deleted: number }>`
      select delete_expired_removals(${given("days")}::integer, ${BATCH}::integer) as deleted`,
  );

const before = (given: Given<DaysValues>) =>
  sql`clock_timestamp() - make_interval(days => ${given("days")}::integer)`;

const endedCampaigns = (given: Given<DaysValues>) => sql`
  select campaign_id from campaigns
  where tenant_id = ${given("tenantId")} and state = 'stopped' and state_at < ${before(given)}`;

const deliveries = (db: Kysely<Schema>, given: Given<DaysValues>) =>
  deletion(
    db,
    sql`delete from deliveries where delivery_id in (
      select delivery_id from deliveries where campaign_id in (${endedCampaigns(given)}) limit ${BATCH}
    )`,
  );

const snoozes = (db: Kysely<Schema>, given: Given<DaysValues>) =>
  deletion(
    db,
    sql`delete from snoozes where (tenant_id, user_id, campaign_id) in (
      select tenant_id, user_id, campaign_id from snoozes
      where tenant_id = ${given("tenantId")} and campaign_id in (${endedCampaigns(given)}) limit ${BATCH}
    )`,
  );

const guides = (db: Kysely<Schema>, given: Given<DaysValues>) =>
  deletion(
    db,
    sql`delete from guides where (tenant_id, user_id) in (
      select tenant_id, user_id from guides
      where tenant_id = ${given("tenantId")} and saved_at < ${before(given)} limit ${BATCH}
    )`,
  );

// Its keys name no tenant; the service has one.
const conversations = (db: Kysely<Schema>, given: Given<DaysValues>) =>
  deletion(
    db,
    sql`delete from bot_state where key_hash in (
      select key_hash from bot_state where updated_at < ${before(given)} limit ${BATCH}
    )`,
  );

const deletion = (db: Kysely<Schema>, statement: ReturnType<typeof sql>) =>
  written(
    db,
    sql<{ readonly deleted: number }>`
      with deleted as (${statement} returning 1)
      select count(*)::integer as deleted from deleted`,
  );

// Whom a scan that was complete a month ago did not see, and none since: the number of a run goes up with each sight.
function gone(db: Kysely<Schema>, given: Given<TenantValues>) {
  return written(
    db,
    sql<{ readonly user_id: string; readonly known: number }>`
      with missed as (
        select max(run) as run from compliance_history
        where tenant_id = ${given("tenantId")}
          and at < clock_timestamp() - make_interval(days => ${GONE_DAYS}::integer)
      ), recent as (
        select max(run) as run from scan_runs
        where tenant_id = ${given("tenantId")}
          and completed_at > clock_timestamp() - make_interval(days => ${RECENT_DAYS}::integer)
      )
      select registration.user_id,
        (select count(*)::integer from registrations
          where tenant_id = ${given("tenantId")}) as known
      from registrations as registration, missed, recent
      where registration.tenant_id = ${given("tenantId")}
        and registration.account_run < missed.run
        and registration.account_run < recent.run
      order by registration.user_id`,
  );
}

import { type Kysely, sql } from "kysely";
import { type TenantId, tenantId } from "../methods/ids.ts";
import type { Campaign, CampaignState } from "../reminders/campaign.ts";
import type { CampaignStore } from "../reminders/campaign-store.ts";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

export type CampaignRow = {
  readonly campaign_id: string;
  readonly tenant_id: string;
  readonly starts_at: Date;
  readonly deadline: Date | null;
  readonly campaign_state: CampaignState;
};
type StartValues = {
  readonly campaignId: string;
  readonly tenantId: string;
  readonly startsAt: Date;
  readonly deadline: Date | null;
  readonly at: Date;
};
type IdValues = { readonly campaignId: string };
type StateValues = IdValues & { readonly state: CampaignState; readonly at: Date };
type DropValues = IdValues & { readonly at: Date; readonly limit: number };

/** Deliveries that one statement ends when a campaign is stopped. */
const DROP_BATCH = 5_000;

/** Campaigns, on either engine. Rejects with StorageError only. */
export class PostgresCampaignStore implements CampaignStore {
  readonly #start: Statement<StartValues, CampaignRow>;
  readonly #current: Statement<{ readonly tenantId: string }, CampaignRow>;
  readonly #find: Statement<IdValues, CampaignRow>;
  readonly #setState: Statement<StateValues, CampaignRow>;
  readonly #setDeadline: Statement<IdValues & { readonly deadline: Date | null }, CampaignRow>;
  readonly #dropPending: Statement<DropValues, { readonly dropped: number }>;

  constructor(database: Database) {
    this.#start = database.prepare("campaigns.start", start);
    this.#current = database.prepare("campaigns.current", current);
    this.#find = database.prepare("campaigns.find", find);
    this.#setState = database.prepare("campaigns.set_state", setState);
    this.#setDeadline = database.prepare("campaigns.set_deadline", setDeadline);
    this.#dropPending = database.prepare("campaigns.drop_pending", dropPending);
  }

  async start(
    campaign: Campaign,
    at: Date,
  ): Promise<
    { readonly kind: "started" } | { readonly kind: "exists"; readonly campaign: Campaign }
  > {
    const started = await this.#start.run({ ...campaign, at });
    if (started.length > 0) return { kind: "started" };
    const other = await this.current(campaign.tenantId);
    if (other !== null && other.state !== "stopped") return { kind: "exists", campaign: other };
    // The other one was stopped in between, or is this very one, stopped long ago.
    const same = await this.find(campaign.campaignId);
    return same === null ? this.start(campaign, at) : { kind: "exists", campaign: same };
  }

  async current(of: TenantId): Promise<Campaign | null> {
    const [row] = await this.#current.run({ tenantId: of });
    return row === undefined ? null : toCampaign(row);
  }

  async find(campaignId: string): Promise<Campaign | null> {
    const [row] = await this.#find.run({ campaignId });
    return row === undefined ? null : toCampaign(row);
  }

  async setState(campaignId: string, state: CampaignState, at: Date): Promise<Campaign | null> {
    const [changed] = await this.#setState.run({ campaignId, state, at });
    const campaign = changed === undefined ? await this.find(campaignId) : toCampaign(changed);
    if (campaign?.state === "stopped") await this.#dropAllPending(campaignId, at);
    return campaign;
  }

  async setDeadline(campaignId: string, deadline: Date | null): Promise<Campaign | null> {
    const [row] = await this.#setDeadline.run({ campaignId, deadline });
    return row === undefined ? null : toCampaign(row);
  }

  // Nobody claims them any more, so what a crash leaves pending here is merely counted as such until it is stopped again.
  async #dropAllPending(campaignId: string, at: Date): Promise<void> {
    for (;;) {
      const [row] = await this.#dropPending.run({ campaignId, at, limit: DROP_BATCH });
      if ((row?.dropped ?? 0) < DROP_BATCH) return;
    }
  }
}

export function toCampaign(row: CampaignRow): Campaign {
  return {
    campaignId: row.campaign_id,
    tenantId: tenantId(row.tenant_id),
    startsAt: row.starts_at,
    deadline: row.deadline,
    state: row.campaign_state,
  };
}

/** Of `campaigns`, or of an alias of it. */
export const campaignColumns = (table = "campaigns") =>
  sql.raw(
    `${table}.campaign_id, ${table}.tenant_id, ${table}.starts_at, ${table}.deadline, ${table}.state as campaign_state`,
  );

function start(db: Kysely<Schema>, given: Given<StartValues>) {
  return written(
    db,
    sql<CampaignRow>`
      insert into campaigns (campaign_id, tenant_id, starts_at, deadline, state, state_at)
      values (${given("campaignId")}, ${given("tenantId")}, ${given("startsAt")},
        ${given("deadline")}, 'running', ${given("at")})
      on conflict do nothing
      returning ${campaignColumns()}`,
  );
}

function current(db: Kysely<Schema>, given: Given<{ readonly tenantId: string }>) {
  return written(
    db,
    sql<CampaignRow>`
      select ${campaignColumns()} from campaigns
      where tenant_id = ${given("tenantId")}
      order by state = 'stopped', state_at desc, campaign_id
      limit 1`,
  );
}

function find(db: Kysely<Schema>, given: Given<IdValues>) {
  return written(
    db,
    sql<CampaignRow>`
      select ${campaignColumns()} from campaigns where campaign_id = ${given("campaignId")}`,
  );
}

function setState(db: Kysely<Schema>, given: Given<StateValues>) {
  return written(
    db,
    sql<CampaignRow>`
      update campaigns set state = ${given("state")}, state_at = ${given("at")}
      where campaign_id = ${given("campaignId")}
        and state <> 'stopped' and state <> ${given("state")}
      returning ${campaignColumns()}`,
  );
}

function setDeadline(
  db: Kysely<Schema>,
  given: Given<IdValues & { readonly deadline: Date | null }>,
) {
  return written(
    db,
    sql<CampaignRow>`
      update campaigns set deadline = ${given("deadline")}
      where campaign_id = ${given("campaignId")}
      returning ${campaignColumns()}`,
  );
}

function dropPending(db: Kysely<Schema>, given: Given<DropValues>) {
  return written(
    db,
    sql<{ readonly dropped: number }>`
      with pending as (
        select delivery_id from deliveries
        where campaign_id = ${given("campaignId")} and state = 'pending'
        order by due_at, delivery_id
        limit ${given("limit")}
        for update skip locked
      ), dropped as (
        update deliveries
        set state = 'skipped', why = 'campaignNotRunning', ended_at = ${given("at")}
        where delivery_id = any (array(select delivery_id from pending))
        returning 1
      )
      select count(*)::integer as dropped from dropped`,
  );
}

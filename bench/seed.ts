import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { TenantId } from "../src/methods/ids.ts";
import type { Campaign } from "../src/reminders/campaign.ts";
import { PostgresCampaignStore } from "../src/storage/campaign-store.ts";
import type { Database } from "../src/storage/database.ts";

const DAY_MS = 24 * 60 * 60_000;
const LOCALES = ["en-US", "en-GB"];
const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo"];

/** So many scanned people, all of whom lack push, and a campaign that runs. Ids are in no order of time, as Entra's. */
export async function seedPeople(
  database: Database,
  tenant: TenantId,
  count: number,
): Promise<Campaign> {
  const { db } = database;
  await sql`
    insert into registrations (tenant_id, user_id, account_run, is_enabled, report_run, methods,
      is_ready, registered_at, source)
    select ${tenant}, md5(n::text)::uuid::text, 1, true, 1, 1, false, now() - interval '1 day', 'report'
    from generate_series(1, ${count}::integer) as n`.execute(db);
  await sql`
    insert into scan_runs (tenant_id, run, plan, requires_inclusion, started_at, completed_at)
    values (${tenant}, 1, 'bench', false, now(), now())`.execute(db);
  const at = new Date();
  const campaign: Campaign = {
    campaignId: randomUUID(),
    tenantId: tenant,
    startsAt: new Date(at.getTime() - DAY_MS),
    deadline: new Date(at.getTime() + 30 * DAY_MS),
    state: "running",
  };
  await new PostgresCampaignStore(database).start(campaign, at);
  return campaign;
}

/** Everybody has written to the bot once, which then knows their language and zone. */
export async function seedChats(
  { db }: Database,
  tenant: TenantId,
  { serviceUrl, appId }: { readonly serviceUrl: string; readonly appId: string },
): Promise<void> {
  await sql`
    insert into people (tenant_id, user_id, locale, time_zone, seen_at)
    select tenant_id, user_id,
      (${LOCALES}::text[])[1 + get_byte(decode(left(user_id, 2), 'hex'), 0) % ${LOCALES.length}::integer],
      (${ZONES}::text[])[1 + get_byte(decode(substr(user_id, 3, 2), 'hex'), 0) % ${ZONES.length}::integer],
      now()
    from registrations where tenant_id = ${tenant}`.execute(db);
  await sql`
    insert into conversation_references (tenant_id, user_id, channel_id, service_url,
      conversation_id, teams_user_id, bot_id, seen_at, installed, installed_at)
    select tenant_id, user_id, 'msteams', ${serviceUrl}::text, 'a:' || user_id, '29:' || user_id,
      ${`28:${appId}`}::text, now(), true, now()
    from registrations where tenant_id = ${tenant}`.execute(db);
  await sql`
    insert into reachability (tenant_id, user_id, state, at)
    select tenant_id, user_id, 'reachable', now() from registrations
    where tenant_id = ${tenant}`.execute(db);
}

/** The first reminder of everybody is due. */
export async function seedDeliveries({ db }: Database, campaign: Campaign): Promise<void> {
  await sql`
    insert into deliveries (tenant_id, user_id, campaign_id, ordinal, state, due_at, planned_at)
    select tenant_id, user_id, ${campaign.campaignId}::text, 1, 'pending',
      now() - interval '1 minute', now()
    from registrations where tenant_id = ${campaign.tenantId}`.execute(db);
}

/** As autovacuum leaves the tables. */
export async function settleTables({ db }: Database): Promise<void> {
  await sql`vacuum analyze`.execute(db);
}

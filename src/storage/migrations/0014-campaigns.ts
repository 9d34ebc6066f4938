import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table campaigns (
      campaign_id text primary key check (campaign_id <> ''),
      tenant_id text not null check (tenant_id <> ''),
      starts_at timestamptz not null,
      deadline timestamptz,
      state text not null check (state in ('running', 'paused', 'stopped')),
      state_at timestamptz not null,
      unique (tenant_id, campaign_id)
    )`.execute(db);
  // What holds two replicas that start one at the same time to one of them.
  await sql`
    create unique index campaigns_not_stopped on campaigns (tenant_id) where state <> 'stopped'
  `.execute(db);
  await sql`
    comment on table campaigns is
      'Reminder campaigns: from when, until when, and whether they run. One per tenant at most that is not stopped.'
  `.execute(db);
}

import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  // A campaign belongs to one tenant (the foreign key), so three columns make a row unique per tenant, person, campaign
  // and ordinal. In this order they also serve the export, and the look at what somebody has of a campaign.
  await sql`
    create table deliveries (
      delivery_id bigint generated always as identity primary key,
      tenant_id text not null,
      user_id text not null check (user_id <> '' and user_id = lower(user_id)),
      campaign_id text not null,
      ordinal integer not null check (ordinal > 0),
      state text not null
        check (state in ('pending', 'claimed', 'sending', 'sent', 'failed', 'skipped', 'unknown')),
      due_at timestamptz not null,
      tries integer not null default 0 check (tries >= 0),
      why text,
      holder text check (holder <> ''),
      planned_at timestamptz not null,
      sending_at timestamptz,
      ended_at timestamptz,
      activity_id text,
      card text check (card in ('open', 'stale', 'closed')),
      unique (campaign_id, user_id, ordinal),
      foreign key (tenant_id, campaign_id) references campaigns (tenant_id, campaign_id),
      check (state not in ('claimed', 'sending') or holder is not null),
      check ((state in ('sent', 'failed', 'skipped', 'unknown')) = (ended_at is not null)),
      check (card is null or (state = 'sent' and activity_id is not null))
    ) with (autovacuum_vacuum_scale_factor = 0.02)`.execute(db);
  await sql`
    create index deliveries_due on deliveries (campaign_id, due_at, delivery_id)
    where state = 'pending'`.execute(db);
  await sql`
    create index deliveries_in_flight on deliveries (tenant_id, delivery_id)
    where state in ('claimed', 'sending')`.execute(db);
  await sql`
    create index deliveries_open_cards on deliveries (tenant_id, user_id)
    where card = 'open'`.execute(db);
  await sql`
    create index deliveries_stale_cards on deliveries (tenant_id, ended_at, delivery_id)
    where card = 'stale'`.execute(db);
  await sql`
    comment on table deliveries is
      'One reminder per row: to whom, which of the campaign, when it is due, and what became of it. The queue of the dispatchers: pending, claimed, sending, then sent, failed, skipped or unknown. No text of messages.'
  `.execute(db);
  await sql`
    create table dispatch_leases (
      tenant_id text primary key check (tenant_id <> ''),
      holder text check (holder <> ''),
      leased_until timestamptz,
      paused_until timestamptz,
      check ((holder is null) = (leased_until is null))
    )`.execute(db);
  await sql`
    comment on table dispatch_leases is
      'Which replica sends the reminders of a tenant, until when, and until when Teams asked all of them to wait.'
  `.execute(db);
}

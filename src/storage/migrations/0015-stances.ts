import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table stances (
      tenant_id text not null check (tenant_id <> '' and tenant_id = lower(tenant_id)),
      user_id text not null check (user_id <> '' and user_id = lower(user_id)),
      exempt_reason text,
      exempt_until timestamptz,
      exempted_at timestamptz,
      opted_out_at timestamptz,
      cannot_reason text check (cannot_reason in ('noSmartphone', 'lostPhone', 'other')),
      cannot_at timestamptz,
      primary key (tenant_id, user_id),
      check ((exempt_reason is null) = (exempted_at is null)),
      check (exempt_until is null or exempt_reason is not null),
      check ((cannot_reason is null) = (cannot_at is null))
    )`.execute(db);
  await sql`
    comment on table stances is
      'What is settled about reminding single people: exempted by the organisation (why, until when), opted out, or said that they cannot.'
  `.execute(db);
  await sql`
    create table snoozes (
      tenant_id text not null,
      user_id text not null check (user_id <> '' and user_id = lower(user_id)),
      campaign_id text not null,
      snoozed_until timestamptz not null,
      snoozes integer not null check (snoozes > 0),
      snoozed_at timestamptz not null,
      primary key (tenant_id, user_id, campaign_id),
      foreign key (tenant_id, campaign_id) references campaigns (tenant_id, campaign_id)
    )`.execute(db);
  await sql`
    comment on table snoozes is
      'Until when people put their reminders off, and how often they did in that campaign.'
  `.execute(db);
}

import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  // A scan writes every row, and no index has a column that it writes: with room in the page, nothing but the page changes.
  await sql`
    create table registrations (
      tenant_id text not null check (tenant_id <> '' and tenant_id = lower(tenant_id)),
      user_id text not null check (user_id <> '' and user_id = lower(user_id)),
      account_run integer,
      is_guest boolean not null default false,
      is_enabled boolean not null default false,
      included_run integer,
      excluded_run integer,
      report_run integer,
      methods integer check (methods >= 0),
      is_ready boolean,
      registered_at timestamptz,
      source text check (source in ('report', 'recheck', 'chat')),
      mailbox_read boolean not null default false,
      mailbox_zone text,
      primary key (tenant_id, user_id),
      check (num_nulls(is_ready, registered_at, source) in (0, 3)),
      check (mailbox_read or mailbox_zone is null)
    ) with (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05)`.execute(db);
  await sql`
    comment on table registrations is
      'Everybody whom a scan of the directory or a check has seen: Entra id, what kind of account, whether they are set up and who says so, and the zone of their mailbox. The run columns tell which scan saw them last. methods is a set of bits, by the order of REPORT_METHODS. No names, mail addresses or phone numbers.'
  `.execute(db);
  await sql`
    create table scan_runs (
      tenant_id text not null check (tenant_id <> ''),
      run integer not null check (run > 0),
      plan text not null,
      requires_inclusion boolean not null,
      started_at timestamptz not null,
      completed_at timestamptz,
      step integer not null default 0 check (step >= 0),
      next_link text,
      members_read integer not null default 0,
      accounts_read integer not null default 0,
      report_read integer not null default 0,
      holder text check (holder <> ''),
      leased_until timestamptz,
      primary key (tenant_id, run),
      check ((holder is null) = (leased_until is null)),
      check (completed_at is null or holder is null)
    )`.execute(db);
  await sql`
    comment on table scan_runs is
      'The newest complete scan of each tenant and the one under way, with the link at which that goes on and the replica that holds it. Older ones are deleted.'
  `.execute(db);
}

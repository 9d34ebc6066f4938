import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  // No reference to people: the record outlives what else is stored about a person.
  await sql`
    create table removal_intents (
      removal_id text collate "C" primary key check (removal_id <> ''),
      sequence bigint generated always as identity unique,
      tenant_id text not null check (tenant_id <> '' and tenant_id = lower(tenant_id)),
      user_id text not null check (user_id <> '' and user_id = lower(user_id)),
      method_id text not null,
      proof_method_id text not null,
      proof_strength text not null
        check (proof_strength in ('registered', 'signedIn', 'logged', 'enforced')),
      proof_at timestamptz not null,
      requested_at timestamptz(3) not null
    )`.execute(db);
  await sql`
    create index removal_intents_requested_at on removal_intents (requested_at, sequence)
  `.execute(db);
  await sql`
    create index removal_intents_user_id on removal_intents (user_id, tenant_id, requested_at, sequence)
  `.execute(db);
  await sql`
    create table removal_outcomes (
      removal_id text collate "C" primary key references removal_intents,
      outcome text not null check (outcome in (
        'removed', 'alreadyGone', 'isDefaultMethod', 'freshSignInNeeded', 'stepUpNeeded', 'throttled',
        'refusedByGraph', 'notRemoved', 'settledAsRemoved', 'settledAsNotRemoved'
      )),
      request_id text,
      settled_at timestamptz not null
    )`.execute(db);
  // What cannot be changed cannot be marked as open either, so that is a table of its own.
  await sql`
    create table open_removals (
      tenant_id text not null,
      user_id text not null,
      removal_id text collate "C" not null unique references removal_intents,
      primary key (tenant_id, user_id)
    )`.execute(db);

  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
        using errcode = 'integrity_constraint_violation';
    end $$`.execute(db);
  for (const table of ["removal_intents", "removal_outcomes"]) {
    await sql`
      create trigger append_only before update or delete or truncate on ${sql.table(table)}
      for each statement execute function refuse_change()`.execute(db);
    // Not even a session that says it replicates may.
    await sql`alter table ${sql.table(table)} enable always trigger append_only`.execute(db);
  }

  await sql`
    comment on table removal_intents is
      'Audit, append-only: one row per device removal, written before Microsoft Graph is asked: whose Authenticator entry (by id), and the proof of push that allowed it. No names of devices. Kept when the person is deleted.'
  `.execute(db);
  await sql`
    comment on table removal_outcomes is
      'Audit, append-only: what became of each removal, and the request-id of Microsoft Graph. A removal without a row here is open.'
  `.execute(db);
  await sql`
    comment on table open_removals is
      'The removal of each person that has no outcome yet. One at most, on whichever replica: the primary key sees to it.'
  `.execute(db);
}

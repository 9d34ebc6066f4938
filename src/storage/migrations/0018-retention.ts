import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  // Until now nothing at all could be deleted. From here on the function below can, and nothing else: a statement that
  // deletes is let through only while the function says until when, and then each row is asked for its own age.
  await sql`
    create or replace function refuse_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and coalesce(current_setting('pushready.expires_before', true), '') <> '' then
        return null;
      end if;
      raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
        using errcode = 'integrity_constraint_violation';
    end $$`.execute(db);
  // The setting is a word that anybody may say, so the least age stands here, and not in what is said.
  await sql`
    create function refuse_early_deletion() returns trigger language plpgsql as $$
    declare
      expires_before timestamptz := nullif(current_setting('pushready.expires_before', true), '');
      written_at timestamptz := to_jsonb(old) ->> tg_argv[0];
    begin
      if written_at < expires_before and written_at < clock_timestamp() - interval '30 days' then
        return old;
      end if;
      raise exception '% is append-only: what is younger than its retention is not deleted', tg_table_name
        using errcode = 'integrity_constraint_violation';
    end $$`.execute(db);
  for (const [table, column] of [
    ["removal_intents", "requested_at"],
    ["removal_outcomes", "settled_at"],
  ] as const) {
    await sql`
      create trigger keep_for_its_time before delete on ${sql.table(table)}
      for each row execute function refuse_early_deletion(${sql.lit(column)})`.execute(db);
    await sql`alter table ${sql.table(table)} enable always trigger keep_for_its_time`.execute(db);
  }
  // An open removal has no outcome, so it never expires.
  await sql`
    create function delete_expired_removals(keep_days integer, most integer) returns integer
    language plpgsql as $$
    declare
      expires_before timestamptz := clock_timestamp() - make_interval(days => keep_days);
      expired text[];
    begin
      if keep_days is null or keep_days < 30 then
        raise exception 'the record of removals is kept for 30 days at least'
          using errcode = 'invalid_parameter_value';
      end if;
      perform set_config('pushready.expires_before', expires_before::text, true);
      expired := array(
        select removal_id from removal_intents intent join removal_outcomes outcome using (removal_id)
        where intent.requested_at < expires_before and outcome.settled_at < expires_before
        order by intent.requested_at, intent.sequence limit most
      );
      delete from removal_outcomes where removal_id = any(expired);
      delete from removal_intents where removal_id = any(expired);
      perform set_config('pushready.expires_before', '', true);
      return cardinality(expired);
    end $$`.execute(db);
  await sql`
    comment on function delete_expired_removals is
      'The one way to delete from the record of removals: what was settled longer ago than so many days, 30 at least.'
  `.execute(db);
  await sql`
    comment on table removal_intents is
      'Audit, append-only: one row per device removal, written before Microsoft Graph is asked: whose Authenticator entry (by id), and the proof of push that allowed it. No names of devices. Kept when the person is deleted; deleted by delete_expired_removals alone.'
  `.execute(db);
}

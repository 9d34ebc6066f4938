import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table reachability (
      tenant_id text not null check (tenant_id <> '' and tenant_id = lower(tenant_id)),
      user_id text not null check (user_id <> '' and user_id = lower(user_id)),
      state text not null default 'unknown'
        check (state in ('unknown', 'reachable', 'notInstalled', 'removed', 'blocked', 'gone')),
      why text,
      at timestamptz,
      chat_id text check (chat_id <> ''),
      chat_at timestamptz,
      primary key (tenant_id, user_id),
      check ((state = 'unknown') = (at is null)),
      check ((chat_id is null) = (chat_at is null))
    )`.execute(db);
  await sql`
    comment on table reachability is
      'Whether the bot can write to people, since when and why not, and the id of a chat that Graph knows where they have not written yet.'
  `.execute(db);
  // People who talked to the bot before this table existed.
  await sql`
    insert into reachability (tenant_id, user_id, state, at)
    select tenant_id, user_id, case when installed then 'reachable' else 'removed' end,
      case when installed then greatest(installed_at, seen_at) else installed_at end
    from conversation_references`.execute(db);
}

import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table bot_state (
      key_hash text collate "C" primary key check (length(key_hash) = 43),
      key text not null,
      value text not null,
      etag uuid not null default gen_random_uuid(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    comment on table bot_state is
      'Where each conversation stands, as JSON of the bot SDK, so that any replica can go on with it. The key names channel, bot, conversation or Teams user by id. Tokens are kept by the token service, never here.'
  `.execute(db);
}

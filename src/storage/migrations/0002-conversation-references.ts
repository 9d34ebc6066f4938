import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table conversation_references (
      tenant_id text not null,
      user_id text not null,
      channel_id text not null check (channel_id <> ''),
      service_url text not null check (service_url <> ''),
      conversation_id text not null check (conversation_id <> ''),
      teams_user_id text not null check (teams_user_id <> ''),
      bot_id text not null check (bot_id <> ''),
      seen_at timestamptz not null,
      installed boolean not null,
      installed_at timestamptz not null,
      primary key (tenant_id, user_id),
      foreign key (tenant_id, user_id) references people on delete cascade
    )`.execute(db);
  await sql`
    comment on table conversation_references is
      'Where Teams takes a message that the bot starts, one per person, and whether the app is installed for them. Deleted with the person.'
  `.execute(db);
}

import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table people (
      tenant_id text not null check (tenant_id <> '' and tenant_id = lower(tenant_id)),
      user_id text not null check (user_id <> '' and user_id = lower(user_id)),
      locale text,
      time_zone text,
      seen_at timestamptz,
      welcomed_at timestamptz,
      number_prompt_answer text check (number_prompt_answer in ('yes', 'no', 'unsure')),
      number_prompt_at timestamptz,
      primary key (tenant_id, user_id),
      check ((number_prompt_answer is null) = (number_prompt_at is null))
    )`.execute(db);
  await sql`
    comment on table people is
      'People who wrote to the bot: Entra ids, language and time zone to write to them in, when they were welcomed, and their answer to the number prompt question. No names, mail addresses or phone numbers.'
  `.execute(db);
}

import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table guides (
      tenant_id text not null,
      user_id text not null,
      guide_id text not null check (guide_id <> ''),
      state text not null,
      activity_id text,
      version integer not null check (version > 0),
      saved_at timestamptz not null,
      primary key (tenant_id, user_id),
      foreign key (tenant_id, user_id) references people on delete cascade
    )`.execute(db);
  await sql`
    comment on table guides is
      'Where each person stands in the guided set-up, as JSON of the program, and which card in the chat shows it. Ids of sign-in methods only: no names of devices, no phone numbers. Deleted with the person.'
  `.execute(db);
}

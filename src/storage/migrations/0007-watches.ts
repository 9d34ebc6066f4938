import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table watches (
      tenant_id text not null,
      user_id text not null,
      holder text not null check (holder <> ''),
      leased_until timestamptz not null,
      primary key (tenant_id, user_id),
      foreign key (tenant_id, user_id) references people on delete cascade
    )`.execute(db);
  await sql`
    comment on table watches is
      'Which replica watches for a new registration of which person, until when. Deleted when the watch ends, and with the person.'
  `.execute(db);
}

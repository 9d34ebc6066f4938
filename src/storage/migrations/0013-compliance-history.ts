import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table compliance_history (
      tenant_id text not null check (tenant_id <> ''),
      run integer not null check (run > 0),
      at timestamptz not null,
      counts text not null,
      primary key (tenant_id, run)
    )`.execute(db);
  await sql`
    comment on table compliance_history is
      'How many people were set up at each complete scan, as JSON of the program. Counts only, nothing about anybody.'
  `.execute(db);
}

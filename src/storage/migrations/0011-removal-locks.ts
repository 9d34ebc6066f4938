import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table removal_locks (
      tenant_id text not null check (tenant_id <> '' and tenant_id = lower(tenant_id)),
      user_id text not null check (user_id <> '' and user_id = lower(user_id)),
      primary key (tenant_id, user_id)
    )`.execute(db);
  await sql`
    comment on table removal_locks is
      'A row to lock per person whose devices are being removed, made and deleted with each lock. What counts is the lock, not the row.'
  `.execute(db);
}

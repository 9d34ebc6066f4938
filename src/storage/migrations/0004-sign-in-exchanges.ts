import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table sign_in_exchanges (
      exchange_hash text collate "C" primary key check (length(exchange_hash) = 43),
      claimed_at timestamptz not null
    )`.execute(db);
  await sql`create index sign_in_exchanges_claimed_at on sign_in_exchanges (claimed_at)`.execute(
    db,
  );
  await sql`
    comment on table sign_in_exchanges is
      'Which sign-in exchanges were taken, so that each is answered once although Teams sends it once per open client. Hashes only; deleted when old.'
  `.execute(db);
}

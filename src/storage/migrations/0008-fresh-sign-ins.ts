import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table fresh_sign_ins (
      sign_in_id text collate "C" primary key,
      tenant_id text not null,
      user_id text not null,
      purpose text not null check (purpose in ('prove', 'remove')),
      expires_at timestamptz not null,
      ticket_hash text collate "C" not null unique check (length(ticket_hash) = 64),
      state_hash text collate "C" unique check (length(state_hash) = 64),
      browser_hash text collate "C" check (length(browser_hash) = 64),
      nonce text,
      code_verifier text,
      begun_at timestamptz,
      finished_at timestamptz,
      result_at timestamptz,
      failure text check (failure in ('denied', 'wrongAccount', 'wrongTenant', 'expired', 'failed')),
      signed_in_at timestamptz,
      contexts text,
      token text,
      foreign key (tenant_id, user_id) references people on delete cascade,
      check (num_nulls(state_hash, browser_hash, begun_at) in (0, 3)),
      check (finished_at is null or begun_at is not null),
      check (begun_at is not null and finished_at is null or num_nulls(nonce, code_verifier) = 2),
      check (result_at is null or finished_at is not null),
      check ((result_at is not null and failure is null) = (signed_in_at is not null)),
      check ((signed_in_at is null) = (contexts is null)),
      check (token is null or signed_in_at is not null)
    )`.execute(db);
  // One unused ticket per person and purpose: the key of the upsert that lets a new one end the old one.
  await sql`
    create unique index fresh_sign_ins_unused on fresh_sign_ins (tenant_id, user_id, purpose)
    where begun_at is null`.execute(db);
  await sql`
    create index fresh_sign_ins_result on fresh_sign_ins (tenant_id, user_id, purpose, result_at)
    where result_at is not null`.execute(db);
  await sql`create index fresh_sign_ins_expires_at on fresh_sign_ins (expires_at)`.execute(db);
  await sql`
    comment on table fresh_sign_ins is
      'Fresh sign-ins on the web, one per link, for ten minutes at most. Of links, states and browsers only hashes; nonce, code verifier and token are encrypted with a key that the database does not know, and deleted once used. Deleted with the person.'
  `.execute(db);
}

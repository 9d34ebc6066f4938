import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table enrollment_facts (
      tenant_id text not null,
      user_id text not null,
      device_method_id text,
      device_at timestamptz,
      proof_method_id text,
      proof_strength text check (proof_strength in ('registered', 'signedIn', 'logged', 'enforced')),
      proof_at timestamptz,
      finished_at timestamptz,
      primary key (tenant_id, user_id),
      foreign key (tenant_id, user_id) references people on delete cascade,
      check ((device_method_id is null) = (device_at is null)),
      check (num_nulls(proof_method_id, proof_strength, proof_at) in (0, 3))
    )`.execute(db);
  await sql`
    comment on table enrollment_facts is
      'What is established about each person: which Authenticator entry (by id) is in their hand, how and when push was proved, and when all points of the checklist were ticked. Deleted with the person.'
  `.execute(db);
}

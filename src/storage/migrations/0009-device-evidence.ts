import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  // Devices that were confirmed before this are known by the person's word: the weaker evidence, so the safe one.
  await sql`
    alter table enrollment_facts
      add column device_evidence text check (device_evidence in ('appeared', 'said')),
      add column kept_devices text[] not null default '{}',
      add column kept_at timestamptz`.execute(db);
  await sql`
    update enrollment_facts set device_evidence = 'said' where device_method_id is not null
  `.execute(db);
  await sql`
    alter table enrollment_facts
      add check ((device_method_id is null) = (device_evidence is null)),
      add check (kept_at is not null or kept_devices = '{}')`.execute(db);
  await sql`
    comment on table enrollment_facts is
      'What is established about each person: which Authenticator entry (by id) is in their hand and how that is known, which others they keep, how and when push was proved, and when all points of the checklist were ticked. Deleted with the person.'
  `.execute(db);
}

import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Reachability, Registration } from "../reminders/candidate.ts";
import type { CannotReason } from "../reminders/settings.ts";
import type { Schema } from "./schema.ts";
import { IS_EXCLUDED, IS_IN_DIRECTORY, scanTable } from "./standing.ts";
import { type Given, written } from "./statement.ts";

export type CandidateRow = {
  readonly tenant_id: string;
  readonly user_id: string;
  readonly is_in_directory: boolean;
  readonly is_guest: boolean;
  readonly is_enabled: boolean;
  readonly is_excluded: boolean;
  readonly is_ready: boolean | null;
  readonly registered_at: Date | null;
  readonly source: Registration["source"] | null;
  readonly mailbox_read: boolean;
  readonly mailbox_zone: string | null;
  readonly exempt_reason: string | null;
  readonly exempt_until: Date | null;
  readonly opted_out_at: Date | null;
  readonly cannot_reason: CannotReason | null;
  readonly cannot_at: Date | null;
  readonly snoozed_until: Date | null;
  readonly snoozes: number | null;
  readonly reachability: Reachability;
  readonly reachability_at: Date | null;
  readonly locale: string | null;
  readonly time_zone: string | null;
  readonly reminders: number;
  readonly reminded_at: Date | null;
};
export type PlanningRow = CandidateRow & {
  readonly planned_ordinal: number | null;
  readonly planned_due_at: Date | null;
};

export type CandidatePageValues = {
  readonly tenantId: string;
  readonly campaignId: string;
  /** "" is before every id. */
  readonly after: string;
  readonly limit: number;
};
export type CandidateValues = {
  readonly tenantId: string;
  readonly userId: string;
  readonly campaignId: string;
};

/** Of the tables that {@link candidateTables} joins. */
export const CANDIDATE_COLUMNS: RawBuilder<unknown> = sql`
  ${IS_IN_DIRECTORY} as is_in_directory,
  coalesce(registration.is_guest, false) as is_guest,
  coalesce(registration.is_enabled, false) as is_enabled,
  ${IS_EXCLUDED} as is_excluded,
  registration.is_ready, registration.registered_at, registration.source,
  coalesce(registration.mailbox_read, false) as mailbox_read, registration.mailbox_zone,
  stance.exempt_reason, stance.exempt_until, stance.opted_out_at,
  stance.cannot_reason, stance.cannot_at,
  snooze.snoozed_until, snooze.snoozes,
  coalesce(reach.state, 'unknown') as reachability, reach.at as reachability_at,
  person.locale, person.time_zone,
  done.reminders, done.reminded_at`;

/**
 * Joins, to one row of people at a time, what the rules look at. Each is a lookup by key: as laterals that end at the
 * first row, whatever the planner believes about the sizes of tables. So a page costs the same in a tenant of a hundred
 * people and of a million.
 *
 * @param key Alias of the table to the left, with `tenant_id` and `user_id`.
 */
export function candidateTables(key: string, campaignId: RawBuilder<unknown> | string) {
  const tenant = sql.ref(`${key}.tenant_id`);
  const user = sql.ref(`${key}.user_id`);
  const oneOf = (table: string, alias: string, more: RawBuilder<unknown> = sql``) => sql`
    left join lateral (
      select * from ${sql.table(table)} as found
      where found.tenant_id = ${tenant} and found.user_id = ${user} ${more}
      limit 1
    ) as ${sql.ref(alias)} on true`;
  return sql`
    ${oneOf("stances", "stance")}
    ${oneOf("snoozes", "snooze", sql`and found.campaign_id = ${campaignId}`)}
    ${oneOf("reachability", "reach")}
    ${oneOf("people", "person")}
    cross join lateral (
      select
        (count(*) filter (where found.state in ('sent', 'unknown', 'failed')))::integer as reminders,
        max(found.ended_at) filter (where found.state in ('sent', 'unknown', 'failed')) as reminded_at,
        max(found.ordinal) filter (where found.state in ('pending', 'claimed', 'sending')) as planned_ordinal,
        max(found.due_at) filter (where found.state in ('pending', 'claimed', 'sending')) as planned_due_at
      from deliveries as found
      where found.campaign_id = ${campaignId} and found.user_id = ${user}
    ) as done`;
}

/** The row of registrations of the table to the left, or nulls. */
export const registrationOf = (key: string) => sql`
  left join lateral (
    select * from registrations as found
    where found.tenant_id = ${sql.ref(`${key}.tenant_id`)}
      and found.user_id = ${sql.ref(`${key}.user_id`)}
    limit 1
  ) as registration on true`;

export function candidatePage(db: Kysely<Schema>, given: Given<CandidatePageValues>) {
  return written(
    db,
    sql<PlanningRow>`
      with ${scanTable(given("tenantId"))}
      select registration.tenant_id, registration.user_id, ${CANDIDATE_COLUMNS},
        done.planned_ordinal, done.planned_due_at
      from (
        select * from registrations
        where tenant_id = ${given("tenantId")} and user_id > ${given("after")}
        order by user_id
        limit ${given("limit")}
      ) as registration
      cross join scan
      ${candidateTables("registration", given("campaignId"))}
      order by registration.user_id`,
  );
}

export function findCandidate(db: Kysely<Schema>, given: Given<CandidateValues>) {
  return written(
    db,
    sql<CandidateRow>`
      with ${scanTable(given("tenantId"))}
      select registration.tenant_id, registration.user_id, ${CANDIDATE_COLUMNS}
      from registrations as registration
      cross join scan
      ${candidateTables("registration", given("campaignId"))}
      where registration.tenant_id = ${given("tenantId")}
        and registration.user_id = ${given("userId")}`,
  );
}

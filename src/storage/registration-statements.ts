import { type Kysely, type RawBuilder, sql } from "kysely";
import { REPORT_LAG_MS } from "../reminders/registration.ts";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

/** Columns of a batch, all of the same length. Sorted by person, so that two writers wait for each other and never for ever. */
export type AccountsValues = {
  readonly tenantId: string;
  readonly run: number;
  readonly userIds: readonly string[];
  readonly areGuests: readonly boolean[];
  readonly areEnabled: readonly boolean[];
};
export type MembersValues = {
  readonly tenantId: string;
  readonly run: number;
  readonly userIds: readonly string[];
};
export type FactsValues = {
  readonly userIds: readonly string[];
  readonly areReady: readonly boolean[];
  /** ISO 8601. */
  readonly seenAt: readonly string[];
  readonly sources: readonly string[];
  /** See `method-bits.ts`; null leaves what is stored. */
  readonly methods: readonly (number | null)[];
};
export type ReportValues = FactsValues & { readonly tenantId: string; readonly run: number };
export type CheckedValues = FactsValues & { readonly tenantIds: readonly string[] };
export type ZonesValues = {
  readonly tenantIds: readonly string[];
  readonly userIds: readonly string[];
  readonly zones: readonly (string | null)[];
};

export function saveAccounts(db: Kysely<Schema>, given: Given<AccountsValues>) {
  return written(
    db,
    sql`
      insert into registrations as known (tenant_id, user_id, account_run, is_guest, is_enabled)
      select ${given("tenantId")}, seen.user_id, ${given("run")}::integer, seen.is_guest, seen.is_enabled
      from unnest(
        ${given("userIds")}::text[], ${given("areGuests")}::boolean[], ${given("areEnabled")}::boolean[]
      ) as seen (user_id, is_guest, is_enabled)
      on conflict (tenant_id, user_id) do update set
        account_run = excluded.account_run,
        is_guest = excluded.is_guest,
        is_enabled = excluded.is_enabled
      where known.account_run is null or known.account_run <= excluded.account_run`,
  );
}

export function saveIncluded(db: Kysely<Schema>, given: Given<MembersValues>) {
  return saveMembers(db, given, sql.ref("included_run"));
}

export function saveExcluded(db: Kysely<Schema>, given: Given<MembersValues>) {
  return saveMembers(db, given, sql.ref("excluded_run"));
}

function saveMembers(
  db: Kysely<Schema>,
  given: Given<MembersValues>,
  column: RawBuilder<unknown>,
): ReturnType<typeof written<unknown>> {
  return written(
    db,
    sql`
      insert into registrations as known (tenant_id, user_id, ${column})
      select ${given("tenantId")}, seen.user_id, ${given("run")}::integer
      from unnest(${given("userIds")}::text[]) as seen (user_id)
      on conflict (tenant_id, user_id) do update set ${column} = excluded.${column}
      where known.${column} is null or known.${column} < excluded.${column}`,
  );
}

export function saveReport(db: Kysely<Schema>, given: Given<ReportValues>) {
  return written(
    db,
    sql`
      with saved as (
        insert into registrations as known
          (tenant_id, user_id, report_run, methods, is_ready, registered_at, source)
        select ${given("tenantId")}, seen.user_id, ${given("run")}::integer,
          seen.methods, seen.is_ready, seen.at, seen.source
        from unnest(${factArrays(given)}) as seen (${FACT_COLUMNS})
        on conflict (tenant_id, user_id) do update set
          report_run = excluded.report_run,
          methods = excluded.methods,
          ${newerFacts()}
        where known.report_run is null or known.report_run <= excluded.report_run
        returning known.tenant_id, known.user_id, known.is_ready
      )
      ${markStaleCards()}`,
  );
}

export function saveChecked(db: Kysely<Schema>, given: Given<CheckedValues>) {
  return written(
    db,
    sql`
      with saved as (
        insert into registrations as known
          (tenant_id, user_id, methods, is_ready, registered_at, source)
        select seen.tenant_id, seen.user_id, seen.methods, seen.is_ready, seen.at, seen.source
        from unnest(${factArrays(given)}, ${given("tenantIds")}::text[])
          as seen (${FACT_COLUMNS}, tenant_id)
        on conflict (tenant_id, user_id) do update set
          methods = case when ${isKnownNewer} then known.methods
            else coalesce(excluded.methods, known.methods) end,
          ${newerFacts()}
        returning known.tenant_id, known.user_id, known.is_ready
      )
      ${markStaleCards()}`,
  );
}

const FACT_COLUMNS = sql.raw("user_id, is_ready, at, source, methods");

function factArrays(given: Given<FactsValues>) {
  return sql`${given("userIds")}::text[], ${given("areReady")}::boolean[],
    ${given("seenAt")}::timestamptz[], ${given("sources")}::text[], ${given("methods")}::integer[]`;
}

/** `knowsUntilMs` of `reminders/registration.ts`. */
const knowsUntil = (row: "known" | "excluded") =>
  sql`${sql.ref(`${row}.registered_at`)} - case when ${sql.ref(`${row}.source`)} = 'report'
    then ${sql.lit(REPORT_LAG_MS)} * interval '1 millisecond' else interval '0' end`;

/** `newerRegistration` of `reminders/registration.ts`; false when nothing is known. */
const isKnownNewer = sql`coalesce(${knowsUntil("known")} > ${knowsUntil("excluded")}, false)`;

function newerFacts() {
  const newer = (column: string) =>
    sql`${sql.ref(column)} = case when ${isKnownNewer}
      then ${sql.ref(`known.${column}`)} else ${sql.ref(`excluded.${column}`)} end`;
  return sql.join([newer("is_ready"), newer("registered_at"), newer("source")]);
}

/** More than anybody has. As in `candidate-statements.ts`, the limit makes each person a lookup by key. */
const CARDS_OF_A_PERSON = 1_000;

// Everybody who is ready is looked at, not only who has just become so: a card that was sent in the same moment, and that
// neither statement saw of the other, is found by the next scan.
function markStaleCards() {
  return sql`
    , shown as (
      select card.delivery_id
      from saved
      cross join lateral (
        select delivery_id from deliveries as found
        where found.tenant_id = saved.tenant_id and found.user_id = saved.user_id
          and found.card = 'open'
        limit ${sql.lit(CARDS_OF_A_PERSON)}
      ) as card
      where saved.is_ready
    ), locked as (
      select delivery_id from deliveries
      where delivery_id = any (array(select delivery_id from shown)) and card = 'open'
      order by delivery_id
      for update
    )
    update deliveries set card = 'stale'
    where delivery_id = any (array(select delivery_id from locked))`;
}

/** Only of people who are known. */
export function saveZones(db: Kysely<Schema>, given: Given<ZonesValues>) {
  return written(
    db,
    sql`
      update registrations set mailbox_read = true, mailbox_zone = seen.zone
      from unnest(
        ${given("tenantIds")}::text[], ${given("userIds")}::text[], ${given("zones")}::text[]
      ) as seen (tenant_id, user_id, zone)
      where registrations.tenant_id = seen.tenant_id and registrations.user_id = seen.user_id`,
  );
}

export type PageValues = {
  readonly tenantId: string;
  readonly run: number;
  /** "" is before every id. */
  readonly after: string;
  readonly limit: number;
};

export function membersPage(db: Kysely<Schema>, given: Given<PageValues>) {
  return written(
    db,
    sql<{ readonly user_id: string }>`
      select registration.user_id
      from registrations as registration
      join scan_runs as scan on scan.tenant_id = registration.tenant_id
      where registration.tenant_id = ${given("tenantId")}
        and scan.run = ${given("run")}
        and registration.user_id > ${given("after")}
        and registration.account_run >= scan.run
        and registration.is_enabled and not registration.is_guest
        and not coalesce(registration.excluded_run >= scan.run, false)
        and (not scan.requires_inclusion or coalesce(registration.included_run >= scan.run, false))
      order by registration.user_id
      limit ${given("limit")}`,
  );
}

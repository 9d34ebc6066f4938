import { type Kysely, sql } from "kysely";
import type { Reachability } from "../reminders/candidate.ts";
import type { ComplianceCounts } from "../reminders/compliance-history.ts";
import { REPORT_METHODS, type ReportMethod } from "../reminders/report-methods.ts";
import { bitOf } from "./method-bits.ts";
import type { Schema } from "./schema.ts";
import { scanTable, standing } from "./standing.ts";
import { type Given, written } from "./statement.ts";

export type CountValues = { readonly tenantId: string; readonly at: Date };
export type CountRow = {
  readonly guests: number;
  readonly disabled: number;
  readonly excluded: number;
  readonly exempt: number;
  readonly not_known: number;
  readonly ready: number;
  readonly not_ready: number;
  /** By the order of `REPORT_METHODS`. */
  readonly by_method: readonly number[];
  /** By the order of {@link REACHABILITIES}. */
  readonly by_reachability: readonly number[];
};

const REACHABILITIES: readonly Reachability[] = [
  "unknown",
  "reachable",
  "notInstalled",
  "removed",
  "blocked",
  "gone",
];

const counts = sql`standing in ('ready', 'notReady', 'notKnown')`;

/** Reads every row of the tenant once. */
export function countPeople(db: Kysely<Schema>, given: Given<CountValues>) {
  const standingIs = (name: string) =>
    sql`(count(*) filter (where standing = ${sql.lit(name)}))::integer`;
  const methodCounts = REPORT_METHODS.map(
    (method) => sql`count(*) filter (where ${counts} and methods & ${sql.lit(bitOf(method))} <> 0)`,
  );
  const reachabilityCounts = REACHABILITIES.map(
    (state) => sql`count(*) filter (where ${counts} and reachability = ${sql.lit(state)})`,
  );
  return written(
    db,
    sql<CountRow>`
      with ${scanTable(given("tenantId"))}, people as (
        select registration.methods, coalesce(reach.state, 'unknown') as reachability,
          ${standing(sql`${given("at")}::timestamptz`)} as standing
        from registrations as registration
        cross join scan
        left join stances as stance using (tenant_id, user_id)
        left join reachability as reach using (tenant_id, user_id)
        where registration.tenant_id = ${given("tenantId")}
          and registration.account_run >= scan.complete
      )
      select ${standingIs("guests")} as guests, ${standingIs("disabled")} as disabled,
        ${standingIs("excluded")} as excluded, ${standingIs("exempt")} as exempt,
        ${standingIs("notKnown")} as not_known, ${standingIs("ready")} as ready,
        ${standingIs("notReady")} as not_ready,
        array[${sql.join(methodCounts)}]::integer[] as by_method,
        array[${sql.join(reachabilityCounts)}]::integer[] as by_reachability
      from people`,
  );
}

export function toCounts(row: CountRow): ComplianceCounts {
  const { ready, not_ready: notReady, not_known: notKnown } = row;
  return {
    people: ready + notReady + notKnown,
    ready,
    notReady,
    notKnown,
    leftOut: {
      guests: row.guests,
      disabled: row.disabled,
      excluded: row.excluded,
      exempt: row.exempt,
    },
    byMethod: byName(REPORT_METHODS, row.by_method),
    byReachability: byName(REACHABILITIES, row.by_reachability),
  };
}

function byName<Name extends ReportMethod | Reachability>(
  names: readonly Name[],
  numbers: readonly number[],
): Readonly<Record<Name, number>> {
  // Both lists are complete, so that every name gets its number.
  return Object.fromEntries(names.map((name, place) => [name, numbers[place] ?? 0])) as Record<
    Name,
    number
  >;
}

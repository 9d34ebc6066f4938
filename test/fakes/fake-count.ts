import type { TenantId } from "../../src/methods/ids.ts";
import type { ComplianceCounts } from "../../src/reminders/compliance-history.ts";
import { REPORT_METHODS } from "../../src/reminders/report-methods.ts";
import { type FakeReminderTables, personId, type RegistrationRow } from "./fake-reminder-tables.ts";

export type Standing =
  | "guests"
  | "disabled"
  | "excluded"
  | "exempt"
  | "ready"
  | "notReady"
  | "notKnown";

export const COUNTED: ReadonlySet<Standing> = new Set(["ready", "notReady", "notKnown"]);

/** Where somebody of the directory stands, once. */
export function standingOf(tables: FakeReminderTables, row: RegistrationRow, at: Date): Standing {
  const { exemption } = tables.stance(row.key, null);
  if (row.isGuest) return "guests";
  if (!row.isEnabled) return "disabled";
  if (tables.isExcluded(row)) return "excluded";
  if (exemption !== null && (exemption.until === null || exemption.until > at)) return "exempt";
  if (row.registration === null) return "notKnown";
  return row.registration.isReady ? "ready" : "notReady";
}

export function fakeCount(
  tables: FakeReminderTables,
  tenantId: TenantId,
  at: Date,
): ComplianceCounts {
  const { complete } = tables.scan(tenantId);
  const people = tables
    .registrationsOf(tenantId)
    .filter((row) => (row.accountRun ?? -1) >= complete)
    .map((row) => ({
      standing: standingOf(tables, row, at),
      methods: row.methods ?? [],
      reachability: tables.reachability.get(personId(row.key))?.state ?? "unknown",
    }));
  const counted = people.filter(({ standing }) => COUNTED.has(standing));
  const of = (wanted: Standing): number =>
    people.filter(({ standing }) => standing === wanted).length;
  const reached = (wanted: string): number =>
    counted.filter(({ reachability }) => reachability === wanted).length;
  return {
    people: counted.length,
    ready: of("ready"),
    notReady: of("notReady"),
    notKnown: of("notKnown"),
    leftOut: {
      guests: of("guests"),
      disabled: of("disabled"),
      excluded: of("excluded"),
      exempt: of("exempt"),
    },
    byMethod: Object.fromEntries(
      REPORT_METHODS.map((method) => [
        method,
        counted.filter(({ methods }) => methods.includes(method)).length,
      ]),
      // Every method is in the list.
    ) as ComplianceCounts["byMethod"],
    byReachability: {
      unknown: reached("unknown"),
      reachable: reached("reachable"),
      notInstalled: reached("notInstalled"),
      removed: reached("removed"),
      blocked: reached("blocked"),
      gone: reached("gone"),
    },
  };
}

import { tenantId, userId } from "../methods/ids.ts";
import type { Candidate } from "../reminders/candidate.ts";
import type { Stance } from "../reminders/stance-store.ts";
import type { CandidateRow } from "./candidate-statements.ts";

/** Constraints hold together what stands in several columns: all of them are null, or none. */
export function toCandidate(row: CandidateRow): Candidate {
  const { is_ready: isReady, registered_at: at, source } = row;
  return {
    key: { tenantId: tenantId(row.tenant_id), userId: userId(row.user_id) },
    isInDirectory: row.is_in_directory,
    isGuest: row.is_guest,
    isEnabled: row.is_enabled,
    isExcluded: row.is_excluded,
    registration:
      isReady === null || at === null || source === null ? null : { isReady, at, source },
    ...toStance(row),
    reachability: row.reachability,
    reachabilityAt: row.reachability_at,
    teamsTimeZone: row.time_zone,
    mailboxTimeZone: row.mailbox_read ? { zone: row.mailbox_zone } : null,
    locale: row.locale,
    reminders: { count: row.reminders, lastAt: row.reminded_at },
  };
}

export type StanceRow = Pick<
  CandidateRow,
  | "exempt_reason"
  | "exempt_until"
  | "opted_out_at"
  | "cannot_reason"
  | "cannot_at"
  | "snoozed_until"
  | "snoozes"
>;

export function toStance(row: StanceRow): Stance {
  const { exempt_reason: why, cannot_reason: reason, cannot_at: at } = row;
  const { snoozed_until: until, snoozes: count } = row;
  return {
    exemption: why === null ? null : { reason: why, until: row.exempt_until },
    optedOutAt: row.opted_out_at,
    snooze: until === null || count === null ? null : { until, count },
    cannot: reason === null || at === null ? null : { reason, at },
  };
}

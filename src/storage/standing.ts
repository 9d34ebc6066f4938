import { type RawBuilder, sql } from "kysely";

/**
 * Which scan counts, as a table `scan` of one row for the tenant: the newest complete run (0 while there is none), and
 * whether only included people are meant. `scan_runs` has two rows per tenant at most.
 */
export const scanTable = (tenantId: string) => sql`
  scan as materialized (
    select coalesce(max(run) filter (where completed_at is not null), 0) as complete,
      coalesce(bool_or(requires_inclusion), false) as requires_inclusion
    from scan_runs where tenant_id = ${tenantId}
  )`;

// All of these are about `registration`, a row of registrations or nulls, and `scan`.

/** See `ScanStore` for what the numbers of runs say. */
export const IS_IN_DIRECTORY: RawBuilder<boolean> = sql`
  coalesce(registration.account_run >= scan.complete, false)`;

export const IS_EXCLUDED: RawBuilder<boolean> = sql`(
  coalesce(registration.excluded_run >= scan.complete, false)
  or scan.requires_inclusion and not coalesce(registration.included_run >= scan.complete, false))`;

/**
 * Where somebody of the directory stands, once: the reasons to leave people out in the order of `ComplianceCounts`, then
 * how far those are who count. Needs `stance`, a row of stances or nulls.
 *
 * @param at An expression: the moment at which exemptions are looked at.
 */
export const standing = (at: RawBuilder<Date>): RawBuilder<string> => sql`
  case
    when registration.is_guest then 'guests'
    when not registration.is_enabled then 'disabled'
    when ${IS_EXCLUDED} then 'excluded'
    when stance.exempt_reason is not null
      and (stance.exempt_until is null or stance.exempt_until > ${at}) then 'exempt'
    when registration.is_ready is null then 'notKnown'
    when registration.is_ready then 'ready'
    else 'notReady'
  end`;

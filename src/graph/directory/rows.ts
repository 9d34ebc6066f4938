import { z } from "zod/v4";
import { userId } from "../../methods/ids.ts";
import type { AccountRow, MemberRow, ReportRow } from "../../reminders/directory.ts";

// Only the id decides whether a row can be read: what else is odd costs that, not the person.
const id = z.guid();
const userType = z.string().nullish().catch(null);

// Lists of unknown things, so that one odd name costs that name.
const names = z
  .array(z.unknown())
  .nullish()
  .catch(null)
  .transform((list) => (list ?? []).filter((name) => typeof name === "string"));

const reportRow = z.object({
  id,
  userType,
  methodsRegistered: names,
  lastUpdatedDateTime: z.string().nullish().catch(null),
});

const accountRow = z.object({
  id,
  userType,
  accountEnabled: z.boolean().nullish().catch(null),
});

const memberRow = z.object({ id });

/**
 * One row of the registration report, or null for one without a readable id.
 * Source: Graph v1.0, userRegistrationDetails; `methodsRegistered` are free strings.
 */
export function parseReportRow(value: unknown): ReportRow | null {
  const row = reportRow.safeParse(value);
  if (!row.success) return null;
  return {
    userId: userId(row.data.id),
    isGuest: isGuest(row.data.userType),
    methodsRegistered: row.data.methodsRegistered,
    updatedAt: instant(row.data.lastUpdatedDateTime),
  };
}

/** One account. Whether it is enabled is a fact that some permissions do not show: then it counts as enabled. */
export function parseAccountRow(value: unknown): AccountRow | null {
  const row = accountRow.safeParse(value);
  if (!row.success) return null;
  return {
    userId: userId(row.data.id),
    isGuest: isGuest(row.data.userType),
    isEnabled: row.data.accountEnabled !== false,
  };
}

export function parseMemberRow(value: unknown): MemberRow | null {
  const row = memberRow.safeParse(value);
  return row.success ? { userId: userId(row.data.id) } : null;
}

/** The report writes `guest`, the directory `Guest`; whoever has no type is a member from before there were types. */
const isGuest = (type: string | null | undefined): boolean => type?.toLowerCase() === "guest";

// "Nothing recorded" is written as 0001-01-01.
function instant(text: string | null | undefined): Date | null {
  if (text === null || text === undefined) return null;
  const date = new Date(text);
  return date.getTime() > 0 ? date : null;
}

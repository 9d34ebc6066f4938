import type { Candidate } from "./candidate.ts";
import type { NoReminder } from "./decision.ts";

/** Why somebody does not count at all, ready or not. */
export type LeftOut = Extract<
  NoReminder,
  "notInDirectory" | "guest" | "disabled" | "excluded" | "exempt"
>;

/**
 * The first reason for which a person does not count, or null for one who does. Guests register in their home tenant,
 * which we cannot see; a disabled account signs in nowhere.
 */
export function leftOut(
  candidate: Pick<
    Candidate,
    "isInDirectory" | "isGuest" | "isEnabled" | "isExcluded" | "exemption"
  >,
  now: Date,
): LeftOut | null {
  if (!candidate.isInDirectory) return "notInDirectory";
  if (candidate.isGuest) return "guest";
  if (!candidate.isEnabled) return "disabled";
  if (candidate.isExcluded) return "excluded";
  return isExempt(candidate.exemption, now) ? "exempt" : null;
}

const isExempt = (exemption: Candidate["exemption"], now: Date): boolean =>
  exemption !== null && (exemption.until === null || exemption.until > now);

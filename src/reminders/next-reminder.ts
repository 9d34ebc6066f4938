import type { Zone } from "luxon";
import { leftOut } from "./audience.ts";
import type { Campaign } from "./campaign.ts";
import type { Candidate } from "./candidate.ts";
import type { NoReminder, ReminderDecision } from "./decision.ts";
import { DAY_MS, earliestAllowed, localDay } from "./local-time.ts";
import type { ReminderSettings } from "./settings.ts";
import { zoneOf } from "./time-zone.ts";

/**
 * Whether and when a person is reminded next. Pure and deterministic; asked when reminders are planned and again right
 * before each one is sent. People are reminded in their own zone, on working days, outside of the quiet hours, and never
 * more often than the cadence: days are counted by their calendar, and as many days less one have passed in any case.
 * The end of a snooze is no part of the cadence: "remind me tomorrow" asks for a reminder tomorrow, and snoozes are few.
 */
export function nextReminder(
  candidate: Candidate,
  campaign: Campaign,
  settings: ReminderSettings,
  now: Date,
): ReminderDecision {
  const why = whyNone(candidate, campaign, settings, now);
  if (why !== null) return { kind: "none", why };

  const zone = zoneOf(candidate, settings.defaultTimeZone);
  const cadence = isAskedFor(candidate)
    ? AT_ONCE
    : afterLast(candidate.reminders.lastAt, campaign.deadline, zone, settings);
  const notBefore = latest([
    now,
    campaign.startsAt,
    cadence.notBefore,
    candidate.snooze?.until ?? null,
    endOfPause(candidate.cannot, settings),
    nextInstallation(candidate, settings),
  ]);
  const at = earliestAllowed(notBefore, cadence.firstDay, zone, settings);
  return at === null
    ? { kind: "none", why: "noAllowedTime" }
    : { kind: "remind", at, ordinal: candidate.reminders.count + 1 };
}

function whyNone(
  candidate: Candidate,
  campaign: Campaign,
  settings: ReminderSettings,
  now: Date,
): NoReminder | null {
  if (campaign.state !== "running") return "campaignNotRunning";
  const out = leftOut(candidate, now);
  if (out !== null) return out;
  if (candidate.registration === null) return "notKnown";
  if (candidate.registration.isReady) return "compliant";
  if (settings.mayOptOut && candidate.optedOutAt !== null) return "optedOut";
  if (candidate.cannot !== null && settings.onCannot[candidate.cannot.reason] === "stop") {
    return "cannot";
  }
  return canBeReached(candidate, settings) ? null : "unreachable";
}

function canBeReached({ reachability }: Candidate, { mayInstall }: ReminderSettings): boolean {
  switch (reachability) {
    case "reachable":
      return true;
    case "unknown":
    case "notInstalled":
      return mayInstall;
    case "removed":
    case "blocked":
    case "gone":
      return false;
  }
}

type Cadence = { readonly notBefore: Date | null; readonly firstDay: number };

const AT_ONCE: Cadence = { notBefore: null, firstDay: Number.NEGATIVE_INFINITY };

/** Whether the person put the last reminder off, and has not been reminded since that was over. */
const isAskedFor = ({ snooze, reminders: { lastAt } }: Candidate): boolean =>
  snooze !== null && (lastAt === null || lastAt < snooze.until);

/** What the cadence asks of the next reminder after one at `lastAt`. */
function afterLast(
  lastAt: Date | null,
  deadline: Date | null,
  zone: Zone,
  { everyDays, closeDays, closeEveryDays }: ReminderSettings,
): Cadence {
  if (lastAt === null) return AT_ONCE;
  const lastDay = localDay(lastAt, zone);
  const usual = { days: everyDays, firstDay: lastDay + everyDays };
  const close =
    deadline === null
      ? usual
      : {
          days: closeEveryDays,
          firstDay: Math.max(lastDay + closeEveryDays, localDay(deadline, zone) - closeDays),
        };
  const { days, firstDay } = close.firstDay < usual.firstDay ? close : usual;
  // Calendars can leave out a whole day (Samoa, 2011), and people move to other zones.
  return { notBefore: new Date(lastAt.getTime() + (days - 1) * DAY_MS), firstDay };
}

function endOfPause(cannot: Candidate["cannot"], { pauseDays }: ReminderSettings): Date | null {
  return cannot === null ? null : new Date(cannot.at.getTime() + pauseDays * DAY_MS);
}

// An installation that failed is tried again no more often than people are reminded.
function nextInstallation(
  { reachability, reachabilityAt }: Candidate,
  { everyDays }: ReminderSettings,
): Date | null {
  return reachability === "notInstalled" && reachabilityAt !== null
    ? new Date(reachabilityAt.getTime() + everyDays * DAY_MS)
    : null;
}

const latest = (dates: readonly [Date, ...(Date | null)[]]): Date =>
  new Date(Math.max(...dates.map((date) => date?.getTime() ?? Number.NEGATIVE_INFINITY)));

import type { Campaign } from "./campaign.ts";
import type { Candidate } from "./candidate.ts";
import { earliestAllowed, localDay, weekdayOf } from "./local-time.ts";
import type { ReminderSettings } from "./settings.ts";
import { zoneOf } from "./time-zone.ts";

export const SNOOZE_CHOICES = ["tomorrow", "nextWeek"] as const;
export type SnoozeChoice = (typeof SNOOZE_CHOICES)[number];

export type Snoozing =
  /** `count` is this one's number; `left` is how many are left after it. */
  | {
      readonly kind: "snoozed";
      readonly until: Date;
      readonly count: number;
      readonly left: number;
    }
  | { readonly kind: "limitReached" }
  /** It would end after the deadline. */
  | { readonly kind: "pastDeadline" };

/**
 * Puts the next reminder off: to the next working day from tomorrow on, or of next week from Monday on, when the hours in
 * which reminders are sent begin in the person's zone. Before the deadline, no snooze reaches beyond it.
 */
export function snooze(
  choice: SnoozeChoice,
  candidate: Pick<Candidate, "snooze" | "teamsTimeZone" | "mailboxTimeZone">,
  campaign: Pick<Campaign, "deadline">,
  settings: ReminderSettings,
  now: Date,
): Snoozing {
  const taken = candidate.snooze?.count ?? 0;
  if (taken >= settings.snoozeLimit) return { kind: "limitReached" };
  const zone = zoneOf(candidate, settings.defaultTimeZone);
  const until = earliestAllowed(now, firstDayOf(choice, localDay(now, zone)), zone, settings);
  const { deadline } = campaign;
  // Where nothing is ever sent there is nothing to put off.
  if (until === null || (deadline !== null && now < deadline && until >= deadline)) {
    return { kind: "pastDeadline" };
  }
  return { kind: "snoozed", until, count: taken + 1, left: settings.snoozeLimit - taken - 1 };
}

/** The choices that {@link snooze} would grant. */
export const snoozeChoices = (
  ...[candidate, campaign, settings, now]: [
    Parameters<typeof snooze>[1],
    Parameters<typeof snooze>[2],
    ReminderSettings,
    Date,
  ]
): readonly SnoozeChoice[] =>
  SNOOZE_CHOICES.filter(
    (choice) => snooze(choice, candidate, campaign, settings, now).kind === "snoozed",
  );

function firstDayOf(choice: SnoozeChoice, today: number): number {
  switch (choice) {
    case "tomorrow":
      return today + 1;
    case "nextWeek":
      return today + 8 - weekdayOf(today);
  }
}

import type { ReminderCardData } from "../cards/reminder/reminder.card.ts";
import type { ReminderView } from "../cards/reminder/reminder-view.ts";
import type { Campaign } from "../reminders/campaign.ts";
import type { Candidate } from "../reminders/candidate.ts";
import type { ReminderSettings } from "../reminders/settings.ts";
import { snoozeChoices } from "../reminders/snooze.ts";
import { zoneOf } from "../reminders/time-zone.ts";

type View = Extract<ReminderView, { readonly kind: "reminder" }>;

/** The reminder itself, as it is for this person at this moment. */
export function shownReminder(
  candidate: Candidate,
  campaign: Campaign,
  settings: ReminderSettings,
  now: Date,
  shown: Pick<View, "isFirst" | "refused">,
): View {
  return {
    kind: "reminder",
    ...shown,
    lookedAt: candidate.registration?.at ?? null,
    choices: snoozeChoices(candidate, campaign, settings, now),
    snoozesLeft: Math.max(0, settings.snoozeLimit - (candidate.snooze?.count ?? 0)),
    mayOptOut: settings.mayOptOut,
  };
}

/** Until when, and by which clock. */
export function timesOf(
  person: Pick<Candidate, "teamsTimeZone" | "mailboxTimeZone">,
  campaign: Pick<Campaign, "deadline"> | null,
  settings: ReminderSettings,
  now: Date,
): Pick<ReminderCardData, "deadline" | "isOverdue" | "zone"> {
  const deadline = campaign?.deadline ?? null;
  return {
    deadline,
    isOverdue: deadline !== null && deadline <= now,
    zone: zoneOf(person, settings.defaultTimeZone).name,
  };
}

import type { ReminderAnswer } from "../cards/reminder/reminder-ask.ts";
import type { ReminderView } from "../cards/reminder/reminder-view.ts";
import { leftOut } from "../reminders/audience.ts";
import type { Campaign } from "../reminders/campaign.ts";
import type { Candidate } from "../reminders/candidate.ts";
import { DAY_MS } from "../reminders/local-time.ts";
import type { CannotReason, ReminderSettings } from "../reminders/settings.ts";
import { type SnoozeChoice, snooze } from "../reminders/snooze.ts";
import { shownReminder } from "./reminder-shown.ts";

/** What is known about the one who pressed. Both null or neither: without a campaign nobody is looked up in it. */
export type ReminderStanding =
  | { readonly candidate: Candidate; readonly campaign: Campaign }
  | { readonly candidate: null; readonly campaign: null };

export type ReminderEffect =
  /** Only if `count` follows on the stored one: of two presses at once, one is a snooze. */
  | { readonly kind: "snooze"; readonly until: Date; readonly count: number }
  /** Null takes it back. */
  | { readonly kind: "setCannot"; readonly reason: CannotReason | null }
  | { readonly kind: "setOptedOut"; readonly isOut: boolean };

export type ReminderStep = {
  readonly effects: readonly ReminderEffect[];
  readonly view: ReminderView;
};

/**
 * What a press on a reminder comes to, however old the card is: it is about the campaign of now, and about what is known
 * now. Pure and total. Pressing the same button twice does what pressing it once does.
 */
export function reminderStep(
  standing: ReminderStanding,
  ask: ReminderAnswer,
  settings: ReminderSettings,
  now: Date,
): ReminderStep {
  const { candidate, campaign } = standing;
  if (candidate?.registration?.isReady === true) return shows({ kind: "done" });
  if (candidate === null || campaign.state === "stopped" || leftOut(candidate, now) !== null) {
    return shows({ kind: "none" });
  }
  const reminder = (refused: "limitReached" | "pastDeadline" | null = null): ReminderView => {
    const isFirst = candidate.reminders.count <= 1;
    return shownReminder(candidate, campaign, settings, now, { isFirst, refused });
  };
  switch (ask.verb) {
    case "reminder.back":
      return shows(reminder());
    case "reminder.stuck":
      return shows({ kind: "stuck" });
    case "reminder.snooze":
      return putOff(ask.until, { candidate, campaign, settings, now }, reminder);
    case "reminder.cannot":
      return cannot(ask.reason, candidate.cannot, settings, now);
    case "reminder.canAfterAll":
      return {
        effects: candidate.cannot === null ? [] : [{ kind: "setCannot", reason: null }],
        view: reminder(),
      };
    case "reminder.optOut":
      return settings.mayOptOut
        ? {
            effects: candidate.optedOutAt === null ? [{ kind: "setOptedOut", isOut: true }] : [],
            view: { kind: "optedOut" },
          }
        : shows(reminder());
    case "reminder.optIn":
      return {
        effects: candidate.optedOutAt === null ? [] : [{ kind: "setOptedOut", isOut: false }],
        view: reminder(),
      };
  }
}

const shows = (view: ReminderView): ReminderStep => ({ effects: [], view });

type Decided = {
  readonly candidate: Candidate;
  readonly campaign: Campaign;
  readonly settings: ReminderSettings;
  readonly now: Date;
};

function putOff(
  choice: SnoozeChoice,
  { candidate, campaign, settings, now }: Decided,
  reminder: (refused: "limitReached" | "pastDeadline") => ReminderView,
): ReminderStep {
  // Whoever wants to be reminded tomorrow wants to be reminded, whatever they said before.
  const takenBack = takenBackOf(candidate);
  const known = candidate.snooze;
  if (known !== null) {
    // A second press, on this card or another, that comes to what is stored already.
    const before = { ...candidate, snooze: { ...known, count: known.count - 1 } };
    const same = snooze(choice, before, campaign, settings, now);
    if (same.kind === "snoozed" && same.until.getTime() === known.until.getTime()) {
      const { until, left } = same;
      return { effects: takenBack, view: { kind: "snoozed", until, left } };
    }
  }
  const snoozing = snooze(choice, candidate, campaign, settings, now);
  switch (snoozing.kind) {
    case "snoozed": {
      const { until, count, left } = snoozing;
      return {
        effects: [{ kind: "snooze", until, count }, ...takenBack],
        view: { kind: "snoozed", until, left },
      };
    }
    case "limitReached":
    case "pastDeadline":
      return shows(reminder(snoozing.kind));
  }
}

const takenBackOf = ({ cannot, optedOutAt }: Candidate): readonly ReminderEffect[] => [
  ...(cannot === null ? [] : [{ kind: "setCannot", reason: null } as const]),
  ...(optedOutAt === null ? [] : [{ kind: "setOptedOut", isOut: false } as const]),
];

function cannot(
  reason: CannotReason,
  known: Candidate["cannot"],
  settings: ReminderSettings,
  now: Date,
): ReminderStep {
  const untilAfter = (at: Date): Date | null =>
    settings.onCannot[reason] === "stop"
      ? null
      : new Date(at.getTime() + settings.pauseDays * DAY_MS);
  if (known?.reason === reason) {
    const until = untilAfter(known.at);
    // Said again while it counts: the pause does not grow.
    if (until === null || until > now) return shows({ kind: "cannot", reason, until });
  }
  return {
    effects: [{ kind: "setCannot", reason }],
    view: { kind: "cannot", reason, until: untilAfter(now) },
  };
}

import { z } from "zod/v4";
import type { CannotReason } from "../../reminders/settings.ts";
import { SNOOZE_CHOICES, type SnoozeChoice } from "../../reminders/snooze.ts";

export const CANNOT_REASONS = [
  "noSmartphone",
  "lostPhone",
  "other",
] as const satisfies readonly CannotReason[];

type PlainVerb =
  /** Shows the reasons to choose from. */
  | "reminder.stuck"
  /** Takes "I can't do this" back. */
  | "reminder.canAfterAll"
  | "reminder.optOut"
  | "reminder.optIn"
  | "reminder.back";

/**
 * What a person asks for on a reminder. It names neither person nor campaign: it is about whoever pressed, and about the
 * campaign of now, however old the card is.
 */
export type ReminderAsk =
  /** Opens the guide in the reminder's place. */
  { readonly verb: "reminder.start" } | ReminderAnswer;

/** What is answered with words and dates. */
export type ReminderAnswer =
  | { readonly verb: PlainVerb }
  | { readonly verb: "reminder.snooze"; readonly until: SnoozeChoice }
  | { readonly verb: "reminder.cannot"; readonly reason: CannotReason };

type Read = (data: unknown) => ReminderAsk | null;

const snoozed = z.object({ until: z.enum(SNOOZE_CHOICES) });
const hindered = z.object({ reason: z.enum(CANNOT_REASONS) });

const plain =
  (verb: PlainVerb): Read =>
  () => ({ verb });

/** Reads, by verb, what came with a button of a reminder; null for what is broken. */
export const REMINDER_READERS: { readonly [verb in ReminderAsk["verb"]]: Read } = {
  "reminder.start": () => ({ verb: "reminder.start" }),
  "reminder.stuck": plain("reminder.stuck"),
  "reminder.canAfterAll": plain("reminder.canAfterAll"),
  "reminder.optOut": plain("reminder.optOut"),
  "reminder.optIn": plain("reminder.optIn"),
  "reminder.back": plain("reminder.back"),
  "reminder.snooze": (data) => {
    const { data: read } = snoozed.safeParse(data);
    return read === undefined ? null : { verb: "reminder.snooze", until: read.until };
  },
  "reminder.cannot": (data) => {
    const { data: read } = hindered.safeParse(data);
    return read === undefined ? null : { verb: "reminder.cannot", reason: read.reason };
  },
};

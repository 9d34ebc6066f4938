import type { CannotReason } from "../../reminders/settings.ts";
import type { SnoozeChoice } from "../../reminders/snooze.ts";

/** What the one card of a reminder shows; each answer takes the place of the last. */
export type ReminderView =
  | {
      readonly kind: "reminder";
      /** Of this campaign. */
      readonly isFirst: boolean;
      /** When the person's methods were looked at; null: not known. */
      readonly lookedAt: Date | null;
      /** The snoozes that would be granted now. */
      readonly choices: readonly SnoozeChoice[];
      readonly snoozesLeft: number;
      readonly mayOptOut: boolean;
      /** Why what was just asked for was not done. */
      readonly refused: "limitReached" | "pastDeadline" | null;
    }
  | { readonly kind: "stuck" }
  | { readonly kind: "snoozed"; readonly until: Date; readonly left: number }
  | {
      readonly kind: "cannot";
      readonly reason: CannotReason;
      /** Null: for good. */
      readonly until: Date | null;
    }
  | { readonly kind: "optedOut" }
  /** No campaign, or none that is about this person. */
  | { readonly kind: "none" }
  /** They are ready. */
  | { readonly kind: "done" };

/** ISO day of the week: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Why a person says that they cannot do it. */
export type CannotReason = "noSmartphone" | "lostPhone" | "other";

/** How the organisation wants people to be reminded. Configuration; see `config/reminders.ts` for the defaults. */
export type ReminderSettings = {
  /** Days of the calendar, in the person's zone, from one reminder to the next. At least 1. */
  readonly everyDays: number;
  /** The close period begins so many days before the deadline, and does not end with it. */
  readonly closeDays: number;
  /** Days from one reminder to the next in the close period; never more than `everyDays`. */
  readonly closeEveryDays: number;
  /** Minutes of the local day, 0 to 1440, from < until. Outside are the quiet hours. */
  readonly sendFromMinute: number;
  readonly sendUntilMinute: number;
  /** Never empty. */
  readonly workingDays: readonly Weekday[];
  /** IANA zone for people of whom no zone is known. */
  readonly defaultTimeZone: string;
  /** Snoozes that one person may take per campaign. */
  readonly snoozeLimit: number;
  readonly mayOptOut: boolean;
  readonly onCannot: Readonly<Record<CannotReason, "stop" | "pause">>;
  /** How long a pause after "I can't do this" lasts, in days. */
  readonly pauseDays: number;
  /** Whether the app may be installed for people who do not have it; without it they cannot be reached. */
  readonly mayInstall: boolean;
};

import type { ReminderSettings } from "../reminders/settings.ts";
import type { Environment } from "./environment.ts";

/** How people are reminded, and by what means. */
export type RemindersConfig = {
  readonly settings: ReminderSettings;
  /** Messages per second and tenant, never above what Teams allows. */
  readonly ratePerSecond: number;
  /** Whether methods are read right before a reminder (UserAuthenticationMethod.Read.All). */
  readonly recheck: boolean;
  /** Whether mailboxes are asked for time zones (MailboxSettings.Read). */
  readonly mailboxZones: boolean;
  readonly audience: {
    /** Object ids of Entra groups; with any of them, or a list, nobody else counts. */
    readonly groups: readonly string[];
    /** File with one user id per line, or null. */
    readonly list: string | null;
    readonly exceptGroups: readonly string[];
    readonly exceptList: string | null;
  };
  readonly scan: {
    /** In `settings.defaultTimeZone`; null: only when somebody asks. */
    readonly cron: string | null;
    /** Whether people are read one by one where the tenant lacks the licence for the report. */
    readonly oneByOne: boolean;
  };
  /** Entra group whose members run campaigns from Teams, or null. */
  readonly adminGroupId: string | null;
};

type Variables = Readonly<Record<string, string | undefined>>;

/** Settings of the reminders that cannot be met together. */
export function contradictionsOfReminders(env: Variables): readonly string[] {
  const problems: string[] = [];
  const every = env["REMINDER_EVERY_DAYS"] ?? "7";
  const closeEvery = env["REMINDER_CLOSE_EVERY_DAYS"];
  if (closeEvery !== undefined && Number(every) >= 1 && Number(closeEvery) > Number(every)) {
    problems.push(
      `REMINDER_CLOSE_EVERY_DAYS: set it to ${every} or less; close to the deadline reminders come more often, never less often`,
    );
  }
  const hasApp =
    (env["TEAMS_APP_ID"] ?? env["TEAMS_CATALOG_ID"] ?? env["SANDBOX_URL"]) !== undefined;
  if (env["REMINDER_INSTALL"] === "on" && !hasApp) {
    problems.push(
      "REMINDER_INSTALL: set TEAMS_APP_ID or TEAMS_CATALOG_ID too; otherwise there is no app to install",
    );
  }
  return problems;
}

export function reminders(env: Environment): RemindersConfig {
  const onCannot = (reason: keyof ReminderSettings["onCannot"]) =>
    env.REMINDER_STOPS_AT.includes(reason) ? "stop" : "pause";
  return {
    settings: {
      everyDays: env.REMINDER_EVERY_DAYS,
      closeDays: env.REMINDER_CLOSE_DAYS,
      // The default is more than a cadence of every day.
      closeEveryDays: Math.min(env.REMINDER_CLOSE_EVERY_DAYS, env.REMINDER_EVERY_DAYS),
      sendFromMinute: env.REMINDER_HOURS.from,
      sendUntilMinute: env.REMINDER_HOURS.until,
      workingDays: env.REMINDER_DAYS,
      defaultTimeZone: env.REMINDER_TIME_ZONE,
      snoozeLimit: env.REMINDER_SNOOZES,
      mayOptOut: env.REMINDER_OPT_OUT === "on",
      onCannot: {
        noSmartphone: onCannot("noSmartphone"),
        lostPhone: onCannot("lostPhone"),
        other: onCannot("other"),
      },
      pauseDays: env.REMINDER_PAUSE_DAYS,
      mayInstall: env.REMINDER_INSTALL === "on",
    },
    ratePerSecond: env.REMINDER_RATE,
    recheck: env.REMINDER_RECHECK === "on",
    mailboxZones: env.REMINDER_MAILBOX_ZONES === "on",
    audience: {
      groups: env.AUDIENCE_GROUPS,
      list: env.AUDIENCE_LIST ?? null,
      exceptGroups: env.AUDIENCE_EXCEPT_GROUPS,
      exceptList: env.AUDIENCE_EXCEPT_LIST ?? null,
    },
    scan: {
      cron: env.SCAN_CRON === "off" ? null : env.SCAN_CRON,
      oneByOne: env.SCAN_ONE_BY_ONE === "on",
    },
    adminGroupId: env.ADMIN_GROUP_ID ?? null,
  };
}

import { z } from "zod/v4";
import type { CannotReason, Weekday } from "../reminders/settings.ts";
import { zoneOfName } from "../reminders/time-zone.ts";
import { RATE_CEILING } from "../reminders/token-bucket.ts";
import { list } from "./list.ts";

const DAYS = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 } as const satisfies Readonly<
  Record<string, Weekday>
>;
type Day = keyof typeof DAYS;
const isDay = (name: string): name is Day => name in DAYS;

const OBSTACLES: readonly CannotReason[] = ["noSmartphone", "lostPhone", "other"];
const isObstacle = (name: string): name is CannotReason =>
  OBSTACLES.some((known) => known === name);

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const onOff = (whenOn: string) =>
  z.enum(["on", "off"], { error: `set it to on (${whenOn}) or off` });

const wholeNumber = (what: string, min: number, max: number) => {
  const error = `set it to ${what}, from ${String(min)} to ${String(max)}`;
  return z.coerce.number({ error }).int(error).min(min, error).max(max, error);
};

const groups = z
  .string()
  .transform(list)
  .refine((ids) => ids.every((id) => GUID.test(id)), {
    error: "use a comma-separated list of object ids of Entra groups",
  })
  .transform((ids) => ids.map((id) => id.toLowerCase()));

const HOURS = "set it to a span of hours, for instance 09:00-17:00";

/** Minutes of the day; `24:00` is the end of it. Null for what is no time. */
function minuteOf(text: string): number | null {
  const [, hour, minute] = /^(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return null;
  const total = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && total <= 24 * 60 ? total : null;
}

const hours = z.string().transform((text, context) => {
  const [from, until] = text.split("-").map((part) => minuteOf(part.trim()));
  if (typeof from === "number" && typeof until === "number" && from < until) {
    return { from, until };
  }
  context.addIssue({ code: "custom", message: HOURS });
  return z.NEVER;
});

const workingDays = z.string().transform((text, context) => {
  const names = list(text.toLowerCase());
  const days = names.filter(isDay);
  if (days.length > 0 && days.length === names.length) return days.map((name) => DAYS[name]);
  context.addIssue({
    code: "custom",
    message: `use a comma-separated list of: ${Object.keys(DAYS).join(", ")}`,
  });
  return z.NEVER;
});

const stopsAt = z.string().transform((text, context) => {
  const names = text.trim() === "none" ? [] : list(text);
  const reasons = names.filter(isObstacle);
  if (reasons.length === names.length) return reasons;
  context.addIssue({
    code: "custom",
    message: `use a comma-separated list of: ${OBSTACLES.join(", ")}; or none`,
  });
  return z.NEVER;
});

// Minute, hour, day of the month, month and day of the week, each made of numbers, names and signs.
const CRON = /^(\S+)( +\S+){4}$/;
const CRON_FIELD = /^[0-9a-z*/,-]+$/i;
const isCron = (text: string): boolean =>
  CRON.test(text) && text.split(/ +/).every((field) => CRON_FIELD.test(field));

/** Variables of the reminders, as lines of `environment`. */
export const reminderVariables = {
  REMINDER_EVERY_DAYS: wholeNumber("the days from one reminder to the next", 1, 90).default(7),
  REMINDER_CLOSE_DAYS: wholeNumber(
    "how many days before the deadline reminders come more often",
    0,
    90,
  ).default(7),
  REMINDER_CLOSE_EVERY_DAYS: wholeNumber(
    "the days from one reminder to the next close to the deadline",
    1,
    90,
  ).default(2),
  REMINDER_HOURS: hours.default({ from: 9 * 60, until: 17 * 60 }),
  REMINDER_DAYS: workingDays.default([1, 2, 3, 4, 5]),
  REMINDER_TIME_ZONE: z
    .string()
    .refine((name) => zoneOfName(name) !== null, {
      error: "set it to an IANA time zone, for instance Europe/Berlin",
    })
    .default("Etc/UTC"),
  REMINDER_SNOOZES: wholeNumber("how often one person may put a reminder off", 0, 20).default(3),
  REMINDER_OPT_OUT: onOff("people may turn reminders off").default("off"),
  REMINDER_STOPS_AT: stopsAt.default(["noSmartphone"]),
  REMINDER_PAUSE_DAYS: wholeNumber("how many days a pause lasts", 1, 365).default(14),
  REMINDER_INSTALL: onOff("install the app for people who do not have it").default("off"),
  REMINDER_RECHECK: onOff("read a person's methods right before reminding them").default("on"),
  REMINDER_MAILBOX_ZONES: onOff("ask mailboxes for time zones that Teams does not tell").default(
    "off",
  ),
  REMINDER_RATE: wholeNumber("messages per second", 1, RATE_CEILING).default(40),
  AUDIENCE_GROUPS: groups.default([]),
  AUDIENCE_LIST: z.string().min(1).optional(),
  AUDIENCE_EXCEPT_GROUPS: groups.default([]),
  AUDIENCE_EXCEPT_LIST: z.string().min(1).optional(),
  SCAN_CRON: z
    .string()
    .refine((text) => text === "off" || isCron(text), {
      error: "set it to a cron expression of five fields, for instance 0 3 * * *, or off",
    })
    .default("0 3 * * *"),
  SCAN_ONE_BY_ONE: onOff(
    "read people one by one where the tenant has no registration report",
  ).default("off"),
  ADMIN_GROUP_ID: z
    .guid({ error: "set it to the object id of the Entra group that runs campaigns" })
    .transform((id) => id.toLowerCase())
    .optional(),
};

import { InvalidArgumentError } from "commander";
import { DateTime } from "luxon";
import { z } from "zod/v4";

/** As it was typed: a whole day of the organisation's calendar, or a moment. */
export type Until =
  | { readonly kind: "day"; readonly day: string }
  | { readonly kind: "moment"; readonly at: Date };

const time = z.iso.datetime({ offset: true });
const date = z.iso.date();

export function parseUntil(value: string): Until {
  if (date.safeParse(value).success) return { kind: "day", day: value };
  if (time.safeParse(value).success) return { kind: "moment", at: new Date(value) };
  throw new InvalidArgumentError(
    "Give a date such as 2026-01-31 (that whole day, in REMINDER_TIME_ZONE), or a time with its zone such as 2026-01-31T17:00:00+01:00.",
  );
}

/** The first moment that is too late. Whoever says a day means all of it. */
export function momentOf(until: Until, timeZone: string): Date {
  switch (until.kind) {
    case "moment":
      return until.at;
    case "day":
      return DateTime.fromISO(until.day, { zone: timeZone })
        .plus({ days: 1 })
        .startOf("day")
        .toJSDate();
  }
}

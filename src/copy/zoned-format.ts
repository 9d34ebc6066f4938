/** A point in time is shown where somebody lives: their locale for the writing, their zone for the clock on the wall. */
export type Place = {
  /** BCP 47 tag. */
  readonly locale: string;
  /** IANA time zone. */
  readonly zone: string;
};

/** The calendar day, with its weekday: `Friday, December 4, 2026`. */
export const zonedDayText = (at: Date, place: Place): string => DAYS.for(place).format(at);

/** Day and time: `Friday, December 4, 2026 at 5:00 PM`. */
export const zonedTimeText = (at: Date, place: Place): string => TIMES.for(place).format(at);

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/**
 * Until when something can be done. Whoever says "until the 4th" means the whole day, which ends at midnight of the 5th;
 * so a deadline at midnight, or within the minute before it, is named by the day that it ends.
 */
export function deadlineText(at: Date, place: Place): string {
  const minute = minuteOf(at, place);
  if (minute === 0) return zonedDayText(new Date(at.getTime() - MINUTE_MS), place);
  return minute === DAY_MINUTES - 1 ? zonedDayText(at, place) : zonedTimeText(at, place);
}

/** Of the local day. */
function minuteOf(at: Date, { zone }: Place): number {
  const parts = CLOCKS.for({ locale: "en", zone }).formatToParts(at);
  const of = (type: "hour" | "minute"): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  return of("hour") * 60 + of("minute");
}

// Making a formatter costs a hundred times as much as using it. Locales come from clients and zones from mailboxes, so
// what is kept is bounded.
const MAX_KEPT = 128;

class ZonedFormats {
  readonly #options: Intl.DateTimeFormatOptions;
  readonly #kept = new Map<string, Intl.DateTimeFormat>();

  constructor(options: Intl.DateTimeFormatOptions) {
    this.#options = options;
  }

  for({ locale, zone }: Place): Intl.DateTimeFormat {
    const name = `${locale}/${zone}`;
    const known = this.#kept.get(name);
    if (known !== undefined) return known;
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    const format = new Intl.DateTimeFormat(locale, { ...this.#options, timeZone: zone });
    this.#kept.set(name, format);
    return format;
  }
}

const DAYS = new ZonedFormats({ dateStyle: "full" });
const TIMES = new ZonedFormats({ dateStyle: "full", timeStyle: "short" });
const CLOCKS = new ZonedFormats({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

import { type Copy, parseLocale } from "./copy.ts";

/**
 * The locale in which dates and numbers are written: the person's own where it is of the language of the words
 * (British dates in English sentences), else that language, so that no sentence mixes two.
 */
export function formatLocale(copy: Copy, locale: string | null): string {
  const own = parseLocale(locale);
  return own !== null && own.language === copy.language ? own.baseName : copy.language;
}

/** A calendar day in UTC: Graph's instants carry no zone of the person. */
export function dayText(locale: string, date: Date): string {
  return DAYS.for(locale).format(date);
}

/** A month of a year; `month` counts from 1. */
export function monthText(locale: string, year: number, month: number): string {
  return MONTHS.for(locale).format(new Date(Date.UTC(year, month - 1)));
}

const MINUTE_SECONDS = 60;
const STEP_SECONDS = 5;

/**
 * How long to wait, rounded up so that nobody comes back too early: seconds in steps of five below a minute, else
 * minutes.
 */
export function waitText(locale: string, seconds: number): string {
  const stepped = Math.max(STEP_SECONDS, Math.ceil(seconds / STEP_SECONDS) * STEP_SECONDS);
  return stepped < MINUTE_SECONDS
    ? amount(locale, stepped, "second")
    : amount(locale, Math.ceil(seconds / MINUTE_SECONDS), "minute");
}

function amount(locale: string, count: number, unit: "second" | "minute"): string {
  const style = { style: "unit", unit, unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locale, style).format(count);
}

/** A number of people or things: `12,345`. */
export const countText = (locale: string, count: number): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);

/** A share of 0 to 1 in whole percent. All and none are said of all and none only. */
export function shareText(locale: string, share: number): string {
  const percent = share <= 0 || share >= 1 ? share : Math.min(0.99, Math.max(0.01, share));
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(
    percent,
  );
}

// Making a formatter costs 40 to 110 µs, using one 1 µs, and a card shows up to two dates per method. Locales come from
// clients, so what is kept is bounded.
const MAX_KEPT = 64;

class DateFormats {
  readonly #options: Intl.DateTimeFormatOptions;
  readonly #kept = new Map<string, Intl.DateTimeFormat>();

  constructor(options: Intl.DateTimeFormatOptions) {
    this.#options = { ...options, timeZone: "UTC" };
  }

  for(locale: string): Intl.DateTimeFormat {
    const known = this.#kept.get(locale);
    if (known !== undefined) return known;
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    const format = new Intl.DateTimeFormat(locale, this.#options);
    this.#kept.set(locale, format);
    return format;
  }
}

const DAYS = new DateFormats({ dateStyle: "medium" });
const MONTHS = new DateFormats({ year: "numeric", month: "long" });

import type { Zone } from "luxon";
import { offsetMs } from "./offset.ts";
import type { ReminderSettings } from "./settings.ts";

const MINUTE_MS = 60_000;
/** Of the clock on the wall; a real day may be an hour longer or shorter. */
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** Any time of the week has come around again by then, in every zone; beyond it nothing would be found either. */
const DAYS_LOOKED_AT = 15;

/** No zone is further from UTC (14 h) or puts its clocks on by more (24 h), and none does so twice within as much. */
const FAR_MS = 40 * 60 * MINUTE_MS;

export type SendWindow = Pick<
  ReminderSettings,
  "sendFromMinute" | "sendUntilMinute" | "workingDays"
>;

/** What a clock on the wall shows, in milliseconds, as if the wall were in UTC. */
const wallOf = (atMs: number, zone: Zone): number => atMs + offsetMs(atMs, zone);

/** The local date, as days since 1970-01-01. */
export const localDay = (at: Date, zone: Zone): number =>
  Math.floor(wallOf(at.getTime(), zone) / DAY_MS);

/** ISO: 1 is Monday, 7 is Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

const isWorkingDay = (day: number, { workingDays }: SendWindow): boolean =>
  workingDays.some((weekday) => weekday === weekdayOf(day));

/** Whether the clock on the person's wall shows a time at which reminders may be sent. */
export function isAllowedAt(at: Date, zone: Zone, window: SendWindow): boolean {
  const wall = wallOf(at.getTime(), zone);
  const day = Math.floor(wall / DAY_MS);
  const minute = (wall - day * DAY_MS) / MINUTE_MS;
  return (
    isWorkingDay(day, window) && minute >= window.sendFromMinute && minute < window.sendUntilMinute
  );
}

/**
 * The earliest instant, not before `notBefore` and not on a local date before `firstDay`, at which reminders may be sent;
 * null when the window leaves none.
 */
export function earliestAllowed(
  notBefore: Date,
  firstDay: number,
  zone: Zone,
  window: SendWindow,
): Date | null {
  const today = localDay(notBefore, zone);
  if (today >= firstDay && isAllowedAt(notBefore, zone, window)) return notBefore;
  const from = Math.max(today, firstDay);
  for (let day = from; day < from + DAYS_LOOKED_AT; day += 1) {
    if (!isWorkingDay(day, window)) continue;
    const opening = openingsOf(day, zone, window).find(
      (at) => at >= notBefore && localDay(at, zone) === day && isAllowedAt(at, zone, window),
    );
    if (opening !== undefined) return opening;
  }
  return null;
}

/**
 * The instants of a local date at which a time for reminders can begin, in order: when the clock on the wall shows the
 * first minute, which is never where clocks are put forward over it and twice where they are put back, and when clocks
 * are changed.
 */
function openingsOf(day: number, zone: Zone, { sendFromMinute }: SendWindow): readonly Date[] {
  const wall = day * DAY_MS + sendFromMinute * MINUTE_MS;
  const before = offsetMs(wall - FAR_MS, zone);
  const after = offsetMs(wall + FAR_MS, zone);
  if (before === after) return [new Date(wall - before)];
  return [wall - before, wall - after]
    .filter((atMs) => wallOf(atMs, zone) === wall)
    .concat(changeBetween(wall - FAR_MS, wall + FAR_MS, zone))
    .sort((a, b) => a - b)
    .map((atMs) => new Date(atMs));
}

/** The first instant after `earlierMs` at which the offset is that of `laterMs`. */
function changeBetween(earlierMs: number, laterMs: number, zone: Zone): number {
  const target = offsetMs(laterMs, zone);
  let low = earlierMs;
  let high = laterMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle, zone) === target) high = middle;
    else low = middle;
  }
  return high;
}

import assert from "node:assert/strict";
import { DateTime, IANAZone, type Zone } from "luxon";
import { nextReminder } from "../../src/reminders/next-reminder.ts";
import { aCampaign, aCandidate, settings } from "../builders/candidates.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Years with changes worth meeting: Samoa leaves out a day in 2011, Egypt returns to summer time in 2023. */
const YEARS = [2011, 2023, 2026];

/** Office hours, a window that a change can swallow whole, and hours around midnight. */
const WINDOWS = [
  { sendFromMinute: 540, sendUntilMinute: 1020 },
  { sendFromMinute: 130, sendUntilMinute: 170 },
  { sendFromMinute: 0, sendUntilMinute: 1440 },
  { sendFromMinute: 1410, sendUntilMinute: 1440 },
] as const;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;

/** Zones with a change in the year, one of each set whose clocks show the same all year. */
function zonesApart(year: number): ReadonlyMap<string, readonly number[]> {
  const apart = new Map<string, readonly [string, readonly number[]]>();
  for (const name of Intl.supportedValuesOf("timeZone")) {
    const zone = IANAZone.create(name);
    const changes = changesIn(zone, year);
    const offsets = [Date.UTC(year, 0, 1), ...changes].map((at) => zone.offset(at));
    if (changes.length > 0) apart.set(JSON.stringify([changes, offsets]), [name, changes]);
  }
  return new Map(apart.values());
}

/** Each instant at which the zone's offset becomes another one in the year. */
function changesIn(zone: IANAZone, year: number): readonly number[] {
  const found: number[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  for (let at = Date.UTC(year, 0, 1); at < end; at += 5 * DAY_MS) {
    if (zone.offset(at) === zone.offset(at + 5 * DAY_MS)) continue;
    let [low, high] = [at, at + 5 * DAY_MS];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (zone.offset(middle) === zone.offset(high)) high = middle;
      else low = middle;
    }
    found.push(high);
  }
  return found;
}

/** Moments before, at and after a change; odd minutes, so that none is a round hour. */
const around = (changeMs: number): readonly Date[] =>
  [-30, -13.4, -2.2, -0.6, -1 / HOUR_MS, 0, 0.3, 0.8, 5.1, 11.9, 26].map(
    (hours) => new Date(changeMs + Math.round(hours * HOUR_MS)),
  );

describe("nextReminder, across every change of the clocks", () => {
  for (const year of YEARS) {
    it(`keeps to the hours in every zone of ${String(year)}`, () => {
      const problems: string[] = [];
      let changes = 0;
      for (const [name, found] of zonesApart(year)) {
        for (const change of found) {
          changes += 1;
          for (const window of WINDOWS) {
            for (const now of around(change)) {
              const problem = judge(name, now, window);
              if (problem !== null) problems.push(problem);
            }
          }
        }
      }

      assert.deepEqual(problems, []);
      assert.ok(changes > 50, `only ${String(changes)} changes`);
    }).timeout(60_000);
  }
});

function judge(name: string, now: Date, window: (typeof WINDOWS)[number]): string | null {
  const decision = nextReminder(
    aCandidate({ teamsTimeZone: name }),
    aCampaign({ startsAt: new Date(0) }),
    settings({ ...window, workingDays: EVERY_DAY }),
    now,
  );
  const where = `${name} at ${now.toISOString()}, from minute ${String(window.sendFromMinute)}`;
  if (decision.kind === "none") return `${where}: ${decision.why}`;

  // luxon's own calendar is the judge, not our arithmetic.
  const due = DateTime.fromJSDate(decision.at, { zone: name });
  const minute = due.hour * 60 + due.minute + due.second / 60;
  if (minute < window.sendFromMinute || minute >= window.sendUntilMinute) {
    return `${where}: due at ${due.toISO() ?? "?"}`;
  }
  // A window that a change swallows is missed once; a missing day takes one more.
  const waited = decision.at.getTime() - now.getTime();
  if (waited > 49 * HOUR_MS) return `${where}: only at ${due.toISO() ?? "?"}`;
  const earlier = earlierMoment(decision.at, now, due.zone, window);
  return earlier === null
    ? null
    : `${where}: ${earlier.toISOString()} is earlier than ${due.toISO() ?? "?"}`;
}

/** Whether it was allowed sooner: looks at every ten minutes on the way. */
function earlierMoment(
  at: Date,
  now: Date,
  zone: Zone,
  window: (typeof WINDOWS)[number],
): Date | null {
  for (let ms = now.getTime(); ms < at.getTime(); ms += 10 * 60_000) {
    const minute = (((ms / 60_000 + zone.offset(ms)) % 1440) + 1440) % 1440;
    if (minute >= window.sendFromMinute && minute < window.sendUntilMinute) return new Date(ms);
  }
  return null;
}

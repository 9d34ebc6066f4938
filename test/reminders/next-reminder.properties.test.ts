import assert from "node:assert/strict";
import fc from "fast-check";
import { DateTime } from "luxon";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { Candidate } from "../../src/reminders/candidate.ts";
import { nextReminder } from "../../src/reminders/next-reminder.ts";
import type { ReminderSettings } from "../../src/reminders/settings.ts";
import { zoneOf } from "../../src/reminders/time-zone.ts";
import {
  anyCampaign,
  anyCandidate,
  anyDueCandidate,
  anyInstant,
  anySettings,
} from "../builders/any-candidate.ts";
import { aCampaign } from "../builders/candidates.ts";

const RUNS = { numRuns: 2_000 };
const DAY_MS = 24 * 60 * 60 * 1000;

type Situation = readonly [Candidate, Campaign, ReminderSettings, Date];
const anySituation = fc.tuple(anyCandidate, anyCampaign, anySettings, anyInstant);
const dueSituation = fc.tuple(
  anyDueCandidate,
  anyCampaign.map((campaign) => aCampaign({ ...campaign, state: "running" })),
  anySettings,
  anyInstant,
);

/** When the reminder is due, as luxon's own calendar shows it in the person's zone; null when there is none. */
function localDue([candidate, campaign, settings, now]: Situation): DateTime | null {
  const decision = nextReminder(candidate, campaign, settings, now);
  if (decision.kind === "none") return null;
  return inZone(decision.at, candidate, settings);
}

const inZone = (at: Date, candidate: Candidate, settings: ReminderSettings): DateTime =>
  DateTime.fromJSDate(at, { zone: zoneOf(candidate, settings.defaultTimeZone) });

const minuteOfDay = (at: DateTime): number => at.hour * 60 + at.minute + at.second / 60;

/** Days of the calendar from one to the other, whatever the clocks did between. */
const calendarDays = (from: DateTime, to: DateTime): number =>
  to
    .setZone("utc", { keepLocalTime: true })
    .startOf("day")
    .diff(from.setZone("utc", { keepLocalTime: true }).startOf("day"), "days").days;

/** They asked for the next reminder themselves, by a snooze that no reminder has followed yet. */
const hasAsked = ({ snooze }: Candidate, lastAt: Date | null): boolean =>
  snooze !== null && (lastAt === null || lastAt < snooze.until);

function holds(situations: fc.Arbitrary<Situation>, check: (situation: Situation) => void): void {
  fc.assert(fc.property(situations, check), RUNS);
}

describe("nextReminder, whatever the situation", () => {
  it("never reminds in quiet hours", () => {
    holds(dueSituation, (situation) => {
      const due = localDue(situation);
      if (due === null) return;

      const [, , settings] = situation;
      assert.ok(minuteOfDay(due) >= settings.sendFromMinute);
      assert.ok(minuteOfDay(due) < settings.sendUntilMinute);
    });
  });

  it("never reminds outside of working days", () => {
    holds(dueSituation, (situation) => {
      const due = localDue(situation);
      if (due === null) return;

      assert.ok(situation[2].workingDays.some((day) => day === due.weekday));
    });
  });

  it("never reminds before now, before the campaign, or within a snooze", () => {
    holds(dueSituation, ([candidate, campaign, settings, now]) => {
      const decision = nextReminder(candidate, campaign, settings, now);
      if (decision.kind === "none") return;

      assert.ok(decision.at >= now);
      assert.ok(decision.at >= campaign.startsAt);
      assert.ok(candidate.snooze === null || decision.at >= candidate.snooze.until);
    });
  });

  it("never reminds more often than the closer cadence, nor than the usual one before the close period, unasked", () => {
    holds(dueSituation, (situation) => {
      const [candidate, campaign, settings] = situation;
      const due = localDue(situation);
      if (due === null || candidate.reminders.lastAt === null) return;
      if (hasAsked(candidate, candidate.reminders.lastAt)) return;

      const last = inZone(candidate.reminders.lastAt, candidate, settings);
      const isClose =
        campaign.deadline !== null &&
        calendarDays(due, inZone(campaign.deadline, candidate, settings)) <= settings.closeDays;
      const days = isClose ? settings.closeEveryDays : settings.everyDays;
      assert.ok(calendarDays(last, due) >= days);
      assert.ok(due.toMillis() - last.toMillis() >= (days - 1) * DAY_MS);
    });
  });

  it("reminds who asked for it when they asked for it, whenever the last reminder was", () => {
    holds(dueSituation, ([candidate, campaign, settings, now]) => {
      const { snooze, reminders } = candidate;
      if (snooze === null || !hasAsked(candidate, reminders.lastAt)) return;
      const never = { ...candidate, reminders: { ...reminders, lastAt: null } };

      assert.deepEqual(
        nextReminder(candidate, campaign, settings, now),
        nextReminder(never, campaign, settings, now),
      );
    });
  });

  it("waits for the end of a pause", () => {
    holds(dueSituation, ([candidate, campaign, settings, now]) => {
      const decision = nextReminder(candidate, campaign, settings, now);
      if (decision.kind === "none" || candidate.cannot === null) return;

      const { at } = candidate.cannot;
      assert.ok(decision.at.getTime() - at.getTime() >= settings.pauseDays * DAY_MS);
    });
  });

  it("reminds nobody who is compliant, left out, exempt, unreachable or has said no", () => {
    holds(anySituation, ([candidate, campaign, settings, now]) => {
      const { exemption, cannot, reachability } = candidate;
      const mayNot =
        campaign.state !== "running" ||
        candidate.registration?.isReady !== false ||
        !candidate.isInDirectory ||
        candidate.isGuest ||
        !candidate.isEnabled ||
        candidate.isExcluded ||
        (exemption !== null && (exemption.until === null || exemption.until > now)) ||
        (settings.mayOptOut && candidate.optedOutAt !== null) ||
        (cannot !== null && settings.onCannot[cannot.reason] === "stop") ||
        ["removed", "blocked", "gone"].includes(reachability) ||
        (!settings.mayInstall && reachability !== "reachable");

      const { kind } = nextReminder(candidate, campaign, settings, now);

      assert.equal(kind === "none", mayNot);
    });
  });

  it("reminds again and again, and unasked never sooner than the cadence", () => {
    const manyTimes = fc.tuple(dueSituation, fc.array(fc.integer({ min: 0, max: 20 * DAY_MS })));
    fc.assert(
      fc.property(manyTimes, ([[candidate, campaign, settings, first], pauses]) => {
        let now = first;
        let { reminders } = { reminders: { count: 0, lastAt: null as Date | null } };
        for (const pauseMs of pauses) {
          const decision = nextReminder({ ...candidate, reminders }, campaign, settings, now);
          if (decision.kind === "none") assert.fail(decision.why);
          const lastAt = reminders.lastAt;
          if (lastAt !== null && !hasAsked(candidate, lastAt)) {
            const days = calendarDays(
              inZone(lastAt, candidate, settings),
              inZone(decision.at, candidate, settings),
            );
            assert.ok(days >= settings.closeEveryDays);
          }
          assert.equal(decision.ordinal, reminders.count + 1);
          reminders = { count: decision.ordinal, lastAt: decision.at };
          now = new Date(now.getTime() + pauseMs);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("says the same again at any moment until the reminder is due", () => {
    holds(dueSituation, ([candidate, campaign, settings, now]) => {
      const decision = nextReminder(candidate, campaign, settings, now);
      if (decision.kind === "none") return;

      assert.deepEqual(nextReminder(candidate, campaign, settings, decision.at), decision);
      const between = new Date((now.getTime() + decision.at.getTime()) / 2);
      assert.deepEqual(nextReminder(candidate, campaign, settings, between), decision);
    });
  });

  it("reminds no later for a deadline that comes sooner", () => {
    const twoDeadlines = fc.tuple(dueSituation, anyInstant, anyInstant);
    fc.assert(
      fc.property(twoDeadlines, ([[candidate, campaign, settings, now], one, other]) => {
        const [sooner, later] = one < other ? [one, other] : [other, one];
        const at = (deadline: Date | null): number => {
          const decision = nextReminder(candidate, { ...campaign, deadline }, settings, now);
          return decision.kind === "none" ? assert.fail(decision.why) : decision.at.getTime();
        };

        assert.ok(at(sooner) <= at(later));
        assert.ok(at(later) <= at(null));
      }),
      RUNS,
    );
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Candidate } from "../../src/reminders/candidate.ts";
import { nextReminder } from "../../src/reminders/next-reminder.ts";
import { SNOOZE_CHOICES, snooze, snoozeChoices } from "../../src/reminders/snooze.ts";
import { anyDueCandidate, anyInstant, anySettings } from "../builders/any-candidate.ts";
import { aCampaign, aCandidate, settings } from "../builders/candidates.ts";

const rows: readonly {
  readonly name: string;
  readonly choice: (typeof SNOOZE_CHOICES)[number];
  readonly now: string;
  readonly until: string;
  readonly candidate?: Partial<Candidate>;
}[] = [
  {
    name: "until tomorrow morning",
    choice: "tomorrow",
    now: "2026-03-03T10:00:00Z",
    until: "2026-03-04T09:00:00Z",
  },
  {
    name: "from Friday until Monday",
    choice: "tomorrow",
    now: "2026-03-06T10:00:00Z",
    until: "2026-03-09T09:00:00Z",
  },
  {
    name: "until the person's own morning",
    choice: "tomorrow",
    now: "2026-03-03T23:30:00Z",
    until: "2026-03-05T00:00:00Z",
    candidate: { teamsTimeZone: "Asia/Tokyo" },
  },
  {
    name: "until the Monday of next week",
    choice: "nextWeek",
    now: "2026-03-03T10:00:00Z",
    until: "2026-03-09T09:00:00Z",
  },
  {
    name: "for a whole week, on a Monday",
    choice: "nextWeek",
    now: "2026-03-02T10:00:00Z",
    until: "2026-03-09T09:00:00Z",
  },
  {
    name: "until the next day, on a Sunday",
    choice: "nextWeek",
    now: "2026-03-08T10:00:00Z",
    until: "2026-03-09T09:00:00Z",
  },
];

describe("snooze", () => {
  for (const { name, choice, now, until, candidate } of rows) {
    it(`puts off ${name}`, () => {
      const snoozed = snooze(choice, aCandidate(candidate), aCampaign(), settings(), new Date(now));

      assert.deepEqual(snoozed, { kind: "snoozed", until: new Date(until), count: 1, left: 2 });
    });
  }

  it("counts those that were taken, and ends at the limit", () => {
    const now = new Date("2026-03-03T10:00:00Z");
    const taken = (count: number) =>
      snooze(
        "tomorrow",
        aCandidate({ snooze: { until: now, count } }),
        aCampaign(),
        settings({ snoozeLimit: 2 }),
        now,
      );

    const last = taken(1);
    assert.equal(last.kind === "snoozed" && last.count === 2 && last.left === 0, true);
    assert.deepEqual(taken(2), { kind: "limitReached" });
  });

  it("does not reach beyond the deadline, but goes on after it", () => {
    const friday = new Date("2026-03-06T10:00:00Z");
    const choices = (deadline: string) =>
      snoozeChoices(aCandidate(), aCampaign({ deadline: new Date(deadline) }), settings(), friday);

    assert.deepEqual(choices("2026-03-09T09:00:00Z"), []);
    assert.deepEqual(choices("2026-03-20T09:00:00Z"), ["tomorrow", "nextWeek"]);
    assert.deepEqual(choices("2026-03-05T09:00:00Z"), ["tomorrow", "nextWeek"]);
  });

  it("has nothing to put off where nothing is ever sent", () => {
    const never = settings({ workingDays: [] });
    const now = new Date("2026-03-06T10:00:00Z");

    assert.deepEqual(snooze("tomorrow", aCandidate(), aCampaign(), never, now), {
      kind: "pastDeadline",
    });
  });

  it("is kept by the next reminder, whoever the person and whatever the settings", () => {
    const anyChoice = fc.constantFrom(...SNOOZE_CHOICES);
    fc.assert(
      fc.property(
        anyDueCandidate,
        anySettings,
        anyInstant,
        anyChoice,
        (candidate, given, now, choice) => {
          const campaign = aCampaign({ startsAt: new Date(0) });
          const snoozed = snooze(choice, candidate, campaign, given, now);
          if (snoozed.kind !== "snoozed") return;
          assert.ok(snoozed.count <= given.snoozeLimit);
          assert.ok(snoozed.until > now);

          const next = nextReminder({ ...candidate, snooze: snoozed }, campaign, given, now);

          assert.ok(next.kind === "remind" && next.at >= snoozed.until);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

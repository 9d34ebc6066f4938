import assert from "node:assert/strict";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { Candidate } from "../../src/reminders/candidate.ts";
import type { NoReminder } from "../../src/reminders/decision.ts";
import { nextReminder } from "../../src/reminders/next-reminder.ts";
import type { ReminderSettings } from "../../src/reminders/settings.ts";
import { aCampaign, aCandidate, settings } from "../builders/candidates.ts";

type Given = {
  readonly candidate?: Partial<Candidate>;
  readonly campaign?: Partial<Campaign>;
  readonly settings?: Partial<ReminderSettings>;
  readonly now: string;
};

const decide = (given: Given) =>
  nextReminder(
    aCandidate(given.candidate),
    aCampaign(given.campaign),
    settings(given.settings),
    new Date(given.now),
  );

const reminded = (lastAt: string, count = 1): Partial<Candidate> => ({
  reminders: { count, lastAt: new Date(lastAt) },
});

// 2026-03-02 is a Monday.
const times: readonly (Given & { readonly name: string; readonly at: string })[] = [
  {
    name: "now, in working hours",
    now: "2026-03-03T10:00:00Z",
    at: "2026-03-03T10:00:00Z",
  },
  {
    name: "when the hours begin, early in the morning",
    now: "2026-03-03T05:00:00Z",
    at: "2026-03-03T09:00:00Z",
  },
  {
    name: "tomorrow, from the last minute on",
    now: "2026-03-03T17:00:00Z",
    at: "2026-03-04T09:00:00Z",
  },
  {
    name: "on Monday, at the weekend",
    now: "2026-03-07T12:00:00Z",
    at: "2026-03-09T09:00:00Z",
  },
  {
    name: "on Sunday, where that is a working day",
    now: "2026-03-07T12:00:00Z",
    settings: { workingDays: [7, 1, 2, 3, 4] },
    at: "2026-03-08T09:00:00Z",
  },
  {
    name: "when the campaign starts",
    campaign: { startsAt: new Date("2026-03-12T11:30:00Z") },
    now: "2026-03-03T10:00:00Z",
    at: "2026-03-12T11:30:00Z",
  },
  {
    name: "in the hours of the person's own zone",
    candidate: { teamsTimeZone: "Asia/Tokyo" },
    now: "2026-03-03T10:00:00Z",
    at: "2026-03-04T00:00:00Z",
  },
  {
    name: "on the person's own Monday",
    candidate: { teamsTimeZone: "Pacific/Auckland" },
    now: "2026-03-07T12:00:00Z",
    at: "2026-03-08T20:00:00Z",
  },
  {
    name: "at the same time of the day after the clocks are put forward",
    candidate: { teamsTimeZone: "Europe/Berlin", ...reminded("2026-03-23T08:00:00Z") },
    now: "2026-03-24T08:00:00Z",
    at: "2026-03-30T07:00:00Z",
  },
  {
    name: "a week after the last one, in the morning",
    candidate: reminded("2026-03-03T16:50:00Z"),
    now: "2026-03-04T10:00:00Z",
    at: "2026-03-10T09:00:00Z",
  },
  {
    name: "at once, when the last one is long ago",
    candidate: reminded("2026-03-03T16:50:00Z"),
    now: "2026-04-15T10:00:00Z",
    at: "2026-04-15T10:00:00Z",
  },
  {
    name: "two days after the last one, close to the deadline",
    candidate: reminded("2026-03-24T10:00:00Z"),
    campaign: { deadline: new Date("2026-03-30T12:00:00Z") },
    now: "2026-03-24T11:00:00Z",
    at: "2026-03-26T09:00:00Z",
  },
  {
    name: "when the close period begins, and no later than that",
    candidate: reminded("2026-03-20T10:00:00Z"),
    campaign: { deadline: new Date("2026-03-31T12:00:00Z") },
    now: "2026-03-20T11:00:00Z",
    at: "2026-03-24T09:00:00Z",
  },
  {
    name: "at the usual pace, far from the deadline",
    candidate: reminded("2026-03-03T10:00:00Z"),
    campaign: { deadline: new Date("2026-05-30T12:00:00Z") },
    now: "2026-03-04T11:00:00Z",
    at: "2026-03-10T09:00:00Z",
  },
  {
    name: "at the close pace after the deadline, until the campaign is stopped",
    candidate: reminded("2026-06-02T10:00:00Z"),
    campaign: { deadline: new Date("2026-05-29T12:00:00Z") },
    now: "2026-06-02T11:00:00Z",
    at: "2026-06-04T09:00:00Z",
  },
  {
    name: "when a snooze ends",
    candidate: { snooze: { until: new Date("2026-03-05T13:00:00Z"), count: 1 } },
    now: "2026-03-03T10:00:00Z",
    at: "2026-03-05T13:00:00Z",
  },
  {
    name: "the next day, to whoever asked for it, whatever the pace",
    candidate: {
      ...reminded("2026-03-03T10:00:00Z"),
      snooze: { until: new Date("2026-03-04T09:00:00Z"), count: 1 },
    },
    now: "2026-03-03T11:00:00Z",
    at: "2026-03-04T09:00:00Z",
  },
  {
    name: "at the usual pace after the reminder that they asked for",
    candidate: {
      ...reminded("2026-03-04T09:00:01Z"),
      snooze: { until: new Date("2026-03-04T09:00:00Z"), count: 1 },
    },
    now: "2026-03-04T11:00:00Z",
    at: "2026-03-11T09:00:00Z",
  },
  {
    name: "now, after a snooze",
    candidate: { snooze: { until: new Date("2026-03-05T13:00:00Z"), count: 3 } },
    now: "2026-03-06T10:00:00Z",
    at: "2026-03-06T10:00:00Z",
  },
  {
    name: "two weeks after a lost phone",
    candidate: { cannot: { reason: "lostPhone", at: new Date("2026-03-02T10:00:00Z") } },
    now: "2026-03-03T10:00:00Z",
    at: "2026-03-16T10:00:00Z",
  },
  {
    name: "a week after an installation that failed",
    candidate: {
      reachability: "notInstalled",
      reachabilityAt: new Date("2026-03-02T10:00:00Z"),
    },
    settings: { mayInstall: true },
    now: "2026-03-03T10:00:00Z",
    at: "2026-03-09T10:00:00Z",
  },
  {
    name: "now, without the app, where it may be installed",
    candidate: { reachability: "notInstalled" },
    settings: { mayInstall: true },
    now: "2026-03-03T10:00:00Z",
    at: "2026-03-03T10:00:00Z",
  },
  {
    name: "now, when an exemption has ended",
    candidate: { exemption: { reason: "on leave", until: new Date("2026-03-03T10:00:00Z") } },
    now: "2026-03-03T10:00:00Z",
    at: "2026-03-03T10:00:00Z",
  },
  {
    name: "now, in spite of an opt-out that is no longer offered",
    candidate: { optedOutAt: new Date("2026-03-02T10:00:00Z") },
    now: "2026-03-03T10:00:00Z",
    at: "2026-03-03T10:00:00Z",
  },
  {
    name: "on the day after the one that Samoa left out, and only a day later in truth",
    candidate: { teamsTimeZone: "Pacific/Apia", ...reminded("2011-12-30T02:00:00Z") },
    campaign: { startsAt: new Date(0) },
    settings: { everyDays: 2, closeEveryDays: 2, workingDays: [1, 2, 3, 4, 5, 6, 7] },
    now: "2011-12-30T03:00:00Z",
    // 16:00 on the 31st there: the calendar says two days, and one has passed.
    at: "2011-12-31T02:00:00Z",
  },
];

const none: readonly (Omit<Given, "now"> & { readonly why: NoReminder })[] = [
  { why: "campaignNotRunning", campaign: { state: "paused" } },
  { why: "campaignNotRunning", campaign: { state: "stopped" } },
  { why: "notInDirectory", candidate: { isInDirectory: false } },
  { why: "guest", candidate: { isGuest: true } },
  { why: "disabled", candidate: { isEnabled: false } },
  { why: "excluded", candidate: { isExcluded: true } },
  { why: "exempt", candidate: { exemption: { reason: "shared account", until: null } } },
  {
    why: "exempt",
    candidate: { exemption: { reason: "on leave", until: new Date("2026-03-03T10:00:01Z") } },
  },
  { why: "notKnown", candidate: { registration: null } },
  {
    why: "compliant",
    candidate: { registration: { isReady: true, at: new Date(0), source: "chat" } },
  },
  {
    why: "optedOut",
    candidate: { optedOutAt: new Date("2026-03-02T10:00:00Z") },
    settings: { mayOptOut: true },
  },
  { why: "cannot", candidate: { cannot: { reason: "noSmartphone", at: new Date(0) } } },
  { why: "unreachable", candidate: { reachability: "unknown" } },
  { why: "unreachable", candidate: { reachability: "notInstalled" } },
  {
    why: "unreachable",
    candidate: { reachability: "removed" },
    settings: { mayInstall: true },
  },
  { why: "unreachable", candidate: { reachability: "blocked" } },
  { why: "unreachable", candidate: { reachability: "gone" } },
  { why: "noAllowedTime", settings: { workingDays: [] } },
];

describe("nextReminder", () => {
  for (const { name, at, ...given } of times) {
    it(`reminds ${name}`, () => {
      const decision = decide(given);

      assert.deepEqual(decision, {
        kind: "remind",
        at: new Date(at),
        ordinal: (given.candidate?.reminders?.count ?? 0) + 1,
      });
    });
  }

  for (const { why, ...given } of none) {
    it(`reminds nobody: ${why}, by ${JSON.stringify(given)}`, () => {
      const decision = decide({ ...given, now: "2026-03-03T10:00:00Z" });

      assert.deepEqual(decision, { kind: "none", why });
    });
  }

  it("goes on at the cadence when a campaign is paused and resumed", () => {
    const candidate = reminded("2026-03-03T10:00:00Z");
    const now = "2026-03-05T10:00:00Z";

    assert.equal(decide({ candidate, campaign: { state: "paused" }, now }).kind, "none");
    assert.deepEqual(decide({ candidate, now }), {
      kind: "remind",
      at: new Date("2026-03-10T09:00:00Z"),
      ordinal: 2,
    });
  });
});

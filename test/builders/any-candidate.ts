import fc from "fast-check";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { Candidate, Reachability } from "../../src/reminders/candidate.ts";
import type { CannotReason, ReminderSettings, Weekday } from "../../src/reminders/settings.ts";
import { aCampaign, aCandidate, settings } from "./candidates.ts";

/** Far enough to meet changes of the clock, and Samoa's missing day. */
export const anyInstant = fc.date({
  min: new Date("2011-01-01T00:00:00Z"),
  max: new Date("2030-12-31T00:00:00Z"),
  noInvalidDate: true,
});

const zones = Intl.supportedValuesOf("timeZone");
const anyZone = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...zones) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "W. Europe Standard Time",
      "Pacific/Apia",
      "Australia/Lord_Howe",
      "Africa/Casablanca",
      "Customized Time Zone",
      "tzone://Microsoft/Custom",
      "+05:30",
      "",
      "Nowhere/At_All",
    ),
  },
);

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const REACHABILITIES: readonly Reachability[] = [
  "unknown",
  "reachable",
  "notInstalled",
  "removed",
  "blocked",
  "gone",
];
const REASONS: readonly CannotReason[] = ["noSmartphone", "lostPhone", "other"];

export const anySettings: fc.Arbitrary<ReminderSettings> = fc
  .record({
    everyDays: fc.integer({ min: 1, max: 30 }),
    closeDays: fc.integer({ min: 0, max: 30 }),
    closeEvery: fc.integer({ min: 1, max: 30 }),
    minutes: fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 2 }),
    workingDays: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
    defaultTimeZone: fc.constantFrom(...zones),
    snoozeLimit: fc.integer({ min: 0, max: 5 }),
    mayOptOut: fc.boolean(),
    mayInstall: fc.boolean(),
    pauseDays: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ minutes, closeEvery, ...rest }) =>
    settings({
      ...rest,
      closeEveryDays: Math.min(closeEvery, rest.everyDays),
      sendFromMinute: Math.min(...minutes),
      sendUntilMinute: Math.max(...minutes),
    }),
  );

const orNull = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(arbitrary, { nil: null, freq: 2 });

export const anyCandidate: fc.Arbitrary<Candidate> = fc
  .record({
    isInDirectory: mostly(true),
    isGuest: mostly(false),
    isEnabled: mostly(true),
    isExcluded: mostly(false),
    registration: fc.oneof(
      { weight: 8, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    exemption: orNull(fc.record({ reason: fc.constant("on leave"), until: orNull(anyInstant) })),
    optedOutAt: orNull(anyInstant),
    snooze: orNull(fc.record({ until: anyInstant, count: fc.integer({ min: 1, max: 5 }) })),
    cannot: orNull(fc.record({ reason: fc.constantFrom(...REASONS), at: anyInstant })),
    reachability: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Reachability>("reachable") },
      { weight: 1, arbitrary: fc.constantFrom(...REACHABILITIES) },
    ),
    reachabilityAt: orNull(anyInstant),
    teamsTimeZone: orNull(anyZone),
    mailboxTimeZone: orNull(fc.record({ zone: orNull(anyZone) })),
    reminders: fc.oneof(
      fc.constant({ count: 0, lastAt: null }),
      fc.record({ count: fc.integer({ min: 1, max: 20 }), lastAt: anyInstant }),
    ),
  })
  .map(({ registration, ...rest }) =>
    aCandidate({
      ...rest,
      registration:
        registration === null ? null : { isReady: registration, at: new Date(0), source: "report" },
    }),
  );

/** Somebody whom nothing but time keeps from being reminded. */
export const anyDueCandidate: fc.Arbitrary<Candidate> = anyCandidate.map((candidate) => ({
  ...candidate,
  isInDirectory: true,
  isGuest: false,
  isEnabled: true,
  isExcluded: false,
  registration: { isReady: false, at: new Date(0), source: "report" },
  exemption: null,
  optedOutAt: null,
  cannot:
    candidate.cannot?.reason === "noSmartphone"
      ? { ...candidate.cannot, reason: "other" }
      : candidate.cannot,
  reachability: "reachable",
}));

export const anyCampaign: fc.Arbitrary<Campaign> = fc
  .record({
    startsAt: anyInstant,
    deadline: orNull(anyInstant),
    state: fc.oneof(
      { weight: 8, arbitrary: fc.constant("running" as const) },
      { weight: 1, arbitrary: fc.constantFrom("paused" as const, "stopped" as const) },
    ),
  })
  .map(aCampaign);

function mostly(value: boolean): fc.Arbitrary<boolean> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constant(!value) },
  );
}

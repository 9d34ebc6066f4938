import type { PersonKey } from "../../src/enrollment/person.ts";
import { tenantId, userId } from "../../src/methods/ids.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { Candidate } from "../../src/reminders/candidate.ts";
import type { ReminderSettings } from "../../src/reminders/settings.ts";

export const TENANT = tenantId("11111111-2222-4333-8444-555555555555");

/** The person with this number. */
export const aKey = (n = 1): PersonKey => ({
  tenantId: TENANT,
  userId: userId(`00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`),
});

/** Somebody who is due: in the directory, not set up, reachable, never reminded. */
export const aCandidate = (given: Partial<Candidate> = {}): Candidate => ({
  key: aKey(),
  isInDirectory: true,
  isGuest: false,
  isEnabled: true,
  isExcluded: false,
  registration: { isReady: false, at: new Date("2026-03-01T00:00:00Z"), source: "report" },
  exemption: null,
  optedOutAt: null,
  snooze: null,
  cannot: null,
  reachability: "reachable",
  reachabilityAt: null,
  teamsTimeZone: null,
  mailboxTimeZone: null,
  locale: null,
  reminders: { count: 0, lastAt: null },
  ...given,
});

export const aCampaign = (given: Partial<Campaign> = {}): Campaign => ({
  campaignId: "spring",
  tenantId: TENANT,
  startsAt: new Date("2026-03-02T00:00:00Z"),
  deadline: null,
  state: "running",
  ...given,
});

/** The defaults of the configuration. */
export const settings = (given: Partial<ReminderSettings> = {}): ReminderSettings => ({
  everyDays: 7,
  closeDays: 7,
  closeEveryDays: 2,
  sendFromMinute: 540,
  sendUntilMinute: 1020,
  workingDays: [1, 2, 3, 4, 5],
  defaultTimeZone: "Etc/UTC",
  snoozeLimit: 3,
  mayOptOut: false,
  onCannot: { noSmartphone: "stop", lostPhone: "pause", other: "pause" },
  pauseDays: 14,
  mayInstall: false,
  ...given,
});

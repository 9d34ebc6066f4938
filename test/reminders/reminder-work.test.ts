import assert from "node:assert/strict";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { ComplianceCounts } from "../../src/reminders/compliance-history.ts";
import type { PlanReport } from "../../src/reminders/plan.ts";
import { createReminderWork, type ReminderWork } from "../../src/reminders/reminder-work.ts";
import type { ScanOutcome } from "../../src/reminders/scan-outcome.ts";
import { aCampaign, TENANT } from "../builders/candidates.ts";

const going = new AbortController().signal;
const STEP = { kind: "accounts" } as const;
// What a scan counted and a plan reports is passed on as it is.
const COUNTS = {} as ComplianceCounts;
const REPORT = {} as PlanReport;

describe("the work of the reminders' jobs", () => {
  let outcome: ScanOutcome;
  let campaign: Campaign | null;
  let happened: unknown[];

  beforeEach(() => {
    outcome = { kind: "completed", run: 1, counts: COUNTS };
    campaign = aCampaign();
    happened = [];
  });

  const work = (): ReminderWork =>
    createReminderWork({
      tenantId: TENANT,
      scan: () => Promise.resolve(outcome),
      plan: ({ campaignId }) => {
        happened.push(`plan ${campaignId}`);
        return Promise.resolve(REPORT);
      },
      campaigns: { current: () => Promise.resolve(campaign) },
      planSoon: () => {
        happened.push("planSoon");
        return Promise.resolve();
      },
      onScanned: (scanned) => happened.push(scanned.kind),
      onPlanned: (report) => happened.push(report),
    });

  it("has reminders planned when a scan is complete", async () => {
    await work().scan(going);

    assert.deepEqual(happened, ["completed", "planSoon"]);
  });

  const waits: readonly ScanOutcome[] = [
    { kind: "underWay" },
    { kind: "takenOver" },
    { kind: "stopped" },
    { kind: "noLicence", cost: { people: 1, requests: 1, minutes: 1 } },
    { kind: "noSuchGroup", groupId: "g" },
    { kind: "wrongLine", use: "include", line: 3 },
    {
      kind: "refused",
      step: STEP,
      refusal: { kind: "forbidden", permission: "User.Read.All", requestId: null },
    },
  ];
  for (const waiting of waits) {
    it(`tells of a scan that ended as ${waiting.kind}, and leaves it at that`, async () => {
      outcome = waiting;

      await work().scan(going);

      assert.deepEqual(happened, [waiting.kind]);
    });
  }

  const repeated: readonly ScanOutcome[] = [
    { kind: "linkExpired", step: STEP },
    { kind: "emptyDirectory" },
    { kind: "refused", step: STEP, refusal: { kind: "throttled", retryAfterSeconds: null } },
    {
      kind: "refused",
      step: STEP,
      refusal: { kind: "unavailable", why: "timeout", requestId: null },
    },
  ];
  for (const broken of repeated) {
    it(`has a scan tried again that ended as ${broken.kind}`, async () => {
      outcome = broken;

      await assert.rejects(work().scan(going), /ended early/);
      assert.deepEqual(happened, [broken.kind]);
    });
  }

  it("plans the campaign that runs", async () => {
    await work().plan(going);

    assert.deepEqual(happened, ["plan spring", REPORT]);
  });

  for (const state of ["paused", "stopped"] as const) {
    it(`plans nothing for a ${state} one`, async () => {
      campaign = aCampaign({ state });

      await work().plan(going);

      assert.deepEqual(happened, []);
    });
  }

  it("plans nothing where there is none", async () => {
    campaign = null;

    await work().plan(going);

    assert.deepEqual(happened, []);
  });
});

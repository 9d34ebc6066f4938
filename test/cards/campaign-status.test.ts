import assert from "node:assert/strict";
import { campaignStatusCard } from "../../src/cards/campaign-status/campaign-status.card.ts";
import type { CampaignStatusView } from "../../src/cards/campaign-status/campaign-status-view.ts";
import { en } from "../../src/copy/en.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { CampaignStatus } from "../../src/reminders/campaign-status.ts";
import type { ComplianceCounts } from "../../src/reminders/compliance-history.ts";
import { REPORT_METHODS } from "../../src/reminders/report-methods.ts";
import { aCampaign } from "../builders/candidates.ts";
import { nodesOfType, wordsOf } from "./card-reading.ts";

const COUNTS: ComplianceCounts = {
  people: 12_345,
  ready: 12_344,
  notReady: 1,
  notKnown: 0,
  leftOut: { guests: 3, disabled: 0, excluded: 0, exempt: 1 },
  byMethod: Object.fromEntries(
    REPORT_METHODS.map((method) => [method, 0]),
  ) as ComplianceCounts["byMethod"],
  byReachability: {
    unknown: 0,
    reachable: 12_340,
    notInstalled: 0,
    removed: 4,
    blocked: 1,
    gone: 0,
  },
};

const aStatus = (given: Partial<CampaignStatus> = {}): CampaignStatus => ({
  campaign: aCampaign({ deadline: new Date("2026-12-05T08:00:00Z") }),
  counts: COUNTS,
  scannedAt: new Date("2026-11-24T11:12:00Z"),
  outcomes: [],
  readAt: new Date("2026-11-24T17:03:20Z"),
  ...given,
});

const card = (
  status: CampaignStatus = aStatus(),
  view: CampaignStatusView = { kind: "status", news: null },
) =>
  campaignStatusCard(en, {
    view,
    status,
    ratePerSecond: 40,
    zone: "America/Los_Angeles",
    locale: "en-US",
    links: {
      organisationName: "Contoso",
      helpDeskUrl: "https://help.example.com/request",
      securityInfoUrl: "https://mysignins.microsoft.com/security-info",
    },
  });

/** The rows of the card as `name: value`. */
const rows = (status?: CampaignStatus): readonly string[] =>
  nodesOfType(card(status), "ColumnSet").map((row) => wordsOf(row).join(": "));

const verbs = (status?: CampaignStatus, view?: CampaignStatusView): readonly unknown[] =>
  nodesOfType(card(status, view), "Action.Execute").map((action) => action["verb"]);

describe("the card of a campaign", () => {
  it("counts people, and never rounds up to all of them", () => {
    assert.ok(rows().includes("Set up: 12,344 of 12,345 (99%)"));
    assert.ok(rows().includes("Not set up: 1"));
    assert.ok(rows().includes("Left out: Guests: 3, disabled: 0, excluded: 0, exempt: 1"));
  });

  it("says until when, how fast, and how old the knowledge is", () => {
    assert.ok(rows().includes("Deadline: Friday, December 4, 2026"));
    assert.ok(rows().includes("Pace: At most 40 messages per second"));
    assert.ok(rows().some((row) => /^Last scan: Tuesday, November 24, 2026 at 3:12/.test(row)));
  });

  it("says that there was no scan, and that the numbers mean little", () => {
    const status = aStatus({ scannedAt: null });

    assert.ok(rows(status).includes(`Last scan: ${en["campaign.neverScanned"]}`));
  });

  it("divides by nobody", () => {
    const counts = { ...COUNTS, people: 0, ready: 0 };

    assert.ok(rows(aStatus({ counts })).includes("Set up: 0 of 0 (0%)"));
  });

  it("adds up what waits, and names the reasons of what did not arrive, the most frequent first", () => {
    const failed = [7, 3, 9, 1, 2, 5, 4].map((count, index) => ({
      state: "failed" as const,
      why: `http 40${index}`,
      count,
    }));
    const outcomes = [
      { state: "sent", why: null, count: 1_000 } as const,
      { state: "pending", why: null, count: 5 } as const,
      { state: "claimed", why: null, count: 2 } as const,
      { state: "sending", why: null, count: 1 } as const,
      { state: "skipped", why: "compliant", count: 77 } as const,
      ...failed,
    ];

    const all = rows(aStatus({ outcomes }));

    const from = all.indexOf("Sent: 1,000");
    assert.deepEqual(all.slice(from, from + 9), [
      "Sent: 1,000",
      "Waiting: 8",
      "Not delivered: 31",
      "– http 402: 9",
      "– http 400: 7",
      "– http 405: 5",
      "– http 406: 4",
      "– http 401: 3",
      "– For other reasons: 3",
    ]);
  });

  it("tells of what nobody knows only where there is any", () => {
    const unknown = [{ state: "unknown", why: "interrupted", count: 2 } as const];

    assert.ok(rows(aStatus({ outcomes: unknown })).includes(`${en["campaign.unknown"]}: 2`));
    assert.ok(!rows().some((row) => row.startsWith(en["campaign.unknown"])));
  });

  it("names why people cannot be written to", () => {
    assert.ok(rows().includes("App removed: 4"));
    assert.ok(rows().includes("Bot blocked: 1"));
    assert.ok(!rows().some((row) => row.startsWith("Chat gone")));
  });

  const offers: readonly (readonly [Campaign["state"], readonly string[]])[] = [
    ["running", ["campaign.show", "campaign.askPause"]],
    ["paused", ["campaign.show", "campaign.askResume"]],
    ["stopped", ["campaign.show"]],
  ];
  for (const [state, expected] of offers) {
    it(`offers what can be done with a ${state} one`, () => {
      assert.deepEqual(verbs(aStatus({ campaign: aCampaign({ state }) })), expected);
    });
  }

  it("offers nothing to change where there is none, and counts people all the same", () => {
    const status = aStatus({ campaign: null });

    assert.deepEqual(verbs(status), ["campaign.show"]);
    assert.ok(rows(status).includes("Not set up: 1"));
    assert.ok(!rows(status).some((row) => row.startsWith("Sent")));
  });

  it("asks once more, about the very campaign, with a way back", () => {
    const pause = card(aStatus(), { kind: "confirm", change: "pause" });
    const [yes, back] = nodesOfType(pause, "Action.Execute");

    assert.equal(yes?.["verb"], "campaign.pause");
    assert.deepEqual(yes["data"], { card: "campaignStatus", v: 1, campaignId: "spring" });
    assert.equal(back?.["verb"], "campaign.show");
    assert.deepEqual(verbs(aStatus(), { kind: "confirm", change: "resume" }), [
      "campaign.resume",
      "campaign.show",
    ]);
  });
});

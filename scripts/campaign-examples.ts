import { z } from "zod/v4";
import { campaignStatusCard } from "../src/cards/campaign-status/campaign-status.card.ts";
import json from "../src/cards/campaign-status/campaign-status.data.json" with { type: "json" };
import { tenantId } from "../src/methods/ids.ts";
import type { ComplianceCounts } from "../src/reminders/compliance-history.ts";
import { REPORT_METHODS } from "../src/reminders/report-methods.ts";
import type { CardExample } from "./card-example.ts";

const date = z.coerce.date();
const count = z.int().nonnegative();

const view = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    news: z.enum(["pausedNow", "runningNow", "nothingToChange"]).nullable(),
  }),
  z.strictObject({ kind: z.literal("confirm"), change: z.enum(["pause", "resume"]) }),
]);

const file = z.strictObject({
  links: z.strictObject({
    organisationName: z.string(),
    helpDeskUrl: z.url(),
    securityInfoUrl: z.url(),
  }),
  locale: z.string().nullable(),
  zone: z.string(),
  ratePerSecond: count,
  readAt: date,
  scannedAt: date,
  campaign: z.strictObject({ campaignId: z.uuid(), startsAt: date, deadline: date }),
  counts: z.strictObject({
    people: count,
    ready: count,
    notReady: count,
    notKnown: count,
    leftOut: z.strictObject({ guests: count, disabled: count, excluded: count, exempt: count }),
    unreachable: z.strictObject({
      unknown: count,
      notInstalled: count,
      removed: count,
      blocked: count,
      gone: count,
    }),
  }),
  outcomes: z.array(
    z.strictObject({
      state: z.enum(["pending", "claimed", "sending", "sent", "failed", "skipped", "unknown"]),
      why: z.string().nullable(),
      count,
    }),
  ),
  examples: z.record(
    z.string(),
    z.strictObject({ state: z.enum(["running", "paused", "stopped"]).nullable(), view }),
  ),
});

/** Every example of the card of a campaign. */
export function campaignExamples(): readonly CardExample[] {
  const { examples, campaign, counts, outcomes, readAt, scannedAt, ...frame } = file.parse(json);
  const { unreachable, ...people } = counts;
  const all: ComplianceCounts = {
    ...people,
    byReachability: { ...unreachable, reachable: people.people },
    // The card names no methods.
    byMethod: Object.fromEntries(
      REPORT_METHODS.map((method) => [method, 0]),
    ) as ComplianceCounts["byMethod"],
  };
  return Object.entries(examples).map(([example, { state, view: shown }]) => {
    const status = {
      campaign:
        state === null
          ? null
          : { ...campaign, tenantId: tenantId("00000000-0000-4000-8000-000000000000"), state },
      counts: all,
      outcomes: state === null ? [] : outcomes,
      readAt,
      scannedAt: state === null ? null : scannedAt,
    };
    const data = { ...frame, view: shown, status };
    return { card: "campaign-status", example, bind: (copy) => campaignStatusCard(copy, data) };
  });
}

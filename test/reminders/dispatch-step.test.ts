import assert from "node:assert/strict";
import { afterSending, lookAt, reachabilityAfter } from "../../src/reminders/dispatch-step.ts";
import type { SendOutcome } from "../../src/reminders/messenger.ts";
import { aCampaign, aCandidate, aKey, settings } from "../builders/candidates.ts";
import { aClaimed } from "../builders/claimed.ts";

const NOW = new Date("2026-03-03T10:00:00Z");
const after = (ms: number): Date => new Date(NOW.getTime() + ms);

describe("lookAt", () => {
  const rows = [
    { name: "lets go what is due", claimed: aClaimed(), step: { kind: "go" } },
    {
      name: "skips who is compliant by now",
      claimed: aClaimed({
        candidate: aCandidate({ registration: { isReady: true, at: NOW, source: "chat" } }),
      }),
      step: {
        kind: "settle",
        outcome: { deliveryId: "1", state: "skipped", why: "compliant", at: NOW },
      },
    },
    {
      name: "skips all of a campaign that is paused",
      claimed: aClaimed({ campaign: aCampaign({ state: "paused" }) }),
      step: {
        kind: "settle",
        outcome: { deliveryId: "1", state: "skipped", why: "campaignNotRunning", at: NOW },
      },
    },
    {
      name: "skips one that another has overtaken",
      claimed: aClaimed({ candidate: aCandidate({ reminders: { count: 1, lastAt: null } }) }),
      step: {
        kind: "settle",
        outcome: { deliveryId: "1", state: "skipped", why: "superseded", at: NOW },
      },
    },
    {
      name: "puts off what a snooze has moved, without counting a try",
      claimed: aClaimed({
        tries: 2,
        candidate: aCandidate({ snooze: { until: after(3_600_000), count: 1 } }),
      }),
      step: {
        kind: "settle",
        outcome: {
          deliveryId: "1",
          state: "pending",
          dueAt: after(3_600_000),
          tries: 2,
          why: "notNow",
          at: NOW,
        },
      },
    },
  ];
  for (const { name, claimed, step } of rows) {
    it(name, () => {
      assert.deepEqual(lookAt(claimed, settings(), NOW), step);
    });
  }
});

describe("afterSending", () => {
  const outcome = (sent: SendOutcome, tries = 0) => {
    const { deliveryId, at, ...rest } = afterSending(aClaimed({ tries }), sent, NOW, 0.5);
    assert.equal(deliveryId, "1");
    assert.equal(at, NOW);
    return rest;
  };

  it("keeps the id of what was sent", () => {
    assert.deepEqual(outcome({ kind: "sent", activityId: "a" }), {
      state: "sent",
      activityId: "a",
    });
  });

  it("tries again what Teams refused for now, and counts", () => {
    assert.deepEqual(outcome({ kind: "retry", why: "http 502" }, 2), {
      state: "pending",
      dueAt: after(8_000),
      tries: 3,
      why: "http 502",
    });
    assert.deepEqual(outcome({ kind: "throttled", retryAfterMs: 10_000 }), {
      state: "pending",
      dueAt: after(11_000),
      tries: 1,
      why: "throttled",
    });
    assert.deepEqual(outcome({ kind: "throttled", retryAfterMs: null }, 1), {
      state: "pending",
      dueAt: after(4_000),
      tries: 2,
      why: "throttled",
    });
  });

  it("gives up after ten tries", () => {
    assert.deepEqual(outcome({ kind: "retry", why: "http 502" }, 9), {
      state: "failed",
      why: "http 502",
    });
  });

  it("never sends again what was refused for good or is unknown", () => {
    assert.deepEqual(outcome({ kind: "failed", why: "http 400" }), {
      state: "failed",
      why: "http 400",
    });
    assert.deepEqual(outcome({ kind: "unreachable", reachability: "gone", why: "http 404" }), {
      state: "failed",
      why: "http 404",
    });
    assert.deepEqual(outcome({ kind: "unknown", why: "timeout" }), {
      state: "unknown",
      why: "timeout",
    });
  });
});

describe("reachabilityAfter", () => {
  const stranger = aClaimed({ candidate: aCandidate({ reachability: "unknown" }) });
  const rows: readonly {
    readonly name: string;
    readonly claimed: typeof stranger;
    readonly sent: SendOutcome;
    readonly row: ReturnType<typeof reachabilityAfter>;
  }[] = [
    {
      name: "keeps why somebody cannot be reached",
      claimed: aClaimed(),
      sent: { kind: "unreachable", reachability: "removed", why: "http 403" },
      row: { key: aKey(), reachability: "removed", why: "http 403", at: NOW },
    },
    {
      name: "learns that somebody can be reached",
      claimed: stranger,
      sent: { kind: "sent", activityId: null },
      row: { key: aKey(), reachability: "reachable", why: null, at: NOW },
    },
    {
      name: "writes nothing that is known",
      claimed: aClaimed(),
      sent: { kind: "sent", activityId: null },
      row: null,
    },
    {
      name: "learns nothing from what is unknown",
      claimed: stranger,
      sent: { kind: "unknown", why: "timeout" },
      row: null,
    },
  ];
  for (const { name, claimed, sent, row } of rows) {
    it(name, () => {
      assert.deepEqual(reachabilityAfter(claimed, sent, NOW), row);
    });
  }
});

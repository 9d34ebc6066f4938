import assert from "node:assert/strict";
import { delegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { RemovalOutcome, RemovalReport } from "../../src/enrollment/remove.ts";
import { methodId, tenantId, userId } from "../../src/methods/ids.ts";
import { tracedRemovals } from "../../src/telemetry/traced-removals.ts";
import { FakeTelemetry } from "../fakes/fake-telemetry.ts";

const KEY = { tenantId: tenantId("tenant-1"), userId: userId("user-1") };
const PHONE = methodId("phone-1");
const TOKEN = delegatedToken("token-1");
const ORDER = { targets: [PHONE], readingToken: TOKEN, actingToken: TOKEN };

const finished = (outcome: RemovalOutcome): RemovalReport => ({
  kind: "finished",
  outcomes: [{ methodId: PHONE, outcome }],
  after: { kind: "read", methods: [] },
});

describe("tracedRemovals", () => {
  const settlesAt = new Date(0);
  const cases: readonly (readonly [RemovalReport, string, string])[] = [
    [finished({ kind: "removed" }), "removed", "none"],
    [finished({ kind: "alreadyGone" }), "removed", "alreadyGone"],
    [finished({ kind: "refused", why: "notProved" }), "refused", "notProved"],
    [finished({ kind: "stepUpNeeded" }), "refused", "stepUpNeeded"],
    [finished({ kind: "notSureYet", settlesAt, requestId: null }), "unknown", "noAnswer"],
    [{ kind: "busy" }, "refused", "busy"],
  ];
  for (const [report, outcome, reason] of cases) {
    it(`counts ${outcome}, ${reason}, and tells nobody's id`, async () => {
      const telemetry = new FakeTelemetry();

      const told = await tracedRemovals(() => Promise.resolve(report), telemetry)(KEY, ORDER);

      assert.equal(told, report);
      assert.deepEqual(telemetry.counts, [
        { name: "pushready.removals", attributes: { outcome, reason } },
      ]);
      assert.equal(telemetry.spans[0]?.failed === null, outcome === "removed");
      assert.ok(!/user-1|phone-1|token-1/.test(JSON.stringify(telemetry)));
    });
  }
});

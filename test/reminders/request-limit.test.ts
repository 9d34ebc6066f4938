import assert from "node:assert/strict";
import fc from "fast-check";
import { nextStartMs, REPORT_RATE, RequestLimit } from "../../src/reminders/request-limit.ts";

describe("nextStartMs", () => {
  it("keeps every ten seconds to five requests, however they come", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { maxLength: 60 }), (pauses) => {
        const starts: number[] = [];
        let nowMs = 0;
        for (const pause of pauses) {
          nowMs = nextStartMs(starts, REPORT_RATE, nowMs + pause);
          starts.push(nowMs);
        }

        for (const start of starts) {
          const within = starts.filter((other) => other >= start && other < start + 10_000);
          assert.ok(within.length <= 5);
        }
      }),
    );
  });

  it("does not wait while there is room", () => {
    assert.equal(nextStartMs([1, 2, 3, 4], REPORT_RATE, 5), 5);
    assert.equal(nextStartMs([1, 2, 3, 4, 5], REPORT_RATE, 6), 10_001);
    assert.equal(nextStartMs([1, 2, 3, 4, 5], REPORT_RATE, 20_000), 20_000);
  });
});

describe("RequestLimit", () => {
  it("counts on somebody else having used the tenant's share just before", async () => {
    let nowMs = 1_000;
    const limit = new RequestLimit(
      REPORT_RATE,
      () => nowMs,
      (ms) => {
        nowMs += ms;
        return Promise.resolve();
      },
    );
    const starts: number[] = [];

    for (let request = 0; request < 7; request += 1) {
      await limit.ready(new AbortController().signal);
      starts.push(nowMs);
    }

    assert.deepEqual(starts, [11_000, 11_000, 11_000, 11_000, 11_000, 21_000, 21_000]);
  });
});

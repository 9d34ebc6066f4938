import assert from "node:assert/strict";
import fc from "fast-check";
import {
  emptyBucket,
  holdBack,
  RATE_CEILING,
  take,
  waitMs,
} from "../../src/reminders/token-bucket.ts";

describe("the token bucket", () => {
  it("never lets more than the ceiling through in any second, at any rate", () => {
    const anySteps = fc.array(
      fc.record({ pauseMs: fc.double({ min: 0, max: 3_000, noNaN: true }), wanted: fc.nat(60) }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: RATE_CEILING }), anySteps, (rate, steps) => {
        let nowMs = 0;
        let bucket = emptyBucket(rate, nowMs);
        const sent: { readonly atMs: number; readonly taken: number }[] = [];
        for (const { pauseMs, wanted } of steps) {
          nowMs += pauseMs;
          const result = take(bucket, wanted, nowMs);
          bucket = result.bucket;
          sent.push({ atMs: nowMs, taken: result.taken });
        }

        for (const { atMs } of sent) {
          const within = sent.filter((other) => other.atMs >= atMs && other.atMs < atMs + 1_000);
          assert.ok(within.reduce((sum, { taken }) => sum + taken, 0) <= RATE_CEILING);
        }
      }),
    );
  });

  it("gives the whole rate to whoever waits as long as it says", () => {
    for (const [rate, share] of [
      [1, 0.98],
      [7, 0.98],
      [40, 0.98],
      // Close to the ceiling there is no room to make up for a late timer.
      [45, 0.98],
      [50, 0.95],
    ] as const) {
      let nowMs = 0;
      let taken = 0;
      let bucket = emptyBucket(rate, nowMs);
      while (nowMs < 60_000) {
        nowMs += waitMs(bucket, 5, nowMs);
        const result = take(bucket, 5, nowMs);
        bucket = result.bucket;
        taken += result.taken;
      }

      assert.ok(taken >= rate * 60 * share, `${String(taken)} at ${String(rate)}/s`);
    }
  });

  it("begins empty, and waits for no more than it can hold", () => {
    const bucket = emptyBucket(40, 1_000);

    assert.equal(take(bucket, 5, 1_000).taken, 0);
    assert.equal(waitMs(bucket, 5, 1_000), 125);
    assert.equal(waitMs(bucket, 500, 1_000), 250);
    assert.equal(take(bucket, 500, 61_000).taken, 10);
    assert.equal(waitMs(bucket, 5, 2_000), 0);
  });

  it("holds back for as long as it is told, and fills only then", () => {
    const held = holdBack(emptyBucket(40, 0), 10_000);

    assert.equal(take(held, 5, 9_999).taken, 0);
    assert.equal(waitMs(held, 5, 4_000), 6_125);
    assert.equal(take(held, 5, 10_125).taken, 5);
    assert.equal(holdBack(held, 5_000).atMs, 10_000);
  });
});

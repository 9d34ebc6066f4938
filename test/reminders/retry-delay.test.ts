import assert from "node:assert/strict";
import { askedDelayMs, retryAfterMs, retryDelayMs } from "../../src/reminders/retry-delay.ts";

describe("retryDelayMs", () => {
  it("doubles from 2 seconds, and ends at 5 minutes", () => {
    assert.deepEqual(
      [0, 1, 2, 3, 4, 8, 9, 10].map((tries) => retryDelayMs(tries, 0.5)),
      [2_000, 2_000, 4_000, 8_000, 16_000, 256_000, 300_000, 300_000],
    );
  });

  it("is a fifth shorter or longer by chance", () => {
    assert.equal(retryDelayMs(1, 0), 1_600);
    assert.equal(retryDelayMs(1, 0.999_999), 2_400);
  });
});

describe("askedDelayMs", () => {
  it("is never shorter than asked, nor longer than an hour and a fifth", () => {
    assert.equal(askedDelayMs(30_000, 0), 30_000);
    assert.equal(askedDelayMs(30_000, 0.5), 33_000);
    assert.equal(askedDelayMs(-5, 0.5), 0);
    assert.equal(askedDelayMs(1e12, 0), 3_600_000);
  });
});

describe("retryAfterMs", () => {
  const now = new Date("2026-03-03T10:00:00Z");
  const rows = [
    { header: "30", ms: 30_000 },
    { header: " 1.5 ", ms: 1_500 },
    { header: "0", ms: 0 },
    { header: "Tue, 03 Mar 2026 10:01:00 GMT", ms: 60_000 },
    { header: "Tue, 03 Mar 2026 09:01:00 GMT", ms: 0 },
    { header: null, ms: null },
    { header: "", ms: null },
    { header: "soon", ms: null },
    { header: "-3", ms: null },
  ];
  for (const { header, ms } of rows) {
    it(`reads ${JSON.stringify(header)}`, () => {
      assert.equal(retryAfterMs(header, now), ms);
    });
  }
});

import assert from "node:assert/strict";
import { retryAfterSeconds } from "../../src/graph/client.ts";

const NOW = new Date("2026-11-24T12:00:00.000Z");

const cases: readonly (readonly [value: string | null, seconds: number | null])[] = [
  ["0", 0],
  ["1", 1],
  ["120", 120],
  [" 7 ", 7],
  ["1.2", 2],
  ["-5", 0],
  ["Tue, 24 Nov 2026 12:00:30 GMT", 30],
  ["Tue, 24 Nov 2026 12:00:00 GMT", 0],
  ["Tue, 24 Nov 2026 11:00:00 GMT", 0],
  ["", null],
  ["   ", null],
  ["soon", null],
  ["Infinity", null],
  ["NaN", null],
  [null, null],
];

describe("retryAfterSeconds", () => {
  for (const [value, seconds] of cases) {
    it(`reads ${value === null ? "an absent header" : `"${value}"`} as ${String(seconds)}`, () => {
      const headers = { get: (name: string) => (name === "Retry-After" ? value : null) };

      assert.equal(retryAfterSeconds(headers, NOW), seconds);
    });
  }

  it("reads the absence of an answer as null", () => {
    assert.equal(retryAfterSeconds(undefined, NOW), null);
  });
});

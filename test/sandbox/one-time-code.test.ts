import assert from "node:assert/strict";
import { base32, isOneTimeCode, oneTimeCode } from "../../src/sandbox/phones/one-time-code.ts";

describe("one-time codes", () => {
  // RFC 6238, appendix B, SHA-1; the last six of its eight digits.
  const secret = Buffer.from("12345678901234567890");
  for (const [second, code] of [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [20_000_000_000, "353130"],
  ] as const) {
    it(`are those of the RFC at second ${second}`, () => {
      assert.equal(oneTimeCode(secret, new Date(second * 1000)), code);
    });
  }

  it("are good for a step before and after", () => {
    const at = new Date("2026-11-24T12:00:15Z");
    const code = oneTimeCode(secret, at);

    const good = [-60, -30, 0, 30, 60].map((seconds) =>
      isOneTimeCode(secret, code, new Date(at.getTime() + seconds * 1000)),
    );

    assert.deepEqual(good, [false, true, true, true, false]);
  });

  it("write secrets in base32", () => {
    assert.equal(base32(Buffer.from("foobar")), "MZXW6YTBOI");
  });
});

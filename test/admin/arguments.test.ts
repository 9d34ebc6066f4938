import assert from "node:assert/strict";
import { parseTime, parseUser } from "../../src/admin/arguments.ts";

describe("parseTime", () => {
  for (const [value, iso] of [
    ["2026-01-31", "2026-01-31T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2026-01-31T09:30:00Z", "2026-01-31T09:30:00.000Z"],
    ["2026-01-31T09:30:00.250+01:00", "2026-01-31T08:30:00.250Z"],
  ] as const) {
    it(`reads ${value}`, () => {
      assert.equal(parseTime(value).toISOString(), iso);
    });
  }

  for (const value of [
    "",
    "yesterday",
    "2026",
    "31.01.2026",
    "2026-02-30",
    "2026-01-31T09:30:00",
    "2026-01-31 09:30",
    "infinity",
    "+010000-01-01",
  ]) {
    it(`refuses "${value}"`, () => {
      assert.throws(() => parseTime(value), { code: "commander.invalidArgument" });
    });
  }
});

describe("parseUser", () => {
  it("takes an object id in any case", () => {
    const id = "AAAAAAAA-2222-4333-8444-555555555555";

    assert.equal(parseUser(id), id.toLowerCase());
  });

  for (const value of ["", "me", "anna@example.com", "11111111222243338444555555555555"]) {
    it(`refuses "${value}"`, () => {
      assert.throws(() => parseUser(value), { code: "commander.invalidArgument" });
    });
  }
});

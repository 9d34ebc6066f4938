import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { z } from "zod/v4";
import {
  parseAccountRow,
  parseMemberRow,
  parseReportRow,
} from "../../../src/graph/directory/rows.ts";

const report = z
  .object({ value: z.array(z.unknown()) })
  .parse(
    JSON.parse(
      readFileSync(
        new URL("../../fixtures/graph/registration-report.json", import.meta.url),
        "utf8",
      ),
    ),
  );

const id = "0d6f1a55-1a55-4d6f-951a-f60d951af60d";

describe("a row of the registration report", () => {
  it("is read as Graph sends it, with what is odd about it left out", () => {
    const rows = report.value.map(parseReportRow);

    assert.deepEqual(rows, [
      {
        userId: "86462606-fde0-4fc4-9e0c-a20eb73e54c6",
        isGuest: false,
        methodsRegistered: ["microsoftAuthenticatorPush", "softwareOneTimePasscode"],
        updatedAt: new Date("2026-11-24T09:15:41.619Z"),
      },
      {
        userId: "c6ad1942-4afa-47f8-8d48-afb5d8d69d2f",
        isGuest: true,
        methodsRegistered: [],
        updatedAt: new Date("2026-11-24T09:15:41.619Z"),
      },
      {
        userId: "c8096958-797c-44fa-8fde-a6fb62567cf0",
        isGuest: false,
        methodsRegistered: ["mobilePhone", "windowsHelloforBusiness", "somethingNew"],
        updatedAt: null,
      },
      { userId: id, isGuest: false, methodsRegistered: [], updatedAt: null },
    ]);
  });

  const odd: readonly unknown[] = [
    { id, userType: 7, methodsRegistered: "push", lastUpdatedDateTime: 7 },
    { id, methodsRegistered: {}, lastUpdatedDateTime: "yesterday" },
    { id },
  ];
  for (const value of odd) {
    it(`keeps the person of ${JSON.stringify(value)}`, () => {
      assert.deepEqual(parseReportRow(value), {
        userId: id,
        isGuest: false,
        methodsRegistered: [],
        updatedAt: null,
      });
    });
  }

  for (const value of [null, "x", 7, [], {}, { id: "" }, { id: "sam" }, { id: null }]) {
    it(`cannot be read from ${JSON.stringify(value)}`, () => {
      assert.equal(parseReportRow(value), null);
      assert.equal(parseAccountRow(value), null);
      assert.equal(parseMemberRow(value), null);
    });
  }
});

describe("an account", () => {
  const cases: readonly (readonly [value: object, isGuest: boolean, isEnabled: boolean])[] = [
    [{ userType: "Member", accountEnabled: true }, false, true],
    [{ userType: "Guest", accountEnabled: true }, true, true],
    [{ userType: "guest", accountEnabled: false }, true, false],
    [{ userType: null, accountEnabled: null }, false, true],
    [{}, false, true],
  ];
  for (const [value, isGuest, isEnabled] of cases) {
    it(`of ${JSON.stringify(value)} is ${isGuest ? "a guest's" : "a member's"}, ${isEnabled ? "enabled" : "disabled"}`, () => {
      assert.deepEqual(parseAccountRow({ id: id.toUpperCase(), ...value }), {
        userId: id,
        isGuest,
        isEnabled,
      });
    });
  }
});

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { SignInExchangeStore } from "../../src/enrollment/person.ts";

const NOON = new Date("2026-03-02T12:00:00.000Z");
const LATER = new Date("2026-03-02T12:05:00.000Z");

/** What every SignInExchangeStore does. Nothing else may use the store meanwhile: old exchanges are counted. */
export function signInExchangeStoreContract(store: () => SignInExchangeStore): void {
  describe("claim", () => {
    it("is true once and false ever after", async () => {
      const exchangeId = randomUUID();

      const claims = [
        await store().claim(exchangeId, NOON),
        await store().claim(exchangeId, NOON),
        await store().claim(exchangeId, LATER),
      ];

      assert.deepEqual(claims, [true, false, false]);
    });

    it("is true for exactly one of fifty callers at the same time", async () => {
      const exchangeId = randomUUID();

      const claims = await Promise.all(
        Array.from({ length: 50 }, () => store().claim(exchangeId, NOON)),
      );

      assert.equal(claims.filter(Boolean).length, 1);
    });

    it("tells apart ids of any length and any characters", async () => {
      const ids = [
        "",
        " ",
        "é",
        "e\u0301",
        "\0",
        "\ud800",
        "\udfff",
        "\ufffd",
        "x".repeat(100_000),
      ];
      const unique = ids.map((id) => `${randomUUID()}${id}`);

      const claims = [];
      for (const id of unique) claims.push(await store().claim(id, NOON));

      assert.deepEqual(
        claims,
        unique.map(() => true),
      );
      assert.equal(await store().claim(unique.at(-1) ?? "", NOON), false);
    });
  });

  describe("deleteOlderThan", () => {
    it("forgets exactly what was claimed before, and says how many", async () => {
      await store().deleteOlderThan(new Date("2100-01-01T00:00:00.000Z"));
      const [old, edge] = [randomUUID(), randomUUID()];
      await store().claim(old, NOON);
      await store().claim(edge, LATER);

      const deleted = await store().deleteOlderThan(LATER);

      assert.equal(deleted, 1);
      assert.equal(await store().claim(old, LATER), true);
      assert.equal(await store().claim(edge, LATER), false);
    });

    it("says zero when nothing is old", async () => {
      const deleted = await store().deleteOlderThan(new Date("2000-01-01T00:00:00.000Z"));

      assert.equal(deleted, 0);
    });
  });
}

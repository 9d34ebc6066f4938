import assert from "node:assert/strict";
import fc from "fast-check";
import { methodId } from "../../src/methods/ids.ts";
import { isAuthenticator, type Method } from "../../src/methods/method.ts";
import { staleHints } from "../../src/methods/staleness.ts";
import { anyList, anyMethods, anyNow } from "../builders/any-method.ts";
import { aDevice } from "../builders/methods.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const RUNS = { numRuns: 1000 };

const has = (kind: string, id: string, methods: readonly Method[]): boolean =>
  (staleHints(methods, NOW).get(methodId(id)) ?? []).some((hint) => hint.kind === kind);

const part = fc.oneof(fc.nat(3), fc.integer({ min: 998, max: 1002 }), fc.nat(999_999));
const anyVersion = fc.oneof(
  fc.tuple(fc.integer({ min: 5, max: 7 }), part, part).map((parts) => parts.join(".")),
  fc.string(),
);

const device = (id: string, phoneAppVersion: string): Method =>
  aDevice(id, { displayName: id, phoneAppVersion });
const isOlder = (own: string, other: string): boolean =>
  has("olderAppThanAnother", "own", [device("own", own), device("other", other)]);

describe("staleHints, on any input", () => {
  it("gives hints to Authenticator entries only, and never an empty list of them", () => {
    fc.assert(
      fc.property(anyMethods, anyNow, (methods, now) => {
        const ids = new Set<string>(methods.filter(isAuthenticator).map(({ id }) => id));

        for (const [id, hints] of staleHints(methods, now)) {
          assert.ok(ids.has(id));
          assert.ok(hints.length > 0);
        }
      }),
      RUNS,
    );
  });

  it("never depends on the order of the methods", () => {
    fc.assert(
      fc.property(anyList, (methods) => {
        assert.deepEqual(staleHints(methods.toReversed(), NOW), staleHints(methods, NOW));
      }),
      RUNS,
    );
  });

  it("gives the same-name hint to both of a pair or to none", () => {
    const name = fc.constantFrom("iPhone 15", "Pixel 8", null);
    const clientApp = fc.constantFrom("microsoftAuthenticator", "outlookMobile", "other", null);
    const fields = fc.record({ displayName: name, clientApp });
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        const pair = [aDevice("one", one), aDevice("other", other)];

        const kind = "sameNameAsAnother";
        assert.equal(has(kind, "one", pair), has(kind, "other", pair));
      }),
      RUNS,
    );
  });

  it("never leaves a same-name hint alone", () => {
    fc.assert(
      fc.property(anyMethods, (methods) => {
        const hinted = [...staleHints(methods, NOW).values()].filter((hints) =>
          hints.some(({ kind }) => kind === "sameNameAsAnother"),
        );

        assert.notEqual(hinted.length, 1);
      }),
      RUNS,
    );
  });

  it("never finds two versions each older than the other, nor one older than itself", () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, (a, b) => {
        assert.ok(!(isOlder(a, b) && isOlder(b, a)));
        assert.ok(!isOlder(a, a));
      }),
      RUNS,
    );
  });

  it("finds what is older than something older, older too", () => {
    const small = fc
      .tuple(fc.constantFrom(6, 7), fc.nat(2), fc.nat(2))
      .map((parts) => parts.join("."));
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        assert.ok(!(isOlder(a, b) && isOlder(b, c)) || isOlder(a, c));
      }),
      RUNS,
    );
  });

  it("leaves at least one entry of any crowd without an older-app hint", () => {
    fc.assert(
      fc.property(fc.array(anyVersion, { minLength: 1, maxLength: 6 }), (versions) => {
        const methods = versions.map((version, i) => device(`id-${i}`, version));

        const spared = methods.filter(({ id }) => !has("olderAppThanAnother", String(id), methods));
        assert.ok(spared.length > 0);
      }),
      RUNS,
    );
  });

  it("gives no fewer hints on the age of an entry as time goes by", () => {
    fc.assert(
      fc.property(anyMethods, fc.nat(2000), (methods, days) => {
        const later = new Date(NOW.getTime() + days * 24 * 60 * 60 * 1000);

        const after = staleHints(methods, later);
        for (const [id, hints] of staleHints(methods, NOW)) {
          const kinds = new Set(after.get(id)?.map(({ kind }) => kind));
          assert.ok(hints.every(({ kind }) => kinds.has(kind)));
        }
      }),
      RUNS,
    );
  });
});

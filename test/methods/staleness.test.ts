import assert from "node:assert/strict";
import { methodId } from "../../src/methods/ids.ts";
import type { Method } from "../../src/methods/method.ts";
import { type StaleHint, staleHints } from "../../src/methods/staleness.ts";
import { aDevice, aMethod } from "../builders/methods.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const SAME_NAME: StaleHint = { kind: "sameNameAsAnother" };

const hintsOf = (id: string, methods: readonly Method[], now = NOW): readonly StaleHint[] =>
  staleHints(methods, now).get(methodId(id)) ?? [];

describe("staleHints by name", () => {
  it("marks both of two phones of the same model: only their owner can tell them apart", () => {
    const methods = [aDevice("a"), aDevice("b")];

    assert.deepEqual(
      staleHints(methods, NOW),
      new Map([
        [methodId("a"), [SAME_NAME]],
        [methodId("b"), [SAME_NAME]],
      ]),
    );
  });

  it("marks none of two phones with different names", () => {
    const methods = [
      aDevice("a", { displayName: "iPhone 15" }),
      aDevice("b", { displayName: "iPhone 12" }),
    ];

    assert.equal(staleHints(methods, NOW).size, 0);
  });

  it("marks a phone alone with nothing", () => {
    assert.equal(staleHints([aDevice("a")], NOW).size, 0);
  });

  it("does not take two phones without a name for two of the same name", () => {
    const methods = [aDevice("a", { displayName: null }), aDevice("b", { displayName: null })];

    assert.equal(staleHints(methods, NOW).size, 0);
  });

  it("does not compare an entry that Graph lists twice with itself", () => {
    assert.equal(staleHints([aDevice("a"), aDevice("a")], NOW).size, 0);
  });

  it("does not set Outlook against Authenticator on one and the same phone", () => {
    const methods = [
      aDevice("app", { clientApp: "microsoftAuthenticator" }),
      aDevice("lite", { clientApp: "outlookMobile" }),
    ];

    assert.equal(staleHints(methods, NOW).size, 0);
  });

  it("says nothing about other kinds of methods, whatever they are called", () => {
    const methods = [
      aDevice("a"),
      aMethod({ kind: "passwordlessMicrosoftAuthenticator", displayName: "iPhone 15" }),
      aMethod({ kind: "fido2", displayName: "iPhone 15", inAuthenticator: true }),
      aMethod({ kind: "fido2", displayName: "iPhone 15", id: methodId("other-key") }),
    ];

    assert.equal(staleHints(methods, NOW).size, 0);
  });
});

describe("staleHints by app version", () => {
  const older = (newestVersion: string): StaleHint => ({
    kind: "olderAppThanAnother",
    newestVersion,
  });
  const cases = [
    { name: "a lower patch", own: "6.8.51", other: "6.8.53", isOlder: true },
    { name: "a lower minor", own: "6.7.99", other: "6.8.1", isOlder: true },
    { name: "a lower major", own: "6.9.99", other: "7.1.1", isOlder: true },
    { name: "a major of one digit", own: "6.9.99", other: "10.1.1", isOlder: true },
    { name: "a higher major with a lower minor", own: "7.1.1", other: "6.9.99", isOlder: false },
    { name: "a higher minor with a lower patch", own: "6.9.1", other: "6.8.53", isOlder: false },
    { name: "the same version", own: "6.8.53", other: "6.8.53", isOlder: false },
    { name: "numbers, not letters", own: "6.8.9", other: "6.8.10", isOlder: true },
    { name: "a higher version", own: "6.8.53", other: "6.8.51", isOlder: false },
    { name: "a build number after the patch", own: "6.8.51.9", other: "6.8.53.1", isOlder: true },
    { name: "a build number alone", own: "6.8.53.1", other: "6.8.53.2", isOlder: false },
    { name: "iOS against Android", own: "6.8.53", other: "6.2610.0001", isOlder: false },
    { name: "Android against iOS", own: "6.2610.0001", other: "7.8.53", isOlder: false },
    { name: "Android against Android", own: "6.2609.6000", other: "6.2610.0001", isOlder: true },
    { name: "the last iOS minor", own: "6.998.1", other: "6.999.1", isOlder: true },
    { name: "the first Android minor", own: "6.999.1", other: "6.1000.1", isOlder: false },
    { name: "no version", own: null, other: "6.8.53", isOlder: false },
    { name: "a version nobody can read", own: "beta", other: "6.8.53", isOlder: false },
    { name: "two numbers", own: "6.8", other: "6.8.53", isOlder: false },
    { name: "a suffix glued to the patch", own: "6.8.5x", other: "6.8.53", isOlder: false },
    { name: "text before the version", own: "v6.8.5", other: "6.8.53", isOlder: false },
    { name: "a number too long to be one", own: "6.8.1234567", other: "6.9.1", isOlder: false },
    { name: "another that nobody can read", own: "6.8.53", other: "newest", isOlder: false },
  ];
  for (const { name, own, other, isOlder } of cases) {
    it(`${isOlder ? "marks" : "does not mark"} ${name} (${own ?? "none"} beside ${other})`, () => {
      const methods = [
        aDevice("own", { displayName: "Own", phoneAppVersion: own }),
        aDevice("other", { displayName: "Other", phoneAppVersion: other }),
      ];

      const found = hintsOf("own", methods).filter(({ kind }) => kind === "olderAppThanAnother");

      assert.deepEqual(found, isOlder ? [older(other)] : []);
    });
  }

  it("names the newest of several", () => {
    const methods = ["6.8.51", "6.8.55", "6.8.53"].map((phoneAppVersion) =>
      aDevice(phoneAppVersion, { displayName: phoneAppVersion, phoneAppVersion }),
    );

    assert.deepEqual(hintsOf("6.8.51", methods), [older("6.8.55")]);
    assert.deepEqual(hintsOf("6.8.53", methods), [older("6.8.55")]);
    assert.deepEqual(hintsOf("6.8.55", methods), []);
  });

  it("names the same newest version in whatever order two spellings of it come", () => {
    const old = aDevice("old", { displayName: "Old", phoneAppVersion: "6.8.51" });
    const short = aDevice("short", { displayName: "Short", phoneAppVersion: "6.8.53" });
    const long = aDevice("long", { displayName: "Long", phoneAppVersion: "6.8.53.1" });

    assert.deepEqual(hintsOf("old", [old, short, long]), [older("6.8.53")]);
    assert.deepEqual(hintsOf("old", [old, long, short]), [older("6.8.53")]);
  });

  // Authenticator Lite reports Outlook's version: 4.2439.2 is week 39 of 2024, beside Authenticator's 6.2410.6638.
  for (const clientApp of ["outlookMobile", null] as const) {
    it(`does not compare Outlook with Authenticator when the app is ${clientApp ?? "not told"}`, () => {
      const methods = [
        aDevice("lite", { displayName: "A", phoneAppVersion: "4.2439.2", clientApp }),
        aDevice("app", { displayName: "B", phoneAppVersion: "6.2610.6638" }),
      ];

      assert.equal(staleHints(methods, NOW).size, 0);
    });
  }
});

describe("staleHints by release date", () => {
  const release = (year: number, month: number): StaleHint => ({
    kind: "oldAppRelease",
    year,
    month,
  });
  const cases = [
    { name: "an Android release of a year ago", version: "6.2511.0001", hint: release(2025, 11) },
    { name: "an Android release of eleven months ago", version: "6.2512.0001", hint: null },
    { name: "an Android release of January", version: "6.2501.0191", hint: release(2025, 1) },
    { name: "an Android release of December", version: "6.2412.0191", hint: release(2024, 12) },
    { name: "an Android release of this month", version: "6.2611.0001", hint: null },
    { name: "an Android release of the future", version: "6.2701.0001", hint: null },
    { name: "a month 13", version: "6.2413.0001", hint: null },
    { name: "a month 0", version: "6.2400.0001", hint: null },
    { name: "an iOS release, which has no date", version: "6.1.1", hint: null },
    { name: "no version", version: null, hint: null },
    { name: "Outlook's version, which counts weeks", version: "4.2405.2", hint: null },
    { name: "the last major of Outlook", version: "5.2405.2", hint: null },
  ];
  for (const { name, version, hint } of cases) {
    it(`${hint === null ? "says nothing on" : "marks"} ${name} (${version ?? "none"})`, () => {
      const methods = [aDevice("a", { phoneAppVersion: version })];

      assert.deepEqual(hintsOf("a", methods), hint === null ? [] : [hint]);
    });
  }

  it("says nothing on Outlook's release where Graph names the app", () => {
    const lite = aDevice("a", { phoneAppVersion: "6.2405.2", clientApp: "outlookMobile" });

    assert.deepEqual(hintsOf("a", [lite]), []);
  });

  it("goes by Authenticator's numbers where Graph names the app", () => {
    const old = aDevice("a", {
      phoneAppVersion: "5.2405.2",
      clientApp: "microsoftAuthenticator",
    });

    assert.deepEqual(hintsOf("a", [old]), [release(2024, 5)]);
  });

  it("counts months, not days: 31 October to 1 November is one", () => {
    const methods = [aDevice("a", { phoneAppVersion: "6.2510.0001" })];

    assert.deepEqual(hintsOf("a", methods, new Date("2026-09-30T23:59:59Z")), []);
    assert.deepEqual(hintsOf("a", methods, new Date("2026-10-01T00:00:00Z")), [release(2025, 10)]);
  });
});

describe("staleHints by last use", () => {
  const day = 24 * 60 * 60 * 1000;
  const cases = [
    { name: "91 days ago", ms: 91 * day, isStale: true },
    { name: "90 days and a moment ago", ms: 90 * day + 1, isStale: true },
    { name: "90 days ago", ms: 90 * day, isStale: false },
    { name: "now", ms: 0, isStale: false },
    { name: "tomorrow, by a clock that is ahead", ms: -day, isStale: false },
  ];
  for (const { name, ms, isStale } of cases) {
    it(`${isStale ? "marks" : "does not mark"} a last use ${name}`, () => {
      const lastUsedAt = new Date(NOW.getTime() - ms);

      const found = hintsOf("a", [aDevice("a", { lastUsedAt })]);

      assert.deepEqual(found, isStale ? [{ kind: "notUsedLately", lastUsedAt }] : []);
    });
  }

  it("says nothing where Graph does not tell the last use", () => {
    assert.deepEqual(hintsOf("a", [aDevice("a", { lastUsedAt: null })]), []);
  });

  it("says nothing about the last use of a passkey", () => {
    const key = aMethod({ kind: "fido2", lastUsedAt: new Date("2020-01-01T00:00:00Z") });

    assert.equal(staleHints([key], NOW).size, 0);
  });

  it("tells an Outlook entry that was not used for long", () => {
    const lastUsedAt = new Date("2025-01-01T00:00:00Z");

    const found = hintsOf("a", [aDevice("a", { clientApp: "outlookMobile", lastUsedAt })]);

    assert.deepEqual(found, [{ kind: "notUsedLately", lastUsedAt }]);
  });
});

describe("staleHints", () => {
  it("gives an entry all of its hints", () => {
    const lastUsedAt = new Date("2025-01-05T00:00:00Z");
    const methods = [
      aDevice("old", { phoneAppVersion: "6.2501.0191", lastUsedAt }),
      aDevice("new", { phoneAppVersion: "6.2611.0001" }),
    ];

    assert.deepEqual(hintsOf("old", methods), [
      SAME_NAME,
      { kind: "olderAppThanAnother", newestVersion: "6.2611.0001" },
      { kind: "oldAppRelease", year: 2025, month: 1 },
      { kind: "notUsedLately", lastUsedAt },
    ]);
    assert.deepEqual(hintsOf("new", methods), [SAME_NAME]);
  });

  it("reads ten thousand entries without comparing each with each", () => {
    const methods = Array.from({ length: 10_000 }, (_, i) =>
      aDevice(`id-${i}`, { phoneAppVersion: `6.8.${i}` }),
    );

    const hints = staleHints(methods, NOW);

    assert.equal(hints.size, 10_000);
    assert.deepEqual(hints.get(methodId("id-9999")), [SAME_NAME]);
  });

  it("is silent rather than wrong when the clock is broken", () => {
    const methods = [
      aDevice("a", {
        phoneAppVersion: "6.2501.0191",
        lastUsedAt: new Date("2020-01-01T00:00:00Z"),
      }),
    ];

    assert.equal(staleHints(methods, new Date(Number.NaN)).size, 0);
  });
});

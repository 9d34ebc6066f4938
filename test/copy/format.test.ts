import assert from "node:assert/strict";
import { en } from "../../src/copy/en.ts";
import {
  countText,
  dayText,
  formatLocale,
  monthText,
  shareText,
  waitText,
} from "../../src/copy/format.ts";

describe("formatLocale", () => {
  const cases = [
    { locale: "en-GB", written: "en-GB" },
    { locale: "en-US-u-ca-buddhist", written: "en-US" },
    { locale: "de-DE", written: "en" },
    { locale: "not a locale", written: "en" },
    { locale: null, written: "en" },
  ];
  for (const { locale, written } of cases) {
    it(`writes ${locale ?? "no locale"} as ${written}`, () => {
      assert.equal(formatLocale(en, locale), written);
    });
  }
});

describe("dayText", () => {
  it("gives the day in UTC, wherever the server is", () => {
    assert.equal(dayText("en-GB", new Date("2026-01-31T23:59:59Z")), "31 Jan 2026");
  });

  it("keeps writing right after more locales than it remembers", () => {
    for (let index = 0; index < 100; index += 1) {
      const letters = String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26));
      assert.match(dayText(`en-x-a${letters}`, new Date(0)), /1970/);
    }
  });
});

describe("monthText", () => {
  it("counts months from one", () => {
    assert.equal(monthText("en-GB", 2026, 1), "January 2026");
  });
});

describe("waitText", () => {
  const cases = [
    { seconds: 0, text: "5 seconds" },
    { seconds: 1, text: "5 seconds" },
    { seconds: 31, text: "35 seconds" },
    { seconds: 55, text: "55 seconds" },
    { seconds: 56, text: "1 minute" },
    { seconds: 60, text: "1 minute" },
    { seconds: 61, text: "2 minutes" },
    { seconds: 600, text: "10 minutes" },
  ];
  for (const { seconds, text } of cases) {
    it(`says ${text} for ${seconds} s`, () => {
      assert.equal(waitText("en", seconds), text);
    });
  }
});

describe("countText and shareText", () => {
  it("write numbers as people of the locale do", () => {
    assert.equal(countText("en-US", 1_234_567), "1,234,567");
    assert.equal(countText("de-DE", 1_234_567), "1.234.567");
    assert.equal(shareText("en-US", 0.814), "81%");
  });

  const shares = [
    [0, "0%"],
    [0.000_01, "1%"],
    [0.999_99, "99%"],
    [1, "100%"],
  ] as const;
  for (const [share, text] of shares) {
    it(`say ${text} for ${share}`, () => {
      assert.equal(shareText("en", share), text);
    });
  }
});

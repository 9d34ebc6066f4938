import assert from "node:assert/strict";
import { deadlineText, zonedDayText, zonedTimeText } from "../../src/copy/zoned-format.ts";

const IN_BERLIN = { locale: "en-GB", zone: "Europe/Berlin" };

describe("zonedDayText", () => {
  it("gives the day of the person's own calendar", () => {
    const at = new Date("2026-11-24T23:30:00Z");

    assert.match(zonedDayText(at, IN_BERLIN), /^Wednesday,? 25 November 2026$/);
    assert.match(zonedDayText(at, { ...IN_BERLIN, zone: "Etc/UTC" }), /^Tuesday,? 24/);
  });

  it("keeps writing right after more places than it remembers", () => {
    const zones = Intl.supportedValuesOf("timeZone");

    for (const zone of zones) zonedDayText(new Date(0), { locale: "en", zone });

    assert.match(zonedDayText(new Date(0), IN_BERLIN), /1 January 1970/);
  });
});

describe("zonedTimeText", () => {
  it("gives day and time", () => {
    assert.match(
      zonedTimeText(new Date("2026-07-01T15:00:00Z"), IN_BERLIN),
      /1 July 2026 at 17:00$/,
    );
  });
});

describe("deadlineText", () => {
  const cases = [
    { name: "midnight", at: "2026-12-04T23:00:00Z", text: /^Friday,? 4 December 2026$/ },
    { name: "the last minute", at: "2026-12-04T22:59:59Z", text: /^Friday,? 4 December 2026$/ },
    { name: "a time of the day", at: "2026-12-04T16:00:00Z", text: /4 December 2026 at 17:00$/ },
    { name: "the first minute", at: "2026-12-04T23:01:00Z", text: /5 December 2026 at 00:01$/ },
  ];
  for (const { name, at, text } of cases) {
    it(`names what ends with ${name}`, () => {
      assert.match(deadlineText(new Date(at), IN_BERLIN), text);
    });
  }
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { DateTime, IANAZone } from "luxon";
import { localDay, weekdayOf } from "../../src/reminders/local-time.ts";
import { offsetMs } from "../../src/reminders/offset.ts";

const anyZone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
const anyTime = fc.date({
  min: new Date("1970-01-01T00:00:00Z"),
  max: new Date("2040-01-01T00:00:00Z"),
  noInvalidDate: true,
});

describe("the local calendar", () => {
  it("has luxon's days and weekdays, in any zone at any time", () => {
    fc.assert(
      fc.property(anyZone, anyTime, (name, at) => {
        const there = DateTime.fromJSDate(at, { zone: name });

        const day = localDay(at, IANAZone.create(name));

        assert.equal(new Date(day * 86_400_000).toISOString().slice(0, 10), there.toISODate());
        assert.equal(weekdayOf(day), there.weekday);
      }),
      { numRuns: 2_000 },
    );
  });

  it("has weekdays before 1970 too", () => {
    assert.equal(weekdayOf(0), 4);
    assert.equal(weekdayOf(-1), 3);
    assert.equal(weekdayOf(-8), 3);
  });
});

describe("offsetMs", () => {
  it("is what luxon says, remembered or not", () => {
    fc.assert(
      fc.property(anyZone, anyTime, (name, at) => {
        const zone = IANAZone.create(name);
        const exact = Math.round(zone.offset(at.getTime()) * 60_000);

        assert.equal(offsetMs(at.getTime(), zone), exact);
        assert.equal(offsetMs(at.getTime(), zone), exact);
      }),
      { numRuns: 2_000 },
    );
  });

  it("forgets what it knew rather than grow", () => {
    const zone = IANAZone.create("America/New_York");
    const days = Array.from({ length: 1_500 }, (_, index) => index * 2 * 86_400_000);

    const all = days.map((at) => offsetMs(at, zone));

    assert.deepEqual(
      all,
      days.map((at) => zone.offset(at) * 60_000),
    );
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Registration } from "../../src/reminders/candidate.ts";
import { knowsUntilMs, newerRegistration } from "../../src/reminders/registration.ts";

const seen = (source: Registration["source"], at: string, isReady = false): Registration => ({
  source,
  at: new Date(at),
  isReady,
});

const anyRegistration: fc.Arbitrary<Registration> = fc.record({
  isReady: fc.boolean(),
  at: fc.date({ noInvalidDate: true }),
  source: fc.constantFrom("report" as const, "recheck" as const, "chat" as const),
});

describe("newerRegistration", () => {
  const chat = seen("chat", "2026-03-03T10:00:00Z", true);
  const rows = [
    { name: "the first thing known", known: null, next: chat, wins: chat },
    {
      name: "the chat over a report of the same day",
      known: chat,
      next: seen("report", "2026-03-04T09:59:59Z"),
      wins: chat,
    },
    {
      name: "a report of the day after over the chat",
      known: chat,
      next: seen("report", "2026-03-04T10:00:00Z"),
      wins: seen("report", "2026-03-04T10:00:00Z"),
    },
    {
      name: "a re-check over a report that was refreshed later",
      known: seen("report", "2026-03-03T12:00:00Z"),
      next: chat,
      wins: chat,
    },
    {
      name: "a newer report over an older one",
      known: seen("report", "2026-03-03T12:00:00Z"),
      next: seen("report", "2026-03-04T12:00:00Z", true),
      wins: seen("report", "2026-03-04T12:00:00Z", true),
    },
    {
      name: "the newer of two looks",
      known: chat,
      next: seen("recheck", "2026-03-03T09:00:00Z"),
      wins: chat,
    },
  ];
  for (const { name, known, next, wins } of rows) {
    it(`takes ${name}`, () => {
      assert.deepEqual(newerRegistration(known, next), wins);
    });
  }

  it("ends with what knows most, in whatever order facts arrive", () => {
    fc.assert(
      fc.property(fc.array(anyRegistration, { minLength: 1 }), (all) => {
        const last = all.reduce<Registration | null>(newerRegistration, null);

        assert.ok(last !== null);
        assert.equal(knowsUntilMs(last), Math.max(...all.map(knowsUntilMs)));
      }),
    );
  });
});

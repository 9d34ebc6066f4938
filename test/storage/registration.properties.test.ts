import assert from "node:assert/strict";
import fc from "fast-check";
import type { Registration } from "../../src/reminders/candidate.ts";
import { newerRegistration, REPORT_LAG_MS } from "../../src/reminders/registration.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { NOON, type ReminderWorld, somebody, storedWorld } from "../contracts/reminder-world.ts";

// Moments around each other and around the lag, so that ties and near misses are common.
const aMoment = fc
  .tuple(fc.constantFrom(-2, -1, 0, 1), fc.integer({ min: -2, max: 2 }))
  .map(([lags, ms]) => new Date(NOON.getTime() + lags * REPORT_LAG_MS + ms));

const aRegistration: fc.Arbitrary<Registration> = fc.record(
  {
    isReady: fc.boolean(),
    at: aMoment,
    source: fc.constantFrom("report", "recheck", "chat"),
  },
  { noNullPrototype: true },
);

forEachDatabase("Which registration is newer", (database) => {
  let world: ReminderWorld;
  before(() => {
    world = storedWorld(database());
  });

  it("is the same to the database as to the rule, whatever comes in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRegistration, { minLength: 1, maxLength: 5 }),
        async (registrations) => {
          const key = somebody();

          for (const [place, registration] of registrations.entries()) {
            await (registration.source === "report"
              ? world.scans.saveReport(key.tenantId, place, [
                  { userId: key.userId, methods: [], registration },
                ])
              : world.scans.saveRegistrations([{ key, registration, methods: null }]));
          }

          const stored = await world.candidates.find(key, "none");
          const expected = registrations.reduce<Registration | null>(newerRegistration, null);
          assert.deepEqual(stored?.registration, expected);
        },
      ),
      { numRuns: 150 },
    );
  });
});

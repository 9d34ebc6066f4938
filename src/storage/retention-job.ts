import type { JobDefinition } from "./job-definition.ts";
import type { Retention, RetentionOrder, RetentionReport } from "./retention.ts";

/** At night by UTC, after the scan and away from the vacuum. */
const DAILY = { cron: "50 3 * * *", timeZone: "Etc/UTC" };

/** Deletes, once a day, what has been kept for its time. */
export function retentionJob(parts: {
  readonly retention: Pick<Retention, "run">;
  readonly order: Omit<RetentionOrder, "signal">;
  readonly onDone: (report: RetentionReport) => void;
}): JobDefinition {
  const { retention, order, onDone } = parts;
  return {
    name: "retention",
    schedule: DAILY,
    run: async (signal) => {
      onDone(await retention.run({ ...order, signal }));
    },
  };
}

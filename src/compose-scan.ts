import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "./config/config.ts";
import type { Clock } from "./enrollment/clock.ts";
import type { OpenDirectory } from "./graph/directory/open-directory.ts";
import { createPlan, type Plan } from "./reminders/plan.ts";
import { createScan, type Scan } from "./reminders/scan.ts";
import { AudienceFiles } from "./storage/audience-files.ts";
import { PostgresCandidateStore } from "./storage/candidate-store.ts";
import { PostgresComplianceHistory } from "./storage/compliance-history.ts";
import type { Database } from "./storage/database.ts";
import { PostgresDeliveryQueue } from "./storage/delivery-queue.ts";
import { PostgresScanStore } from "./storage/scan-store.ts";

/** The scan, as the service's job and as the command line runs it. */
export function composeScan(
  config: Config,
  parts: {
    readonly database: Database;
    readonly directory: Pick<OpenDirectory, "directory" | "people">;
    readonly clock: Clock;
    /** This process; unique among all that scan. */
    readonly holder: string;
  },
): Scan {
  const { database, directory, clock, holder } = parts;
  const { audience, scan } = config.reminders;
  return createScan({
    ...directory,
    lists: new AudienceFiles({ include: audience.list, exclude: audience.exceptList }),
    store: new PostgresScanStore(database),
    history: new PostgresComplianceHistory(database),
    audience: {
      groups: audience.groups,
      hasList: audience.list !== null,
      exceptGroups: audience.exceptGroups,
      hasExceptList: audience.exceptList !== null,
    },
    policy: config.policy,
    oneByOne: scan.oneByOne,
    holder,
    now: () => clock.now(),
    ...machineTime,
  });
}

/** The plan, in the same way. */
export const composePlan = (
  config: Config,
  parts: { readonly database: Database; readonly clock: Clock },
): Plan =>
  createPlan({
    candidates: new PostgresCandidateStore(parts.database),
    queue: new PostgresDeliveryQueue(parts.database),
    settings: config.reminders.settings,
    now: () => parts.clock.now(),
  });

/** What waits by the machine's own time, whatever clock the rules are given. */
export const machineTime = {
  nowMs: () => performance.now(),
  sleep: (ms: number, signal: AbortSignal): Promise<void> =>
    sleep(ms, undefined, { signal }).then(
      () => undefined,
      () => undefined,
    ),
  random: () => Math.random(),
} as const;

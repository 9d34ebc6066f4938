import type { TenantId } from "../methods/ids.ts";
import type { CampaignStore } from "./campaign-store.ts";
import type { Plan, PlanReport } from "./plan.ts";
import type { Scan } from "./scan.ts";
import type { ScanOutcome } from "./scan-outcome.ts";

export type ReminderWorkParts = {
  readonly tenantId: TenantId;
  readonly scan: Scan;
  readonly plan: Plan;
  readonly campaigns: Pick<CampaignStore, "current">;
  /** Has the plan made soon, by whichever replica. */
  readonly planSoon: () => Promise<void>;
  readonly onScanned: (outcome: ScanOutcome) => void;
  readonly onPlanned: (report: PlanReport) => void;
};

/** What the background jobs do. Both can be broken off and done again at any time. */
export type ReminderWork = {
  /** Finds out who is not set up, and then has reminders planned. Rejects when trying again soon may help. */
  scan(signal: AbortSignal): Promise<void>;
  /** Plans the next reminder of everybody who needs one. Does nothing while no campaign runs. */
  plan(signal: AbortSignal): Promise<void>;
};

export function createReminderWork(parts: ReminderWorkParts): ReminderWork {
  const { tenantId, scan, plan, campaigns, planSoon, onScanned, onPlanned } = parts;
  return {
    scan: async (signal) => {
      const outcome = await scan(tenantId, signal);
      onScanned(outcome);
      if (outcome.kind === "completed") await planSoon();
      else if (helpsToRepeat(outcome)) throw new Error(`The scan ended early: ${outcome.kind}`);
    },
    plan: async (signal) => {
      const campaign = await campaigns.current(tenantId);
      if (campaign?.state === "running") onPlanned(await plan(campaign, signal));
    },
  };
}

/** What waits for people (a consent, a licence, another setting) is looked at again at the next regular scan. */
function helpsToRepeat(outcome: Exclude<ScanOutcome, { readonly kind: "completed" }>): boolean {
  switch (outcome.kind) {
    case "refused":
      return outcome.refusal.kind !== "forbidden";
    case "linkExpired":
    case "emptyDirectory":
      return true;
    case "underWay":
    case "takenOver":
    case "stopped":
    case "noLicence":
    case "noSuchGroup":
    case "wrongLine":
      return false;
  }
}

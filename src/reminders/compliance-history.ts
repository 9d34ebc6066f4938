import type { TenantId } from "../methods/ids.ts";
import type { Reachability } from "./candidate.ts";
import type { ReportMethod } from "./report-methods.ts";

/** How a tenant stands at one moment. People who do not count are in `leftOut`, once each, in this order. */
export type ComplianceCounts = {
  /** Everybody who counts: the sum of the three below. */
  readonly people: number;
  readonly ready: number;
  readonly notReady: number;
  /** In the directory, but nothing is known about their methods. */
  readonly notKnown: number;
  readonly leftOut: {
    readonly guests: number;
    readonly disabled: number;
    readonly excluded: number;
    readonly exempt: number;
  };
  /** Of the people who count, how many have each method. A person may have several. */
  readonly byMethod: Readonly<Record<ReportMethod, number>>;
  /** Of the people who count. */
  readonly byReachability: Readonly<Record<Reachability, number>>;
};

/** One complete scan. */
export type ComplianceRecord = {
  readonly run: number;
  readonly at: Date;
  readonly counts: ComplianceCounts;
};

/** One row per complete scan, kept for the burn-down. */
export interface ComplianceHistory {
  /** Does nothing when the run is there already. */
  add(tenantId: TenantId, record: ComplianceRecord): Promise<void>;
  /** From the oldest to the newest, no older than `since`. */
  list(tenantId: TenantId, since: Date | null): Promise<readonly ComplianceRecord[]>;
}

import type { TenantId } from "../methods/ids.ts";
import type { Campaign } from "./campaign.ts";
import type { CampaignStore } from "./campaign-store.ts";
import type { ComplianceCounts } from "./compliance-history.ts";
import type { DeliveryCounts } from "./delivery-queue.ts";
import type { ScanStore } from "./scan-store.ts";

/** How a tenant and its campaign stand. */
export type CampaignStatus = {
  /** The one that is running or paused, else the one stopped last; null: there never was one. */
  readonly campaign: Campaign | null;
  readonly counts: ComplianceCounts;
  /** Null: no scan has been completed yet, and the counts say little. */
  readonly scannedAt: Date | null;
  /** Of the campaign; empty without one. */
  readonly outcomes: Awaited<ReturnType<DeliveryCounts["byOutcome"]>>;
  readonly readAt: Date;
};

/** Each reading goes through all people and all deliveries, and several administrators may ask. */
const KEPT_MS = 60_000;

/** Reads how a tenant stands, at most once a minute for everybody who asks. */
export class CampaignStatusReader {
  readonly #parts: CampaignStatusParts;
  #known: { readonly status: Promise<CampaignStatus>; readonly atMs: number } | null = null;

  constructor(parts: CampaignStatusParts) {
    this.#parts = parts;
  }

  read(): Promise<CampaignStatus> {
    const nowMs = this.#parts.nowMs();
    if (this.#known !== null && nowMs - this.#known.atMs < KEPT_MS) return this.#known.status;
    const status = this.#read();
    this.#known = { status, atMs: nowMs };
    status.catch(() => {
      this.forget();
    });
    return status;
  }

  /** Something was changed: the next one who asks sees it. */
  forget(): void {
    this.#known = null;
  }

  async #read(): Promise<CampaignStatus> {
    const { tenantId, campaigns, scans, deliveries, now } = this.#parts;
    const readAt = now();
    const [campaign, counts, scannedAt] = await Promise.all([
      campaigns.current(tenantId),
      scans.count(tenantId, readAt),
      scans.lastCompletedAt(tenantId),
    ]);
    const outcomes = campaign === null ? [] : await deliveries.byOutcome(campaign.campaignId);
    return { campaign, counts, scannedAt, outcomes, readAt };
  }
}

export type CampaignStatusParts = {
  readonly tenantId: TenantId;
  readonly campaigns: Pick<CampaignStore, "current">;
  readonly scans: Pick<ScanStore, "count" | "lastCompletedAt">;
  readonly deliveries: Pick<DeliveryCounts, "byOutcome">;
  readonly now: () => Date;
  /** Milliseconds of a clock that never jumps. */
  readonly nowMs: () => number;
};

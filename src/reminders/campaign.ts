import type { TenantId } from "../methods/ids.ts";

export type CampaignState = "running" | "paused" | "stopped";

/** The organisation's effort to get everybody onto push. A stopped one is over for good; a paused one can go on. */
export type Campaign = {
  readonly campaignId: string;
  readonly tenantId: TenantId;
  /** Nobody is reminded before it. */
  readonly startsAt: Date;
  /** Until when people have time. Reminders go on after it, at the close cadence, until the campaign is stopped. */
  readonly deadline: Date | null;
  readonly state: CampaignState;
};

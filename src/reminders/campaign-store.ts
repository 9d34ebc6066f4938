import type { PersonKey } from "../enrollment/person.ts";
import type { TenantId } from "../methods/ids.ts";
import type { Campaign } from "./campaign.ts";
import type { Candidate } from "./candidate.ts";

/** Campaigns. A tenant has at most one that is not stopped. */
export interface CampaignStore {
  /** Starts one, running. `exists`: another one is running or paused; nothing was written. */
  start(
    campaign: Campaign,
    at: Date,
  ): Promise<
    { readonly kind: "started" } | { readonly kind: "exists"; readonly campaign: Campaign }
  >;
  /** The one that is running or paused, else the one stopped last, or null. */
  current(tenantId: TenantId): Promise<Campaign | null>;
  find(campaignId: string): Promise<Campaign | null>;
  /**
   * Pauses, resumes or stops; returns it as it then is, or null when there is none. A stopped one stays stopped, and
   * setting the state it has already changes nothing.
   */
  setState(campaignId: string, state: Campaign["state"], at: Date): Promise<Campaign | null>;
  setDeadline(campaignId: string, deadline: Date | null, at: Date): Promise<Campaign | null>;
}

/** A candidate with what is planned for them already. */
export type PlanningCandidate = {
  readonly candidate: Candidate;
  /** The delivery that is pending, claimed or being sent; null when there is none. */
  readonly planned: { readonly ordinal: number; readonly dueAt: Date } | null;
};

/** Reads candidates: scanned people joined with people, stances, references and deliveries. */
export interface CandidateStore {
  /**
   * Everybody of the tenant whom a scan has ever seen, by user id, in batches of at most `batchSize`: keyset pages, so
   * memory does not grow with the tenant. Whoever changes meanwhile is read as they are when their page is read.
   */
  pages(
    campaign: Campaign,
    batchSize: number,
    signal: AbortSignal,
  ): AsyncIterable<readonly PlanningCandidate[]>;
  find(key: PersonKey, campaignId: string): Promise<Candidate | null>;
}

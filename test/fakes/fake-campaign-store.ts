import type { PersonKey } from "../../src/enrollment/person.ts";
import type { TenantId } from "../../src/methods/ids.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type {
  CampaignStore,
  CandidateStore,
  PlanningCandidate,
} from "../../src/reminders/campaign-store.ts";
import type { Candidate } from "../../src/reminders/candidate.ts";
import { type FakeReminderTables, personId } from "./fake-reminder-tables.ts";

/** CampaignStore in memory; `test/contracts/campaign-store.contract.ts` holds it to what the database does. */
export class FakeCampaignStore implements CampaignStore {
  readonly #tables: FakeReminderTables;

  constructor(tables: FakeReminderTables) {
    this.#tables = tables;
  }

  start(
    campaign: Campaign,
    at: Date,
  ): Promise<
    { readonly kind: "started" } | { readonly kind: "exists"; readonly campaign: Campaign }
  > {
    const current = this.#current(campaign.tenantId);
    const same = this.#tables.campaigns.get(campaign.campaignId)?.campaign;
    const other = current?.state === "stopped" ? same : current;
    if (other !== undefined) return Promise.resolve({ kind: "exists", campaign: other });
    this.#tables.campaigns.set(campaign.campaignId, {
      campaign: { ...campaign, state: "running" },
      stateAt: at,
    });
    return Promise.resolve({ kind: "started" });
  }

  current(tenantId: TenantId): Promise<Campaign | null> {
    return Promise.resolve(this.#current(tenantId) ?? null);
  }

  #current(tenantId: TenantId): Campaign | undefined {
    const rows = [...this.#tables.campaigns.values()]
      .filter(({ campaign }) => campaign.tenantId === tenantId)
      .toSorted((a, b) => b.stateAt.getTime() - a.stateAt.getTime());
    const row = rows.find(({ campaign }) => campaign.state !== "stopped") ?? rows[0];
    return row?.campaign;
  }

  find(campaignId: string): Promise<Campaign | null> {
    return Promise.resolve(this.#tables.campaigns.get(campaignId)?.campaign ?? null);
  }

  setState(campaignId: string, state: Campaign["state"], at: Date): Promise<Campaign | null> {
    const row = this.#tables.campaigns.get(campaignId);
    if (row === undefined || row.campaign.state === "stopped" || row.campaign.state === state) {
      return Promise.resolve(row?.campaign ?? null);
    }
    const campaign = { ...row.campaign, state };
    this.#tables.campaigns.set(campaignId, { campaign, stateAt: at });
    if (state === "stopped") this.#dropPending(campaignId, at);
    return Promise.resolve(campaign);
  }

  setDeadline(campaignId: string, deadline: Date | null): Promise<Campaign | null> {
    const row = this.#tables.campaigns.get(campaignId);
    if (row === undefined) return Promise.resolve(null);
    const campaign = { ...row.campaign, deadline };
    this.#tables.campaigns.set(campaignId, { ...row, campaign });
    return Promise.resolve(campaign);
  }

  #dropPending(campaignId: string, at: Date): void {
    for (const row of this.#tables.deliveries.values()) {
      if (row.campaignId !== campaignId || row.state !== "pending") continue;
      this.#tables.deliveries.set(row.deliveryId, {
        ...row,
        state: "skipped",
        why: "campaignNotRunning",
        endedAt: at,
      });
    }
  }
}

/** CandidateStore in memory; `test/contracts/candidate-store.contract.ts` holds it to what the database does. */
export class FakeCandidateStore implements CandidateStore {
  readonly #tables: FakeReminderTables;

  constructor(tables: FakeReminderTables) {
    this.#tables = tables;
  }

  async *pages(
    { tenantId, campaignId }: Campaign,
    batchSize: number,
    signal: AbortSignal,
  ): AsyncIterable<readonly PlanningCandidate[]> {
    const tables = this.#tables;
    const ids = tables.registrationsOf(tenantId).map(({ key }) => key);
    for (let from = 0; from < ids.length; from += batchSize) {
      signal.throwIfAborted();
      await Promise.resolve();
      yield ids.slice(from, from + batchSize).map((key) => {
        const planned = tables.planned(key, campaignId);
        return {
          candidate: tables.candidate(tables.registration(key), campaignId),
          planned: planned && { ordinal: planned.ordinal, dueAt: planned.dueAt },
        };
      });
    }
  }

  find(key: PersonKey, campaignId: string): Promise<Candidate | null> {
    const row = this.#tables.registrations.get(personId(key));
    return Promise.resolve(row === undefined ? null : this.#tables.candidate(row, campaignId));
  }
}

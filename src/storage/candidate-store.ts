import type { PersonKey } from "../enrollment/person.ts";
import type { Campaign } from "../reminders/campaign.ts";
import type { CandidateStore, PlanningCandidate } from "../reminders/campaign-store.ts";
import type { Candidate } from "../reminders/candidate.ts";
import { toCandidate } from "./candidate-row.ts";
import {
  type CandidatePageValues,
  type CandidateRow,
  type CandidateValues,
  candidatePage,
  findCandidate,
  type PlanningRow,
} from "./candidate-statements.ts";
import type { Database, Statement } from "./database.ts";

/** Reads candidates, on either engine. Rejects with StorageError, and with the signal's reason. */
export class PostgresCandidateStore implements CandidateStore {
  readonly #page: Statement<CandidatePageValues, PlanningRow>;
  readonly #find: Statement<CandidateValues, CandidateRow>;

  constructor(database: Database) {
    this.#page = database.prepare("candidates.page", candidatePage);
    this.#find = database.prepare("candidates.find", findCandidate);
  }

  async *pages(
    { tenantId, campaignId }: Campaign,
    batchSize: number,
    signal: AbortSignal,
  ): AsyncIterable<readonly PlanningCandidate[]> {
    let after = "";
    for (;;) {
      signal.throwIfAborted();
      const rows = await this.#page.run({ tenantId, campaignId, after, limit: batchSize });
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(toPlanningCandidate);
      if (rows.length < batchSize) return;
      after = last.user_id;
    }
  }

  async find(key: PersonKey, campaignId: string): Promise<Candidate | null> {
    const [row] = await this.#find.run({ ...key, campaignId });
    return row === undefined ? null : toCandidate(row);
  }
}

function toPlanningCandidate(row: PlanningRow): PlanningCandidate {
  const { planned_ordinal: ordinal, planned_due_at: dueAt } = row;
  return {
    candidate: toCandidate(row),
    planned: ordinal === null || dueAt === null ? null : { ordinal, dueAt },
  };
}

import { type Kysely, sql } from "kysely";
import type { DeliveryCounts, DeliveryState } from "../reminders/delivery-queue.ts";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

type CampaignValues = { readonly campaignId: string };
type OutcomeCount = {
  readonly state: DeliveryState;
  readonly why: string | null;
  readonly count: number;
};
type DayCount = {
  readonly day: string;
  readonly state: "sent" | "failed" | "unknown";
  readonly count: number;
};

/** Counts of a campaign's deliveries, each by one reading of all of them. Rejects with StorageError only. */
export class PostgresDeliveryCounts implements DeliveryCounts {
  readonly #byOutcome: Statement<CampaignValues, OutcomeCount>;
  readonly #byDay: Statement<CampaignValues, DayCount>;

  constructor(database: Database) {
    this.#byOutcome = database.prepare("deliveries.count_by_outcome", byOutcome);
    this.#byDay = database.prepare("deliveries.count_by_day", byDay);
  }

  byOutcome(campaignId: string): Promise<readonly OutcomeCount[]> {
    return this.#byOutcome.run({ campaignId });
  }

  byDay(campaignId: string): Promise<readonly DayCount[]> {
    return this.#byDay.run({ campaignId });
  }
}

function byOutcome(db: Kysely<Schema>, given: Given<CampaignValues>) {
  return written(
    db,
    sql<OutcomeCount>`
      select state, why, count(*)::integer as count
      from deliveries where campaign_id = ${given("campaignId")}
      group by state, why
      order by state, why nulls first`,
  );
}

function byDay(db: Kysely<Schema>, given: Given<CampaignValues>) {
  return written(
    db,
    sql<DayCount>`
      select to_char(ended_at at time zone 'UTC', 'YYYY-MM-DD') as day, state,
        count(*)::integer as count
      from deliveries
      where campaign_id = ${given("campaignId")} and state in ('sent', 'failed', 'unknown')
      group by day, state
      order by day, state`,
  );
}

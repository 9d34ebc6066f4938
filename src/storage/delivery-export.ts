import { type Kysely, sql } from "kysely";
import type { PersonKey } from "../enrollment/person.ts";
import { tenantId, userId } from "../methods/ids.ts";
import type { PersonDelivery } from "../reminders/people-register.ts";
import type { Database, Statement } from "./database.ts";
import { type DeliveryRow, deliveryColumns, toPersonDelivery } from "./delivery-row.ts";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

/** One delivery, with whom it is for. */
export type ExportedDelivery = PersonDelivery & { readonly key: PersonKey };

type PageValues = {
  readonly campaignId: string;
  /** "" is before every id. */
  readonly afterUser: string;
  readonly afterOrdinal: number;
  readonly limit: number;
};
type PageRow = DeliveryRow & { readonly tenant_id: string; readonly user_id: string };

/** Reads a campaign's deliveries one after the other. Rejects with StorageError, and with the signal's reason. */
export class PostgresDeliveryExport {
  readonly #page: Statement<PageValues, PageRow>;

  constructor(database: Database) {
    this.#page = database.prepare("deliveries.export_page", exportPage);
  }

  /**
   * Every delivery of the campaign by user id and ordinal, in batches of at most `batchSize`: keyset pages, so memory
   * does not grow with the campaign. What changes meanwhile is read as it is when its page is read.
   */
  async *batches(
    campaignId: string,
    batchSize: number,
    signal: AbortSignal,
  ): AsyncIterable<readonly ExportedDelivery[]> {
    let last: PageRow | undefined;
    for (;;) {
      signal.throwIfAborted();
      const rows = await this.#page.run({
        campaignId,
        afterUser: last?.user_id ?? "",
        afterOrdinal: last?.ordinal ?? 0,
        limit: batchSize,
      });
      last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(toExported);
      if (rows.length < batchSize) return;
    }
  }
}

function toExported(row: PageRow): ExportedDelivery {
  return {
    key: { tenantId: tenantId(row.tenant_id), userId: userId(row.user_id) },
    ...toPersonDelivery(row),
  };
}

function exportPage(db: Kysely<Schema>, given: Given<PageValues>) {
  return written(
    db,
    sql<PageRow>`
      select tenant_id, user_id, ${deliveryColumns()}
      from deliveries
      where campaign_id = ${given("campaignId")}
        and (user_id, ordinal) > (${given("afterUser")}::text, ${given("afterOrdinal")}::integer)
      order by user_id, ordinal
      limit ${given("limit")}`,
  );
}

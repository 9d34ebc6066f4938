import { type Kysely, sql } from "kysely";
import type { PersonKey } from "../enrollment/person.ts";
import type { TenantId, UserId } from "../methods/ids.ts";
import type { Candidate } from "../reminders/candidate.ts";
import type { PeopleFilter, PeopleRegister, PersonDelivery } from "../reminders/people-register.ts";
import { toCandidate } from "./candidate-row.ts";
import { CANDIDATE_COLUMNS, type CandidateRow, candidateTables } from "./candidate-statements.ts";
import type { Database, Statement } from "./database.ts";
import { type DeliveryRow, deliveryColumns, toPersonDelivery } from "./delivery-row.ts";
import { ForgetPerson } from "./forget.ts";
import type { Schema } from "./schema.ts";
import { IS_IN_DIRECTORY, scanTable, standing } from "./standing.ts";
import { type Given, written } from "./statement.ts";

type PageValues = {
  readonly tenantId: string;
  readonly filter: PeopleFilter;
  readonly campaignId: string | null;
  /** "" is before every id. */
  readonly after: string;
  readonly limit: number;
};
type KeyValues = { readonly tenantId: string; readonly userId: string };

/** What is stored about people, on either engine. Rejects with StorageError only. */
export class PostgresPeopleRegister implements PeopleRegister {
  readonly #page: Statement<PageValues, CandidateRow>;
  readonly #deliveries: Statement<KeyValues, DeliveryRow>;
  readonly #forget: ForgetPerson;

  constructor(database: Database) {
    this.#page = database.prepare("people_register.page", page);
    this.#deliveries = database.prepare("people_register.deliveries", deliveriesOf);
    this.#forget = new ForgetPerson(database);
  }

  async page(
    tenantId: TenantId,
    filter: PeopleFilter,
    campaignId: string | null,
    after: UserId | null,
    limit: number,
  ): Promise<readonly Candidate[]> {
    const values = { tenantId, filter, campaignId, after: after ?? "", limit };
    return (await this.#page.run(values)).map(toCandidate);
  }

  async deliveries(key: PersonKey): Promise<readonly PersonDelivery[]> {
    return (await this.#deliveries.run(key)).map(toPersonDelivery);
  }

  forget(key: PersonKey): Promise<number> {
    return this.#forget.run(key);
  }
}

// The filter comes before the lookups, which are then for one page only. A filter that few people pass makes the page read
// on until it is full: this is for lists that somebody looks at.
function page(db: Kysely<Schema>, given: Given<PageValues>) {
  return written(
    db,
    sql<CandidateRow>`
      with ${scanTable(given("tenantId"))}
      select registration.tenant_id, registration.user_id, ${CANDIDATE_COLUMNS}
      from (
        select registration.*
        from registrations as registration
        cross join scan
        left join lateral (
          select * from stances as found
          where found.tenant_id = registration.tenant_id and found.user_id = registration.user_id
          limit 1
        ) as stance on true
        where registration.tenant_id = ${given("tenantId")}
          and registration.user_id > ${given("after")}
          and ${isAskedFor(given)}
        order by registration.user_id
        limit ${given("limit")}
      ) as registration
      cross join scan
      ${candidateTables("registration", sql`${given("campaignId")}`)}
      order by registration.user_id`,
  );
}

function isAskedFor(given: Given<PageValues>) {
  const filter = sql`${given("filter")}::text`;
  return sql`(${filter} = 'all' or ${IS_IN_DIRECTORY} and case ${filter}
    when 'leftOut' then ${standing(sql`now()`)} not in ('ready', 'notReady', 'notKnown')
    when 'unreachable' then ${standing(sql`now()`)} in ('ready', 'notReady', 'notKnown')
      and exists (
        select from reachability as found
        where found.tenant_id = registration.tenant_id and found.user_id = registration.user_id
          and found.state not in ('unknown', 'reachable')
      )
    else ${standing(sql`now()`)} = ${filter}
  end)`;
}

function deliveriesOf(db: Kysely<Schema>, given: Given<KeyValues>) {
  return written(
    db,
    sql<DeliveryRow>`
      select ${deliveryColumns()}
      from campaigns
      join deliveries using (campaign_id)
      where campaigns.tenant_id = ${given("tenantId")}
        and deliveries.user_id = ${given("userId")}
      order by deliveries.due_at desc, deliveries.delivery_id desc`,
  );
}

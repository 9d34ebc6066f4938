import { type Kysely, sql } from "kysely";
import { ADDRESS_COLUMNS, type AddressRow, addressTables } from "./reminder-address.ts";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

export type StaleValues = { readonly tenantId: string; readonly limit: number };
export type StaleRow = AddressRow & {
  readonly delivery_id: string;
  readonly tenant_id: string;
  readonly user_id: string;
  readonly activity_id: string | null;
  readonly locale: string | null;
};
export type CloseValues = { readonly ids: readonly string[] };

/** Whoever is no longer ready has use for the card again. */
export function staleCards(db: Kysely<Schema>, given: Given<StaleValues>) {
  return written(
    db,
    sql<StaleRow>`
      select card.delivery_id::text as delivery_id, card.tenant_id, card.user_id, card.activity_id,
        person.locale, ${ADDRESS_COLUMNS}
      from deliveries as card
      cross join lateral (
        select is_ready from registrations as found
        where found.tenant_id = card.tenant_id and found.user_id = card.user_id
        limit 1
      ) as registration
      left join lateral (
        select locale from people as found
        where found.tenant_id = card.tenant_id and found.user_id = card.user_id
        limit 1
      ) as person on true
      left join lateral (
        select chat_id from reachability as found
        where found.tenant_id = card.tenant_id and found.user_id = card.user_id
        limit 1
      ) as reach on true
      ${addressTables("card")}
      where card.tenant_id = ${given("tenantId")} and card.card = 'stale'
        and registration.is_ready
        and (address.conversation_id is not null or reach.chat_id is not null)
      order by card.ended_at, card.delivery_id
      limit ${given("limit")}`,
  );
}

export function closeCards(db: Kysely<Schema>, given: Given<CloseValues>) {
  return written(
    db,
    sql`
      with shown as (
        select delivery_id from deliveries
        where delivery_id = any (${given("ids")}::bigint[]) and card is not null
        order by delivery_id
        for update
      )
      update deliveries set card = 'closed'
      where delivery_id = any (array(select delivery_id from shown))`,
  );
}

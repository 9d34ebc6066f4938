import { type Kysely, sql } from "kysely";
import type { CampaignRow } from "./campaign-store.ts";
import {
  CANDIDATE_COLUMNS,
  type CandidateRow,
  candidateTables,
  registrationOf,
} from "./candidate-statements.ts";
import { type HolderValues, leaseTable } from "./dispatch-lease.ts";
import { ADDRESS_COLUMNS, type AddressRow, addressTables } from "./reminder-address.ts";
import type { Schema } from "./schema.ts";
import { scanTable } from "./standing.ts";
import { type Given, written } from "./statement.ts";

export type PlanValues = {
  readonly campaignId: string;
  readonly at: Date;
  readonly tenantIds: readonly string[];
  readonly userIds: readonly string[];
  readonly ordinals: readonly number[];
  /** ISO 8601. */
  readonly dueAt: readonly string[];
};
export type ClaimValues = HolderValues & { readonly now: Date; readonly limit: number };
export type BeginValues = HolderValues & { readonly ids: readonly string[]; readonly at: Date };
export type RecoverValues = HolderValues & { readonly at: Date };
export type SettleValues = HolderValues & {
  readonly ids: readonly string[];
  readonly states: readonly string[];
  readonly endedAt: readonly string[];
  readonly whys: readonly (string | null)[];
  readonly activityIds: readonly (string | null)[];
  /** For those that become pending again, as the next. */
  readonly dueAt: readonly (string | null)[];
  readonly tries: readonly (number | null)[];
};

export type ClaimedRow = CandidateRow &
  CampaignRow &
  AddressRow & { readonly delivery_id: string; readonly ordinal: number; readonly tries: number };

// Rows that somebody else is changing are left out, not waited for: such a one is being claimed, or planned by a replica
// that has decided the same.
export function plan(db: Kysely<Schema>, given: Given<PlanValues>) {
  return written(
    db,
    sql<{ readonly added: number; readonly moved: number }>`
      with given as (
        select * from unnest(
          ${given("tenantIds")}::text[], ${given("userIds")}::text[],
          ${given("ordinals")}::integer[], ${given("dueAt")}::timestamptz[]
        ) as given (tenant_id, user_id, ordinal, due_at)
      ), known as (
        select found.delivery_id, found.state, given.due_at
        from given
        cross join lateral (
          select * from deliveries
          where deliveries.campaign_id = ${given("campaignId")}
            and deliveries.user_id = given.user_id and deliveries.ordinal = given.ordinal
            and (deliveries.state = 'skipped'
              or deliveries.state = 'pending' and deliveries.due_at <> given.due_at)
          for update skip locked
        ) as found
      ), changed as (
        update deliveries
        set state = 'pending', due_at = known.due_at, why = null, ended_at = null, holder = null,
          tries = case known.state when 'skipped' then 0 else deliveries.tries end
        from known where deliveries.delivery_id = known.delivery_id
        returning known.state
      ), added as (
        insert into deliveries
          (tenant_id, user_id, campaign_id, ordinal, state, due_at, planned_at)
        select given.tenant_id, given.user_id, ${given("campaignId")}, given.ordinal, 'pending',
          given.due_at, ${given("at")}::timestamptz
        from given
        on conflict do nothing
        returning 1
      )
      select
        ((select count(*) from added)
          + count(*) filter (where changed.state = 'skipped'))::integer as added,
        (count(*) filter (where changed.state = 'pending'))::integer as moved
      from changed`,
  );
}

// The tenant's running campaign first (there is one at most): then its due rows stand together at the front of the index,
// and what a paused or stopped one has left is not walked over.
export function claim(db: Kysely<Schema>, given: Given<ClaimValues>) {
  return written(
    db,
    sql<ClaimedRow>`
      with ${leaseTable(given)}, ${scanTable(given("tenantId"))}, campaign as materialized (
        select * from campaigns
        where tenant_id = ${given("tenantId")} and state = 'running' and exists (select from lease)
      ), due as materialized (
        select next.delivery_id
        from campaign
        cross join lateral (
          select deliveries.delivery_id, deliveries.due_at from deliveries
          where deliveries.campaign_id = campaign.campaign_id
            and deliveries.state = 'pending' and deliveries.due_at <= ${given("now")}
          order by deliveries.due_at, deliveries.delivery_id
          limit ${given("limit")}
          for update skip locked
        ) as next
      ), claimed as (
        update deliveries set state = 'claimed', holder = ${given("holder")}
        where deliveries.delivery_id = any (array(select delivery_id from due))
        returning deliveries.*
      )
      select claimed.delivery_id::text as delivery_id, claimed.ordinal, claimed.tries,
        claimed.tenant_id, claimed.user_id,
        campaign.campaign_id, campaign.starts_at, campaign.deadline,
        campaign.state as campaign_state,
        ${CANDIDATE_COLUMNS}, ${ADDRESS_COLUMNS}
      from claimed
      cross join campaign
      cross join scan
      ${registrationOf("claimed")}
      ${candidateTables("claimed", sql.ref("campaign.campaign_id"))}
      ${addressTables("claimed")}
      order by claimed.due_at, claimed.delivery_id`,
  );
}

export function beginSending(db: Kysely<Schema>, given: Given<BeginValues>) {
  return written(
    db,
    sql<{ readonly delivery_id: string }>`
      with ${leaseTable(given)}, ready as (
        select delivery_id from deliveries
        where delivery_id = any (${given("ids")}::bigint[])
          and tenant_id = ${given("tenantId")} and holder = ${given("holder")}
          and state = 'claimed'
          and exists (select from lease)
          and exists (
            select from campaigns
            where campaigns.campaign_id = deliveries.campaign_id and campaigns.state = 'running'
          )
        order by delivery_id
        for update of deliveries
      )
      update deliveries set state = 'sending', sending_at = ${given("at")}
      where delivery_id = any (array(select delivery_id from ready))
      returning delivery_id::text as delivery_id`,
  );
}

export function recover(db: Kysely<Schema>, given: Given<RecoverValues>) {
  return written(
    db,
    sql<{ readonly returned: number; readonly unknown: number }>`
      with ${leaseTable(given)}, left_over as (
        select delivery_id, state from deliveries
        where tenant_id = ${given("tenantId")} and state in ('claimed', 'sending')
          and holder <> ${given("holder")}
          and exists (select from lease)
        order by delivery_id
        for update of deliveries
      ), recovered as (
        update deliveries set
          state = case left_over.state when 'claimed' then 'pending' else 'unknown' end,
          why = case left_over.state when 'claimed' then deliveries.why else 'interrupted' end,
          holder = case left_over.state when 'claimed' then null else deliveries.holder end,
          ended_at = case left_over.state when 'claimed' then null else ${given("at")}::timestamptz end
        from left_over where deliveries.delivery_id = left_over.delivery_id
        returning left_over.state
      )
      select (count(*) filter (where state = 'claimed'))::integer as returned,
        (count(*) filter (where state = 'sending'))::integer as unknown
      from recovered`,
  );
}

/**
 * What may become of what: `skipped` only of what was claimed, since it may be planned again; `sent` and `unknown` only
 * of what was being sent. An `unknown` row has a holder only where `recover` made it so.
 */
export function settle(db: Kysely<Schema>, given: Given<SettleValues>) {
  return written(
    db,
    sql`
      with outcome as (
        select * from unnest(
          ${given("ids")}::bigint[], ${given("states")}::text[], ${given("endedAt")}::timestamptz[],
          ${given("whys")}::text[], ${given("activityIds")}::text[],
          ${given("dueAt")}::timestamptz[], ${given("tries")}::integer[]
        ) as outcome (delivery_id, state, at, why, activity_id, due_at, tries)
      ), known as (
        select deliveries.delivery_id
        from deliveries
        join outcome using (delivery_id)
        where deliveries.delivery_id = any (${given("ids")}::bigint[])
          and deliveries.tenant_id = ${given("tenantId")}
          and deliveries.holder = ${given("holder")}
          and (
            deliveries.state = 'claimed' and outcome.state in ('pending', 'skipped', 'failed')
            or deliveries.state = 'sending'
              and outcome.state in ('pending', 'sent', 'failed', 'unknown')
            or deliveries.state = 'unknown' and outcome.state in ('sent', 'failed')
          )
        order by deliveries.delivery_id
        for update of deliveries
      )
      update deliveries set
        state = outcome.state,
        why = outcome.why,
        holder = null,
        ended_at = case outcome.state when 'pending' then null else outcome.at end,
        due_at = coalesce(outcome.due_at, deliveries.due_at),
        tries = coalesce(outcome.tries, deliveries.tries),
        activity_id = outcome.activity_id,
        card = case when outcome.activity_id is not null then case when coalesce((
          select registrations.is_ready from registrations
          where registrations.tenant_id = deliveries.tenant_id
            and registrations.user_id = deliveries.user_id
        ), false) then 'stale' else 'open' end end
      from outcome
      where deliveries.delivery_id = outcome.delivery_id
        and deliveries.delivery_id = any (array(select delivery_id from known))`,
  );
}

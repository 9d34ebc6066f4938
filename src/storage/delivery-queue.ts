import { type Kysely, sql } from "kysely";
import type { PersonKey } from "../enrollment/person.ts";
import { type TenantId, tenantId, userId } from "../methods/ids.ts";
import type { Reachability } from "../reminders/candidate.ts";
import type {
  ClaimedDelivery,
  DeliveryOutcome,
  DeliveryQueue,
  PlannedDelivery,
  StaleCard,
} from "../reminders/delivery-queue.ts";
import { oneOfEach } from "./batch.ts";
import { toCampaign } from "./campaign-store.ts";
import { toCandidate } from "./candidate-row.ts";
import * as cards from "./card-statements.ts";
import type { Database, Statement } from "./database.ts";
import * as queue from "./delivery-statements.ts";
import { DispatchLease } from "./dispatch-lease.ts";
import * as reach from "./reachability-statements.ts";
import { toAddress } from "./reminder-address.ts";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

type PlanResult = { readonly added: number; readonly moved: number };
type RecoverResult = { readonly returned: number; readonly unknown: number };
type TenantValues = { readonly tenantId: string };

const NOTHING_RECOVERED: RecoverResult = { returned: 0, unknown: 0 };

/** The deliveries as a queue, on either engine. Rejects with StorageError only. */
export class PostgresDeliveryQueue implements DeliveryQueue {
  readonly #lease: DispatchLease;
  readonly #plan: Statement<queue.PlanValues, PlanResult>;
  readonly #recover: Statement<queue.RecoverValues, RecoverResult>;
  readonly #claim: Statement<queue.ClaimValues, queue.ClaimedRow>;
  readonly #beginSending: Statement<queue.BeginValues, { readonly delivery_id: string }>;
  readonly #settle: Statement<queue.SettleValues, unknown>;
  readonly #nextDue: Statement<TenantValues, { readonly due_at: Date }>;
  readonly #staleCards: Statement<cards.StaleValues, cards.StaleRow>;
  readonly #closeCards: Statement<cards.CloseValues, unknown>;
  readonly #saveReachability: Statement<reach.ReachabilityValues, unknown>;
  readonly #saveChat: Statement<reach.ChatValues, unknown>;

  constructor(database: Database) {
    this.#lease = new DispatchLease(database);
    this.#plan = database.prepare("deliveries.plan", queue.plan);
    this.#recover = database.prepare("deliveries.recover", queue.recover);
    this.#claim = database.prepare("deliveries.claim", queue.claim);
    this.#beginSending = database.prepare("deliveries.begin_sending", queue.beginSending);
    this.#settle = database.prepare("deliveries.settle", queue.settle);
    this.#nextDue = database.prepare("deliveries.next_due", nextDue);
    this.#staleCards = database.prepare("deliveries.stale_cards", cards.staleCards);
    this.#closeCards = database.prepare("deliveries.close_cards", cards.closeCards);
    this.#saveReachability = database.prepare("reachability.save", reach.saveReachability);
    this.#saveChat = database.prepare("reachability.save_chat", reach.saveChat);
  }

  async plan(campaignId: string, given: readonly PlannedDelivery[], at: Date): Promise<PlanResult> {
    const rows = oneOfEach(given, ({ key, ordinal }) => `${key.userId}/${ordinal}`);
    const nothing = { added: 0, moved: 0 };
    if (rows.length === 0) return nothing;
    const [result] = await this.#plan.run({
      campaignId,
      at,
      tenantIds: rows.map(({ key }) => key.tenantId),
      userIds: rows.map(({ key }) => key.userId),
      ordinals: rows.map(({ ordinal }) => ordinal),
      dueAt: rows.map(({ dueAt }) => dueAt.toISOString()),
    });
    return result ?? nothing;
  }

  async takeLease(
    of: TenantId,
    holder: string,
    leaseMs: number,
  ): Promise<{ readonly kind: "taken"; readonly pausedMs: number } | { readonly kind: "held" }> {
    const pausedMs = await this.#lease.take(of, holder, leaseMs);
    return pausedMs === null ? { kind: "held" } : { kind: "taken", pausedMs };
  }

  extendLease(of: TenantId, holder: string, leaseMs: number): Promise<boolean> {
    return this.#lease.extend(of, holder, leaseMs);
  }

  releaseLease(of: TenantId, holder: string): Promise<void> {
    return this.#lease.release(of, holder);
  }

  pause(of: TenantId, holder: string, pauseMs: number): Promise<void> {
    return this.#lease.pause(of, holder, pauseMs);
  }

  async recover(of: TenantId, holder: string, at: Date): Promise<RecoverResult> {
    const [result] = await this.#recover.run({ tenantId: of, holder, at });
    return result ?? NOTHING_RECOVERED;
  }

  async claim(
    of: TenantId,
    holder: string,
    now: Date,
    limit: number,
  ): Promise<readonly ClaimedDelivery[]> {
    const rows = await this.#claim.run({ tenantId: of, holder, now, limit });
    return rows.map(toClaimed);
  }

  async beginSending(
    of: TenantId,
    holder: string,
    deliveryIds: readonly string[],
    at: Date,
  ): Promise<readonly string[]> {
    if (deliveryIds.length === 0) return [];
    const rows = await this.#beginSending.run({ tenantId: of, holder, ids: deliveryIds, at });
    return rows.map((row) => row.delivery_id);
  }

  async settle(of: TenantId, holder: string, given: readonly DeliveryOutcome[]): Promise<void> {
    const outcomes = oneOfEach(given, (outcome) => outcome.deliveryId);
    if (outcomes.length === 0) return;
    await this.#settle.run({ tenantId: of, holder, ...toColumns(outcomes) });
  }

  async nextDueAt(of: TenantId): Promise<Date | null> {
    const [row] = await this.#nextDue.run({ tenantId: of });
    return row?.due_at ?? null;
  }

  async staleCards(of: TenantId, limit: number): Promise<readonly StaleCard[]> {
    const rows = await this.#staleCards.run({ tenantId: of, limit });
    return rows.flatMap(toStaleCard);
  }

  async closeCards(deliveryIds: readonly string[]): Promise<void> {
    if (deliveryIds.length > 0) await this.#closeCards.run({ ids: deliveryIds });
  }

  async saveReachability(
    given: readonly {
      readonly key: PersonKey;
      readonly reachability: Reachability;
      readonly why: string | null;
      readonly at: Date;
    }[],
  ): Promise<void> {
    const rows = oneOfEach(
      given,
      ({ key }) => `${key.tenantId}/${key.userId}`,
      (earlier, later) => (earlier.at > later.at ? earlier : later),
    );
    if (rows.length === 0) return;
    await this.#saveReachability.run({
      tenantIds: rows.map(({ key }) => key.tenantId),
      userIds: rows.map(({ key }) => key.userId),
      states: rows.map(({ reachability }) => reachability),
      whys: rows.map(({ why }) => why),
      seenAt: rows.map(({ reachability, at }) =>
        reachability === "unknown" ? null : at.toISOString(),
      ),
    });
  }

  async saveChat(key: PersonKey, chatId: string, at: Date): Promise<void> {
    await this.#saveChat.run({ ...key, chatId, at });
  }
}

function nextDue(db: Kysely<Schema>, given: Given<TenantValues>) {
  return written(
    db,
    sql<{ readonly due_at: Date }>`
      select next.due_at
      from campaigns
      cross join lateral (
        select due_at from deliveries
        where deliveries.campaign_id = campaigns.campaign_id and deliveries.state = 'pending'
        order by due_at, delivery_id
        limit 1
      ) as next
      where campaigns.tenant_id = ${given("tenantId")} and campaigns.state = 'running'`,
  );
}

function toClaimed(row: queue.ClaimedRow): ClaimedDelivery {
  return {
    deliveryId: row.delivery_id,
    ordinal: row.ordinal,
    tries: row.tries,
    candidate: toCandidate(row),
    campaign: toCampaign(row),
    address: toAddress(row),
  };
}

function toStaleCard(row: cards.StaleRow): StaleCard[] {
  const address = toAddress(row);
  if (address === null || row.activity_id === null) return [];
  return [
    {
      deliveryId: row.delivery_id,
      key: { tenantId: tenantId(row.tenant_id), userId: userId(row.user_id) },
      address,
      activityId: row.activity_id,
      locale: row.locale,
    },
  ];
}

function toColumns(
  outcomes: readonly DeliveryOutcome[],
): Omit<queue.SettleValues, "tenantId" | "holder"> {
  return {
    ids: outcomes.map((outcome) => outcome.deliveryId),
    states: outcomes.map((outcome) => outcome.state),
    endedAt: outcomes.map((outcome) => outcome.at.toISOString()),
    whys: outcomes.map((outcome) => (outcome.state === "sent" ? null : outcome.why)),
    activityIds: outcomes.map((outcome) => (outcome.state === "sent" ? outcome.activityId : null)),
    dueAt: outcomes.map((outcome) =>
      outcome.state === "pending" ? outcome.dueAt.toISOString() : null,
    ),
    tries: outcomes.map((outcome) => (outcome.state === "pending" ? outcome.tries : null)),
  };
}

import type { PersonKey } from "../../src/enrollment/person.ts";
import type { TenantId } from "../../src/methods/ids.ts";
import type { Reachability } from "../../src/reminders/candidate.ts";
import type {
  ClaimedDelivery,
  DeliveryOutcome,
  DeliveryQueue,
  PlannedDelivery,
  ReminderAddress,
  StaleCard,
} from "../../src/reminders/delivery-queue.ts";
import { type DeliveryRow, type FakeReminderTables, personId } from "./fake-reminder-tables.ts";

/** What an outcome may be written over. */
const BEFORE: Readonly<Record<DeliveryOutcome["state"], ReadonlySet<DeliveryRow["state"]>>> = {
  pending: new Set(["claimed", "sending"]),
  skipped: new Set(["claimed"]),
  failed: new Set(["claimed", "sending", "unknown"]),
  sent: new Set(["sending", "unknown"]),
  unknown: new Set(["sending"]),
};

/** DeliveryQueue in memory; `test/contracts/delivery-queue.contract.ts` holds it to what the database does. */
export class FakeDeliveryQueue implements DeliveryQueue {
  readonly #tables: FakeReminderTables;
  #lastId = 0;

  constructor(tables: FakeReminderTables) {
    this.#tables = tables;
  }

  plan(
    campaignId: string,
    rows: readonly PlannedDelivery[],
  ): Promise<{ readonly added: number; readonly moved: number }> {
    let [added, moved] = [0, 0];
    for (const { key, ordinal, dueAt } of rows) {
      const known = this.#tables
        .deliveriesOf(key, campaignId)
        .find((row) => row.ordinal === ordinal);
      if (known === undefined) {
        added += 1;
        this.#add(campaignId, key, ordinal, dueAt);
      } else if (known.state === "skipped") {
        added += 1;
        this.#put({ ...known, ...PENDING, dueAt, tries: 0 });
      } else if (known.state === "pending" && known.dueAt.getTime() !== dueAt.getTime()) {
        moved += 1;
        this.#put({ ...known, ...PENDING, dueAt });
      }
    }
    return Promise.resolve({ added, moved });
  }

  takeLease(
    tenantId: TenantId,
    holder: string,
    leaseMs: number,
  ): Promise<{ readonly kind: "taken"; readonly pausedMs: number } | { readonly kind: "held" }> {
    const nowMs = this.#tables.nowMs();
    const lease = this.#tables.leases.get(tenantId);
    if (lease !== undefined && lease.holder !== holder && lease.untilMs > nowMs) {
      return Promise.resolve({ kind: "held" });
    }
    this.#tables.leases.set(tenantId, { holder, untilMs: nowMs + leaseMs });
    const untilMs = this.#tables.pausedUntilMs.get(tenantId) ?? 0;
    return Promise.resolve({ kind: "taken", pausedMs: Math.max(0, untilMs - nowMs) });
  }

  extendLease(tenantId: TenantId, holder: string, leaseMs: number): Promise<boolean> {
    if (!this.#holds(tenantId, holder)) return Promise.resolve(false);
    this.#tables.leases.set(tenantId, { holder, untilMs: this.#tables.nowMs() + leaseMs });
    return Promise.resolve(true);
  }

  releaseLease(tenantId: TenantId, holder: string): Promise<void> {
    if (this.#tables.leases.get(tenantId)?.holder === holder) this.#tables.leases.delete(tenantId);
    return Promise.resolve();
  }

  pause(tenantId: TenantId, holder: string, pauseMs: number): Promise<void> {
    const known = this.#tables.pausedUntilMs.get(tenantId) ?? 0;
    if (this.#tables.leases.get(tenantId)?.holder === holder) {
      const untilMs = this.#tables.nowMs() + pauseMs;
      this.#tables.pausedUntilMs.set(tenantId, Math.max(known, untilMs));
    }
    return Promise.resolve();
  }

  recover(
    tenantId: TenantId,
    holder: string,
    at: Date,
  ): Promise<{ readonly returned: number; readonly unknown: number }> {
    if (!this.#holds(tenantId, holder)) return Promise.resolve({ returned: 0, unknown: 0 });
    const left = this.#rowsOf(tenantId).filter((row) => row.holder !== holder);
    const claimed = left.filter((row) => row.state === "claimed");
    const sending = left.filter((row) => row.state === "sending");
    for (const row of claimed) this.#put({ ...row, state: "pending", holder: null });
    for (const row of sending) {
      this.#put({ ...row, state: "unknown", why: "interrupted", endedAt: at });
    }
    return Promise.resolve({ returned: claimed.length, unknown: sending.length });
  }

  claim(
    tenantId: TenantId,
    holder: string,
    now: Date,
    limit: number,
  ): Promise<readonly ClaimedDelivery[]> {
    if (!this.#holds(tenantId, holder)) return Promise.resolve([]);
    const due = this.#pending(tenantId)
      .filter((row) => row.dueAt <= now)
      .slice(0, limit);
    return Promise.resolve(
      due.flatMap((row) => {
        const campaign = this.#tables.campaigns.get(row.campaignId)?.campaign;
        if (campaign === undefined) return [];
        this.#put({ ...row, state: "claimed", holder });
        return {
          deliveryId: row.deliveryId,
          ordinal: row.ordinal,
          tries: row.tries,
          candidate: this.#tables.candidate(this.#tables.registration(row.key), row.campaignId),
          campaign,
          address: this.#addressOf(row.key),
        };
      }),
    );
  }

  beginSending(
    tenantId: TenantId,
    holder: string,
    deliveryIds: readonly string[],
  ): Promise<readonly string[]> {
    if (!this.#holds(tenantId, holder)) return Promise.resolve([]);
    const ready = this.#rowsOf(tenantId).filter(
      (row) =>
        deliveryIds.includes(row.deliveryId) &&
        row.state === "claimed" &&
        row.holder === holder &&
        this.#tables.campaigns.get(row.campaignId)?.campaign.state === "running",
    );
    for (const row of ready) this.#put({ ...row, state: "sending" });
    return Promise.resolve(ready.map((row) => row.deliveryId));
  }

  settle(tenantId: TenantId, holder: string, outcomes: readonly DeliveryOutcome[]): Promise<void> {
    for (const outcome of outcomes) {
      const row = this.#tables.deliveries.get(outcome.deliveryId);
      if (row?.key.tenantId !== tenantId || row.holder !== holder) continue;
      if (!BEFORE[outcome.state].has(row.state)) continue;
      const activityId = outcome.state === "sent" ? outcome.activityId : null;
      const isReady = this.#tables.registration(row.key).registration?.isReady ?? false;
      this.#put({
        ...row,
        state: outcome.state,
        why: outcome.state === "sent" ? null : outcome.why,
        holder: null,
        endedAt: outcome.state === "pending" ? null : outcome.at,
        dueAt: outcome.state === "pending" ? outcome.dueAt : row.dueAt,
        tries: outcome.state === "pending" ? outcome.tries : row.tries,
        activityId,
        card: activityId === null ? null : isReady ? "stale" : "open",
      });
    }
    return Promise.resolve();
  }

  nextDueAt(tenantId: TenantId): Promise<Date | null> {
    return Promise.resolve(this.#pending(tenantId)[0]?.dueAt ?? null);
  }

  staleCards(tenantId: TenantId, limit: number): Promise<readonly StaleCard[]> {
    const cards = this.#rowsOf(tenantId).flatMap((row) => {
      const { deliveryId, key, activityId } = row;
      const address = this.#addressOf(key);
      const isReady = this.#tables.registration(key).registration?.isReady === true;
      if (row.card !== "stale" || activityId === null || address === null || !isReady) return [];
      const locale = this.#tables.people.get(personId(key))?.locale ?? null;
      return [{ deliveryId, key, address, activityId, locale }];
    });
    return Promise.resolve(cards.slice(0, limit));
  }

  closeCards(deliveryIds: readonly string[]): Promise<void> {
    for (const id of deliveryIds) {
      const row = this.#tables.deliveries.get(id);
      if (row !== undefined && row.card !== null) this.#put({ ...row, card: "closed" });
    }
    return Promise.resolve();
  }

  saveReachability(
    rows: readonly {
      readonly key: PersonKey;
      readonly reachability: Reachability;
      readonly why: string | null;
      readonly at: Date;
    }[],
  ): Promise<void> {
    for (const { key, reachability: state, why, at } of rows) {
      const known = this.#tables.reachability.get(personId(key));
      if ((known?.at ?? at) > at) continue;
      const seenAt = state === "unknown" ? null : at;
      const chat = known?.chat ?? null;
      this.#tables.reachability.set(personId(key), { state, why, at: seenAt, chat });
    }
    return Promise.resolve();
  }

  saveChat(key: PersonKey, chatId: string, at: Date): Promise<void> {
    const known = this.#tables.reachability.get(personId(key));
    const nothing = { state: "unknown", why: null, at: null } as const;
    if ((known?.chat?.at ?? at) <= at) {
      const chat = { chatId, at };
      this.#tables.reachability.set(personId(key), { ...(known ?? nothing), chat });
    }
    return Promise.resolve();
  }

  #add(campaignId: string, key: PersonKey, ordinal: number, dueAt: Date): void {
    this.#lastId += 1;
    this.#put({
      deliveryId: String(this.#lastId),
      key: { tenantId: key.tenantId, userId: key.userId },
      campaignId,
      ordinal,
      dueAt,
      tries: 0,
      activityId: null,
      card: null,
      ...PENDING,
    });
  }

  #put(row: DeliveryRow): void {
    this.#tables.deliveries.set(row.deliveryId, row);
  }

  #holds(tenantId: TenantId, holder: string): boolean {
    const lease = this.#tables.leases.get(tenantId);
    return lease?.holder === holder && lease.untilMs > this.#tables.nowMs();
  }

  #rowsOf(tenantId: TenantId): readonly DeliveryRow[] {
    return [...this.#tables.deliveries.values()].filter((row) => row.key.tenantId === tenantId);
  }

  /** Of a running campaign, oldest due first. */
  #pending(tenantId: TenantId): readonly DeliveryRow[] {
    return this.#rowsOf(tenantId)
      .filter(
        (row) =>
          row.state === "pending" &&
          this.#tables.campaigns.get(row.campaignId)?.campaign.state === "running",
      )
      .toSorted(
        (a, b) =>
          a.dueAt.getTime() - b.dueAt.getTime() || Number(a.deliveryId) - Number(b.deliveryId),
      );
  }

  #addressOf(key: PersonKey): ReminderAddress | null {
    const reference = this.#tables.people.get(personId(key))?.reference;
    if (reference !== undefined) return { kind: "reference", reference };
    const chat = this.#tables.reachability.get(personId(key))?.chat;
    return chat === null || chat === undefined ? null : { kind: "chat", chatId: chat.chatId };
  }
}

const PENDING = { state: "pending", why: null, holder: null, endedAt: null } as const;

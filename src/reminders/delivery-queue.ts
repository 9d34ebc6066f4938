import type { ConversationReference, PersonKey } from "../enrollment/person.ts";
import type { TenantId } from "../methods/ids.ts";
import type { Campaign } from "./campaign.ts";
import type { Candidate, Reachability } from "./candidate.ts";

/**
 * `pending → claimed → sending → sent | failed | unknown`; `skipped` from pending or claimed. *sending* is committed
 * before the request leaves. A crash or a timeout leaves `unknown`, which is never sent again. A `skipped` one was never
 * sent, so planning the same ordinal again makes it pending.
 */
export type DeliveryState =
  | "pending"
  | "claimed"
  | "sending"
  | "sent"
  | "failed"
  | "skipped"
  | "unknown";

export type PlannedDelivery = {
  readonly key: PersonKey;
  readonly ordinal: number;
  readonly dueAt: Date;
};

/** Where a message to a person goes. `chat`: only its id is known, from Graph. */
export type ReminderAddress =
  | { readonly kind: "reference"; readonly reference: ConversationReference }
  | { readonly kind: "chat"; readonly chatId: string };

/** A claimed delivery with all that dispatching it needs, as it is when it is claimed. */
export type ClaimedDelivery = {
  readonly deliveryId: string;
  readonly ordinal: number;
  /** How often sending it was refused for now. */
  readonly tries: number;
  readonly candidate: Candidate;
  readonly campaign: Campaign;
  /** Null: no conversation is known. */
  readonly address: ReminderAddress | null;
};

export type DeliveryOutcome = {
  readonly deliveryId: string;
  readonly at: Date;
} & (
  | { readonly state: "sent"; readonly activityId: string | null }
  | { readonly state: "failed" | "skipped" | "unknown"; readonly why: string }
  /** Not now. `tries` is what it then has. */
  | {
      readonly state: "pending";
      readonly dueAt: Date;
      readonly tries: number;
      readonly why: string;
    }
);

/** A reminder that still offers "Start now" to somebody who is ready. */
export type StaleCard = {
  readonly deliveryId: string;
  readonly key: PersonKey;
  readonly address: ReminderAddress;
  readonly activityId: string;
  readonly locale: string | null;
};

/**
 * The deliveries as a queue: a unique row per tenant, person, campaign and ordinal. Leases are on the database's clock;
 * due times are compared with the time passed in.
 */
export interface DeliveryQueue {
  /**
   * Adds what is not there yet, makes skipped ones pending, and moves pending ones; one statement for the batch. Others
   * stay as they are. Returns how many were added or made pending, and how many moved.
   */
  plan(
    campaignId: string,
    rows: readonly PlannedDelivery[],
    at: Date,
  ): Promise<{ readonly added: number; readonly moved: number }>;

  /** Takes the dispatcher's lease when it is free, has run out, or is the holder's. `pausedMs` as of {@link pause}. */
  takeLease(
    tenantId: TenantId,
    holder: string,
    leaseMs: number,
  ): Promise<{ readonly kind: "taken"; readonly pausedMs: number } | { readonly kind: "held" }>;
  /** False when the holder no longer has it; also when it ran out, taken by another or not. */
  extendLease(tenantId: TenantId, holder: string, leaseMs: number): Promise<boolean>;
  releaseLease(tenantId: TenantId, holder: string): Promise<void>;
  /** Teams asked the whole tenant to wait: kept with the lease, so that whoever takes over waits too. */
  pause(tenantId: TenantId, holder: string, pauseMs: number): Promise<void>;

  /** Deliveries that a holder without a lease left: claimed ones become pending, those being sent become unknown. */
  recover(
    tenantId: TenantId,
    holder: string,
    at: Date,
  ): Promise<{ readonly returned: number; readonly unknown: number }>;
  /** Claims due ones of a running campaign while the holder has the lease; oldest due first. */
  claim(
    tenantId: TenantId,
    holder: string,
    now: Date,
    limit: number,
  ): Promise<readonly ClaimedDelivery[]>;
  /**
   * Commits `sending` for those that are still claimed by the holder, while it has the lease and the campaign runs.
   * Returns the ids that may be sent, and no others may. One statement.
   */
  beginSending(
    tenantId: TenantId,
    holder: string,
    deliveryIds: readonly string[],
    at: Date,
  ): Promise<readonly string[]>;
  /**
   * Writes outcomes in one statement. Only of deliveries that the holder has claimed or is sending; a true answer that
   * comes late (sent, failed) also replaces the `unknown` that `recover` made of the holder's.
   */
  settle(tenantId: TenantId, holder: string, outcomes: readonly DeliveryOutcome[]): Promise<void>;

  /** When the next pending one of a running campaign is due; null when there is none. */
  nextDueAt(tenantId: TenantId): Promise<Date | null>;
  /** Sent cards of people who are ready by now, that have not been replaced. */
  staleCards(tenantId: TenantId, limit: number): Promise<readonly StaleCard[]>;
  /** These cards need no further replacing, whether it worked or not. */
  closeCards(deliveryIds: readonly string[], at: Date): Promise<void>;

  /** Saves what sending told about people, in one statement. Nothing newer is overwritten. */
  saveReachability(
    rows: readonly {
      readonly key: PersonKey;
      readonly reachability: Reachability;
      readonly why: string | null;
      readonly at: Date;
    }[],
  ): Promise<void>;
  /** The chat that Graph knows; used while no conversation reference is stored. */
  saveChat(key: PersonKey, chatId: string, at: Date): Promise<void>;
}

/** Counts for status and report. */
export interface DeliveryCounts {
  byOutcome(campaignId: string): Promise<
    readonly {
      readonly state: DeliveryState;
      readonly why: string | null;
      readonly count: number;
    }[]
  >;
  /** Reminders sent per day (UTC, `2026-11-24`), oldest first. */
  byDay(campaignId: string): Promise<
    readonly {
      readonly day: string;
      readonly state: "sent" | "failed" | "unknown";
      readonly count: number;
    }[]
  >;
}

import type { PersonKey } from "../enrollment/person.ts";
import type { TenantId, UserId } from "../methods/ids.ts";
import type { Candidate } from "./candidate.ts";
import type { DeliveryState } from "./delivery-queue.ts";

export type PeopleFilter = "all" | "ready" | "notReady" | "notKnown" | "leftOut" | "unreachable";

export type PersonDelivery = {
  readonly campaignId: string;
  readonly ordinal: number;
  readonly state: DeliveryState;
  readonly why: string | null;
  readonly dueAt: Date;
  readonly endedAt: Date | null;
};

/** What is stored about people, for those who run the service. */
export interface PeopleRegister {
  /** By user id after `after`; an empty page is the end. `campaignId` null: without reminders and snoozes. */
  page(
    tenantId: TenantId,
    filter: PeopleFilter,
    campaignId: string | null,
    after: UserId | null,
    limit: number,
  ): Promise<readonly Candidate[]>;
  /** Newest first. */
  deliveries(key: PersonKey): Promise<readonly PersonDelivery[]>;
  /**
   * Deletes all that is stored about a person, in every table, and returns how many rows that were. A later scan finds
   * the account again, as somebody new.
   */
  forget(key: PersonKey): Promise<number>;
}

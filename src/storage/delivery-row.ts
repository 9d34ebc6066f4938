import { sql } from "kysely";
import type { DeliveryState } from "../reminders/delivery-queue.ts";
import type { PersonDelivery } from "../reminders/people-register.ts";

export type DeliveryRow = {
  readonly campaign_id: string;
  readonly ordinal: number;
  readonly state: DeliveryState;
  readonly why: string | null;
  readonly due_at: Date;
  readonly ended_at: Date | null;
};

/** Of `deliveries`. */
export const deliveryColumns = () =>
  sql.raw(
    "deliveries.campaign_id, deliveries.ordinal, deliveries.state, deliveries.why, deliveries.due_at, deliveries.ended_at",
  );

export function toPersonDelivery(row: DeliveryRow): PersonDelivery {
  return {
    campaignId: row.campaign_id,
    ordinal: row.ordinal,
    state: row.state,
    why: row.why,
    dueAt: row.due_at,
    endedAt: row.ended_at,
  };
}

import type { ClaimedDelivery } from "../../src/reminders/delivery-queue.ts";
import { aCampaign, aCandidate } from "./candidates.ts";

/** A first reminder that is due, to somebody whose chat is known. */
export const aClaimed = (given: Partial<ClaimedDelivery> = {}): ClaimedDelivery => ({
  deliveryId: "1",
  ordinal: 1,
  tries: 0,
  candidate: aCandidate(),
  campaign: aCampaign(),
  address: { kind: "chat", chatId: "19:chat" },
  ...given,
});

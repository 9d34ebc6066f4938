import type { PersonKey } from "../enrollment/person.ts";
import type { Reachability } from "./candidate.ts";
import type { ClaimedDelivery, DeliveryOutcome } from "./delivery-queue.ts";
import type { SendOutcome } from "./messenger.ts";
import { nextReminder } from "./next-reminder.ts";
import { askedDelayMs, MAX_TRIES, retryDelayMs } from "./retry-delay.ts";
import type { ReminderSettings } from "./settings.ts";

/** What is to be done with a claimed delivery: it goes on its way, or this is its outcome. */
export type Step =
  | { readonly kind: "go" }
  | { readonly kind: "settle"; readonly outcome: DeliveryOutcome };

/** Decides anew whether a claimed delivery may be sent at this moment, by what is known by now. */
export function lookAt(claimed: ClaimedDelivery, settings: ReminderSettings, now: Date): Step {
  const { candidate, campaign } = claimed;
  const decision = nextReminder(candidate, campaign, settings, now);
  if (decision.kind === "none") return settled(skipped(claimed, decision.why, now));
  // Another one of this campaign ended meanwhile; the next is planned after it.
  if (decision.ordinal !== claimed.ordinal) return settled(skipped(claimed, "superseded", now));
  if (decision.at > now) return settled(postponed(claimed, decision.at, "notNow", now));
  return { kind: "go" };
}

const settled = (outcome: DeliveryOutcome): Step => ({ kind: "settle", outcome });

export const skipped = (
  { deliveryId }: ClaimedDelivery,
  why: string,
  at: Date,
): DeliveryOutcome => ({
  deliveryId,
  state: "skipped",
  why,
  at,
});

/** To another time, without that having been a try. */
export const postponed = (
  { deliveryId, tries }: ClaimedDelivery,
  dueAt: Date,
  why: string,
  at: Date,
): DeliveryOutcome => ({ deliveryId, state: "pending", dueAt, tries, why, at });

/** Tried in vain: again after `afterMs`, or given up after too many tries. */
export function triedAgain(
  { deliveryId, tries }: ClaimedDelivery,
  afterMs: number,
  why: string,
  at: Date,
): DeliveryOutcome {
  if (tries + 1 >= MAX_TRIES) return { deliveryId, state: "failed", why, at };
  const dueAt = new Date(at.getTime() + afterMs);
  return { deliveryId, state: "pending", dueAt, tries: tries + 1, why, at };
}

/**
 * What becomes of a delivery that was sent. Only what Teams refused for now is tried again; of what is unknown nothing
 * is ever sent again.
 * @param random In [0, 1).
 */
export function afterSending(
  claimed: ClaimedDelivery,
  sent: SendOutcome,
  at: Date,
  random: number,
): DeliveryOutcome {
  const { deliveryId, tries } = claimed;
  switch (sent.kind) {
    case "sent":
      return { deliveryId, state: "sent", activityId: sent.activityId, at };
    case "retry":
      return triedAgain(claimed, retryDelayMs(tries + 1, random), sent.why, at);
    case "throttled": {
      const afterMs =
        sent.retryAfterMs === null
          ? retryDelayMs(tries + 1, random)
          : askedDelayMs(sent.retryAfterMs, random);
      return triedAgain(claimed, afterMs, "throttled", at);
    }
    case "unreachable":
    case "failed":
      return { deliveryId, state: "failed", why: sent.why, at };
    case "unknown":
      return { deliveryId, state: "unknown", why: sent.why, at };
  }
}

export type ReachabilityRow = {
  readonly key: PersonKey;
  readonly reachability: Reachability;
  readonly why: string | null;
  readonly at: Date;
};

/** What sending told about whether the person can be reached; null for nothing new. */
export function reachabilityAfter(
  { candidate }: ClaimedDelivery,
  sent: SendOutcome,
  at: Date,
): ReachabilityRow | null {
  const { key } = candidate;
  if (sent.kind === "unreachable") {
    return { key, reachability: sent.reachability, why: sent.why, at };
  }
  return sent.kind === "sent" && candidate.reachability !== "reachable"
    ? { key, reachability: "reachable", why: null, at }
    : null;
}

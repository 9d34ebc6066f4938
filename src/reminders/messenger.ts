import type { PersonKey } from "../enrollment/person.ts";
import type { Campaign } from "./campaign.ts";
import type { Candidate } from "./candidate.ts";
import type { ReminderAddress } from "./delivery-queue.ts";

/** What came of one message. See `reachability.ts` for how Teams' answers become these. */
export type SendOutcome =
  | { readonly kind: "sent"; readonly activityId: string | null }
  /** 412, 502, 503, 504: nothing was delivered, and it may be tried again. */
  | { readonly kind: "retry"; readonly why: string }
  /** 429: nothing was delivered; the whole tenant waits. Null when Teams did not say for how long. */
  | { readonly kind: "throttled"; readonly retryAfterMs: number | null }
  /** Nothing was delivered, nor will be until something changes. */
  | {
      readonly kind: "unreachable";
      readonly reachability: "notInstalled" | "removed" | "blocked" | "gone";
      readonly why: string;
    }
  /** Refused for good; nothing was delivered. */
  | { readonly kind: "failed"; readonly why: string }
  /** A timeout, or a connection that broke after the request had left: it may have been delivered. */
  | { readonly kind: "unknown"; readonly why: string };

export type Reminder = {
  readonly key: PersonKey;
  readonly address: ReminderAddress;
  readonly candidate: Candidate;
  readonly campaign: Campaign;
  readonly ordinal: number;
};

/** Writes to people unasked. Never rejects, and never sends anything twice by itself. */
export interface ReminderMessenger {
  /** @param signal Aborts before the request has left at best; afterwards the outcome is `unknown`. */
  send(reminder: Reminder, signal: AbortSignal): Promise<SendOutcome>;
  /** Replaces a reminder by one that says done. Safe to repeat. */
  replaceWithDone(
    card: {
      readonly key: PersonKey;
      readonly address: ReminderAddress;
      readonly activityId: string;
      readonly locale: string | null;
    },
    signal: AbortSignal,
  ): Promise<SendOutcome>;
}

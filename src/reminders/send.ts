import type { TenantId } from "../methods/ids.ts";
import { Bell } from "./bell.ts";
import type { ClaimedDelivery, DeliveryQueue } from "./delivery-queue.ts";
import type { DispatchNews } from "./dispatch-news.ts";
import { afterSending, lookAt, postponed, reachabilityAfter } from "./dispatch-step.ts";
import type { ReminderMessenger, SendOutcome } from "./messenger.ts";
import type { Outcomes } from "./outcomes.ts";
import type { Pace } from "./pace.ts";
import { askedDelayMs, retryDelayMs } from "./retry-delay.ts";
import type { ReminderSettings } from "./settings.ts";

/** Sends under way at once. At the ceiling of the rate this allows for answers that take two seconds and a half. */
const IN_FLIGHT_AT_ONCE = 128;

export type SendingParts = {
  readonly queue: Pick<DeliveryQueue, "beginSending" | "pause">;
  readonly messenger: ReminderMessenger;
  readonly outcomes: Outcomes;
  readonly settings: ReminderSettings;
  readonly tenantId: TenantId;
  readonly now: () => Date;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly onNews: (news: DispatchNews) => void;
};

/** Sends what was begun, and tells what came of it. Outlives the terms of its dispatcher: what has left has left. */
export class Sending {
  readonly #parts: SendingParts;
  readonly #underWay = new Set<Promise<void>>();
  readonly #bell = new Bell();
  #throttles = 0;

  constructor(parts: SendingParts) {
    this.#parts = parts;
  }

  /** How many more may be under way. */
  get room(): number {
    return IN_FLIGHT_AT_ONCE - this.#underWay.size;
  }

  /** Resolves when one is over, or when the signal aborts. */
  oneIsOver(signal: AbortSignal): Promise<void> {
    return this.#bell.wait(signal);
  }

  /** Resolves when none is under way. */
  async allAreOver(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /**
   * Commits *sending* for these and sends those that may be; the others go back, since their campaign was paused, the lease
   * is gone, or time has passed by. Resolves when the requests are on their way.
   * @param mayLeave Asked once more when the commit is there: the process may have been frozen meanwhile.
   * @param abort Aborts requests that are still under way when there is no more time; they are unknown then.
   */
  async begin(
    deliveries: readonly ClaimedDelivery[],
    holder: string,
    pace: Pace,
    mayLeave: () => boolean,
    abort: AbortSignal,
  ): Promise<void> {
    const { queue, outcomes, settings, tenantId, now } = this.#parts;
    const going = deliveries.filter((claimed) => {
      // Time has passed since it was prepared, and quiet hours may have begun.
      const step = lookAt(claimed, settings, now());
      if (step.kind === "settle") outcomes.add(holder, step.outcome);
      return step.kind === "go";
    });
    const begun = await queue
      .beginSending(
        tenantId,
        holder,
        going.map(({ deliveryId }) => deliveryId),
        now(),
      )
      .catch((error: unknown) => {
        // Whether it was committed or not: nothing was sent.
        this.#giveBack(going, holder);
        throw error;
      });
    const mayBeSent = mayLeave() ? new Set(begun) : new Set<string>();
    this.#giveBack(
      going.filter(({ deliveryId }) => !mayBeSent.has(deliveryId)),
      holder,
    );
    for (const claimed of going) {
      if (mayBeSent.has(claimed.deliveryId)) this.#send(claimed, holder, pace, abort);
    }
  }

  /** What was not sent becomes pending again, as far as it is still the holder's. */
  #giveBack(deliveries: readonly ClaimedDelivery[], holder: string): void {
    const { outcomes, now } = this.#parts;
    for (const claimed of deliveries) {
      outcomes.add(holder, postponed(claimed, now(), "notBegun", now()));
    }
  }

  #send(claimed: ClaimedDelivery, holder: string, pace: Pace, abort: AbortSignal): void {
    const underWay = this.#deliver(claimed, abort).then((sent) => {
      this.#underWay.delete(underWay);
      this.#took(claimed, sent, holder, pace);
      this.#bell.ring();
    });
    this.#underWay.add(underWay);
  }

  async #deliver(claimed: ClaimedDelivery, abort: AbortSignal): Promise<SendOutcome> {
    const { candidate, campaign, ordinal, address } = claimed;
    // Prepared deliveries have one; the type only knows claimed ones.
    if (address === null) return { kind: "failed", why: "noConversation" };
    const reminder = { key: candidate.key, address, candidate, campaign, ordinal };
    try {
      return await this.#parts.messenger.send(reminder, abort);
    } catch (error) {
      // The messenger promises not to reject; if it does all the same, the message may have left.
      this.#parts.onNews({ kind: "trouble", error });
      return { kind: "unknown", why: "messengerFailed" };
    }
  }

  #took(claimed: ClaimedDelivery, sent: SendOutcome, holder: string, pace: Pace): void {
    const { outcomes, now, random } = this.#parts;
    if (sent.kind === "throttled") this.throttled(sent.retryAfterMs, holder, pace);
    if (sent.kind === "sent") this.#throttles = 0;
    const outcome = afterSending(claimed, sent, now(), random());
    outcomes.add(holder, outcome, reachabilityAfter(claimed, sent, now()));
  }

  /** The whole tenant waits, and so does whoever takes over. */
  throttled(retryAfterMs: number | null, holder: string, pace: Pace): void {
    const { queue, tenantId, random, onNews } = this.#parts;
    // Of many that were under way together, the first answer counts; the others only make the pause longer.
    if (pace.pausedMs === 0) this.#throttles += 1;
    const pauseMs =
      retryAfterMs === null
        ? retryDelayMs(this.#throttles, random())
        : askedDelayMs(retryAfterMs, random());
    if (pauseMs <= pace.pausedMs) return;
    pace.pause(pauseMs);
    onNews({ kind: "throttled", pauseMs });
    queue.pause(tenantId, holder, pauseMs).catch((error: unknown) => {
      onNews({ kind: "trouble", error });
    });
  }
}

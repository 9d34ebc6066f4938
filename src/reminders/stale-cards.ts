import type { TenantId } from "../methods/ids.ts";
import type { DeliveryQueue, StaleCard } from "./delivery-queue.ts";
import type { ReminderMessenger, SendOutcome } from "./messenger.ts";
import type { Pace } from "./pace.ts";
import type { Sending } from "./send.ts";

/** Cards per look. While reminders are sent they are no more than a tenth of what is sent. */
const AT_ONCE = 20;
const LOOK_EVERY_MS = 5_000;
/** A card that could not be replaced so often stays as it is; what it offers still works. */
const TRIES = 5;

export type StaleCardsParts = {
  readonly queue: Pick<DeliveryQueue, "staleCards" | "closeCards">;
  readonly messenger: Pick<ReminderMessenger, "replaceWithDone">;
  readonly sending: Pick<Sending, "throttled">;
  readonly tenantId: TenantId;
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Replaces the reminders of people who are ready by now, so that none still says "Start now". */
export class StaleCards {
  readonly #parts: StaleCardsParts;
  readonly #tries = new Map<string, number>();

  constructor(parts: StaleCardsParts) {
    this.#parts = parts;
  }

  /** Looks again and again until the signal aborts. `isBusy` says whether reminders wait to be sent. */
  async run(holder: string, pace: Pace, isBusy: () => boolean, signal: AbortSignal): Promise<void> {
    const { queue, tenantId, now, sleep } = this.#parts;
    while (!signal.aborted) {
      const cards = await queue.staleCards(tenantId, AT_ONCE);
      const done: string[] = [];
      for (const card of cards) {
        if ((await pace.take(1, signal)) === 0) break;
        if (await this.#replace(card, holder, pace, signal)) done.push(card.deliveryId);
      }
      if (done.length > 0) await queue.closeCards(done, now());
      const hasMore = cards.length === AT_ONCE && done.length > 0;
      if (!hasMore || isBusy()) await sleep(LOOK_EVERY_MS, signal);
    }
    this.#tries.clear();
  }

  /** Whether nothing more is to be done about the card. */
  async #replace(
    card: StaleCard,
    holder: string,
    pace: Pace,
    signal: AbortSignal,
  ): Promise<boolean> {
    const outcome = await this.#parts.messenger.replaceWithDone(card, signal);
    if (outcome.kind === "throttled") {
      this.#parts.sending.throttled(outcome.retryAfterMs, holder, pace);
    }
    if (!mayBeRepeated(outcome)) {
      this.#tries.delete(card.deliveryId);
      return true;
    }
    const tries = (this.#tries.get(card.deliveryId) ?? 0) + 1;
    this.#tries.set(card.deliveryId, tries);
    return tries >= TRIES;
  }
}

/** Replacing a card twice does no harm, so what is unknown is done again too. */
function mayBeRepeated(outcome: SendOutcome): boolean {
  switch (outcome.kind) {
    case "retry":
    case "throttled":
    case "unknown":
      return true;
    case "sent":
    case "unreachable":
    case "failed":
      return false;
  }
}

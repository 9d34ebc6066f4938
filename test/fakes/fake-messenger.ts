import type { PersonKey } from "../../src/enrollment/person.ts";
import type { StaleCard } from "../../src/reminders/delivery-queue.ts";
import type { Reminder, ReminderMessenger, SendOutcome } from "../../src/reminders/messenger.ts";

/** A message as it arrived at the receiving end. */
export type Arrival = {
  readonly key: PersonKey;
  readonly ordinal: number;
  readonly atMs: number;
};

/** The receiving end: what arrives, whatever the sender is told of it. */
export class FakeTeams {
  readonly arrivals: Arrival[] = [];
  /** Requests that came, arrived or not. */
  readonly requests: Arrival[] = [];
  readonly replaced: StaleCard["deliveryId"][] = [];
  latencyMs = 100;
  /** What Teams does with a request; by default it takes it. */
  answer: (arrival: Arrival) => SendOutcome & { readonly hasArrived?: boolean } = () => ({
    kind: "sent",
    activityId: "activity",
  });
  replace: (card: { readonly activityId: string }) => SendOutcome = () => ({
    kind: "sent",
    activityId: null,
  });
  readonly #nowMs: () => number;
  readonly #sleep: (ms: number, signal: AbortSignal) => Promise<void>;

  constructor(time: {
    readonly nowMs: number;
    readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  }) {
    this.#nowMs = () => time.nowMs;
    this.#sleep = time.sleep;
  }

  /** The way to it for one sender. */
  messenger(): ReminderMessenger {
    return {
      send: async ({ key, ordinal }: Reminder) => {
        const request = { key, ordinal, atMs: this.#nowMs() };
        this.requests.push(request);
        const { hasArrived, ...outcome } = this.answer(request);
        if (hasArrived ?? outcome.kind === "sent") this.arrivals.push(request);
        await this.#sleep(this.latencyMs, new AbortController().signal);
        return outcome;
      },
      replaceWithDone: async ({ activityId }) => {
        await this.#sleep(this.latencyMs, new AbortController().signal);
        const outcome = this.replace({ activityId });
        if (outcome.kind === "sent") this.replaced.push(activityId);
        return outcome;
      },
    };
  }

  /** Messages that somebody got more than once. */
  duplicates(): readonly string[] {
    const ids = this.arrivals.map(({ key, ordinal }) => `${key.userId} ${String(ordinal)}`);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  }
}

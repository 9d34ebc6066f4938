import type { UserId } from "../methods/ids.ts";
import type { ClaimedDelivery } from "./delivery-queue.ts";
import { BATCH_LIMIT, type DirectoryRefusal } from "./directory.ts";
import type { DispatchNews } from "./dispatch-news.ts";
import { askedDelayMs, retryDelayMs } from "./retry-delay.ts";

/** Consent is given by people; an hour later it may be there. */
const FORBIDDEN_FOR_MS = 60 * 60_000;
/** Batches of one call under way at once: what stands behind these reads is a slow service. */
const BATCHES_AT_ONCE = 2;
/** After so many tries a person is reminded by what is known without. */
const TRIES_FOR_FACTS = 3;

export type Asked<Answer> =
  | { readonly kind: "answer"; readonly answer: Answer }
  /** Nobody may be asked, or asking this one has failed often enough: go on by what is known. */
  | { readonly kind: "without" }
  /** Graph has no time now. */
  | { readonly kind: "later"; readonly afterMs: number };

export type AskParts = {
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly onNews: (news: DispatchNews) => void;
};

/** Asks Graph about people of claimed deliveries, in batches, and stops asking for as long as it may not or should not. */
export class BatchedAsk<Answer extends { readonly kind: string }> {
  readonly #what: "recheck" | "mailboxZones";
  readonly #ask: (
    userIds: readonly UserId[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<UserId, Answer | DirectoryRefusal>>;
  readonly #parts: AskParts;
  #forbiddenUntilMs = 0;
  #busyUntilMs = 0;

  constructor(
    what: "recheck" | "mailboxZones",
    ask: (
      userIds: readonly UserId[],
      signal: AbortSignal,
    ) => Promise<ReadonlyMap<UserId, Answer | DirectoryRefusal>>,
    parts: AskParts,
  ) {
    this.#what = what;
    this.#ask = ask;
    this.#parts = parts;
  }

  /** An answer for each claim, by the delivery's id. */
  async answers(
    claims: readonly ClaimedDelivery[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Asked<Answer>>> {
    const answers = new Map<string, Asked<Answer>>();
    const batches = inBatches(claims, BATCH_LIMIT);
    for (const together of inBatches(batches, BATCHES_AT_ONCE)) {
      const parts = await Promise.all(together.map((batch) => this.#batch(batch, signal)));
      for (const [id, answer] of parts.flat()) answers.set(id, answer);
    }
    return answers;
  }

  async #batch(
    claims: readonly ClaimedDelivery[],
    signal: AbortSignal,
  ): Promise<readonly (readonly [string, Asked<Answer>])[]> {
    const nowMs = this.#parts.nowMs();
    if (nowMs < this.#forbiddenUntilMs) {
      return claims.map(({ deliveryId }) => [deliveryId, { kind: "without" }]);
    }
    const waitMs = this.#busyUntilMs - nowMs;
    if (waitMs > 0) return claims.map((claimed) => [claimed.deliveryId, put(claimed, waitMs)]);
    const ids = claims.map(({ candidate }) => candidate.key.userId);
    const found = await this.#ask(ids, signal);
    return claims.map((claimed) => {
      const answer = found.get(claimed.candidate.key.userId);
      return [claimed.deliveryId, answer === undefined ? WITHOUT : this.#read(claimed, answer)];
    });
  }

  #read(claimed: ClaimedDelivery, answer: Answer | DirectoryRefusal): Asked<Answer> {
    if (!isRefusal(answer)) return { kind: "answer", answer };
    const { nowMs, random, onNews } = this.#parts;
    switch (answer.kind) {
      case "forbidden": {
        if (nowMs() >= this.#forbiddenUntilMs) {
          const { permission } = answer;
          onNews({ kind: "forbidden", what: this.#what, permission, pauseMs: FORBIDDEN_FOR_MS });
        }
        this.#forbiddenUntilMs = nowMs() + FORBIDDEN_FOR_MS;
        return WITHOUT;
      }
      case "throttled": {
        const asked = answer.retryAfterSeconds;
        const afterMs =
          asked === null
            ? retryDelayMs(claimed.tries + 1, random())
            : askedDelayMs(asked * 1_000, random());
        this.#busyUntilMs = Math.max(this.#busyUntilMs, nowMs() + afterMs);
        return put(claimed, afterMs);
      }
      case "unavailable":
        return put(claimed, retryDelayMs(claimed.tries + 1, random()));
    }
  }
}

const WITHOUT = { kind: "without" } as const;

const put = ({ tries }: ClaimedDelivery, afterMs: number): Asked<never> =>
  tries >= TRIES_FOR_FACTS ? WITHOUT : { kind: "later", afterMs };

const REFUSALS: ReadonlySet<string> = new Set<DirectoryRefusal["kind"]>([
  "forbidden",
  "throttled",
  "unavailable",
]);

const isRefusal = (
  answer: DirectoryRefusal | { readonly kind: string },
): answer is DirectoryRefusal => REFUSALS.has(answer.kind);

/** Cuts a list into pieces of at most `size`. */
export function inBatches<Item>(
  items: readonly Item[],
  size: number,
): readonly (readonly Item[])[] {
  const batches: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += size) {
    batches.push(items.slice(from, from + size));
  }
  return batches;
}

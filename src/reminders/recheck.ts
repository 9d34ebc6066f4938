import type { MethodPolicy } from "../methods/policy.ts";
import { type Asked, type AskParts, BatchedAsk } from "./batched-ask.ts";
import type { Registration } from "./candidate.ts";
import type { ClaimedDelivery, DeliveryOutcome } from "./delivery-queue.ts";
import type { MailboxZoneAnswer, PeopleReader, RecheckAnswer } from "./directory.ts";
import { skipped, triedAgain } from "./dispatch-step.ts";
import { isReadyByMethods } from "./judge.ts";
import { asReportMethods } from "./report-methods.ts";
import type { ScanStore } from "./scan-store.ts";
import { zoneOfName } from "./time-zone.ts";

/** What the bot itself saw so recently needs no second look. */
const FRESH_MS = 60 * 60_000;

export type RecheckParts = AskParts & {
  readonly people: PeopleReader;
  readonly scans: Pick<ScanStore, "saveRegistrations" | "saveMailboxZones">;
  readonly policy: MethodPolicy;
  readonly now: () => Date;
  /** Whether methods are read before reminding. */
  readonly recheck: boolean;
  /** Whether mailboxes are asked for zones. */
  readonly mailboxZones: boolean;
};

/** Claims with what was found out about them, and the outcomes of those for which that was the end for now. */
export type Checked = {
  readonly going: readonly ClaimedDelivery[];
  readonly settled: readonly DeliveryOutcome[];
};

type Found<Answer> = {
  readonly claimed: ClaimedDelivery;
  /** Undefined: there was nothing to ask about. */
  readonly asked: Asked<Answer> | undefined;
};

type Judged = { readonly claimed: ClaimedDelivery } | { readonly outcome: DeliveryOutcome };

/** Brings what is known about people up to date right before they are reminded, and stores what was found. */
export class Rechecks {
  readonly #parts: RecheckParts;
  readonly #methods: BatchedAsk<RecheckAnswer>;
  readonly #zones: BatchedAsk<MailboxZoneAnswer>;

  constructor(parts: RecheckParts) {
    this.#parts = parts;
    const { people } = parts;
    this.#methods = new BatchedAsk("recheck", (ids, signal) => people.recheck(ids, signal), parts);
    this.#zones = new BatchedAsk(
      "mailboxZones",
      (ids, signal) => people.mailboxTimeZones(ids, signal),
      parts,
    );
  }

  /** Reads the methods of those of whom nothing fresh is known. */
  async registrations(claims: readonly ClaimedDelivery[], signal: AbortSignal): Promise<Checked> {
    const now = this.#parts.now();
    const asking = claims.filter(({ candidate }) => !isFresh(candidate.registration, now));
    if (!this.#parts.recheck || asking.length === 0) return { going: claims, settled: [] };
    const found = withAnswers(claims, await this.#methods.answers(asking, signal));
    const at = this.#parts.now();
    const seen = found.map((each) => ({ ...each, registration: this.#seenIn(each, at) }));
    const rows = seen.flatMap(({ claimed, asked, registration }) =>
      registration !== null && asked?.kind === "answer" && asked.answer.kind === "read"
        ? [
            {
              key: claimed.candidate.key,
              registration,
              methods: asReportMethods(asked.answer.methods),
            },
          ]
        : [],
    );
    if (rows.length > 0) await this.#parts.scans.saveRegistrations(rows);
    return sorted(
      seen.map(({ claimed, asked, registration }) => {
        if (asked?.kind === "later")
          return { outcome: triedAgain(claimed, asked.afterMs, "notRechecked", at) };
        if (asked?.kind === "answer" && asked.answer.kind === "noSuchUser") {
          return { outcome: skipped(claimed, "notInDirectory", at) };
        }
        return registration === null
          ? { claimed }
          : { claimed: withFacts(claimed, { registration }) };
      }),
    );
  }

  /** What a re-check says of somebody; null where it does not tell. */
  #seenIn({ asked }: Found<RecheckAnswer>, at: Date): Registration | null {
    if (asked?.kind !== "answer" || asked.answer.kind !== "read") return null;
    const isReady = isReadyByMethods(asked.answer.methods, this.#parts.policy, at);
    return isReady === null ? null : { isReady, at, source: "recheck" };
  }

  /** Asks the mailboxes of those whose zone Teams does not tell, once each. */
  async zones(claims: readonly ClaimedDelivery[], signal: AbortSignal): Promise<Checked> {
    const asking = claims.filter(
      ({ candidate }) =>
        candidate.mailboxTimeZone === null && zoneOfName(candidate.teamsTimeZone) === null,
    );
    if (!this.#parts.mailboxZones || asking.length === 0) return { going: claims, settled: [] };
    const found = withAnswers(claims, await this.#zones.answers(asking, signal));
    const at = this.#parts.now();
    const rows = found.flatMap(({ claimed, asked }) =>
      asked?.kind === "answer" ? [{ key: claimed.candidate.key, zone: zoneIn(asked.answer) }] : [],
    );
    if (rows.length > 0) await this.#parts.scans.saveMailboxZones(rows);
    return sorted(
      found.map(({ claimed, asked }) => {
        if (asked?.kind === "later")
          return { outcome: triedAgain(claimed, asked.afterMs, "zoneNotRead", at) };
        if (asked?.kind !== "answer") return { claimed };
        return { claimed: withFacts(claimed, { mailboxTimeZone: { zone: zoneIn(asked.answer) } }) };
      }),
    );
  }
}

const isFresh = (registration: Registration | null, now: Date): boolean =>
  registration !== null &&
  registration.source !== "report" &&
  now.getTime() - registration.at.getTime() < FRESH_MS;

const zoneIn = (answer: MailboxZoneAnswer): string | null =>
  answer.kind === "read" ? answer.zone : null;

const withAnswers = <Answer>(
  claims: readonly ClaimedDelivery[],
  answers: ReadonlyMap<string, Asked<Answer>>,
): readonly Found<Answer>[] =>
  claims.map((claimed) => ({ claimed, asked: answers.get(claimed.deliveryId) }));

const withFacts = (
  claimed: ClaimedDelivery,
  facts: Partial<ClaimedDelivery["candidate"]>,
): ClaimedDelivery => ({ ...claimed, candidate: { ...claimed.candidate, ...facts } });

const sorted = (all: readonly Judged[]): Checked => ({
  going: all.flatMap((each) => ("claimed" in each ? [each.claimed] : [])),
  settled: all.flatMap((each) => ("outcome" in each ? [each.outcome] : [])),
});

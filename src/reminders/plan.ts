import type { PersonKey } from "../enrollment/person.ts";
import type { Campaign } from "./campaign.ts";
import type { CandidateStore, PlanningCandidate } from "./campaign-store.ts";
import type { NoReminder, ReminderDecision } from "./decision.ts";
import type { DeliveryQueue, PlannedDelivery } from "./delivery-queue.ts";
import { DAY_MS, localDay } from "./local-time.ts";
import { nextReminder } from "./next-reminder.ts";
import type { ReminderSettings } from "./settings.ts";
import { zoneOf } from "./time-zone.ts";

/** People per page and statement: large enough that statements cost little, small enough that memory stays flat. */
const BATCH_SIZE = 1_000;

/** A planned reminder is moved for no less: it is decided anew before it is sent, and retries wait for seconds. */
const WORTH_MOVING_MS = 10 * 60_000;

export type PlanReport = {
  /** Everybody who was looked at. */
  readonly people: number;
  /** Who is reminded: newly planned, moved to another time, or planned already as it should be. */
  readonly added: number;
  readonly moved: number;
  readonly kept: number;
  /** Who is not, by reason. */
  readonly none: Readonly<Record<NoReminder, number>>;
  /** How many are due on each day, in the organisation's own zone (`2026-11-24`), from the earliest on. */
  readonly byDay: readonly { readonly day: string; readonly count: number }[];
  /** The first people that are reminded, by id. */
  readonly sample: readonly PlannedDelivery[];
  /** False when the signal ended it before everybody was looked at; the next one goes over all of them again. */
  readonly isComplete: boolean;
};

export type PlanOptions = {
  /** Decides and counts, and writes nothing. Then everybody who would be added or moved counts as such. */
  readonly dryRun?: boolean;
  /** How many people the sample has at most. */
  readonly sample?: number;
  /** Called after each batch with the number of people so far. */
  readonly onProgress?: (people: number) => void;
};

/**
 * Plans the next reminder of everybody who needs one. Memory does not grow with the tenant; planning twice, or on two
 * replicas, plans each reminder once. What is planned is decided anew right before it is sent.
 */
export type Plan = (
  campaign: Campaign,
  signal: AbortSignal,
  options?: PlanOptions,
) => Promise<PlanReport>;

export function createPlan(parts: {
  readonly candidates: CandidateStore;
  readonly queue: Pick<DeliveryQueue, "plan">;
  readonly settings: ReminderSettings;
  readonly now: () => Date;
  readonly batchSize?: number;
}): Plan {
  const { candidates, queue, settings, now, batchSize = BATCH_SIZE } = parts;
  return async (campaign, signal, { dryRun = false, sample = 0, onProgress } = {}) => {
    const tally = new Tally(settings, sample);
    try {
      for await (const batch of candidates.pages(campaign, batchSize, signal)) {
        const at = now();
        const decided = batch.map((person) => ({
          ...person,
          decision: nextReminder(person.candidate, campaign, settings, at),
        }));
        const rows = decided.flatMap((person) => rowFor(person, at) ?? []);
        for (const { candidate, decision } of decided) tally.add(candidate.key, decision);
        tally.wrote(
          rows.length === 0 || dryRun
            ? splitOf(rows, decided)
            : await queue.plan(campaign.campaignId, rows, at),
        );
        onProgress?.(tally.people);
      }
    } catch (error) {
      // Pages end with an error when they are told to end.
      if (!signal.aborted) throw error;
    }
    return tally.report(!signal.aborted);
  };
}

type Decided = PlanningCandidate & { readonly decision: ReminderDecision };

/** What has to be written for the person; null for nothing. */
function rowFor({ candidate, planned, decision }: Decided, now: Date): PlannedDelivery | null {
  if (decision.kind === "none") return null;
  const { at, ordinal } = decision;
  if (planned !== null) {
    // Another one is under way; what follows it is decided when it is over.
    if (planned.ordinal !== ordinal) return null;
    const areBothDue = planned.dueAt <= now && at <= now;
    const apartMs = Math.abs(planned.dueAt.getTime() - at.getTime());
    if (areBothDue || apartMs < WORTH_MOVING_MS) return null;
  }
  return { key: candidate.key, ordinal, dueAt: at };
}

/** What writing the rows would come to. */
function splitOf(
  rows: readonly PlannedDelivery[],
  decided: readonly Decided[],
): { readonly added: number; readonly moved: number } {
  const planned = new Set(
    decided.flatMap(({ candidate, planned: row }) => (row === null ? [] : candidate.key.userId)),
  );
  const moved = rows.filter(({ key }) => planned.has(key.userId)).length;
  return { added: rows.length - moved, moved };
}

/** The counts of a plan as it goes on; as large at the end as at the beginning. */
class Tally {
  readonly #settings: ReminderSettings;
  readonly #sampleSize: number;
  readonly #sample: PlannedDelivery[] = [];
  readonly #none = { ...NOBODY };
  readonly #byDay = new Map<string, number>();
  #people = 0;
  #reminded = 0;
  #added = 0;
  #moved = 0;

  constructor(settings: ReminderSettings, sampleSize: number) {
    this.#settings = settings;
    this.#sampleSize = sampleSize;
  }

  get people(): number {
    return this.#people;
  }

  add(key: PersonKey, decision: ReminderDecision): void {
    this.#people += 1;
    if (decision.kind === "none") {
      this.#none[decision.why] += 1;
      return;
    }
    this.#reminded += 1;
    const { at: dueAt, ordinal } = decision;
    const day = this.#dayOf(dueAt);
    this.#byDay.set(day, (this.#byDay.get(day) ?? 0) + 1);
    if (this.#sample.length < this.#sampleSize) this.#sample.push({ key, ordinal, dueAt });
  }

  wrote({ added, moved }: { readonly added: number; readonly moved: number }): void {
    this.#added += added;
    this.#moved += moved;
  }

  report(isComplete: boolean): PlanReport {
    return {
      people: this.#people,
      added: this.#added,
      moved: this.#moved,
      kept: this.#reminded - this.#added - this.#moved,
      none: { ...this.#none },
      byDay: [...this.#byDay]
        .map(([day, count]) => ({ day, count }))
        .sort((a, b) => a.day.localeCompare(b.day)),
      sample: this.#sample,
      isComplete,
    };
  }

  #dayOf(at: Date): string {
    const nobody = { teamsTimeZone: null, mailboxTimeZone: null };
    const zone = zoneOf(nobody, this.#settings.defaultTimeZone);
    return new Date(localDay(at, zone) * DAY_MS).toISOString().slice(0, 10);
  }
}

const NOBODY: Readonly<Record<NoReminder, number>> = {
  campaignNotRunning: 0,
  notInDirectory: 0,
  guest: 0,
  disabled: 0,
  excluded: 0,
  compliant: 0,
  notKnown: 0,
  exempt: 0,
  optedOut: 0,
  cannot: 0,
  unreachable: 0,
  noAllowedTime: 0,
};

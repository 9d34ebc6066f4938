import type { Zone } from "luxon";
import type { Campaign } from "../reminders/campaign.ts";
import type { CandidateStore } from "../reminders/campaign-store.ts";
import type { Candidate } from "../reminders/candidate.ts";
import type { NoReminder } from "../reminders/decision.ts";
import { nextReminder } from "../reminders/next-reminder.ts";
import type { ReminderSettings } from "../reminders/settings.ts";
import { zoneOf } from "../reminders/time-zone.ts";

const BATCH_SIZE = 1_000;

/** So many hours, on the clocks of the people themselves; further ones are counted together. */
const MOST_HOURS = 10_000;

export type PreviewPerson = {
  readonly candidate: Candidate;
  readonly at: Date;
  readonly ordinal: number;
  readonly zone: string;
};

export type Preview = {
  readonly people: number;
  readonly reminded: number;
  /** `2026-11-24 09:00` on the clock of whoever is reminded; from the earliest on. */
  readonly byHour: readonly { readonly hour: string; readonly count: number }[];
  readonly byZone: readonly { readonly zone: string; readonly count: number }[];
  readonly none: Readonly<Partial<Record<NoReminder, number>>>;
  /** Those who are reminded, by id. */
  readonly sample: readonly PreviewPerson[];
  readonly isComplete: boolean;
};

/**
 * Whom a campaign would remind next, and when by their own clocks, by the very rules that send. Writes nothing; memory
 * does not grow with the tenant.
 */
export async function previewCampaign(
  campaign: Campaign,
  parts: {
    readonly candidates: Pick<CandidateStore, "pages">;
    readonly settings: ReminderSettings;
    readonly now: Date;
    readonly sample: number;
    readonly signal: AbortSignal;
    readonly onProgress: (people: number) => void;
  },
): Promise<Preview> {
  const { candidates, settings, now, signal, onProgress } = parts;
  const hours = new Map<string, number>();
  const zones = new Map<string, number>();
  const none: Partial<Record<NoReminder, number>> = {};
  const sample: PreviewPerson[] = [];
  let people = 0;
  let reminded = 0;
  try {
    for await (const batch of candidates.pages(campaign, BATCH_SIZE, signal)) {
      for (const { candidate } of batch) {
        people += 1;
        const decision = nextReminder(candidate, campaign, settings, now);
        if (decision.kind === "none") {
          none[decision.why] = (none[decision.why] ?? 0) + 1;
          continue;
        }
        reminded += 1;
        const zone = zoneOf(candidate, settings.defaultTimeZone);
        addTo(hours, hourOf(decision.at, zone));
        addTo(zones, zone.name);
        if (sample.length < parts.sample) {
          sample.push({ candidate, at: decision.at, ordinal: decision.ordinal, zone: zone.name });
        }
      }
      onProgress(people);
    }
  } catch (error) {
    // Pages end with an error when they are told to end.
    if (!signal.aborted) throw error;
  }
  return {
    people,
    reminded,
    byHour: [...hours]
      .map(([hour, count]) => ({ hour, count }))
      .sort((a, b) => a.hour.localeCompare(b.hour)),
    byZone: [...zones]
      .map(([zone, count]) => ({ zone, count }))
      .sort((a, b) => b.count - a.count || a.zone.localeCompare(b.zone)),
    none,
    sample,
    isComplete: !signal.aborted,
  };
}

function addTo(counts: Map<string, number>, name: string): void {
  const key = counts.has(name) || counts.size < MOST_HOURS ? name : "later";
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const MINUTE_MS = 60_000;

function hourOf(at: Date, zone: Zone): string {
  const wall = new Date(at.getTime() + zone.offset(at.getTime()) * MINUTE_MS).toISOString();
  return `${wall.slice(0, 10)} ${wall.slice(11, 13)}:00`;
}

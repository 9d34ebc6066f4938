import type { CardPayload } from "../cards/card.ts";
import type { OrganisationLinks } from "../cards/links.ts";
import {
  type ReminderCardData,
  reminderCard,
  reminderSummary,
} from "../cards/reminder/reminder.card.ts";
import { copyFor } from "../copy/copy.ts";
import { zonedDayText } from "../copy/zoned-format.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { Reminder } from "../reminders/messenger.ts";
import type { ReminderSettings } from "../reminders/settings.ts";
import { shownReminder, timesOf } from "./reminder-shown.ts";

/** A card, and the line that a phone's notification shows. */
export type WrittenReminder = { readonly card: CardPayload; readonly summary: string };

/**
 * People due at the same time mostly live in the same zones, so what they are shown differs in language, day and snoozes
 * only. At some 30 KB each in memory, this many are enough for every case of a few languages.
 */
const MOST_KEPT = 256;

/**
 * Writes reminders. Binding a card costs more than all the rest of sending one, and of a million most are alike: each
 * distinct one is bound once.
 */
export class ReminderMessages {
  readonly #settings: ReminderSettings;
  readonly #links: OrganisationLinks;
  readonly #clock: Clock;
  readonly #written = new Map<string, WrittenReminder>();

  constructor(parts: {
    readonly settings: ReminderSettings;
    readonly links: OrganisationLinks;
    readonly clock: Clock;
  }) {
    this.#settings = parts.settings;
    this.#links = parts.links;
    this.#clock = parts.clock;
  }

  /** What it returns is shared: nobody may change it. */
  remind({ candidate, campaign, ordinal }: Reminder): WrittenReminder {
    const now = this.#clock.now();
    const isFirst = ordinal === 1;
    return this.#write({
      view: shownReminder(candidate, campaign, this.#settings, now, { isFirst, refused: null }),
      ...timesOf(candidate, campaign, this.#settings, now),
      locale: candidate.locale,
      links: this.#links,
    });
  }

  /** What takes the place of a reminder of somebody who is ready. */
  done(locale: string | null): WrittenReminder {
    const zone = this.#settings.defaultTimeZone;
    const view = { kind: "done" } as const;
    return this.#write({
      view,
      deadline: null,
      isOverdue: false,
      zone,
      locale,
      links: this.#links,
    });
  }

  #write(data: ReminderCardData): WrittenReminder {
    const key = keyOf(data);
    const known = this.#written.get(key);
    if (known !== undefined) return known;
    const copy = copyFor(data.locale);
    const written = { card: reminderCard(copy, data), summary: reminderSummary(copy, data) };
    // The oldest goes: what was due first is over first.
    const [oldest] = this.#written.keys();
    if (oldest !== undefined && this.#written.size >= MOST_KEPT) this.#written.delete(oldest);
    this.#written.set(key, written);
    return written;
  }
}

/** All that a card is made of. Of the moment at which somebody was looked at it shows the day only. */
function keyOf({ view, zone, deadline, isOverdue, locale }: ReminderCardData): string {
  const shown = view.kind === "reminder" ? { ...view, lookedAt: dayOf(view.lookedAt, zone) } : view;
  return JSON.stringify([shown, zone, deadline, isOverdue, locale]);
}

const dayOf = (at: Date | null, zone: string): string | null =>
  at === null ? null : zonedDayText(at, { locale: "en", zone });

import type { Copy } from "../../copy/copy.ts";
import { formatLocale } from "../../copy/format.ts";
import type { Method } from "../../methods/method.ts";
import type { ButtonRow } from "../buttons.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { footView } from "../foot.ts";
import type { Line } from "../hints.ts";
import { methodRow } from "../readiness/method-row.ts";
import json from "./cleanup.template.json" with { type: "json" };
import type { CleanupCardData, Notice } from "./cleanup-view.ts";
import type { EntryRow } from "./entry-rows.ts";

/** A group of lines with a title, set off from the rest. */
export type Section = {
  readonly title: string;
  /** Our own words, in Markdown. */
  readonly texts: readonly Line[];
  /** Where names stand, shown as they are written. */
  readonly lines: readonly Line[];
  readonly steps: readonly { readonly number: string; readonly text: string }[];
};

/** Where phones are ticked. `value` and each choice's are made by `pickedValue`. */
export type ChoiceSet = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly title: string; readonly value: string }[];
};

/** What one card of the clean-up shows; everything but the heading and the buttons may be absent. */
export type Frame = {
  readonly tone: "accent" | "good" | "warning" | "attention" | "emphasis";
  readonly picture: string;
  readonly heading: string;
  readonly lead: string | null;
  /** What has changed, set off from the instruction. */
  readonly notice: string | null;
  /** Holds names, so it stands in a text run. */
  readonly question: string | null;
  readonly rows: readonly EntryRow[];
  readonly choiceSet: ChoiceSet | null;
  readonly sections: readonly Section[];
  /** What cannot be undone, and what must not be done. */
  readonly cautions: readonly string[];
  readonly asides: readonly string[];
  readonly buttons: ButtonRow;
  readonly speak: string;
};

/** What most cards leave out. */
export const BARE = {
  lead: null,
  notice: null,
  question: null,
  rows: [],
  choiceSet: null,
  sections: [],
  cautions: [],
  asides: [],
} as const;

// Microsoft allows five entries. A longer list is of a kind that we do not know, and the card has to stay below 28 KB.
export const MAX_ROWS = 12;

export const cleanupTemplate = loadTemplate("cleanup", json);

export function frameCard(copy: Copy, data: CleanupCardData, frame: Frame): CardPayload {
  const { choiceSet, buttons } = frame;
  return expandTemplate(cleanupTemplate, {
    fallbackText: frame.speak,
    speak: frame.speak,
    tone: frame.tone,
    picture: frame.picture,
    heading: frame.heading,
    leads: linesOf(frame.lead),
    notices: linesOf(frame.notice),
    questions: linesOf(frame.question),
    rows: frame.rows.map(({ name, pictures, marks, details, hints, results, buttons: own }) => ({
      ...{ name, pictures, marks, details, hints, results, buttons: own },
    })),
    choiceSets: choiceSet === null ? [] : [choiceSet],
    sections: frame.sections,
    cautions: frame.cautions.map((text) => ({ text })),
    asides: frame.asides.map((text) => ({ text })),
    ...buttons,
    foot: footView(copy, data.links),
  });
}

/** What has happened since the last card, in words. */
export const noticeText = (copy: Copy, notice: Notice | null): string | null =>
  notice === null ? null : copy[`cleanup.notice.${notice}`];

const linesOf = (text: string | null): readonly Line[] => (text === null ? [] : [{ text }]);

export const numbered = (lines: readonly string[]): Section["steps"] =>
  lines.map((text, index) => ({ number: `${index + 1}`, text }));

const MAX_OTHERS = 6;

/** What our token cannot touch, with where it can be removed; nothing where there is none. */
export function othersSection(
  copy: Copy,
  data: CleanupCardData,
  retired: readonly Method[],
): readonly Section[] {
  if (retired.length === 0) return [];
  const locale = formatLocale(copy, data.locale);
  const lines = retired.slice(0, MAX_OTHERS).map((method) => {
    const { name, details } = methodRow(copy, locale, { method, standing: "retired", hints: [] });
    return { text: [name, ...details.map(({ text }) => text)].join(" · ") };
  });
  const unshown = retired.length - MAX_OTHERS;
  const more = unshown > 0 ? [{ text: copy["list.more"]({ count: unshown }) }] : [];
  return [
    {
      title: copy["cleanup.others.title"],
      texts: [{ text: copy["cleanup.others.text"] }],
      lines: [...lines, ...more],
      steps: [],
    },
  ];
}

import type { Copy } from "../../copy/copy.ts";
import { type AskButton, askButton, openButton } from "../buttons.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { footView } from "../foot.ts";
import type { OrganisationLinks } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import { plainText } from "../plain-text.ts";
import json from "./reminder.template.json" with { type: "json" };
import type { ReminderAsk } from "./reminder-ask.ts";

/** One state of a reminder in words. */
export type ReminderPage = {
  readonly tone: "accent" | "attention" | "emphasis" | "good";
  readonly picture: keyof typeof PICTURES;
  readonly heading: string;
  /** Plain text: it may name what somebody else named. */
  readonly lead: string;
  /** What has just not been done, and why. */
  readonly news?: string;
  readonly facts?: readonly { readonly title: string; readonly text: string }[];
  readonly texts?: readonly string[];
  /** What to do, numbered. */
  readonly lines?: readonly string[];
  /** Words to give to the help desk, with the address of its form. */
  readonly request?: { readonly text: string; readonly url: string };
  readonly executes: readonly AskButton[];
  readonly asides?: readonly string[];
  /** What is spoken after the heading; the lead unless told. No names that somebody else chose: speech has Markdown. */
  readonly speak?: readonly string[];
};

export const reminderTemplate = loadTemplate("reminder", json);

export function pageOf(copy: Copy, links: OrganisationLinks, page: ReminderPage): CardPayload {
  const { heading, lead, request } = page;
  const spoken = [asSentence(heading), ...(page.speak ?? [lead])].map(plainText).join(" ");
  return expandTemplate(reminderTemplate, {
    fallbackText: spoken,
    speak: spoken,
    tone: page.tone,
    picture: PICTURES[page.picture],
    heading,
    lead,
    news: page.news === undefined ? [] : [{ text: page.news }],
    facts: page.facts ?? [],
    texts: asTexts(page.texts),
    lines: (page.lines ?? []).map((text, index) => ({ number: `${index + 1}`, text })),
    requests: request === undefined ? [] : [{ title: copy["helpDesk.toSend"], text: request.text }],
    opens:
      request === undefined
        ? []
        : [openButton(copy["action.askHelpDesk"], request.url, "positive")],
    executes: page.executes,
    asides: asTexts(page.asides),
    foot: footView(copy, links),
  });
}

const asSentence = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);

const asTexts = (texts: readonly string[] = []): readonly { readonly text: string }[] =>
  texts.map((text) => ({ text }));

/** A button of a reminder. */
export const ask = (what: ReminderAsk, title: string, isPrimary = false): AskButton =>
  askButton("reminder", what, title, isPrimary ? "positive" : "default");

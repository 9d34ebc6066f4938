import type { Copy } from "../../copy/copy.ts";
import type { ButtonRow } from "../buttons.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { footView } from "../foot.ts";
import type { OrganisationLinks } from "../links.ts";
import json from "./guide.template.json" with { type: "json" };

export type PagePicture = {
  readonly url: string;
  /** Empty for decoration. */
  readonly alt: string;
  readonly width: string;
  readonly height: string;
};

/** A store in which the app is found, with the QR code that opens it. */
export type PageStore = {
  readonly name: string;
  readonly picture: string;
  /** Width and height of the picture on the card. */
  readonly size: string;
  readonly alt: string;
  readonly link: string;
  readonly url: string;
};

/** One page of the guide in words; everything but the heading may be absent. */
export type Page = {
  readonly tone: "accent" | "warning" | "attention" | "emphasis";
  readonly heading: string;
  /** Where in the guide the person is. */
  readonly place: string | null;
  /** The names of all steps, the present one marked in words. */
  readonly trail: string | null;
  readonly picture: PagePicture | null;
  /** What this is about, beside the heading. */
  readonly lead: string | null;
  /** What has happened or not, set off from the instruction. */
  readonly news: string | null;
  readonly wayTitle: string | null;
  /** What to do, numbered, in Markdown. */
  readonly lines: readonly string[];
  readonly stores: readonly PageStore[];
  /** What must not be done. */
  readonly caution: string | null;
  /** Words to give to the help desk. */
  readonly request: { readonly title: string; readonly text: string } | null;
  readonly asides: readonly string[];
  readonly buttons: ButtonRow;
  readonly speak: string;
};

/** What most pages leave out. */
export const BLANK = {
  place: null,
  trail: null,
  picture: null,
  lead: null,
  news: null,
  wayTitle: null,
  stores: [],
  caution: null,
  request: null,
  asides: [],
} as const;

export const guideTemplate = loadTemplate("guide", json);

/** A page as a card: an instruction, a trouble, or a way out. */
export function pageCard(copy: Copy, links: OrganisationLinks, page: Page): CardPayload {
  return expandTemplate(guideTemplate, {
    fallbackText: page.speak,
    speak: page.speak,
    tone: page.tone,
    heading: page.heading,
    places: textOf(page.place),
    trails: textOf(page.trail),
    pictures: page.picture === null ? [] : [page.picture],
    leads: textOf(page.lead),
    texts: textOf(page.news),
    wayTitles: textOf(page.wayTitle),
    steps: page.lines.map((text, index) => ({ number: `${index + 1}`, text })),
    storeRows: page.stores.length === 0 ? [] : [{ stores: page.stores }],
    cautions: textOf(page.caution),
    requests: page.request === null ? [] : [page.request],
    asides: page.asides.map((text) => ({ text })),
    ...page.buttons,
    foot: footView(copy, links),
  });
}

const textOf = (text: string | null): readonly { readonly text: string }[] =>
  text === null ? [] : [{ text }];

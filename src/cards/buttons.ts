import type { View } from "./card.ts";
import { CARD_VERSION, type CardAsk, type CardName } from "./verbs.ts";

/** `destructive` is for what cannot be undone. */
type Style = "default" | "positive" | "destructive";

/** A button that opens a page. */
export type OpenButton = { readonly title: string; readonly url: string; readonly style: Style };

/** A button that asks the bot for something; `submit` is for clients that know no Universal Actions. */
export type AskButton = {
  readonly title: string;
  readonly verb: CardAsk["verb"];
  readonly style: Style;
  readonly data: View;
  readonly submit: View;
};

/** What the row of buttons of a card shows: the first page to open, what can be asked, further pages. */
export type ButtonRow = {
  readonly opens: readonly OpenButton[];
  readonly executes: readonly AskButton[];
  readonly links: readonly OpenButton[];
};

export function askButton(
  card: CardName,
  ask: CardAsk,
  title: string,
  style: Style = "default",
): AskButton {
  const { verb, ...rest } = ask;
  // A template binds no null, and what is absent needs no word.
  const said = Object.entries(rest).filter(([, value]) => value !== null);
  const data: View = { card, v: CARD_VERSION, ...Object.fromEntries(said) };
  return { title, verb, style, data, submit: { verb, ...data } };
}

export function openButton(title: string, url: string, style: Style = "default"): OpenButton {
  return { title, url, style };
}

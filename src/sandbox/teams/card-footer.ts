import { z } from "zod/v4";

const card = z.looseObject({
  body: z.array(z.unknown()).default([]),
  actions: z.array(z.unknown()).default([]),
});

const emptyCard = { type: "AdaptiveCard", version: "1.5" };

/**
 * The card with the sign-in button that Teams itself adds at its foot when an action needs a sign-in.
 * `original` may be anything; what is not a card gives way to a small card with the button alone.
 */
export const withSignInButton = (original: unknown, text: string, title: string, url: string) =>
  withFooter(original, [
    { type: "TextBlock", text: "Teams asks you to sign in", weight: "Bolder", wrap: true },
    ...(text === "" ? [] : [{ type: "TextBlock", text, wrap: true, spacing: "None" }]),
    { type: "ActionSet", actions: [{ type: "Action.OpenUrl", title, url }] },
  ]);

/** The card with the line that Teams shows under it after an action: a message of the bot, or an error. */
export const withLine = (original: unknown, text: string, color: "Default" | "Attention") =>
  withFooter(original, [{ type: "TextBlock", text, color, wrap: true }]);

function withFooter(original: unknown, items: readonly unknown[]) {
  const parsed = card.safeParse(original);
  const { body, actions, ...rest } = parsed.success
    ? parsed.data
    : { ...emptyCard, body: [], actions: [] };
  // A card's own actions are drawn last, so they move up to keep the footer at the foot.
  const ownActions = actions.length === 0 ? [] : [{ type: "ActionSet", actions }];
  const footer = { type: "Container", style: "emphasis", bleed: true, separator: true, items };
  return { ...rest, body: [...body, ...ownActions, footer] };
}

import { createRequire } from "node:module";
import type * as AdaptiveCards from "adaptivecards";
import type { CardPayload } from "../../src/cards/card.ts";

// The package's ES modules name their files without endings, which Node does not take; its bundle needs no browser.
const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)(
  "adaptivecards/dist/adaptivecards.min.js",
) as typeof AdaptiveCards;

/** What the Adaptive Cards library finds wrong with a card, in its own words. */
export function complaintsAbout(payload: CardPayload): readonly string[] {
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.parse(payload, context);
  const parsing = Array.from(
    { length: context.eventCount },
    (_, index) => context.getEventAt(index).message,
  );
  const validation = card.validateProperties().validationEvents.map(({ message }) => message);
  return [...parsing, ...validation];
}

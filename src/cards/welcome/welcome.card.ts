import type { Copy } from "../../copy/copy.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { footView } from "../foot.ts";
import type { OrganisationLinks } from "../links.ts";
import { questionView } from "../number-prompt/question.ts";
import { shownText } from "../shown-text.ts";
import json from "./welcome.template.json" with { type: "json" };

export type WelcomeCardData = { readonly links: OrganisationLinks };

export const welcomeTemplate = loadTemplate("welcome", json);

/** First contact: what PushReady is and promises, then the question of "Before you begin". */
export function welcomeCard(copy: Copy, data: WelcomeCardData): CardPayload {
  const organisationName = shownText(data.links.organisationName);
  return expandTemplate(welcomeTemplate, {
    fallbackText: copy["welcome.speak"],
    speak: `${copy["welcome.speak"]} ${copy["numberPrompt.question"]}`,
    title: copy["welcome.title"],
    text: copy["welcome.text"]({ organisationName }),
    promise: copy["welcome.promise"],
    before: copy["welcome.before"],
    ...questionView(copy),
    foot: footView(copy, data.links),
  });
}

import type { Copy } from "../../copy/copy.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { footView } from "../foot.ts";
import type { OrganisationLinks } from "../links.ts";
import json from "./number-prompt.template.json" with { type: "json" };
import { questionView } from "./question.ts";

export type NumberPromptCardData = { readonly links: OrganisationLinks };

export const numberPromptTemplate = loadTemplate("numberPrompt", json);

/** "When Microsoft asks you to confirm a sign-in, do you type a two-digit number?" Each answer leads to the check. */
export function numberPromptCard(copy: Copy, data: NumberPromptCardData): CardPayload {
  return expandTemplate(numberPromptTemplate, {
    fallbackText: copy["numberPrompt.question"],
    speak: copy["numberPrompt.question"],
    title: copy["numberPrompt.title"],
    ...questionView(copy),
    foot: footView(copy, data.links),
  });
}

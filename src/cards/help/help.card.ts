import type { Copy } from "../../copy/copy.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { footView } from "../foot.ts";
import type { OrganisationLinks } from "../links.ts";
import json from "./help.template.json" with { type: "json" };

export type HelpCardData = { readonly links: OrganisationLinks };

export const helpTemplate = loadTemplate("help", json);

/** What PushReady can do, the words to type, and who sees what it reads. */
export function helpCard(copy: Copy, data: HelpCardData): CardPayload {
  return expandTemplate(helpTemplate, {
    fallbackText: copy["help.speak"],
    speak: copy["help.speak"],
    title: copy["help.title"],
    text: copy["help.text"],
    words: copy["help.words"],
    commands: copy["help.commands"],
    privacyTitle: copy["help.privacyTitle"],
    privacy: copy["help.privacy"],
    check: copy["action.check"],
    signOut: copy["action.signOut"],
    foot: footView(copy, data.links),
  });
}

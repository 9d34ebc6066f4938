import type { Copy } from "../../copy/copy.ts";
import { askButton, openButton } from "../buttons.ts";
import { helpDeskRequestUrl } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import { plainText } from "../plain-text.ts";
import type { DataOf } from "./guide-card-data.ts";
import type { HelpReason, Trouble } from "./guide-view.ts";
import { BLANK, type Page } from "./page.card.ts";
import { placeText } from "./place.ts";
import { requestText } from "./request.ts";

// What the person may not be able to solve alone, and what the help desk is then asked for.
const HELP_WITH: Readonly<Partial<Record<Trouble, HelpReason>>> = {
  noAuthenticatorChoice: "noAuthenticatorChoice",
  restrictedLocation: "restrictedLocation",
  jailbrokenPhone: "jailbrokenPhone",
  phoneLost: "phoneLost",
  noSmartphone: "noSmartphone",
};

/** One trouble: what it looks like, what to do, and back to the step. */
export function troublePage(copy: Copy, data: DataOf<"trouble">): Page {
  const { view, guideId, links } = data;
  const { step, trouble } = view;
  const heading = copy[`trouble.${trouble}.title`];
  const looks = copy[`trouble.${trouble}.looks`];
  const lines = copy[`trouble.${trouble}.lines`];
  const reason = HELP_WITH[trouble];
  return {
    ...BLANK,
    tone: "emphasis",
    heading,
    place: placeText(copy, step),
    picture: { url: PICTURES.unsure, alt: "", width: "28px", height: "28px" },
    lead: looks,
    wayTitle: copy["trouble.whatToDo"],
    lines,
    buttons: {
      opens: [],
      executes: [
        askButton(
          "guide",
          { verb: "guide.unstuck", guideId, step },
          copy["action.backToStep"],
          "positive",
        ),
        askButton("guide", { verb: "guide.stuck", guideId, step }, copy["action.otherTrouble"]),
      ],
      links:
        reason === undefined
          ? []
          : [
              openButton(
                copy["action.askHelpDesk"],
                helpDeskRequestUrl(links, requestText(copy, reason, step)),
              ),
            ],
    },
    speak: `${heading}. ${plainText([looks, ...lines].join(" "))}`,
  };
}

import type { Copy } from "../../copy/copy.ts";
import { type AskButton, askButton, openButton } from "../buttons.ts";
import { helpDeskRequestUrl } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import { plainText } from "../plain-text.ts";
import type { DataOf } from "./guide-card-data.ts";
import { BLANK, type Page } from "./page.card.ts";
import { requestText } from "./request.ts";

/** Why only the help desk can help, what to ask for in words to copy, and how it goes on afterwards. */
export function helpDeskPage(copy: Copy, data: DataOf<"helpDesk">): Page {
  const { view, links } = data;
  const { why, step } = view;
  const heading = copy[`helpDesk.${why}.title`];
  const lead = copy[`helpDesk.${why}.text`];
  const request = requestText(copy, why, step);
  return {
    ...BLANK,
    tone: why === "notMyDevice" ? "attention" : "warning",
    heading,
    picture: { url: PICTURES.problem, alt: "", width: "28px", height: "28px" },
    lead,
    wayTitle: copy["trouble.whatToDo"],
    lines: copy[`helpDesk.${why}.lines`],
    request: { title: copy["helpDesk.toSend"], text: request },
    buttons: {
      opens: [
        openButton(copy["action.askHelpDesk"], helpDeskRequestUrl(links, request), "positive"),
      ],
      executes: [wayOn(copy, data)],
      links: [],
    },
    speak: `${heading}. ${plainText(lead)}`,
  };
}

// "I can go on" would take the foreign entry for known and never ask about it again, so here everything is looked at
// anew.
function wayOn(copy: Copy, { view, guideId }: DataOf<"helpDesk">): AskButton {
  return view.why === "notMyDevice"
    ? askButton(
        "guide",
        { verb: "guide.start", guideId },
        copy["helpDesk.notMyDevice.mineAfterAll"],
      )
    : askButton(
        "guide",
        { verb: "guide.unstuck", guideId, step: view.step },
        copy["action.canGoOn"],
      );
}

import type { Copy } from "../../copy/copy.ts";
import { askButton } from "../buttons.ts";
import { PICTURES } from "../pictures/pictures.ts";
import type { DataOf } from "./guide-card-data.ts";
import { BLANK, type Page } from "./page.card.ts";

/** The set-up was past its pages already when one of them was pressed; to show where it is takes a reading. */
export function movedOnPage(copy: Copy, { guideId }: DataOf<"movedOn">): Page {
  const heading = copy["movedOn.title"];
  const lead = copy["movedOn.text"];
  return {
    ...BLANK,
    tone: "emphasis",
    heading,
    picture: { url: PICTURES.unsure, alt: "", width: "28px", height: "28px" },
    lead,
    lines: [],
    buttons: {
      opens: [],
      executes: [
        askButton(
          "guide",
          { verb: "guide.checkNow", guideId, step: null },
          copy["movedOn.show"],
          "positive",
        ),
      ],
      links: [],
    },
    speak: `${heading}. ${lead}`,
  };
}

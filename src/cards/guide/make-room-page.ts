import type { Copy } from "../../copy/copy.ts";
import { AUTHENTICATOR_ENTRY_LIMIT } from "../../methods/readiness.ts";
import { askButton, openButton } from "../buttons.ts";
import { helpDeskRequestUrl, securityInfoLink } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import type { DataOf } from "./guide-card-data.ts";
import { BLANK, type Page } from "./page.card.ts";

/** Every place for an authenticator is taken: one has to go before another can be added. */
export function makeRoomPage(copy: Copy, data: DataOf<"makeRoom">): Page {
  const { view, guideId, links, accountHint } = data;
  const heading = copy["makeRoom.title"];
  const lead = copy["makeRoom.text"]({ used: view.used, limit: AUTHENTICATOR_ENTRY_LIMIT });
  return {
    ...BLANK,
    tone: "warning",
    heading,
    picture: { url: PICTURES.tidy, alt: "", width: "28px", height: "28px" },
    lead,
    lines: copy["makeRoom.lines"],
    caution: copy["makeRoom.caution"],
    asides: [copy["makeRoom.here"]],
    buttons: {
      opens: [
        openButton(
          copy["action.openSecurityInfo"],
          securityInfoLink(links, accountHint),
          "positive",
        ),
      ],
      executes: [
        askButton("guide", { verb: "cleanup.start", guideId }, copy["action.cleanUp"]),
        askButton("guide", { verb: "guide.resume", guideId }, copy["action.checkAgain"]),
      ],
      links: [openButton(copy["action.askHelpDesk"], helpDeskRequestUrl(links))],
    },
    speak: `${heading}. ${lead}`,
  };
}

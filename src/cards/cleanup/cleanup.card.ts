import type { Copy } from "../../copy/copy.ts";
import { formatLocale } from "../../copy/format.ts";
import { askButton, openButton } from "../buttons.ts";
import type { CardPayload } from "../card.ts";
import { pageCard } from "../guide/page.card.ts";
import { securityInfoLink } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import { whereNumberShowedFrame, whichIsMineFrame } from "./ask-card.ts";
import { chooseFrame } from "./choose-card.ts";
import type { CleanupCardData, CleanupDataOf } from "./cleanup-view.ts";
import { confirmFrame } from "./confirm-card.ts";
import { doneFrame } from "./done-card.ts";
import { entryRows } from "./entry-rows.ts";
import { BARE, type Frame, frameCard, MAX_ROWS, noticeText, othersSection } from "./frame.ts";
import { noneWorksPage, stoppedPage } from "./pages.ts";
import { signInPage } from "./sign-in-page.ts";

/** The one card of the clean-up, whatever it shows now; each new one takes the place of the last. */
export function cleanupCard(copy: Copy, data: CleanupCardData): CardPayload {
  const { view, links } = data;
  switch (view.kind) {
    case "nothingToRemove":
      return frameCard(copy, data, nothingFrame(copy, { ...data, view }));
    case "whichIsMine":
      return frameCard(copy, data, whichIsMineFrame(copy, { ...data, view }));
    case "choose":
      return frameCard(copy, data, chooseFrame(copy, { ...data, view }));
    case "confirm":
      return frameCard(copy, data, confirmFrame(copy, { ...data, view }));
    case "whereNumberShowed":
      return frameCard(copy, data, whereNumberShowedFrame(copy, { ...data, view }));
    case "removing":
      return frameCard(copy, data, removingFrame(copy, { ...data, view }));
    case "done":
      return frameCard(copy, data, doneFrame(copy, { ...data, view }));
    case "noneWorks":
      return pageCard(copy, links, noneWorksPage(copy, { ...data, view }));
    case "signIn":
      return pageCard(copy, links, signInPage(copy, { ...data, view }));
    case "stopped":
      return pageCard(copy, links, stoppedPage(copy, { ...data, view }));
  }
}

function nothingFrame(copy: Copy, data: CleanupDataOf<"nothingToRemove">): Frame {
  const { view, guideId, links, accountHint } = data;
  const heading = copy["cleanup.nothing.title"];
  const lead = copy[`cleanup.nothing.${view.why}`];
  const hasPhone = view.why === "onlyInHand";
  const start = { verb: "guide.start", guideId } as const;
  const list = { verb: "checklist.show", guideId } as const;
  return {
    ...BARE,
    tone: hasPhone ? "good" : "emphasis",
    picture: hasPhone ? PICTURES.done : PICTURES.unsure,
    heading,
    lead,
    notice: noticeText(copy, view.notice),
    sections: othersSection(copy, data, view.retired),
    buttons: {
      opens: [],
      executes: hasPhone
        ? [askButton("cleanup", list, copy["action.showChecklist"], "positive")]
        : [
            askButton("cleanup", start, copy["action.setUpPhone"], "positive"),
            askButton("cleanup", list, copy["action.showChecklist"]),
          ],
      links:
        view.retired.length === 0
          ? []
          : [openButton(copy["action.openSecurityInfo"], securityInfoLink(links, accountHint))],
    },
    speak: `${heading}. ${lead}`,
  };
}

/** Shown at once when a removal begins; the card moves on by itself. */
function removingFrame(copy: Copy, data: CleanupDataOf<"removing">): Frame {
  const { view, guideId, now } = data;
  const locale = formatLocale(copy, data.locale);
  const look = { verb: "cleanup.look", guideId } as const;
  return {
    ...BARE,
    tone: "emphasis",
    picture: PICTURES.tidy,
    heading: copy["cleanup.removing.title"],
    lead: copy["cleanup.removing.text"],
    rows: entryRows(copy, locale, view.devices.slice(0, MAX_ROWS), view.devices, now).map(
      (row) => ({ ...row, hints: [] }),
    ),
    buttons: {
      opens: [],
      executes: [askButton("cleanup", look, copy["action.lookAgain"])],
      links: [],
    },
    speak: copy["cleanup.removing.speak"],
  };
}

import type { Copy } from "../../copy/copy.ts";
import { askButton, openButton } from "../buttons.ts";
import { clientTime } from "../client-time.ts";
import { BLANK, type Page } from "../guide/page.card.ts";
import { helpDeskRequestUrl, securityInfoLink } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import type { CleanupDataOf, Stop } from "./cleanup-view.ts";
import { noticeText } from "./frame.ts";

const PROBLEM = { url: PICTURES.problem, alt: "", width: "28px", height: "28px" } as const;

/** No phone of theirs works: what to do first, and who helps. */
export function noneWorksPage(copy: Copy, data: CleanupDataOf<"noneWorks">): Page {
  const { view, guideId, links, accountHint } = data;
  const heading = copy["cleanup.noneWorks.title"];
  const lead = copy["cleanup.noneWorks.text"];
  const request = copy["helpDesk.noneWorks.request"];
  return {
    ...BLANK,
    tone: "warning",
    heading,
    picture: PROBLEM,
    lead,
    news: noticeText(copy, view.notice),
    wayTitle: copy["trouble.whatToDo"],
    lines: copy["cleanup.noneWorks.lines"],
    request: { title: copy["helpDesk.toSend"], text: request },
    buttons: {
      opens: [],
      executes: [
        askButton(
          "cleanup",
          { verb: "guide.start", guideId },
          copy["action.setUpPhone"],
          "positive",
        ),
      ],
      links: [
        openButton(copy["action.openSecurityInfo"], securityInfoLink(links, accountHint)),
        openButton(copy["action.askHelpDesk"], helpDeskRequestUrl(links, request)),
      ],
    },
    speak: `${heading}. ${lead}`,
  };
}

/** Nothing was tried, or nobody can say yet what came of it. */
export function stoppedPage(copy: Copy, data: CleanupDataOf<"stopped">): Page {
  const { view, guideId } = data;
  const heading = copy[`cleanup.stopped.${view.stop.kind}.title`];
  const lead = stopText(copy, view.stop);
  const look = { verb: "cleanup.look", guideId } as const;
  const list = { verb: "checklist.show", guideId } as const;
  return {
    ...BLANK,
    tone: "warning",
    heading,
    picture: PROBLEM,
    lead,
    lines: [],
    buttons: {
      opens: [],
      executes: [
        askButton("cleanup", look, copy["action.lookAgain"], "positive"),
        askButton("cleanup", list, copy["action.showChecklist"]),
      ],
      links: [],
    },
    speak: view.stop.kind === "earlierOpen" ? `${heading}.` : `${heading}. ${lead}`,
  };
}

const stopText = (copy: Copy, stop: Stop): string =>
  stop.kind === "earlierOpen"
    ? copy["cleanup.stopped.earlierOpen.text"]({ when: clientTime(stop.settlesAt) })
    : copy[`cleanup.stopped.${stop.kind}.text`];

import type { Copy } from "../../copy/copy.ts";
import { CHECKLIST_ITEMS, type Checklist } from "../../methods/checklist.ts";
import { askButton, type ButtonRow, openButton } from "../buttons.ts";
import type { DataOf } from "../guide/guide-card-data.ts";
import { securityInfoLink } from "../links.ts";

/** What is to be done next; `retry`: nothing could be read. */
type Next = "add" | "which" | "prove" | "tidy" | "retry" | "finished";

export type NextActionView = {
  readonly title: string;
  readonly text: string;
  /** What must not be done, or null. */
  readonly caution: string | null;
  readonly buttons: ButtonRow;
};

/** The one next action: the first item of the article that is not done decides. */
export function nextActionView(copy: Copy, data: DataOf<"checklist">): NextActionView {
  const next = nextOf(data.view.items);
  return {
    title: copy[`checklist.next.${next}.title`],
    text: copy[`checklist.next.${next}.text`],
    caution: next === "tidy" ? copy["checklist.next.tidy.caution"] : null,
    buttons: buttonsOf(copy, data, next),
  };
}

export const isFinished = (items: Checklist): boolean => nextOf(items) === "finished";

function nextOf(items: Checklist): Next {
  if (CHECKLIST_ITEMS.every((item) => items[item] === "unknown")) return "retry";
  if (items.pushListed !== "done") return "add";
  if (items.currentDeviceListed !== "done") return "which";
  if (items.pushApproved !== "done") return "prove";
  return items.oldDevicesRemoved === "done" ? "finished" : "tidy";
}

function buttonsOf(copy: Copy, data: DataOf<"checklist">, next: Next): ButtonRow {
  const { guideId, links, accountHint } = data;
  const start = { verb: "guide.start", guideId } as const;
  const prove = { verb: "guide.prove", guideId } as const;
  const look = { verb: "checklist.show", guideId } as const;
  const again = askButton("checklist", look, copy["action.checkAgain"]);
  const row = (...executes: ButtonRow["executes"]): ButtonRow => ({
    opens: [],
    executes,
    links: [],
  });
  switch (next) {
    case "add":
      return row(askButton("checklist", start, copy["action.startSetUp"], "positive"), again);
    case "which":
      return row(
        askButton("checklist", start, copy["checklist.next.which.button"], "positive"),
        again,
      );
    case "prove":
      return row(
        askButton("checklist", prove, copy["checklist.next.prove.button"], "positive"),
        again,
      );
    case "tidy":
      return {
        opens: [],
        executes: [
          askButton(
            "checklist",
            { verb: "cleanup.start", guideId },
            copy["action.cleanUp"],
            "positive",
          ),
          again,
        ],
        links: [openButton(copy["action.openSecurityInfo"], securityInfoLink(links, accountHint))],
      };
    case "retry":
      return row(askButton("checklist", look, copy["action.checkAgain"], "positive"));
    case "finished":
      return row(again);
  }
}

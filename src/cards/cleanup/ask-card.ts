import type { Copy } from "../../copy/copy.ts";
import { formatLocale } from "../../copy/format.ts";
import type { AuthenticatorMethod } from "../../methods/method.ts";
import { askButton } from "../buttons.ts";
import { PICTURES } from "../pictures/pictures.ts";
import type { CleanupCardData, CleanupDataOf } from "./cleanup-view.ts";
import { entryRows } from "./entry-rows.ts";
import { BARE, type Frame, MAX_ROWS, noticeText } from "./frame.ts";

/** Which of the listed phones is in the person's hand. */
export function whichIsMineFrame(copy: Copy, data: CleanupDataOf<"whichIsMine">): Frame {
  const { view, guideId } = data;
  const isElsewhere = view.showedOn !== null;
  const heading = copy[isElsewhere ? "cleanup.which.elsewhere.title" : "cleanup.which.title"];
  const lead = copy[isElsewhere ? "cleanup.which.elsewhere.text" : "cleanup.which.why"];
  return {
    ...BARE,
    tone: isElsewhere ? "warning" : "accent",
    picture: isElsewhere ? PICTURES.problem : PICTURES.unsure,
    heading,
    lead,
    notice: noticeText(copy, view.notice),
    question: copy["cleanup.which.question"],
    rows: askRows(copy, data, view.devices, "cleanup.mine").map((row) => ({
      ...row,
      marks: row.device.id === view.showedOn ? [{ text: copy["cleanup.which.showedHere"] }] : [],
    })),
    asides: asidesOf(copy, view.devices),
    buttons: {
      opens: [],
      executes: [
        askButton("cleanup", { verb: "cleanup.noneMine", guideId }, copy["cleanup.which.none"]),
        askButton("cleanup", { verb: "checklist.show", guideId }, copy["action.showChecklist"]),
      ],
      links: [],
    },
    speak: `${heading}. ${lead}`,
  };
}

/** On which phone the number of the fresh sign-in showed. */
export function whereNumberShowedFrame(
  copy: Copy,
  data: CleanupDataOf<"whereNumberShowed">,
): Frame {
  const { view, guideId } = data;
  const heading = copy["cleanup.showed.title"];
  const question = copy["cleanup.showed.question"];
  return {
    ...BARE,
    tone: "accent",
    picture: PICTURES.unsure,
    heading,
    question,
    // Hints would put the answer into somebody's mouth.
    rows: askRows(copy, data, view.devices, "cleanup.showedNumber").map((row) => ({
      ...row,
      hints: [],
    })),
    asides: asidesOf(copy, view.devices),
    buttons: {
      opens: [],
      executes: [
        askButton("cleanup", { verb: "cleanup.noNumber", guideId }, copy["cleanup.showed.none"]),
      ],
      links: [],
    },
    speak: `${heading} ${question}`,
  };
}

// Buttons carry numbers rather than names: a title interprets what a name may hold, and two may be named alike.
function askRows(
  copy: Copy,
  { guideId, now, locale }: Omit<CleanupCardData, "view">,
  devices: readonly AuthenticatorMethod[],
  verb: "cleanup.mine" | "cleanup.showedNumber",
): ReturnType<typeof entryRows> {
  const shown = devices.slice(0, MAX_ROWS);
  return entryRows(copy, formatLocale(copy, locale), shown, devices, now).map((row, index) => {
    const number = index + 1;
    const ask = { verb, guideId, methodId: row.device.id } as const;
    return {
      ...row,
      name: copy["cleanup.numbered"]({ number, name: row.name }),
      buttons: [askButton("cleanup", ask, copy["device.pick"]({ number }))],
    };
  });
}

function asidesOf(copy: Copy, devices: readonly AuthenticatorMethod[]): readonly string[] {
  const unshown = devices.length - MAX_ROWS;
  return [
    ...(devices.length > 1 ? [copy["device.several.hint"]] : []),
    ...(unshown > 0 ? [copy["list.more"]({ count: unshown })] : []),
  ];
}

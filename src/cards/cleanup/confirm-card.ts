import type { Copy } from "../../copy/copy.ts";
import { formatLocale } from "../../copy/format.ts";
import { askButton, openButton } from "../buttons.ts";
import { deviceName } from "../device/device-row.ts";
import { securityInfoLink } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import type { CleanupDataOf } from "./cleanup-view.ts";
import { type EntryRow, entryRows } from "./entry-rows.ts";
import { BARE, type Frame, MAX_ROWS } from "./frame.ts";

type Data = CleanupDataOf<"confirm">;

/** One sentence of what will happen, that it cannot be undone, and the button that does it. */
export function confirmFrame(copy: Copy, data: Data): Frame {
  return data.view.picked.length === 0 ? noneFrame(copy, data) : askFrame(copy, data);
}

function askFrame(copy: Copy, data: Data): Frame {
  const { view, guideId } = data;
  const count = view.picked.length;
  const heading = copy["cleanup.confirm.title"]({ count });
  const confirm = {
    verb: "cleanup.confirm",
    guideId,
    picked: view.picked.map(({ id }) => id),
  } as const;
  return {
    ...BARE,
    tone: "warning",
    picture: PICTURES.problem,
    heading,
    question: copy["cleanup.confirm.what"]({ count, inHand: deviceName(copy, view.inHand) }),
    rows: [...goingRows(copy, data), ...stayingRows(copy, data)],
    cautions: [copy["cleanup.confirm.noUndo"]],
    asides: view.needsSignIn ? [copy["cleanup.confirm.signInFirst"]] : [],
    buttons: {
      opens: [],
      executes: [
        askButton("cleanup", confirm, copy["cleanup.confirm.button"]({ count }), "destructive"),
        askButton("cleanup", { verb: "cleanup.back", guideId }, copy["action.back"]),
      ],
      links: [],
    },
    speak: `${heading} ${copy["cleanup.confirm.speak"]({ count })}`,
  };
}

/** All that was picked has to stay: why, and the way out. */
function noneFrame(copy: Copy, data: Data): Frame {
  const { guideId, links, accountHint } = data;
  const heading = copy["cleanup.confirm.none.title"];
  return {
    ...BARE,
    tone: "warning",
    picture: PICTURES.problem,
    heading,
    rows: stayingRows(copy, data),
    buttons: {
      opens: [],
      executes: [
        askButton("cleanup", { verb: "cleanup.back", guideId }, copy["action.back"], "positive"),
        askButton("cleanup", { verb: "guide.start", guideId }, copy["action.setUpPhone"]),
      ],
      links: [openButton(copy["action.openSecurityInfo"], securityInfoLink(links, accountHint))],
    },
    speak: `${heading}.`,
  };
}

function goingRows(copy: Copy, { view, now, locale }: Data): readonly EntryRow[] {
  const all = [view.inHand, ...view.picked, ...view.stays.map(({ device }) => device)];
  const shown = view.picked.slice(0, MAX_ROWS);
  return entryRows(copy, formatLocale(copy, locale), shown, all, now).map((row) => ({
    ...row,
    hints: [],
  }));
}

function stayingRows(copy: Copy, { view, now, locale }: Data): readonly EntryRow[] {
  const devices = view.stays.map(({ device }) => device);
  const room = MAX_ROWS - Math.min(view.picked.length, MAX_ROWS);
  const whys = new Map(view.stays.map(({ device, why }) => [device.id, why]));
  const all = [view.inHand, ...view.picked, ...devices];
  return entryRows(copy, formatLocale(copy, locale), devices.slice(0, room), all, now).map(
    (row) => {
      const why = whys.get(row.device.id);
      return {
        ...row,
        hints: [],
        results: why === undefined ? [] : [{ text: copy[`cleanup.stays.${why}`] }],
      };
    },
  );
}

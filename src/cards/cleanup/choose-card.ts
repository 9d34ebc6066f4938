import type { Copy } from "../../copy/copy.ts";
import { formatLocale } from "../../copy/format.ts";
import type { AuthenticatorMethod } from "../../methods/method.ts";
import { askButton, openButton } from "../buttons.ts";
import { deviceName } from "../device/device-row.ts";
import type { Line } from "../hints.ts";
import { securityInfoLink } from "../links.ts";
import { PICTURES } from "../pictures/pictures.ts";
import type { CleanupDataOf } from "./cleanup-view.ts";
import { type EntryRow, entryRows, lookAlike } from "./entry-rows.ts";
import { BARE, type ChoiceSet, type Frame, MAX_ROWS, noticeText, othersSection } from "./frame.ts";
import { PICKED_INPUT, pickedValue } from "./picked.ts";

type Data = CleanupDataOf<"choose">;

/** Everything that is listed, the phone in the hand first, and where to tick what is no longer owned. */
export function chooseFrame(copy: Copy, data: Data): Frame {
  const { view } = data;
  const shown = view.others.slice(0, MAX_ROWS - 1);
  const unshown = view.others.length - shown.length;
  const rows = rowsOf(copy, data, shown);
  return {
    ...BARE,
    tone: "accent",
    picture: PICTURES.tidy,
    heading: copy["cleanup.choose.title"],
    lead: copy["cleanup.choose.text"],
    notice: noticeText(copy, view.notice),
    rows,
    choiceSet: choiceSetOf(copy, view, shown),
    sections: othersSection(copy, data, view.retired),
    asides: [
      ...(unshown > 0 ? [copy["list.more"]({ count: unshown })] : []),
      ...(rows.some(({ hints }) => hints.length > 0) ? [copy["hint.note"]] : []),
    ],
    buttons: buttonsOf(copy, data),
    speak: `${copy["cleanup.choose.title"]}. ${copy["cleanup.choose.speak"]({ count: view.others.length })}`,
  };
}

function choiceSetOf(
  copy: Copy,
  { picked }: Data["view"],
  shown: readonly AuthenticatorMethod[],
): ChoiceSet | null {
  // One without a choice is no valid input.
  if (shown.length === 0) return null;
  return {
    id: PICKED_INPUT,
    label: copy["cleanup.choose.label"],
    value: picked.map(pickedValue).join(","),
    choices: shown.map((device, index) => ({
      title: choiceTitle(copy, device, index + 1),
      value: pickedValue(device.id),
    })),
  };
}

function rowsOf(
  copy: Copy,
  data: Data,
  shown: readonly AuthenticatorMethod[],
): readonly EntryRow[] {
  const { view, now } = data;
  const locale = formatLocale(copy, data.locale);
  const all = [view.inHand, ...view.others];
  const rows = entryRows(copy, locale, [view.inHand, ...shown], all, now);
  return rows.map((row, index) =>
    index === 0
      ? { ...row, marks: [{ text: copy["cleanup.inHand"] }] }
      : {
          ...row,
          name: copy["cleanup.numbered"]({ number: index, name: row.name }),
          marks: marksOf(copy, view, shown, row.device),
        },
  );
}

function marksOf(
  copy: Copy,
  view: Data["view"],
  shown: readonly AuthenticatorMethod[],
  device: AuthenticatorMethod,
): readonly Line[] {
  return [
    ...(view.kept.includes(device.id) ? [copy["cleanup.kept"]] : []),
    ...(lookAlike(device, view.inHand) ? [copy["cleanup.alikeInHand"]] : []),
    ...alikeAmong(copy, shown, device),
  ].map((text) => ({ text }));
}

function alikeAmong(
  copy: Copy,
  shown: readonly AuthenticatorMethod[],
  device: AuthenticatorMethod,
): readonly string[] {
  const numbers = shown.flatMap((other, index) =>
    other.id !== device.id && lookAlike(other, device) ? [`${index + 1}`] : [],
  );
  return numbers.length === 0 ? [] : [copy["cleanup.alike"]({ numbers: numbers.join(", ") })];
}

// A choice's title interprets what it holds, so of a name only letters, digits and a few harmless marks are taken; the
// row above shows it whole.
const PLAIN = /[^\p{L}\p{M}\p{N} '’.,-]+/gu;

function choiceTitle(copy: Copy, device: AuthenticatorMethod, number: number): string {
  const name = deviceName(copy, device).replace(PLAIN, " ").replace(/ +/g, " ").trim();
  return name === ""
    ? copy["cleanup.choose.bare"]({ number })
    : copy["cleanup.choose.choice"]({ number, name });
}

function buttonsOf(copy: Copy, { view, guideId, links, accountHint }: Data): Frame["buttons"] {
  const url = securityInfoLink(links, accountHint);
  return {
    opens: [],
    executes: [
      askButton("cleanup", { verb: "cleanup.pick", guideId }, copy["action.goOn"], "positive"),
      askButton("cleanup", { verb: "cleanup.keepAll", guideId }, copy["action.allMine"]),
      askButton("cleanup", { verb: "checklist.show", guideId }, copy["action.showChecklist"]),
    ],
    links: view.retired.length === 0 ? [] : [openButton(copy["action.openSecurityInfo"], url)],
  };
}

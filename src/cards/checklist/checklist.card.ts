import type { Copy } from "../../copy/copy.ts";
import { CHECKLIST_ITEMS, type ItemState } from "../../methods/checklist.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { clientTime } from "../client-time.ts";
import { footView } from "../foot.ts";
import type { DataOf } from "../guide/guide-card-data.ts";
import { PICTURES } from "../pictures/pictures.ts";
import json from "./checklist.template.json" with { type: "json" };
import { evidenceText } from "./evidence.ts";
import { isFinished, nextActionView } from "./next-action.ts";

export const checklistTemplate = loadTemplate("checklist", json);

// The words beside them say the same.
const MARKS: Readonly<Record<ItemState, string>> = {
  done: PICTURES.done,
  open: PICTURES.todo,
  unknown: PICTURES.unsure,
};

/** The article's four items with what speaks for each, and the one next action. */
export function checklistCard(copy: Copy, data: DataOf<"checklist">): CardPayload {
  const { view, links, now } = data;
  const isDone = isFinished(view.items);
  const heading = isDone ? copy["checklist.finished.title"] : copy["checklist.title"];
  const lead = leadOf(copy, view.items, isDone);
  const { buttons, caution, ...next } = nextActionView(copy, data);
  return expandTemplate(checklistTemplate, {
    fallbackText: `${heading}. ${lead} ${next.title}.`,
    speak: `${heading}. ${lead} ${next.title}.`,
    tone: isDone ? "good" : "accent",
    picture: isDone ? PICTURES.done : PICTURES.tidy,
    heading,
    lead,
    checked: copy["readiness.checked"]({ when: clientTime(now) }),
    items: CHECKLIST_ITEMS.map((item) => ({
      picture: MARKS[view.items[item]],
      state: copy[`checklist.${view.items[item]}`],
      name: copy[`checklist.${item}.name`],
      evidence: [{ text: evidenceText(copy, item, view) }],
    })),
    next: {
      title: next.title,
      texts: [{ text: next.text }],
      cautions: caution === null ? [] : [{ text: caution }],
    },
    ...buttons,
    foot: footView(copy, links),
  });
}

function leadOf(copy: Copy, items: DataOf<"checklist">["view"]["items"], isDone: boolean): string {
  if (isDone) return copy["checklist.finished.text"];
  const states = CHECKLIST_ITEMS.map((item) => items[item]);
  if (states.every((state) => state === "unknown")) return copy["checklist.unknown.text"];
  const done = states.filter((state) => state === "done").length;
  return copy["checklist.count"]({ done, all: states.length });
}

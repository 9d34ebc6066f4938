import type { Copy } from "../../copy/copy.ts";
import { formatLocale } from "../../copy/format.ts";
import type { AuthenticatorMethod } from "../../methods/method.ts";
import { type AskButton, askButton } from "../buttons.ts";
import { type CardPayload, expandTemplate, loadTemplate, type View } from "../card.ts";
import { footView } from "../foot.ts";
import type { DataOf } from "../guide/guide-card-data.ts";
import json from "./device.template.json" with { type: "json" };
import { type DeviceRow, deviceRows } from "./device-row.ts";

export const deviceTemplate = loadTemplate("device", json);

// Microsoft allows five entries. A longer list is of a kind that we do not know, and the card has to stay below 28 KB.
const MAX_DEVICES = 12;

/** Which of the listed phones is in the person's hand. */
export function chooseDeviceCard(copy: Copy, data: DataOf<"chooseDevice">): CardPayload {
  const place = data.view.isNew ? "new" : "listed";
  return askCard(copy, data, {
    title: copy[`device.${place}.title`],
    aboutOne: copy[`device.${place}.question`],
    aboutSeveral: copy["device.several.question"],
    speakOfOne: copy["device.speak.one"],
    verb: "device.mine",
    noneVerb: "device.none",
    noneTitle: copy["action.noneOfThese"],
  });
}

/** On which phone the number of the fresh sign-in showed. */
export function whereNumberShowedCard(copy: Copy, data: DataOf<"whereNumberShowed">): CardPayload {
  return askCard(copy, data, {
    title: copy["showed.title"],
    aboutOne: copy["showed.question"],
    aboutSeveral: copy["showed.several.question"],
    speakOfOne: copy["showed.speak.one"],
    verb: "device.showedNumber",
    noneVerb: "device.noNumber",
    noneTitle: copy["showed.none"],
  });
}

type Question = {
  readonly title: string;
  /** Holds the name of the phone, so it stands in a text run. */
  readonly aboutOne: (p: { name: string }) => string;
  readonly aboutSeveral: string;
  /** Holds no name: what is spoken is interpreted. */
  readonly speakOfOne: string;
  readonly verb: "device.mine" | "device.showedNumber";
  readonly noneVerb: "device.none" | "device.noNumber";
  readonly noneTitle: string;
};

type DeviceData = DataOf<"chooseDevice" | "whereNumberShowed">;

function askCard(copy: Copy, data: DeviceData, question: Question): CardPayload {
  const { view, links, now, locale } = data;
  const rows = deviceRows(copy, formatLocale(copy, locale), view.devices, now);
  const [first, ...others] = rows;
  return expandTemplate(deviceTemplate, {
    tone: "accent",
    heading: question.title,
    places: [],
    pictures: [],
    ...(first === undefined || others.length > 0
      ? amongSeveral(copy, data, question, rows)
      : aboutOne(copy, data, question, first)),
    foot: footView(copy, links),
  });
}

function aboutOne(copy: Copy, data: DeviceData, question: Question, row: DeviceRow): View {
  return {
    fallbackText: question.speakOfOne,
    speak: question.speakOfOne,
    questions: [{ text: question.aboutOne({ name: row.name }) }],
    facts: [...row.details, ...row.hints],
    devices: [],
    notes: [],
    executes: [
      pointAt(data, question, row.device, copy["action.yes"], "positive"),
      noneOf(data, question, copy["action.no"]),
    ],
  };
}

// Buttons carry numbers rather than names: a title interprets what a name may hold, and two may be named alike.
function amongSeveral(
  copy: Copy,
  data: DeviceData,
  question: Question,
  rows: readonly DeviceRow[],
): View {
  const text = rows.length === 0 ? copy["device.none.question"] : question.aboutSeveral;
  const unshown = rows.length - MAX_DEVICES;
  return {
    fallbackText: text,
    speak: text,
    questions: [{ text }],
    facts: [],
    devices: rows.slice(0, MAX_DEVICES).map(({ device, name, details, hints }, index) => {
      const number = index + 1;
      const title = copy["device.pick"]({ number });
      return {
        name: copy["device.numbered"]({ number, name }),
        details,
        hints,
        buttons: [pointAt(data, question, device, title, "default")],
      };
    }),
    notes: [
      ...(rows.length === 0 ? [] : [{ text: copy["device.several.hint"] }]),
      ...(unshown > 0 ? [{ text: copy["list.more"]({ count: unshown }) }] : []),
    ],
    executes: [noneOf(data, question, question.noneTitle)],
  };
}

const pointAt = (
  { guideId }: DeviceData,
  { verb }: Question,
  { id }: AuthenticatorMethod,
  title: string,
  style: "default" | "positive",
): AskButton => askButton("device", { verb, guideId, methodId: id }, title, style);

const noneOf = ({ guideId }: DeviceData, { noneVerb }: Question, title: string): AskButton =>
  askButton("device", { verb: noneVerb, guideId }, title);

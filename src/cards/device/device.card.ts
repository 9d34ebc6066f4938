import type { Copy } from "../../copy/copy.ts";
import { formatLocale } from "../../copy/format.ts";
import type { AuthenticatorMethod } from "../../methods/method.ts";
import { type AskButton, askButton } from "../buttons.ts";
import { type CardPayload, expandTemplate, loadTemplate } from "../card.ts";
import { footView } from "../foot.ts";
import type { DataOf } from "../guide/guide-card-data.ts";
import json from "./device.template.json" with { type: "json" };
import { deviceName, deviceRows } from "./device-row.ts";

export const deviceTemplate = loadTemplate("device", json);

// Microsoft allows five entries. A longer list is of a kind that we do not know, and the card has to stay below 28 KB.
const MAX_DEVICES = 12;

/** Which of the listed phones is in the person's hand. */
export function chooseDeviceCard(copy: Copy, data: DataOf<"chooseDevice">): CardPayload {
  const { isNew, devices } = data.view;
  const [only] = devices;
  const place = isNew ? "new" : "listed";
  return askCard(copy, data, {
    title: copy[`device.${place}.title`],
    question:
      only === undefined
        ? copy["device.none.question"]
        : devices.length === 1
          ? copy[`device.${place}.question`]({ name: deviceName(copy, only) })
          : copy["device.several.question"],
    speak: devices.length === 1 ? copy["device.speak.one"] : copy["device.several.question"],
    verb: "device.mine",
    noneVerb: "device.none",
    noneTitle: copy["action.noneOfThese"],
  });
}

/** On which phone the number of the fresh sign-in showed. */
export function whereNumberShowedCard(copy: Copy, data: DataOf<"whereNumberShowed">): CardPayload {
  const { devices } = data.view;
  const [only] = devices;
  return askCard(copy, data, {
    title: copy["showed.title"],
    question:
      only === undefined
        ? copy["device.none.question"]
        : devices.length === 1
          ? copy["showed.question"]({ name: deviceName(copy, only) })
          : copy["showed.several.question"],
    speak: devices.length === 1 ? copy["showed.speak.one"] : copy["showed.several.question"],
    verb: "device.showedNumber",
    noneVerb: "device.noNumber",
    noneTitle: copy["showed.none"],
  });
}

type Question = {
  readonly title: string;
  /** May hold the name of a phone, so it stands in a text run. */
  readonly question: string;
  /** Holds no name: it is interpreted. */
  readonly speak: string;
  readonly verb: "device.mine" | "device.showedNumber";
  readonly noneVerb: "device.none" | "device.noNumber";
  readonly noneTitle: string;
};

function askCard(
  copy: Copy,
  data: DataOf<"chooseDevice" | "whereNumberShowed">,
  question: Question,
): CardPayload {
  const { guideId, links, now, locale } = data;
  const { devices } = data.view;
  const isOne = devices.length === 1;
  const point = (device: AuthenticatorMethod, title: string, isPrimary: boolean): AskButton =>
    askButton(
      "device",
      { verb: question.verb, guideId, methodId: device.id },
      title,
      isPrimary ? "positive" : "default",
    );
  const none = askButton(
    "device",
    { verb: question.noneVerb, guideId },
    isOne ? copy["action.no"] : question.noneTitle,
  );
  const shown = devices.slice(0, MAX_DEVICES);
  return expandTemplate(deviceTemplate, {
    fallbackText: question.speak,
    speak: question.speak,
    tone: "accent",
    heading: question.title,
    places: [],
    pictures: [],
    questions: [{ text: question.question }],
    devices: deviceRows(copy, formatLocale(copy, locale), shown, now, (device, number) =>
      // Numbered rather than named: a button's title interprets what a name may hold, and two may be named alike.
      isOne ? [] : [point(device, copy["device.pick"]({ number }), false)],
    ),
    notes: notesOf(copy, devices.length),
    executes: [
      ...(isOne ? shown.map((device) => point(device, copy["action.yes"], true)) : []),
      none,
    ],
    foot: footView(copy, links),
  });
}

function notesOf(copy: Copy, count: number): readonly { readonly text: string }[] {
  return [
    ...(count > 1 ? [{ text: copy["device.several.hint"] }] : []),
    ...(count > MAX_DEVICES ? [{ text: copy["list.more"]({ count: count - MAX_DEVICES }) }] : []),
  ];
}

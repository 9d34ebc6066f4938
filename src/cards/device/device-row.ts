import type { Copy } from "../../copy/copy.ts";
import { dayText } from "../../copy/format.ts";
import type { AuthenticatorMethod } from "../../methods/method.ts";
import { type StaleHint, staleHints } from "../../methods/staleness.ts";
import type { AskButton } from "../buttons.ts";
import { hintLines, type Line } from "../hints.ts";
import { shownText } from "../shown-text.ts";

/** A listed phone: its name, and what tells it from another of the same name. */
export type DeviceRow = {
  /** None for a phone that stands alone: the question above names it. */
  readonly names: readonly Line[];
  readonly details: readonly Line[];
  readonly hints: readonly Line[];
  /** What can be said about this one alone: a button, or none. */
  readonly buttons: readonly AskButton[];
};

/** The phone's own name as one line; what has none is called so in words. */
export function deviceName(copy: Copy, { displayName }: AuthenticatorMethod): string {
  const name = shownText(displayName ?? "");
  return name === "" ? copy["device.unnamed"] : name;
}

/** One row for each phone, numbered where there are several. `buttonOf` gets the number that its row carries. */
export function deviceRows(
  copy: Copy,
  locale: string,
  devices: readonly AuthenticatorMethod[],
  now: Date,
  buttonOf: (device: AuthenticatorMethod, number: number) => readonly AskButton[],
): readonly DeviceRow[] {
  const hints = staleHints(devices, now);
  return devices.map((device, index) => {
    const number = index + 1;
    const name = deviceName(copy, device);
    return {
      names: devices.length === 1 ? [] : [{ text: copy["device.numbered"]({ number, name }) }],
      details: detailLines(copy, locale, device),
      hints: hintLines(copy, locale, hintsOf(hints, device)),
      buttons: buttonOf(device, number),
    };
  });
}

const hintsOf = (
  hints: ReturnType<typeof staleHints>,
  { id }: AuthenticatorMethod,
): readonly StaleHint[] => hints.get(id) ?? [];

function detailLines(copy: Copy, locale: string, device: AuthenticatorMethod): readonly Line[] {
  const version = shownText(device.phoneAppVersion ?? "");
  const details = [
    ...(version === "" ? [] : [copy["detail.appVersion"]({ version })]),
    ...(device.createdAt === null
      ? []
      : [copy["detail.addedOn"]({ date: dayText(locale, device.createdAt) })]),
    ...(device.lastUsedAt === null
      ? []
      : [copy["detail.lastUsedOn"]({ date: dayText(locale, device.lastUsedAt) })]),
  ];
  return details.length === 0 ? [] : [{ text: details.join(" · ") }];
}

import type { Copy } from "../../copy/copy.ts";
import { dayText } from "../../copy/format.ts";
import type { AuthenticatorMethod } from "../../methods/method.ts";
import { staleHints } from "../../methods/staleness.ts";
import { hintLines, type Line } from "../hints.ts";
import { shownText } from "../shown-text.ts";

/** What is known of a listed phone, to tell it from another of the same name. */
export type DeviceRow = {
  readonly device: AuthenticatorMethod;
  readonly name: string;
  readonly details: readonly Line[];
  readonly hints: readonly Line[];
};

/** The phone's own name as one line; what has none is called so in words. */
export function deviceName(copy: Copy, { displayName }: AuthenticatorMethod): string {
  const name = shownText(displayName ?? "");
  return name === "" ? copy["device.unnamed"] : name;
}

/** One row for each phone, in their order. `locale` is one that {@link dayText} takes. */
export function deviceRows(
  copy: Copy,
  locale: string,
  devices: readonly AuthenticatorMethod[],
  now: Date,
): readonly DeviceRow[] {
  const hints = staleHints(devices, now);
  return devices.map((device) => ({
    device,
    name: deviceName(copy, device),
    details: detailLines(copy, locale, device),
    hints: hintLines(copy, locale, hints.get(device.id) ?? []),
  }));
}

function detailLines(copy: Copy, locale: string, device: AuthenticatorMethod): readonly Line[] {
  const { createdAt, lastUsedAt } = device;
  const version = shownText(device.phoneAppVersion ?? "");
  const details = [
    ...(version === "" ? [] : [copy["detail.appVersion"]({ version })]),
    ...(createdAt === null ? [] : [copy["detail.addedOn"]({ date: dayText(locale, createdAt) })]),
    ...(lastUsedAt === null
      ? []
      : [copy["detail.lastUsedOn"]({ date: dayText(locale, lastUsedAt) })]),
  ];
  return details.length === 0 ? [] : [{ text: details.join(" · ") }];
}

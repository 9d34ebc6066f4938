import type { Copy } from "../../copy/copy.ts";
import type { AuthenticatorMethod } from "../../methods/method.ts";
import type { AskButton } from "../buttons.ts";
import { type DeviceRow, deviceRows } from "../device/device-row.ts";
import type { Line } from "../hints.ts";
import { shownText } from "../shown-text.ts";

/** One entry of the list as the card shows it. */
export type EntryRow = {
  readonly name: string;
  /** Drawn beside the row, or none. */
  readonly pictures: readonly { readonly url: string }[];
  /** What matters most, in our own words. */
  readonly marks: readonly Line[];
  readonly details: readonly Line[];
  readonly hints: readonly Line[];
  /** What came of it, in our own words and Markdown. */
  readonly results: readonly Line[];
  /** None or one to press, under the row. */
  readonly buttons: readonly AskButton[];
};

/** What most push registrations carry; it tells nobody anything. */
const USUAL_TAG = "SoftwareTokenActivated";

/**
 * A row for each of these entries, in their order. What is known is compared among `all`, so that two phones of one model
 * can be told apart wherever anything does.
 */
export function entryRows(
  copy: Copy,
  locale: string,
  devices: readonly AuthenticatorMethod[],
  all: readonly AuthenticatorMethod[],
  now: Date,
): readonly (EntryRow & { readonly device: AuthenticatorMethod })[] {
  const rows = new Map(deviceRows(copy, locale, all, now).map((row) => [row.device.id, row]));
  return devices
    .map(({ id }) => rows.get(id))
    .filter((row) => row !== undefined)
    .map((row) => ({
      device: row.device,
      name: row.name,
      pictures: [],
      marks: [],
      details: detailsOf(copy, row, all),
      hints: row.hints,
      results: [],
      buttons: [],
    }));
}

/** Whether a person sees any difference between the two: same name, app, version, tag and dates. */
export const lookAlike = (a: AuthenticatorMethod, b: AuthenticatorMethod): boolean =>
  seenOf(a) === seenOf(b);

const seenOf = (device: AuthenticatorMethod): string =>
  JSON.stringify([
    device.displayName,
    device.clientApp === "outlookMobile",
    device.phoneAppVersion,
    device.deviceTag,
    device.createdAt,
    device.lastUsedAt,
  ]);

function detailsOf(
  copy: Copy,
  { device, details }: DeviceRow,
  all: readonly AuthenticatorMethod[],
): readonly Line[] {
  const texts = [
    ...(device.clientApp === "outlookMobile" ? [copy["cleanup.lite"]] : []),
    ...details.map(({ text }) => text),
    ...tagOf(copy, device, all),
  ];
  return texts.length === 0 ? [] : [{ text: texts.join(" · ") }];
}

// The usual tag is shown only where it is what tells an entry from another of its name.
function tagOf(
  copy: Copy,
  device: AuthenticatorMethod,
  all: readonly AuthenticatorMethod[],
): readonly string[] {
  const tag = shownText(device.deviceTag ?? "");
  const isTelling = all.some(
    ({ displayName, deviceTag }) =>
      displayName === device.displayName && deviceTag !== device.deviceTag,
  );
  return tag === "" || (tag === USUAL_TAG && !isTelling) ? [] : [copy["cleanup.tag"]({ tag })];
}

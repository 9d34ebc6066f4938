import type { Copy } from "../../copy/copy.ts";
import { dayText } from "../../copy/format.ts";
import type { Method } from "../../methods/method.ts";
import { classOf } from "../../methods/policy.ts";
import type { JudgedMethod } from "../../methods/readiness.ts";
import { hintLines, type Line } from "../hints.ts";
import { maskedEmail, maskedPhone, shownText } from "../shown-text.ts";

export type MethodRow = {
  readonly name: string;
  /** One line or none. */
  readonly details: readonly Line[];
  /** One line or none, which says of itself that it is a hint. */
  readonly hints: readonly Line[];
};

/** One registered method in plain words. `locale` is one that {@link dayText} takes. */
export function methodRow(copy: Copy, locale: string, judged: JudgedMethod): MethodRow {
  const { method, hints } = judged;
  const details = [...detailsOf(copy, method), ...datesOf(copy, locale, method)];
  return {
    name: nameOf(copy, method),
    details: details.length === 0 ? [] : [{ text: details.join(" · ") }],
    hints: hintLines(copy, locale, hints),
  };
}

function nameOf(copy: Copy, method: Method): string {
  switch (method.kind) {
    case "microsoftAuthenticator":
      return classOf(method) === "authenticatorLite"
        ? copy["method.authenticatorLite"]
        : copy["method.microsoftAuthenticator"];
    case "phone":
      return copy[`method.phone.${method.phoneType}`];
    case "fido2":
      return method.inAuthenticator ? copy["method.fido2.inAuthenticator"] : copy["method.fido2"];
    case "unknown":
      return copy[`method.unknown.${method.why}`];
    case "email":
    case "softwareOath":
    case "hardwareOath":
    case "windowsHelloForBusiness":
    case "platformCredential":
    case "passwordlessMicrosoftAuthenticator":
    case "external":
    case "temporaryAccessPass":
    case "qrCodePin":
    case "resourceAccountKey":
    case "password":
      return copy[`method.${method.kind}`];
  }
}

function detailsOf(copy: Copy, method: Method): readonly string[] {
  switch (method.kind) {
    case "microsoftAuthenticator":
      return [...shown(method.displayName), ...appVersion(copy, method.phoneAppVersion)];
    case "phone":
      return method.phoneNumber === null ? [] : [maskedPhone(method.phoneNumber)];
    case "email":
      return method.emailAddress === null ? [] : [shownText(maskedEmail(method.emailAddress))];
    case "fido2":
      return [
        ...new Set([...shown(method.displayName), ...shown(method.model)]),
        ...(method.inAuthenticator ? [copy["detail.notPush"]] : []),
      ];
    case "hardwareOath":
    case "windowsHelloForBusiness":
    case "platformCredential":
    case "external":
    case "passwordlessMicrosoftAuthenticator":
      return shown(method.displayName);
    case "temporaryAccessPass":
      if (method.isUsable === null) return [];
      return [method.isUsable ? copy["detail.passUsable"] : copy["detail.passNotUsable"]];
    case "unknown":
      return shown(method.graphType).map((graphType) => copy["detail.graphType"]({ graphType }));
    case "softwareOath":
    case "qrCodePin":
    case "resourceAccountKey":
    case "password":
      return [];
  }
}

function shown(text: string | null): readonly string[] {
  const line = text === null ? "" : shownText(text);
  return line === "" ? [] : [line];
}

const appVersion = (copy: Copy, version: string | null): readonly string[] =>
  shown(version).map((text) => copy["detail.appVersion"]({ version: text }));

function datesOf(copy: Copy, locale: string, method: Method): readonly string[] {
  // How old a password or a pass is says nothing about being ready.
  if (method.kind === "password" || method.kind === "temporaryAccessPass") return [];
  const { createdAt, lastUsedAt } = method;
  return [
    ...(createdAt === null ? [] : [copy["detail.addedOn"]({ date: dayText(locale, createdAt) })]),
    ...(lastUsedAt === null
      ? []
      : [copy["detail.lastUsedOn"]({ date: dayText(locale, lastUsedAt) })]),
  ];
}

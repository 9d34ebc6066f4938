import { kindOf, textOf } from "../people/method-kinds.ts";
import type { DefaultMethod, SecurityInfo, StoredMethod } from "../people/person.ts";
import { passkeyInAuthenticatorAaGuid } from "../people/stored-methods.ts";

/** One line of the page's list, in the words of the real page. */
export type MethodRow = {
  readonly id: string;
  readonly name: string;
  /** Second line under the name, or empty. */
  readonly kind: string;
  /** Phone, number, model. */
  readonly detail: string;
  readonly canDelete: boolean;
  /** Heading of the question before it is deleted. */
  readonly deleteTitle: string;
};

export function methodRow(method: StoredMethod): MethodRow {
  const row = (
    name: string,
    kind: string,
    detail: string,
    deleteTitle: string | null,
  ): MethodRow => ({
    id: method.id,
    name,
    kind,
    detail,
    canDelete: deleteTitle !== null,
    deleteTitle: deleteTitle ?? "",
  });
  const displayName = textOf(method, "displayName");
  switch (kindOf(method)) {
    case "password":
      return row(
        "Password",
        "",
        `Last updated: ${textOf(method, "createdDateTime").slice(0, 10)}`,
        null,
      );
    case "microsoftAuthenticator":
      return textOf(method, "clientAppName") === "outlookMobile"
        ? row("Outlook", "Push multi-factor authentication (MFA)", displayName, "Delete Outlook")
        : row(
            "Microsoft Authenticator",
            "Push multi-factor authentication (MFA)",
            displayName,
            "Delete Microsoft Authenticator",
          );
    case "softwareOath":
      return row(
        "Authenticator app",
        "Time-based one-time password (TOTP)",
        "",
        "Delete authenticator app",
      );
    case "phone":
      return row("Phone", "", textOf(method, "phoneNumber"), "Delete phone");
    case "email":
      return row("Email", "", textOf(method, "emailAddress"), "Delete email");
    case "fido2": {
      const isInApp = Object.values<string>(passkeyInAuthenticatorAaGuid).includes(
        textOf(method, "aaGuid"),
      );
      const kind = isInApp ? "Microsoft Authenticator" : "";
      return row("Passkey", kind, displayName, "Delete passkey");
    }
    case "windowsHelloForBusiness":
      return row("Windows Hello for Business", "", displayName, null);
    default:
      return row(displayName === "" ? "Other method" : displayName, "", "", null);
  }
}

const defaultNames: Readonly<Record<DefaultMethod, string>> = {
  push: "App based authentication - notification",
  oath: "App based authentication or hardware token - code",
  sms: "Phone - text",
  voiceMobile: "Phone - call",
  voiceAlternateMobile: "Alternate phone - call",
  voiceOffice: "Office phone - call",
};

export function defaultName(method: DefaultMethod): string {
  return defaultNames[method];
}

/** What a person can choose as default: what they have. */
export function possibleDefaults(info: SecurityInfo): readonly DefaultMethod[] {
  const kinds = new Set(info.methods.map(kindOf));
  const possible: readonly (DefaultMethod | null)[] = [
    kinds.has("microsoftAuthenticator") ? "push" : null,
    kinds.has("microsoftAuthenticator") || kinds.has("softwareOath") ? "oath" : null,
    kinds.has("phone") ? "sms" : null,
    kinds.has("phone") ? "voiceMobile" : null,
  ];
  return possible.filter((method) => method !== null);
}

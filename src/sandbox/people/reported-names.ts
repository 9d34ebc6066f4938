import { kindOf, textOf } from "./method-kinds.ts";
import type { SecurityInfo, StoredMethod } from "./person.ts";
import { passkeyInAuthenticatorAaGuid } from "./stored-methods.ts";

/**
 * `methodsRegistered` of the registration report: each name once. Passwords are not in it, and what is new is there
 * under a name that no client of today knows.
 * Source: Graph, userRegistrationDetails and the enumeration usageAuthMethod.
 */
export function reportedNames({ methods }: SecurityInfo): readonly string[] {
  return [...new Set(methods.flatMap(namesOf))];
}

const inAuthenticator: ReadonlySet<string> = new Set(Object.values(passkeyInAuthenticatorAaGuid));

function namesOf(method: StoredMethod): readonly string[] {
  const kind = kindOf(method);
  switch (kind) {
    case "microsoftAuthenticator":
      return authenticatorNames(method);
    case "phone":
      return [phoneNames[textOf(method, "phoneType")] ?? "mobilePhone"];
    case "fido2":
      return [
        inAuthenticator.has(textOf(method, "aaGuid"))
          ? "passKeyDeviceBoundAuthenticator"
          : "passKeyDeviceBound",
      ];
    case "password":
      return [];
    default:
      return [plainNames[kind] ?? kind];
  }
}

/** A registration in the app for push can make codes as well, and the report names both. */
function authenticatorNames(method: StoredMethod): readonly string[] {
  return [
    "microsoftAuthenticatorPush",
    ...(textOf(method, "deviceTag") === "SoftwareTokenActivated"
      ? ["softwareOneTimePasscode"]
      : []),
    ...(textOf(method, "createdDateTime") === "" ? [] : ["microsoftAuthenticatorPasswordless"]),
  ];
}

const phoneNames: Readonly<Record<string, string>> = {
  mobile: "mobilePhone",
  alternateMobile: "alternateMobilePhone",
  office: "officePhone",
};

const plainNames: Readonly<Record<string, string>> = {
  softwareOath: "softwareOneTimePasscode",
  hardwareOath: "hardwareOneTimePasscode",
  external: "externalAuthMethod",
  platformCredential: "macOsSecureEnclaveKey",
  qrCodePin: "qrCode",
};

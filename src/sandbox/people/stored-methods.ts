import type { StoredMethod } from "./person.ts";

// Ids that are the same for everybody: Microsoft Graph, resources phone-, email- and passwordAuthenticationMethod.
const mobilePhoneId = "3179e48a-750b-4051-897c-87b9720928f7";
const passwordId = "28c10230-6103-485e-b985-444c60001490";

/** `aaGuid` of passkeys that live in Microsoft Authenticator. They are passkeys, not push. */
export const passkeyInAuthenticatorAaGuid = {
  iOS: "90a3ccdf-635c-4729-a248-9b709135078f",
  android: "de1e552d-db1d-4423-a619-566b625cdc84",
} as const;

export function password(createdDateTime: string): StoredMethod {
  return {
    "@odata.type": "#microsoft.graph.passwordAuthenticationMethod",
    id: passwordId,
    password: null,
    createdDateTime,
    lastUsedDateTime: null,
  };
}

/** A phone for SMS and voice. */
export function mobilePhone(phoneNumber: string): StoredMethod {
  return {
    "@odata.type": "#microsoft.graph.phoneAuthenticationMethod",
    id: mobilePhoneId,
    phoneNumber,
    phoneType: "mobile",
    smsSignInState: "notAllowedByPolicy",
    createdDateTime: null,
    lastUsedDateTime: null,
  };
}

export type AuthenticatorEntry = {
  readonly id: string;
  /** Name of the phone as Entra shows it; phones of one model often share it. */
  readonly displayName: string;
  /** iOS counts 6.8.53, Android dates 6.2501.0191. */
  readonly phoneAppVersion: string;
  readonly lastUsedDateTime: string | null;
};

/**
 * Microsoft Authenticator registered for push and codes. `createdDateTime` is null unless the phone is registered for
 * passwordless sign-in, which nobody here has done (Graph, resource microsoftAuthenticatorAuthenticationMethod).
 */
export function authenticator(entry: AuthenticatorEntry): StoredMethod {
  return {
    "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
    ...entry,
    deviceTag: "SoftwareTokenActivated",
    createdDateTime: null,
    clientAppName: "microsoftAuthenticator",
  };
}

/** Authenticator Lite: Outlook mobile answers the prompts. Only beta's `clientAppName` tells it apart. */
export function authenticatorLite(entry: AuthenticatorEntry): StoredMethod {
  return { ...authenticator(entry), deviceTag: "", clientAppName: "outlookMobile" };
}

/** Codes of any TOTP app. Graph gives neither a name nor a date. */
export function softwareOath(id: string): StoredMethod {
  return {
    "@odata.type": "#microsoft.graph.softwareOathAuthenticationMethod",
    id,
    secretKey: null,
    createdDateTime: null,
    lastUsedDateTime: null,
  };
}

export type PasskeyEntry = {
  readonly id: string;
  readonly displayName: string;
  readonly aaGuid: string;
  readonly model: string;
  readonly createdDateTime: string;
};

export function passkey(entry: PasskeyEntry): StoredMethod {
  return {
    "@odata.type": "#microsoft.graph.fido2AuthenticationMethod",
    ...entry,
    attestationCertificates: ["dbe793efdf1945e2df25d93653a1e8a3268a9075"],
    attestationLevel: "attested",
    passkeyType: "deviceBound",
    lastUsedDateTime: null,
  };
}

export function windowsHello(
  id: string,
  displayName: string,
  createdDateTime: string,
): StoredMethod {
  return {
    "@odata.type": "#microsoft.graph.windowsHelloForBusinessAuthenticationMethod",
    id,
    displayName,
    keyStrength: "normal",
    createdDateTime,
    lastUsedDateTime: null,
  };
}

/** What Microsoft may ship next year: a type and properties that no client of today knows. */
export function somethingNew(id: string, createdDateTime: string): StoredMethod {
  return {
    "@odata.type": "#microsoft.graph.somethingNewAuthenticationMethod",
    id,
    createdDateTime,
    displayName: "Wristband",
    bondedTo: { kind: "wrist", generation: 3, firmware: null },
    gestures: ["tap", "twist"],
    confidence: 0.87,
    isHolographic: true,
  };
}

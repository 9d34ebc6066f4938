import type { MethodId } from "./ids.ts";

/** Which app answers for a Microsoft Authenticator entry (beta `clientAppName`); null where Graph v1.0 does not tell. */
export type AuthenticatorClientApp = "microsoftAuthenticator" | "outlookMobile" | "other";

type Registered = {
  readonly id: MethodId;
  /** When it was registered; null where Graph does not know (every push-only Authenticator entry). */
  readonly createdAt: Date | null;
  /** Last use (beta only); null where Graph does not tell. */
  readonly lastUsedAt: Date | null;
};

/**
 * A registered authentication method. One variant per Graph type, named as Graph names it without the
 * `AuthenticationMethod` ending.
 * Source: Microsoft Graph v1.0 and beta, resource type authenticationMethod and its subtypes.
 */
export type Method =
  | AuthenticatorMethod
  | (Registered & {
      readonly kind: "phone";
      /** As Graph stores it, possibly in full: mask it before anything is shown. */
      readonly phoneNumber: string | null;
      readonly phoneType: "mobile" | "alternateMobile" | "office" | "other";
    })
  | (Registered & { readonly kind: "email"; readonly emailAddress: string | null })
  | (Registered & { readonly kind: "password" })
  | (Registered & { readonly kind: "softwareOath" })
  | (Registered & { readonly kind: "hardwareOath"; readonly displayName: string | null })
  | (Registered & {
      readonly kind: "fido2";
      readonly displayName: string | null;
      readonly model: string | null;
      readonly aaGuid: string | null;
      /** A passkey that lives in the Authenticator app. It is a passkey, not push. */
      readonly inAuthenticator: boolean;
    })
  | (Registered & {
      readonly kind:
        | "windowsHelloForBusiness"
        | "platformCredential"
        | "external"
        | "passwordlessMicrosoftAuthenticator";
      readonly displayName: string | null;
    })
  | (Registered & { readonly kind: "temporaryAccessPass"; readonly isUsable: boolean | null })
  | (Registered & { readonly kind: "qrCodePin" | "resourceAccountKey" })
  | UnknownMethod;

/** An entry of the Microsoft Authenticator app, or of Authenticator Lite in Outlook. */
export type AuthenticatorMethod = Registered & {
  readonly kind: "microsoftAuthenticator";
  readonly displayName: string | null;
  readonly deviceTag: string | null;
  /** Version of the app when Graph last saw it, for instance `6.8.53` (iOS) or `6.2501.0191` (Android). */
  readonly phoneAppVersion: string | null;
  readonly clientApp: AuthenticatorClientApp | null;
};

/**
 * A method this version does not know, or a known one whose shape could not be read. It is kept, never
 * dropped: dropping it would make a removal look safer, or a person emptier, than it is.
 */
export type UnknownMethod = {
  readonly kind: "unknown";
  /** Null when the entry carried no usable id. */
  readonly id: MethodId | null;
  /** `@odata.type` without `#microsoft.graph.`, or null when the entry named none. */
  readonly graphType: string | null;
  /** `newType`: Graph has a type that we do not know. `unreadable`: broken, or of no named type; it may be push. */
  readonly why: "newType" | "unreadable";
  readonly createdAt: null;
  readonly lastUsedAt: null;
};

export type MethodKind = Method["kind"];

export const isAuthenticator = (method: Method): method is AuthenticatorMethod =>
  method.kind === "microsoftAuthenticator";

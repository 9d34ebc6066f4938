import { methodId } from "../../src/methods/ids.ts";
import type { Method, MethodKind } from "../../src/methods/method.ts";

/** The variant of {@link Method} with this kind; some variants of the union stand for several kinds. */
type MethodOf<Kind extends MethodKind> = Named<Method, Kind>;
type Named<Variant, Kind> = Variant extends { readonly kind: infer Own }
  ? Kind extends Own
    ? Omit<Variant, "kind"> & { readonly kind: Kind }
    : never
  : never;

const dates = { createdAt: null, lastUsedAt: null };

const defaults: { readonly [Kind in MethodKind]: MethodOf<Kind> } = {
  microsoftAuthenticator: {
    ...dates,
    kind: "microsoftAuthenticator",
    id: methodId("authenticator-1"),
    displayName: "iPhone 15",
    deviceTag: "SoftwareTokenActivated",
    phoneAppVersion: "6.8.53",
    clientApp: null,
  },
  phone: {
    ...dates,
    kind: "phone",
    id: methodId("3179e48a-750b-4051-897c-87b9720928f7"),
    phoneNumber: "+1 2065550100",
    phoneType: "mobile",
  },
  email: {
    ...dates,
    kind: "email",
    id: methodId("3ddfcfc8-9383-446f-83cc-3ab9be4be18f"),
    emailAddress: "someone@example.com",
  },
  password: { ...dates, kind: "password", id: methodId("28c10230-6103-485e-b985-444c60001490") },
  softwareOath: { ...dates, kind: "softwareOath", id: methodId("codes-1") },
  hardwareOath: {
    ...dates,
    kind: "hardwareOath",
    id: methodId("token-1"),
    displayName: "Token 1",
  },
  fido2: {
    ...dates,
    kind: "fido2",
    id: methodId("passkey-1"),
    displayName: "Red key",
    model: "NFC key",
    aaGuid: "2fc0579f-8113-47ea-b116-555a8db9202a",
    inAuthenticator: false,
  },
  windowsHelloForBusiness: {
    ...dates,
    kind: "windowsHelloForBusiness",
    id: methodId("hello-1"),
    displayName: "Laptop",
  },
  platformCredential: {
    ...dates,
    kind: "platformCredential",
    id: methodId("platform-1"),
    displayName: "My MacBook Pro",
  },
  external: { ...dates, kind: "external", id: methodId("external-1"), displayName: "Contoso MFA" },
  passwordlessMicrosoftAuthenticator: {
    ...dates,
    kind: "passwordlessMicrosoftAuthenticator",
    id: methodId("passwordless-1"),
    displayName: "Pixel 8",
  },
  temporaryAccessPass: {
    ...dates,
    kind: "temporaryAccessPass",
    id: methodId("pass-1"),
    isUsable: true,
  },
  qrCodePin: { ...dates, kind: "qrCodePin", id: methodId("qr-1") },
  resourceAccountKey: { ...dates, kind: "resourceAccountKey", id: methodId("resource-1") },
  unknown: {
    ...dates,
    kind: "unknown",
    id: methodId("unknown-1"),
    graphType: "palmVeinAuthenticationMethod",
    why: "newType",
  },
};

/** A registered method of one kind, plausible in every field, with the given ones on top. */
export function aMethod<Kind extends MethodKind>(
  fields: { readonly kind: Kind } & Partial<MethodOf<Kind>>,
): MethodOf<Kind> {
  return { ...defaults[fields.kind], ...fields };
}

/** An Authenticator entry (push) of this id: the method that most rules are about. */
export function aDevice(
  id: string,
  fields: Partial<MethodOf<"microsoftAuthenticator">> = {},
): MethodOf<"microsoftAuthenticator"> {
  return aMethod({ kind: "microsoftAuthenticator", ...fields, id: methodId(id) });
}

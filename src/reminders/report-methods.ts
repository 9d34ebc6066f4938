import type { MethodClass, MethodPolicy } from "../methods/policy.ts";

/**
 * The classes that the registration report tells apart, as `methodsRegistered` names them (usageAuthMethod), each by
 * the class that a policy knows it as. `null`: nothing that a policy speaks of.
 */
const CLASS_OF = {
  microsoftAuthenticatorPush: "microsoftAuthenticator",
  microsoftAuthenticatorPasswordless: "passwordlessMicrosoftAuthenticator",
  softwareOneTimePasscode: "softwareOath",
  hardwareOneTimePasscode: "hardwareOath",
  mobilePhone: "phone",
  alternateMobilePhone: "phone",
  officePhone: "phone",
  email: "email",
  securityQuestion: null,
  fido2SecurityKey: "fido2",
  passKeyDeviceBound: "fido2",
  passKeyDeviceBoundAuthenticator: "fido2",
  passKeyDeviceBoundWindowsHello: "fido2",
  passKeySynced: "fido2",
  windowsHelloForBusiness: "windowsHelloForBusiness",
  macOsSecureEnclaveKey: "platformCredential",
  temporaryAccessPass: "temporaryAccessPass",
  externalAuthMethod: "external",
  qrCode: "qrCodePin",
  /** Whatever this version has never heard of. It makes nobody ready. */
  other: null,
} as const satisfies Readonly<Record<string, MethodClass | null>>;

export type ReportMethod = keyof typeof CLASS_OF;

/** Every one, in a fixed order that is only ever added to: a store may keep positions. */
export const REPORT_METHODS: readonly ReportMethod[] = [
  "microsoftAuthenticatorPush",
  "microsoftAuthenticatorPasswordless",
  "softwareOneTimePasscode",
  "hardwareOneTimePasscode",
  "mobilePhone",
  "alternateMobilePhone",
  "officePhone",
  "email",
  "securityQuestion",
  "fido2SecurityKey",
  "passKeyDeviceBound",
  "passKeyDeviceBoundAuthenticator",
  "passKeyDeviceBoundWindowsHello",
  "passKeySynced",
  "windowsHelloForBusiness",
  "macOsSecureEnclaveKey",
  "temporaryAccessPass",
  "externalAuthMethod",
  "qrCode",
  "other",
];

// Graph writes the same word in more than one way (`windowsHelloforBusiness`), and `fido2` is the older name of a key.
const BY_NAME: ReadonlyMap<string, ReportMethod> = new Map([
  ...REPORT_METHODS.map((method) => [method.toLowerCase(), method] as const),
  ["fido2", "fido2SecurityKey"],
]);

/** The report's words as methods, each once, in the order of {@link REPORT_METHODS}. Passwords are left out. */
export function reportMethods(names: readonly string[]): readonly ReportMethod[] {
  const found = new Set(
    names
      .map((name) => name.toLowerCase())
      .filter((name) => name !== "password" && name !== "none")
      .map((name) => BY_NAME.get(name) ?? "other"),
  );
  return REPORT_METHODS.filter((method) => found.has(method));
}

/** Whether one of them is what the organisation asks for. */
export const isReadyByReport = (methods: readonly ReportMethod[], policy: MethodPolicy): boolean =>
  methods.some((method) => {
    const methodClass = CLASS_OF[method];
    return methodClass !== null && policy[methodClass] === "supported";
  });

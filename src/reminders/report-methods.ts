import type { Method } from "../methods/method.ts";
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

/** The same of methods that were read one by one, in the report's words. */
export function asReportMethods(methods: readonly Method[]): readonly ReportMethod[] {
  const found = new Set(methods.map(reportMethodOf));
  return REPORT_METHODS.filter((method) => found.has(method));
}

function reportMethodOf(method: Method): ReportMethod | null {
  switch (method.kind) {
    case "microsoftAuthenticator":
      return "microsoftAuthenticatorPush";
    case "passwordlessMicrosoftAuthenticator":
      return "microsoftAuthenticatorPasswordless";
    case "softwareOath":
      return "softwareOneTimePasscode";
    case "hardwareOath":
      return "hardwareOneTimePasscode";
    case "phone":
      return PHONE[method.phoneType];
    case "email":
      return "email";
    case "fido2":
      return method.inAuthenticator ? "passKeyDeviceBoundAuthenticator" : "fido2SecurityKey";
    case "windowsHelloForBusiness":
      return "windowsHelloForBusiness";
    case "platformCredential":
      return "macOsSecureEnclaveKey";
    case "temporaryAccessPass":
      return "temporaryAccessPass";
    case "external":
      return "externalAuthMethod";
    case "qrCodePin":
      return "qrCode";
    case "password":
      return null;
    case "resourceAccountKey":
    case "unknown":
      return "other";
  }
}

const PHONE = {
  mobile: "mobilePhone",
  alternateMobile: "alternateMobilePhone",
  office: "officePhone",
  other: "mobilePhone",
} as const satisfies Readonly<Record<string, ReportMethod>>;

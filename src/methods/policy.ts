import type { Method } from "./method.ts";

/** How the organisation sees a method: what it asks for, what it no longer wants, and what it does not mind. */
export type Standing = "supported" | "retired" | "neutral";

/**
 * The classes a policy tells apart. They follow Graph's types, but for Microsoft Authenticator, where the app
 * itself and Authenticator Lite in Outlook are two things to an organisation and one type to Graph.
 */
export const METHOD_CLASSES = [
  "microsoftAuthenticator",
  "authenticatorLite",
  "phone",
  "email",
  "softwareOath",
  "hardwareOath",
  "fido2",
  "windowsHelloForBusiness",
  "platformCredential",
  "passwordlessMicrosoftAuthenticator",
  "external",
  "temporaryAccessPass",
  "qrCodePin",
  "resourceAccountKey",
  "password",
] as const;

export type MethodClass = (typeof METHOD_CLASSES)[number];

/**
 * Standing of each class. There is no entry for unknown methods: they are neutral, always, so that a type
 * nobody has heard of can never make a person count as set up.
 */
export type MethodPolicy = Readonly<Record<MethodClass, Standing>>;

/** The article's policy: Authenticator push is supported; SMS, voice, email and typed codes are retired. */
export const DEFAULT_POLICY: MethodPolicy = {
  microsoftAuthenticator: "supported",
  authenticatorLite: "neutral",
  phone: "retired",
  email: "retired",
  softwareOath: "retired",
  hardwareOath: "retired",
  fido2: "neutral",
  windowsHelloForBusiness: "neutral",
  platformCredential: "neutral",
  passwordlessMicrosoftAuthenticator: "neutral",
  external: "neutral",
  temporaryAccessPass: "neutral",
  qrCodePin: "neutral",
  resourceAccountKey: "neutral",
  password: "neutral",
};

// A password is the first factor, email only resets passwords, a Temporary Access Pass ends by itself, a QR code with
// PIN is a first factor for frontline staff and a resource account key belongs to a device, not a person. None is a
// way to be set up.
const NEVER_SUPPORTED: ReadonlySet<MethodClass> = new Set([
  "password",
  "email",
  "temporaryAccessPass",
  "qrCodePin",
  "resourceAccountKey",
]);

export const canBeSupported = (methodClass: MethodClass): boolean =>
  !NEVER_SUPPORTED.has(methodClass);

/**
 * The default policy with an organisation's own choices on top. A class named in both lists counts as retired,
 * and a class that cannot be supported stays as it was; configuration refuses both before they get here.
 */
export function policyWith(choices: {
  readonly supported: readonly MethodClass[];
  readonly retired: readonly MethodClass[];
}): MethodPolicy {
  const supported = choices.supported.filter(canBeSupported);
  return {
    ...DEFAULT_POLICY,
    ...Object.fromEntries(supported.map((name) => [name, "supported"] as const)),
    ...Object.fromEntries(choices.retired.map((name) => [name, "retired"] as const)),
  };
}

/** The class of a method, or null for one that this version does not know. */
export function classOf(method: Method): MethodClass | null {
  if (method.kind === "unknown") return null;
  if (method.kind !== "microsoftAuthenticator") return method.kind;
  return method.clientApp === "outlookMobile" ? "authenticatorLite" : "microsoftAuthenticator";
}

export function standingOf(method: Method, policy: MethodPolicy): Standing {
  const methodClass = classOf(method);
  return methodClass === null ? "neutral" : policy[methodClass];
}

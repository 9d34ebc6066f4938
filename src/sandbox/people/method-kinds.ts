import type { DefaultMethod, SecurityInfo, StoredMethod } from "./person.ts";

const prefix = "#microsoft.graph.";
const suffix = "AuthenticationMethod";

/** `#microsoft.graph.phoneAuthenticationMethod` → `phone`. */
export function kindOf(method: StoredMethod): string {
  return method["@odata.type"].slice(prefix.length, -suffix.length);
}

export function methodsOfKind(info: SecurityInfo, kind: string): readonly StoredMethod[] {
  return info.methods.filter((method) => kindOf(method) === kind);
}

/** Entra's limit counts hardware tokens and authenticator apps together. */
export function countsAgainstLimit(method: StoredMethod): boolean {
  return ["microsoftAuthenticator", "softwareOath", "hardwareOath"].includes(kindOf(method));
}

/** A property of a method as text, empty when it is not one. */
export function textOf(method: StoredMethod, property: string): string {
  const value = method[property];
  return typeof value === "string" ? value : "";
}

const kindOfDefault: Readonly<Record<DefaultMethod, string>> = {
  push: "microsoftAuthenticator",
  oath: "softwareOath",
  sms: "phone",
  voiceMobile: "phone",
  voiceAlternateMobile: "phone",
  voiceOffice: "phone",
};

/**
 * Whether the default rests on this very entry. With several of a kind the default is the kind, and nobody outside
 * knows whether Entra would refuse; so it is the last of its kind here, and the switch `defaultMethod` plays the rest.
 */
export function isDefaultMethod(info: SecurityInfo, method: StoredMethod): boolean {
  const { defaultMethod } = info;
  if (defaultMethod === null || kindOfDefault[defaultMethod] !== kindOf(method)) return false;
  return methodsOfKind(info, kindOf(method)).every((other) => other === method);
}

/** Whether anything is left beside this method and the password. */
export function hasOthers(info: SecurityInfo, method: StoredMethod): boolean {
  return info.methods.some((other) => other !== method && kindOf(other) !== "password");
}

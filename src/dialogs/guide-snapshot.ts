import type { EnrollmentFacts } from "../enrollment/facts.ts";
import type { MethodId } from "../methods/ids.ts";
import { type AuthenticatorMethod, isAuthenticator } from "../methods/method.ts";
import type { Assessment } from "../methods/readiness.ts";

/** What was just read and what is established, together: each decision of the guide is taken on fresh data. */
export type Snapshot = { readonly assessment: Assessment; readonly facts: EnrollmentFacts };

export const idsOf = (devices: readonly AuthenticatorMethod[]): readonly MethodId[] =>
  devices.map((device) => device.id);

/** Entries whose push counts. */
export function devicesOf({ assessment }: Snapshot): readonly AuthenticatorMethod[] {
  return assessment.methods
    .filter(({ standing }) => standing === "supported")
    .map(({ method }) => method)
    .filter(isAuthenticator);
}

/** Every Authenticator entry of now, counted or not: only what comes after these is new. */
export const knownIn = ({ assessment }: Snapshot): readonly MethodId[] =>
  idsOf(assessment.methods.map(({ method }) => method).filter(isAuthenticator));

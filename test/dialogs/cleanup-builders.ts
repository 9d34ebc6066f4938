import type { CleanupSnapshot, RemovalSettings } from "../../src/dialogs/cleanup-snapshot.ts";
import type { Order } from "../../src/dialogs/cleanup-state.ts";
import type { EnrollmentFacts } from "../../src/enrollment/facts.ts";
import type { ProofStrength } from "../../src/methods/checklist.ts";
import { methodId } from "../../src/methods/ids.ts";
import type { AuthenticatorMethod, Method } from "../../src/methods/method.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { aDevice } from "../builders/methods.ts";
import { anAssessment, NOTHING_KNOWN, NOW } from "./guide-builders.ts";

export const SETTINGS: RemovalSettings = {
  policy: DEFAULT_POLICY,
  minimum: "signedIn",
  proofMaxAgeMs: 60 * 60 * 1000,
  possibleProofs: ["signedIn"],
};

export const MINE = methodId("mine");
export const OLD = methodId("old");
export const OLDER = methodId("older");
export const TWIN = methodId("twin");

// Apart in what a person can see, but for the twin; named so that the list has them in this order.
export const mine = aDevice("mine", { displayName: "Pixel 9", phoneAppVersion: "6.2610.7011" });
export const old = aDevice("old", { displayName: "SM-G960F", phoneAppVersion: "6.2301.0203" });
export const older = aDevice("older", { displayName: "iPhone 8", phoneAppVersion: "6.6.12" });
export const twin: AuthenticatorMethod = { ...mine, id: TWIN };

/** Somebody whose `mine` is in the hand, with a proof of push of that strength and age, or none. */
export const inHand = (
  strength: ProofStrength | null = null,
  ageMs = 0,
): Pick<EnrollmentFacts, "currentDevice" | "proof"> => ({
  currentDevice: { methodId: MINE, evidence: "said", at: NOW },
  proof:
    strength === null ? null : { methodId: MINE, strength, at: new Date(NOW.getTime() - ageMs) },
});

/** What was just read of somebody with these phones; a password and a phone number are there unless told otherwise. */
export const aCleanup = (
  devices: readonly AuthenticatorMethod[],
  facts: Partial<EnrollmentFacts> = inHand(),
  more: { readonly others?: readonly Method[]; readonly settings?: Partial<RemovalSettings> } = {},
): CleanupSnapshot => ({
  assessment: anAssessment(devices, more.others),
  facts: { ...NOTHING_KNOWN, ...facts },
  settings: { ...SETTINGS, ...more.settings },
  now: NOW,
});

export const anOrder = (picked: readonly string[], more: Partial<Order> = {}): Order => ({
  picked: picked.map(methodId),
  isSecond: false,
  removedBefore: 0,
  ...more,
});

import type { EnrollmentFacts } from "../../enrollment/facts.ts";
import type { FreshSignInFailure } from "../../enrollment/fresh-sign-in.ts";
import type { Checklist } from "../../methods/checklist.ts";
import type { AuthenticatorMethod } from "../../methods/method.ts";

/** The four pages of the guide: the article's steps 1, 3, 4 with 5, and 6. Step 2 is the check itself. */
export const GUIDE_STEPS = [
  "openSecurityInfo",
  "chooseAuthenticator",
  "prepareApp",
  "scanAndApprove",
] as const;
export type GuideStep = (typeof GUIDE_STEPS)[number];

/** What goes wrong for real people while they add Authenticator. */
export const TROUBLES = [
  "noAuthenticatorChoice",
  "restrictedLocation",
  "samePhone",
  "wrongAccountType",
  "jailbrokenPhone",
  "restoredFromBackup",
  "scannedWithCamera",
  "codeExpired",
  "cameraRefused",
  "noNotification",
  "phoneLost",
  "noSmartphone",
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** The troubles that "I'm stuck here" offers on each page; the last two are everywhere. */
export const TROUBLES_OF: Readonly<Record<GuideStep, readonly Trouble[]>> = {
  openSecurityInfo: ["restrictedLocation", "samePhone", "phoneLost", "noSmartphone"],
  chooseAuthenticator: ["noAuthenticatorChoice", "restrictedLocation", "phoneLost", "noSmartphone"],
  prepareApp: [
    "wrongAccountType",
    "jailbrokenPhone",
    "restoredFromBackup",
    "cameraRefused",
    "samePhone",
    "phoneLost",
    "noSmartphone",
  ],
  scanAndApprove: [
    "scannedWithCamera",
    "codeExpired",
    "cameraRefused",
    "noNotification",
    "wrongAccountType",
    "jailbrokenPhone",
    "samePhone",
    "phoneLost",
    "noSmartphone",
  ],
};

/** Why a person is led to the help desk instead of on. */
export const HELP_REASONS = [
  "noOtherMethod",
  "phoneLost",
  "noSmartphone",
  "noAuthenticatorChoice",
  "restrictedLocation",
  "jailbrokenPhone",
  "notMyDevice",
] as const;
export type HelpReason = (typeof HELP_REASONS)[number];

/** What the one card of the guide shows. */
export type GuideView =
  | {
      readonly kind: "step";
      readonly step: GuideStep;
      readonly notSeenYet: boolean;
    }
  | { readonly kind: "troubles"; readonly step: GuideStep; readonly troubles: readonly Trouble[] }
  | { readonly kind: "trouble"; readonly step: GuideStep; readonly trouble: Trouble }
  /** Past the pages already, when one of them was pressed. */
  | { readonly kind: "movedOn" }
  | { readonly kind: "makeRoom"; readonly used: number }
  | { readonly kind: "helpDesk"; readonly why: HelpReason; readonly step: GuideStep }
  | {
      readonly kind: "chooseDevice";
      readonly isNew: boolean;
      readonly devices: readonly AuthenticatorMethod[];
    }
  | { readonly kind: "proof"; readonly failed: FreshSignInFailure | "noNumber" | null }
  | { readonly kind: "whereNumberShowed"; readonly devices: readonly AuthenticatorMethod[] }
  | {
      readonly kind: "checklist";
      readonly items: Checklist;
      readonly facts: EnrollmentFacts;
      readonly devices: readonly AuthenticatorMethod[];
    };

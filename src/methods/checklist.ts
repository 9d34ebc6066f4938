import type { MethodId } from "./ids.ts";
import { isAuthenticator } from "./method.ts";
import type { Assessment } from "./readiness.ts";

/**
 * How sure we are that the person can approve a push, weakest first: a new entry appeared while they were
 * guided; a fresh MFA sign-in was completed and the person says the number came; Microsoft's log shows it; the
 * tenant enforces push for that sign-in.
 */
export const PROOF_STRENGTHS = ["registered", "signedIn", "logged", "enforced"] as const;

export type ProofStrength = (typeof PROOF_STRENGTHS)[number];

export type PushProof = {
  readonly methodId: MethodId;
  readonly strength: ProofStrength;
  readonly at: Date;
};

/**
 * How we know which entry the phone in the person's hand is: it appeared while they were guided, or they say so. The
 * word of a person is worth what they can see; two phones of one model look the same.
 */
export type DeviceEvidence = "appeared" | "said";

export type CurrentDevice = {
  readonly methodId: MethodId;
  readonly evidence: DeviceEvidence;
  /** When that evidence came. */
  readonly at: Date;
};

/** What the person and earlier turns have established. */
export type ConfirmedFacts = {
  /** The Authenticator entry that is in the person's hand. */
  readonly currentDevice: CurrentDevice | null;
  readonly proof: PushProof | null;
  /** Further Authenticator entries that the person says are theirs too: nothing to tidy up. */
  readonly keptDevices: readonly MethodId[];
};

/** The article's four points, in its order. */
export const CHECKLIST_ITEMS = [
  "pushListed",
  "currentDeviceListed",
  "pushApproved",
  "oldDevicesRemoved",
] as const;

export type ChecklistItem = (typeof CHECKLIST_ITEMS)[number];

/** `unknown`: nothing speaks for or against it yet, so the person has to be asked. */
export type ItemState = "done" | "open" | "unknown";

export type Checklist = Readonly<Record<ChecklistItem, ItemState>>;

/** Ticks the four items by evidence alone. Pure; what could not be read is never ticked. */
export function checklist(assessment: Assessment, facts: ConfirmedFacts): Checklist {
  if (assessment.readiness === "cannotTell") {
    return {
      pushListed: "unknown",
      currentDeviceListed: "unknown",
      pushApproved: "unknown",
      oldDevicesRemoved: "unknown",
    };
  }
  const devices = assessment.methods.filter(
    ({ method, standing }) => isAuthenticator(method) && standing === "supported",
  );
  // Each device has an id, so null is never listed.
  const listed = (id: MethodId | null): boolean => devices.some(({ method }) => method.id === id);
  const current = facts.currentDevice?.methodId ?? null;
  const currentListed = listed(current);
  const proved = facts.proof?.methodId ?? null;
  return {
    // A passkey can make a person compliant by policy; it still is no push.
    pushListed: devices.length > 0 ? "done" : "open",
    currentDeviceListed: currentState(devices.length, current, currentListed),
    // A push that the old phone approved says nothing about the one in the hand.
    pushApproved: listed(proved) && proved === (current ?? proved) ? "done" : "open",
    oldDevicesRemoved: oldDevicesState(
      devices.length,
      currentListed,
      devices.every(({ method: { id } }) => id === current || isKept(id, facts)),
    ),
  };
}

function currentState(count: number, confirmed: MethodId | null, isListed: boolean): ItemState {
  if (count === 0) return "open";
  if (confirmed === null) return "unknown";
  return isListed ? "done" : "open";
}

const isKept = (id: MethodId | null, { keptDevices }: ConfirmedFacts): boolean =>
  keptDevices.some((kept) => kept === id);

// Several entries are not wrong by themselves: a person may own two phones, so only the person can say.
function oldDevicesState(count: number, currentListed: boolean, areOthersKept: boolean): ItemState {
  if (currentListed && areOthersKept) return "done";
  return count > 1 ? "open" : "unknown";
}

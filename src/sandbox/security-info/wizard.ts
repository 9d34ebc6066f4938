import { z } from "zod/v4";
import type { PushState } from "../phones/push-requests.ts";
import type { Tenant } from "../tenant.ts";
import { completeCode } from "./complete.ts";
import type { Registration, RegistrationStep } from "./registrations.ts";

/** What the pages of the wizard send; `step` tells a page that is no longer the current one. */
export const wizardMove = z.object({
  step: z.enum([
    "getApp",
    "setUp",
    "scan",
    "tryIt",
    "otherSetUp",
    "otherScan",
    "otherCode",
    "done",
  ]),
  choice: z.enum(["next", "back", "cancel", "other-app", "resend"]),
  code: z.string().default(""),
});

export type WizardMove = z.infer<typeof wizardMove>;

const before: Readonly<Partial<Record<RegistrationStep, RegistrationStep>>> = {
  setUp: "getApp",
  scan: "setUp",
  tryIt: "scan",
  otherSetUp: "getApp",
  otherScan: "otherSetUp",
  otherCode: "otherScan",
};

/** One move through “Add sign-in method”. Returns the registration as it stands then, or null when it is over. */
export function moveOn(
  registration: Registration,
  move: WizardMove,
  tenant: Tenant,
): Registration | null {
  const { registrations } = tenant;
  // Sent twice, or from a page that the person went back to: show where they really are.
  if (move.step !== registration.step) return registration;
  switch (move.choice) {
    case "cancel":
      registrations.end(registration.id);
      return null;
    case "back": {
      const step = before[registration.step];
      if (step === undefined) return registration;
      return registrations.goTo({ ...registration, phone: null, pushId: null }, step);
    }
    case "other-app":
      return registration.step === "getApp"
        ? registrations.goTo(registration, "otherSetUp")
        : registration;
    case "resend":
      return registration.step === "tryIt" ? sendTest(registration, tenant) : registration;
    case "next":
      return next(registration, move.code, tenant);
  }
}

/** Where the test notification stands. */
export function testState({ pushId }: Registration, { pushRequests, clock }: Tenant): PushState {
  return pushRequests.stateOf(pushId ?? "", clock.now());
}

function next(registration: Registration, code: string, tenant: Tenant): Registration | null {
  const { registrations, clock } = tenant;
  switch (registration.step) {
    case "getApp":
      return registrations.goTo(registration, "setUp");
    case "setUp":
      return registrations.goTo(registration, "scan");
    case "scan": {
      if (registration.phone !== null) {
        return sendTest(registrations.goTo(registration, "tryIt"), tenant);
      }
      const isOver = registration.shown !== null && registration.shown.until <= clock.now();
      const problem = isOver ? "codeExpired" : "notActivated";
      return registrations.save({ ...registration, problem });
    }
    case "tryIt":
      return testState(registration, tenant).kind === "approved"
        ? registrations.goTo(registration, "done")
        : registration;
    case "otherSetUp":
      return registrations.goTo(registration, "otherScan");
    case "otherScan":
      return registrations.goTo(registration, "otherCode");
    case "otherCode":
      if (!registrations.isRightCode(registration, code)) {
        return registrations.save({ ...registration, problem: "wrongCode" });
      }
      completeCode(registration, tenant);
      return registrations.goTo(registration, "done");
    case "done":
      registrations.end(registration.id);
      return null;
  }
}

function sendTest(registration: Registration, tenant: Tenant): Registration {
  const { registrations, pushRequests, clock } = tenant;
  const { person, methodId, pushId } = registration;
  if (pushId !== null) pushRequests.withdraw(pushId);
  const { id } = pushRequests.send(person, [methodId], "My Signins", clock.now());
  return registrations.save({ ...registration, pushId: id });
}

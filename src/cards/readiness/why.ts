import type { Copy } from "../../copy/copy.ts";
import { isAuthenticator } from "../../methods/method.ts";
import type { Assessment, JudgedMethod, Reason } from "../../methods/readiness.ts";

/** One sentence: why the person stands where the heading says. */
export function whySentence(copy: Copy, assessment: Assessment): string {
  const [first] = assessment.reasons;
  // `assess` always gives a reason; without one, the cautious sentence is the true one.
  if (first === undefined) return copy["why.unavailable.badReply"];
  switch (first.kind) {
    case "supportedRegistered":
      return whySetUp(copy, assessment);
    case "noSupportedMethod":
    // These three only ever stand behind another reason.
    case "retiredRegistered":
    case "severalDevices":
    case "unknownMethods":
      return whyMissing(copy, assessment);
    case "onlyAuthenticatorLite":
      return copy["why.onlyAuthenticatorLite"];
    case "onlyTypedCodes":
      return copy["why.onlyTypedCodes"];
    case "emptyList":
      return copy["why.emptyList"];
    case "unreadableMethods":
      return copy["why.unreadable"]({ count: first.count });
    case "guest":
      return copy["why.guest"];
    case "unavailable":
      return copy[`why.unavailable.${first.why}`];
  }
}

function whySetUp(copy: Copy, { reasons, methods }: Assessment): string {
  const devices = countOf(reasons, "severalDevices");
  if (devices > 0) return copy["why.severalDevices"]({ count: devices });
  const hasPush = methods.some(isSupportedPush);
  const count = countOf(reasons, "retiredRegistered");
  if (count === 0) return hasPush ? copy["why.push"] : copy["why.otherSupported"];
  return hasPush
    ? copy["why.pushAndRetired"]({ count })
    : copy["why.supportedAndRetired"]({ count });
}

function whyMissing(copy: Copy, { methods }: Assessment): string {
  const beside = methods.filter(({ method }) => method.kind !== "password");
  if (beside.length === 0) return copy["why.onlyPassword"];
  if (beside.some(isPasswordlessToKeep)) return copy["why.onlyPasskeys"];
  return beside.every(({ standing }) => standing === "retired")
    ? copy["why.onlyRetired"]
    : copy["why.noPush"];
}

function countOf(reasons: readonly Reason[], kind: "severalDevices" | "retiredRegistered"): number {
  const reason = reasons.find((candidate) => candidate.kind === kind);
  return reason !== undefined && "methodIds" in reason ? reason.methodIds.length : 0;
}

const isSupportedPush = ({ method, standing }: JudgedMethod): boolean =>
  isAuthenticator(method) && standing === "supported";

const isPasswordlessToKeep = ({ method: { kind }, standing }: JudgedMethod): boolean =>
  standing === "neutral" &&
  (kind === "fido2" || kind === "windowsHelloForBusiness" || kind === "platformCredential");

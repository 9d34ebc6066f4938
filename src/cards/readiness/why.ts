import type { Copy } from "../../copy/copy.ts";
import { isAuthenticator, type Method } from "../../methods/method.ts";
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
    case "retiredRegistered":
    case "severalDevices":
    case "unknownMethods":
      return copy["why.noPush"];
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

function whyMissing(copy: Copy, { reasons, methods }: Assessment): string {
  if (methods.every(({ method }) => method.kind === "password")) return copy["why.onlyPassword"];
  if (countOf(reasons, "retiredRegistered") > 0) return copy["why.onlyRetired"];
  return methods.some(({ method }) => isPasswordless(method))
    ? copy["why.onlyPasskeys"]
    : copy["why.noPush"];
}

function countOf(reasons: readonly Reason[], kind: "severalDevices" | "retiredRegistered"): number {
  const reason = reasons.find((candidate) => candidate.kind === kind);
  return reason !== undefined && "methodIds" in reason ? reason.methodIds.length : 0;
}

const isSupportedPush = ({ method, standing }: JudgedMethod): boolean =>
  isAuthenticator(method) && standing === "supported";

const isPasswordless = ({ kind }: Method): boolean =>
  kind === "fido2" || kind === "windowsHelloForBusiness" || kind === "platformCredential";

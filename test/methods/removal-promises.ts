import {
  type CurrentDevice,
  PROOF_STRENGTHS,
  type PushProof,
} from "../../src/methods/checklist.ts";
import type { MethodId } from "../../src/methods/ids.ts";
import { type AuthenticatorMethod, isAuthenticator } from "../../src/methods/method.ts";
import { standingOf } from "../../src/methods/policy.ts";
import type { RemovalPlan, RemovalRefusal, RemovalRequest } from "../../src/methods/removal.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * What a plan must never be, in words of its own: null when all promises are kept. A refusal has to be the first that is
 * true, and who is allowed has to have, without the target, a phone that was proved.
 */
export function brokenPromise(request: RemovalRequest, plan: RemovalPlan): string | null {
  const reason = TRUE_WHEN.find(([, holds]) => holds(request))?.[0] ?? null;
  if (plan.kind === "refused") {
    return plan.why === reason ? null : `told "${plan.why}" for ${String(reason)}`;
  }
  const { target } = plan;
  if (!request.methods.includes(target)) return "the target is not from the person's list";
  if (target.id !== request.target) return "the target is not what was asked for";
  const remaining = phonesIn(request).filter(({ id }) => !alike(id, request.target));
  const { currentDevice, proof } = request.facts;
  const current = remaining.filter(({ id }) => id === currentDevice?.methodId);
  if (currentDevice === null || current.length === 0) return "no current device remains";
  if (current.some((phone) => standingOf(phone, request.policy) !== "supported")) {
    return "what remains is not supported";
  }
  if (proof === null || !isGoodProof(request, proof)) return "what remains is not proved";
  if (plan.proof !== proof) return "the proof is not the person's";
  if (proof.methodId !== currentDevice.methodId) return "what was proved is not what remains";
  const twins = phonesIn(request).filter(({ id }) => id === target.id);
  if (
    !isKnownById(request, currentDevice, proof) &&
    twins.some((twin) => current.some((phone) => cannotTell(twin, phone)))
  ) {
    return "the target may be the phone in the hand";
  }
  return reason === null ? null : `allowed in spite of "${reason}"`;
}

/** What each refusal claims, in the order in which they are told. */
const TRUE_WHEN: readonly (readonly [RemovalRefusal, (request: RemovalRequest) => boolean])[] = [
  [
    "nothingReadable",
    (request) => {
      const { methods, target, facts, removed } = request;
      const unread = methods.filter((one) => one.kind === "unknown" && one.why === "unreadable");
      if (unread.length === methods.length) return true;
      const read = new Set(methods.filter(isAuthenticator).map(({ id }) => id));
      return [target, facts.currentDevice?.methodId]
        .filter((id) => id !== undefined && !read.has(id))
        .filter((id) => !removed.some((gone) => alike(gone, id ?? target)))
        .some((id) => unread.some((one) => one.id === null || alike(one.id, id ?? target)));
    },
  ],
  [
    "notListed",
    ({ methods, removed, target }) =>
      !methods.some(
        (one) =>
          one.id === target && !(isAuthenticator(one) && removed.some((id) => alike(id, target))),
      ),
  ],
  [
    "notAuthenticator",
    (request) =>
      request.methods.some((one) => one.id === request.target && !isAuthenticator(one)) &&
      !phonesIn(request).some(({ id }) => id === request.target),
  ],
  [
    "isCurrentDevice",
    ({ facts, target }) =>
      facts.currentDevice !== null && alike(facts.currentDevice.methodId, target),
  ],
  ["noCurrentDevice", ({ facts }) => facts.currentDevice === null],
  [
    "currentDeviceNotListed",
    (request) =>
      request.facts.currentDevice !== null &&
      !phonesIn(request).some(({ id }) => id === request.facts.currentDevice?.methodId),
  ],
  [
    "currentDeviceNotSupported",
    (request) =>
      phonesIn(request).some(
        (one) =>
          one.id === request.facts.currentDevice?.methodId &&
          standingOf(one, request.policy) !== "supported",
      ),
  ],
  [
    "notProved",
    ({ facts: { proof }, now }) =>
      proof === null || !(proof.at.getTime() <= now.getTime() + MINUTE_MS),
  ],
  [
    "proofOfAnotherDevice",
    ({ facts: { proof, currentDevice } }) =>
      proof !== null && currentDevice !== null && proof.methodId !== currentDevice.methodId,
  ],
  [
    "proofTooWeak",
    ({ facts: { proof }, minimum }) => proof !== null && rank(proof.strength) < rank(minimum),
  ],
  [
    "proofTooOld",
    ({ facts: { proof }, now, proofMaxAgeMs }) =>
      proof !== null && !(now.getTime() - proof.at.getTime() <= proofMaxAgeMs),
  ],
  [
    "looksLikeCurrentDevice",
    (request) => {
      const { currentDevice, proof } = request.facts;
      if (currentDevice === null || isKnownById(request, currentDevice, proof)) return false;
      const phones = phonesIn(request);
      return phones.some(
        (own) =>
          own.id === currentDevice.methodId &&
          phones.some((one) => one.id === request.target && cannotTell(one, own)),
      );
    },
  ],
];

const phonesIn = ({ methods, removed }: RemovalRequest): readonly AuthenticatorMethod[] =>
  methods.filter(isAuthenticator).filter(({ id }) => !removed.some((gone) => alike(gone, id)));

const alike = (a: MethodId, b: MethodId): boolean => a.toUpperCase() === b.toUpperCase();

const rank = (strength: PushProof["strength"]): number => PROOF_STRENGTHS.indexOf(strength);

function isGoodProof({ minimum, now, proofMaxAgeMs }: RemovalRequest, proof: PushProof): boolean {
  const ageMs = now.getTime() - proof.at.getTime();
  return rank(proof.strength) >= rank(minimum) && ageMs >= -MINUTE_MS && ageMs <= proofMaxAgeMs;
}

function isKnownById(
  { now }: RemovalRequest,
  current: CurrentDevice,
  proof: PushProof | null,
): boolean {
  const ageMs = now.getTime() - current.at.getTime();
  const hasAppeared = current.evidence === "appeared" && ageMs >= -MINUTE_MS && ageMs <= DAY_MS;
  return hasAppeared || proof?.strength === "logged";
}

function cannotTell(a: AuthenticatorMethod, b: AuthenticatorMethod): boolean {
  const pairs = [
    [letters(a.displayName), letters(b.displayName)],
    [letters(a.phoneAppVersion), letters(b.phoneAppVersion)],
  ];
  return pairs.every(([one, other]) => one === "" || other === "" || one === other);
}

// By code point, where the guard uses one pattern.
function letters(text: string | null): string {
  return Array.from((text ?? "").normalize("NFKC"))
    .filter((letter) => !/^[\s\p{Separator}\p{Other}]$/u.test(letter))
    .join("")
    .toUpperCase();
}

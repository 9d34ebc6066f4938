import { distinctMethods } from "./distinct.ts";
import type { MethodId } from "./ids.ts";
import { isAuthenticator, type Method } from "./method.ts";
import { compareKeys, type SortKey } from "./order.ts";
import { type MethodPolicy, type Standing, standingOf } from "./policy.ts";
import { type StaleHint, staleHints } from "./staleness.ts";

/** "Up to five OATH hardware tokens or authenticator applications" (Entra, combined registration). */
export const AUTHENTICATOR_ENTRY_LIMIT = 5;

/** What was read, or why it could not be. Guests register in their home tenant, which we cannot see. */
export type MethodsRead =
  | { readonly kind: "read"; readonly methods: readonly Method[]; readonly isGuest: boolean }
  | { readonly kind: "unavailable"; readonly why: UnavailableReason };

export type UnavailableReason = "throttled" | "forbidden" | "serviceError" | "timeout" | "badReply";

export type Readiness = "notSetUp" | "setUp" | "setUpWithLeftovers" | "cannotTell";

/** Why the readiness is what it is. Data, not prose: the words are in `copy/`. */
export type Reason =
  | { readonly kind: "supportedRegistered"; readonly methodIds: readonly MethodId[] }
  | { readonly kind: "noSupportedMethod" }
  | { readonly kind: "onlyAuthenticatorLite" }
  | { readonly kind: "onlyTypedCodes" }
  | { readonly kind: "retiredRegistered"; readonly methodIds: readonly MethodId[] }
  | { readonly kind: "severalDevices"; readonly methodIds: readonly MethodId[] }
  | { readonly kind: "unknownMethods"; readonly graphTypes: readonly string[] }
  | { readonly kind: "unreadableMethods"; readonly count: number }
  | { readonly kind: "emptyList" }
  | { readonly kind: "guest" }
  | { readonly kind: "unavailable"; readonly why: UnavailableReason };

export type JudgedMethod = {
  readonly method: Method;
  readonly standing: Standing;
  readonly hints: readonly StaleHint[];
};

/** The one thing to do next. */
export type NextStep =
  | "addAuthenticator"
  | "makeRoomFirst"
  | "reviewLeftovers"
  | "nothing"
  | "tryAgainLater"
  | "askHelpDesk";

export type Assessment = {
  readonly readiness: Readiness;
  readonly reasons: readonly Reason[];
  /** Each method once, sorted: supported, retired, neutral; then by kind, name and id. */
  readonly methods: readonly JudgedMethod[];
  readonly entryLimit: { readonly used: number; readonly isReached: boolean };
  /**
   * Whether something other than a supported push entry can pass MFA today. Who has neither can register nothing: only
   * the help desk can help.
   */
  readonly hasOtherMfa: boolean;
  readonly nextStep: NextStep;
};

/**
 * Judges what a person has registered. Pure and total; the order of the methods never matters, and a method
 * of an unknown type never makes a person ready.
 */
export function assess(read: MethodsRead, policy: MethodPolicy, now: Date): Assessment {
  if (read.kind === "unavailable") return unavailable(read.why);

  const registered = distinctMethods(read.methods);
  const hints = staleHints(registered, now);
  const methods = registered
    .map((method) => ({
      method,
      standing: standingOf(method, policy),
      // Another kind of method can have the id of an Authenticator entry; the hint is not about that one.
      hints: (isAuthenticator(method) ? hints.get(method.id) : undefined) ?? [],
    }))
    .sort((a, b) => compareKeys(sortKey(a), sortKey(b)));
  const used = registered.filter(countsTowardLimit).length;
  const entryLimit = { used, isReached: used >= AUTHENTICATOR_ENTRY_LIMIT };
  const { readiness, reasons } = judge(methods, read.isGuest);
  return {
    readiness,
    reasons,
    methods,
    entryLimit,
    hasOtherMfa: methods.some(isOtherMfa),
    nextStep: nextStepFor(readiness, reasons, entryLimit.isReached),
  };
}

function judge(
  methods: readonly JudgedMethod[],
  isGuest: boolean,
): { readonly readiness: Readiness; readonly reasons: readonly Reason[] } {
  const supported = idsWhere(methods, (judged) => judged.standing === "supported");
  const leftovers = leftoverReasons(methods);
  const newTypes = newTypeReasons(methods);
  const unreadable = unreadableReasons(methods);

  if (supported.length > 0) {
    return {
      readiness: leftovers.length > 0 ? "setUpWithLeftovers" : "setUp",
      reasons: [
        { kind: "supportedRegistered", methodIds: supported },
        ...leftovers,
        ...newTypes,
        // No doubt about the person any more, but one of these may be a leftover.
        ...unreadable,
      ],
    };
  }
  // An entry that cannot be read could be the push entry; a *new* type cannot, since push has a type of its own.
  const doubts = [...absenceReasons(methods, isGuest), ...unreadable];
  if (doubts.length > 0) {
    return { readiness: "cannotTell", reasons: [...doubts, ...leftovers, ...newTypes] };
  }
  return { readiness: "notSetUp", reasons: [missingReason(methods), ...leftovers, ...newTypes] };
}

// Why the absence of a method from the list need not mean that the person does not have it. Graph lists at least the
// password of nearly everyone, so an empty list says more about the reading than the person.
function absenceReasons(methods: readonly JudgedMethod[], isGuest: boolean): readonly Reason[] {
  const found: Reason[] = [];
  if (isGuest) found.push({ kind: "guest" });
  if (methods.length === 0) found.push({ kind: "emptyList" });
  return found;
}

function missingReason(methods: readonly JudgedMethod[]): Reason {
  if (
    methods.some(({ method }) => isAuthenticator(method) && method.clientApp === "outlookMobile")
  ) {
    return { kind: "onlyAuthenticatorLite" };
  }
  const passing = methods.filter(isOtherMfa);
  return passing.length > 0 && passing.every(({ method }) => isTypedCode(method))
    ? { kind: "onlyTypedCodes" }
    : { kind: "noSupportedMethod" };
}

function leftoverReasons(methods: readonly JudgedMethod[]): readonly Reason[] {
  const retired = idsWhere(methods, (judged) => judged.standing === "retired");
  const devices = idsWhere(
    methods,
    (judged) => isAuthenticator(judged.method) && judged.standing === "supported",
  );
  const found: Reason[] = [];
  if (devices.length > 1) found.push({ kind: "severalDevices", methodIds: devices });
  if (retired.length > 0) found.push({ kind: "retiredRegistered", methodIds: retired });
  return found;
}

function unreadableReasons(methods: readonly JudgedMethod[]): readonly Reason[] {
  const count = methods.filter(
    ({ method }) => method.kind === "unknown" && method.why === "unreadable",
  ).length;
  return count > 0 ? [{ kind: "unreadableMethods", count }] : [];
}

function newTypeReasons(methods: readonly JudgedMethod[]): readonly Reason[] {
  const graphTypes = methods
    .map(({ method }) =>
      method.kind === "unknown" && method.why === "newType" ? method.graphType : null,
    )
    .filter((type) => type !== null);
  return graphTypes.length > 0 ? [{ kind: "unknownMethods", graphTypes }] : [];
}

function nextStepFor(
  readiness: Readiness,
  reasons: readonly Reason[],
  limitReached: boolean,
): NextStep {
  switch (readiness) {
    case "setUp":
      return "nothing";
    case "setUpWithLeftovers":
      return "reviewLeftovers";
    case "notSetUp":
      return limitReached ? "makeRoomFirst" : "addAuthenticator";
    case "cannotTell":
      return reasons.some((reason) => reason.kind === "guest") ? "askHelpDesk" : "tryAgainLater";
  }
}

function unavailable(why: UnavailableReason): Assessment {
  return {
    readiness: "cannotTell",
    reasons: [{ kind: "unavailable", why }],
    methods: [],
    entryLimit: { used: 0, isReached: false },
    hasOtherMfa: false,
    nextStep: why === "forbidden" ? "askHelpDesk" : "tryAgainLater",
  };
}

const isTypedCode = ({ kind }: Method): boolean =>
  kind === "softwareOath" || kind === "hardwareOath";

const countsTowardLimit = (method: Method): boolean =>
  isAuthenticator(method) || isTypedCode(method);

/**
 * Push that is not what the organisation asks for is another way in: Outlook approves sign-ins with Authenticator Lite,
 * and phone sign-in is MFA by itself. Email only resets passwords, a password is the first factor, and of an unknown
 * type we promise nothing.
 */
function isOtherMfa({ method, standing }: JudgedMethod): boolean {
  switch (method.kind) {
    case "microsoftAuthenticator":
    case "passwordlessMicrosoftAuthenticator":
      return standing !== "supported";
    case "phone":
    case "softwareOath":
    case "hardwareOath":
    case "fido2":
    case "windowsHelloForBusiness":
    case "platformCredential":
    case "external":
      return true;
    case "temporaryAccessPass":
      return method.isUsable !== false;
    case "email":
    case "password":
    case "qrCodePin":
    case "resourceAccountKey":
    case "unknown":
      return false;
  }
}

function idsWhere(
  methods: readonly JudgedMethod[],
  matches: (judged: JudgedMethod) => boolean,
): readonly MethodId[] {
  return methods
    .filter(matches)
    .map(({ method }) => method.id)
    .filter((id) => id !== null);
}

const STANDING_ORDER: Readonly<Record<Standing, number>> = { supported: 0, retired: 1, neutral: 2 };

function sortKey({ method, standing }: JudgedMethod): SortKey {
  const name = "displayName" in method ? (method.displayName ?? "") : "";
  const type = method.kind === "unknown" ? [method.graphType ?? "", method.why] : [];
  return [STANDING_ORDER[standing], method.kind, name, ...type, method.id ?? ""];
}

import type { MethodId } from "./ids.ts";
import { isAuthenticator, type Method } from "./method.ts";
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
  /** Sorted: supported, retired, neutral; then by kind, name and id. */
  readonly methods: readonly JudgedMethod[];
  readonly entryLimit: { readonly used: number; readonly isReached: boolean };
  /** Whether some registered method other than push can pass MFA today; without one, only the help desk can help. */
  readonly hasOtherMfa: boolean;
  readonly nextStep: NextStep;
};

/**
 * Judges what a person has registered. Pure and total; the order of the methods never matters, and a method
 * of an unknown type never makes a person ready.
 */
export function assess(read: MethodsRead, policy: MethodPolicy, now: Date): Assessment {
  if (read.kind === "unavailable") return unavailable(read.why);

  const hints = staleHints(read.methods, now);
  const methods = read.methods
    .map((method) => ({
      method,
      standing: standingOf(method, policy),
      hints: (method.id === null ? undefined : hints.get(method.id)) ?? [],
    }))
    .sort(byStandingKindNameId);
  const used = read.methods.filter(countsTowardLimit).length;
  const entryLimit = { used, isReached: used >= AUTHENTICATOR_ENTRY_LIMIT };
  const { readiness, reasons } = judge(methods, read.isGuest);
  return {
    readiness,
    reasons,
    methods,
    entryLimit,
    hasOtherMfa: read.methods.some(passesMfaWithoutPush),
    nextStep: nextStepFor(readiness, reasons, entryLimit.isReached),
  };
}

function judge(
  methods: readonly JudgedMethod[],
  isGuest: boolean,
): { readonly readiness: Readiness; readonly reasons: readonly Reason[] } {
  const supported = idsWhere(methods, (judged) => judged.standing === "supported");
  const leftovers = leftoverReasons(methods);
  const unknowns = unknownReasons(methods);

  if (supported.length > 0) {
    return {
      readiness: leftovers.length > 0 ? "setUpWithLeftovers" : "setUp",
      reasons: [{ kind: "supportedRegistered", methodIds: supported }, ...leftovers, ...unknowns],
    };
  }
  const doubts = doubtReasons(methods, isGuest);
  if (doubts.length > 0) {
    return { readiness: "cannotTell", reasons: [...doubts, ...leftovers, ...unknowns] };
  }
  return { readiness: "notSetUp", reasons: [missingReason(methods), ...leftovers, ...unknowns] };
}

// Graph lists at least the password of nearly everyone, so an empty list says more about the reading than the person.
// An entry that cannot be read could be the push entry; a *new* type cannot, since push has a type of its own.
function doubtReasons(methods: readonly JudgedMethod[], isGuest: boolean): readonly Reason[] {
  const unreadable = methods.filter(
    ({ method }) => method.kind === "unknown" && method.why === "unreadable",
  ).length;
  const found: Reason[] = [];
  if (isGuest) found.push({ kind: "guest" });
  if (methods.length === 0) found.push({ kind: "emptyList" });
  if (unreadable > 0) found.push({ kind: "unreadableMethods", count: unreadable });
  return found;
}

function missingReason(methods: readonly JudgedMethod[]): Reason {
  if (
    methods.some(({ method }) => isAuthenticator(method) && method.clientApp === "outlookMobile")
  ) {
    return { kind: "onlyAuthenticatorLite" };
  }
  const codes = methods.some(
    ({ method }) => method.kind === "softwareOath" || method.kind === "hardwareOath",
  );
  return codes ? { kind: "onlyTypedCodes" } : { kind: "noSupportedMethod" };
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

function unknownReasons(methods: readonly JudgedMethod[]): readonly Reason[] {
  const types = methods.flatMap(({ method }) =>
    method.kind === "unknown" && method.why === "newType" ? [method.graphType ?? ""] : [],
  );
  return types.length > 0 ? [{ kind: "unknownMethods", graphTypes: types.sort() }] : [];
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

const countsTowardLimit = ({ kind }: Method): boolean =>
  kind === "microsoftAuthenticator" || kind === "softwareOath" || kind === "hardwareOath";

/** Email only resets passwords, a password is the first factor, and of an unknown type we promise nothing. */
function passesMfaWithoutPush(method: Method): boolean {
  switch (method.kind) {
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
    case "microsoftAuthenticator":
    case "passwordlessMicrosoftAuthenticator":
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
  return methods.filter(matches).flatMap(({ method }) => (method.id === null ? [] : [method.id]));
}

const STANDING_ORDER: Readonly<Record<Standing, number>> = { supported: 0, retired: 1, neutral: 2 };

function byStandingKindNameId(a: JudgedMethod, b: JudgedMethod): number {
  const byStanding = STANDING_ORDER[a.standing] - STANDING_ORDER[b.standing];
  if (byStanding !== 0) return byStanding;
  return compare(sortKey(a.method), sortKey(b.method));
}

function sortKey(method: Method): string {
  const name = "displayName" in method ? (method.displayName ?? "") : "";
  const detail = method.kind === "unknown" ? `${method.graphType ?? ""}\u0000${method.why}` : "";
  return [method.kind, name, detail, method.id ?? ""].join("\u0000");
}

// Code-unit order: the same on every machine and in every language.
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

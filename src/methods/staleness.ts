import { distinctMethods } from "./distinct.ts";
import type { MethodId } from "./ids.ts";
import { type AuthenticatorMethod, isAuthenticator, type Method } from "./method.ts";
import { compareKeys } from "./order.ts";

/** A sign, never a proof, that a device may no longer be in use. Only its owner knows. */
export type StaleHint =
  | { readonly kind: "sameNameAsAnother" }
  | { readonly kind: "olderAppThanAnother"; readonly newestVersion: string }
  | { readonly kind: "oldAppRelease"; readonly year: number; readonly month: number }
  | { readonly kind: "notUsedLately"; readonly lastUsedAt: Date };

export type StaleHints = ReadonlyMap<MethodId, readonly StaleHint[]>;

const NOT_USED_LATELY_DAYS = 90;
const OLD_RELEASE_MONTHS = 12;
const DAY_MS = 24 * 60 * 60 * 1000;
// Seen in reports by third parties: Outlook 4.2439.2 beside Authenticator 6.2410.6638.
const FIRST_AUTHENTICATOR_MAJOR = 6;

/**
 * Hints for each Authenticator entry that has any. The order of the list never matters.
 * Graph v1.0 gives push-only entries no date, so names and app versions are all there is; the last use is beta.
 */
export function staleHints(methods: readonly Method[], now: Date): StaleHints {
  const entries = distinctMethods(methods).filter(isAuthenticator);
  const crowd = { names: countNames(entries), newest: newestOfEachPlatform(entries) };
  const hints = entries.map((entry) => [entry.id, hintsFor(entry, crowd, now)] as const);
  return new Map(hints.filter(([, found]) => found.length > 0));
}

/** What an entry is compared with: all entries of its owner, itself included. */
type Crowd = {
  readonly names: ReadonlyMap<string, number>;
  readonly newest: readonly AppVersion[];
};

function hintsFor(entry: AuthenticatorMethod, crowd: Crowd, now: Date): readonly StaleHint[] {
  const version = appVersion(entry);
  return [
    sameName(entry, crowd),
    version && olderApp(version, crowd),
    version && oldRelease(version, now),
    notUsedLately(entry, now),
  ].filter((hint) => hint !== null);
}

function sameName(entry: AuthenticatorMethod, { names }: Crowd): StaleHint | null {
  const key = nameKey(entry);
  return key !== null && names.get(key) !== 1 ? { kind: "sameNameAsAnother" } : null;
}

function countNames(entries: readonly AuthenticatorMethod[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of entries.map(nameKey).filter((name) => name !== null)) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

// Outlook and Authenticator on one phone report the same name, and neither of them is old for that.
function nameKey(entry: AuthenticatorMethod): string | null {
  if (entry.displayName === null) return null;
  return `${isLite(entry) ? "lite" : "app"} ${entry.displayName}`;
}

type AppVersion = {
  readonly text: string;
  readonly parts: readonly [major: number, minor: number, patch: number];
};

function olderApp(own: AppVersion, { newest }: Crowd): StaleHint | null {
  const newer = newest.find(
    (version) => isAndroid(version) === isAndroid(own) && compareKeys(version.parts, own.parts) > 0,
  );
  return newer ? { kind: "olderAppThanAnother", newestVersion: newer.text } : null;
}

// Android and iOS count their releases in different ways, so each is compared with its own.
function newestOfEachPlatform(entries: readonly AuthenticatorMethod[]): readonly AppVersion[] {
  const versions = entries
    .map(appVersion)
    .filter((version) => version !== null)
    .sort((a, b) => compareKeys(b.parts, a.parts) || compareKeys([a.text], [b.text]));
  return [versions.find(isAndroid), versions.find((version) => !isAndroid(version))].filter(
    (version) => version !== undefined,
  );
}

// Android releases are numbered by date (6.2501.0191 is January 2025), iOS releases are not (6.8.53).
function oldRelease(version: AppVersion, now: Date): StaleHint | null {
  if (!isAndroid(version)) return null;
  const year = 2000 + Math.floor(version.parts[1] / 100);
  const month = version.parts[1] % 100;
  if (month < 1 || month > 12) return null;
  const ageMonths = (now.getUTCFullYear() - year) * 12 + (now.getUTCMonth() + 1 - month);
  return ageMonths >= OLD_RELEASE_MONTHS ? { kind: "oldAppRelease", year, month } : null;
}

function notUsedLately(entry: AuthenticatorMethod, now: Date): StaleHint | null {
  if (entry.lastUsedAt === null) return null;
  const ageMs = now.getTime() - entry.lastUsedAt.getTime();
  return ageMs > NOT_USED_LATELY_DAYS * DAY_MS
    ? { kind: "notUsedLately", lastUsedAt: entry.lastUsedAt }
    : null;
}

// Authenticator Lite reports the version of Outlook, which counts weeks where Authenticator counts months.
function appVersion(entry: AuthenticatorMethod): AppVersion | null {
  return isLite(entry) ? null : readVersion(entry);
}

function isLite(entry: AuthenticatorMethod): boolean {
  if (entry.clientApp !== null) return entry.clientApp === "outlookMobile";
  // Graph v1.0 does not name the app. Its version does, well enough for a hint; for the policy it is not.
  const version = readVersion(entry);
  return version !== null && version.parts[0] < FIRST_AUTHENTICATOR_MAJOR;
}

function readVersion({ phoneAppVersion }: AuthenticatorMethod): AppVersion | null {
  const text = phoneAppVersion ?? "";
  const match = /^(\d{1,4})\.(\d{1,6})\.(\d{1,6})(?:\.|$)/.exec(text);
  if (match === null) return null;
  return { text, parts: [Number(match[1]), Number(match[2]), Number(match[3])] };
}

const isAndroid = (version: AppVersion): boolean => version.parts[1] >= 1000;

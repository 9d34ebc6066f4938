import type { MethodId } from "./ids.ts";
import { type AuthenticatorMethod, isAuthenticator, type Method } from "./method.ts";

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

/**
 * Hints for each Authenticator entry that has any. The order of the list never matters.
 * Graph v1.0 gives push-only entries no date, so names and app versions are all there is; the last use is beta.
 */
export function staleHints(methods: readonly Method[], now: Date): StaleHints {
  const entries = methods.filter(isAuthenticator);
  const hints = entries.map((entry) => [entry.id, hintsFor(entry, entries, now)] as const);
  return new Map(hints.filter(([, found]) => found.length > 0));
}

function hintsFor(
  entry: AuthenticatorMethod,
  all: readonly AuthenticatorMethod[],
  now: Date,
): readonly StaleHint[] {
  return [
    sameName(entry, all),
    olderApp(entry, all),
    oldRelease(entry, now),
    notUsedLately(entry, now),
  ].filter((hint) => hint !== null);
}

function sameName(
  entry: AuthenticatorMethod,
  all: readonly AuthenticatorMethod[],
): StaleHint | null {
  const name = entry.displayName;
  if (name === null) return null;
  const others = all.filter((other) => other.id !== entry.id && other.displayName === name);
  return others.length > 0 ? { kind: "sameNameAsAnother" } : null;
}

type AppVersion = { readonly text: string; readonly parts: readonly [number, number, number] };

function olderApp(
  entry: AuthenticatorMethod,
  all: readonly AuthenticatorMethod[],
): StaleHint | null {
  const own = appVersion(entry);
  if (own === null) return null;
  const newest = all
    .map(appVersion)
    .filter((version) => version !== null)
    .filter((version) => isAndroid(version) === isAndroid(own))
    .reduce((best, version) => (isNewer(version, best) ? version : best), own);
  return newest === own ? null : { kind: "olderAppThanAnother", newestVersion: newest.text };
}

// Android releases are numbered by date (6.2501.0191 is January 2025), iOS releases are not (6.8.53).
function oldRelease(entry: AuthenticatorMethod, now: Date): StaleHint | null {
  const version = appVersion(entry);
  if (version === null || !isAndroid(version)) return null;
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

function appVersion(entry: AuthenticatorMethod): AppVersion | null {
  const text = entry.phoneAppVersion ?? "";
  const match = /^(\d{1,4})\.(\d{1,6})\.(\d{1,6})(?:\.|$)/.exec(text);
  if (match === null) return null;
  return { text, parts: [Number(match[1]), Number(match[2]), Number(match[3])] };
}

const isAndroid = (version: AppVersion): boolean => version.parts[1] >= 1000;

function isNewer(a: AppVersion, b: AppVersion): boolean {
  const [major, minor, patch] = a.parts;
  const [otherMajor, otherMinor, otherPatch] = b.parts;
  if (major !== otherMajor) return major > otherMajor;
  if (minor !== otherMinor) return minor > otherMinor;
  return patch > otherPatch;
}

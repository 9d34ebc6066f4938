import { randomBytes } from "node:crypto";
import type { Dice } from "./hostile-values.ts";

export type WebCase = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

const random = (): string => randomBytes(32).toString("base64url");

/** Something a browser, a link scanner or an attacker may ask of the pages of the fresh sign-in. */
export function webCase(dice: Dice, tickets: readonly string[]): WebCase {
  const ticket = tickets[dice.below(tickets.length)] ?? random();
  const path = dice.of<() => string>([
    () => "/sign-in",
    () => "/sign-in/",
    () => `/sign-in/${ticket}`,
    () => `/sign-in/${random()}`,
    () =>
      `/sign-in/${ticket}${dice.of(["/", "%00", "?", "#", "%2f..", "é"].map(encodeURI) as [string])}`,
    () => `/sign-in/${"%".repeat(dice.below(50))}`,
    () => `/sign-in/callback${query(dice)}`,
    () => `/sign-in/callback${query(dice)}`,
    () => "/sign-in/callback/x",
    () => "/sign-in/../api/messages",
    () => "/SIGN-IN/callback",
    () => `/sign-in/${"a".repeat(dice.below(9_000))}`,
  ])();
  const method = dice.of(["GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"]);
  const body = method === "POST" || dice.chance(0.1) ? "x".repeat(dice.below(2_000)) : null;
  return { method, path, headers: headers(dice), body: method === "HEAD" ? null : body };
}

function query(dice: Dice): string {
  const value = (): string =>
    dice.of<() => string>([
      random,
      () => "",
      () => "%",
      () => "%ff%fe",
      () => "%00",
      () => "a".repeat(dice.below(4_000)),
      () => "%F0%9F%98%80",
      () => "<script>",
      () => "..%2f",
    ])();
  const names = [
    "code",
    "state",
    "error",
    "error_description",
    "session_state",
    "iss",
    "__proto__",
  ];
  const pairs = Array.from({ length: dice.below(7) }, () => {
    const name = names[dice.below(names.length)] ?? "code";
    return `${name}${dice.of(["=", "", "[]=", "[x]="])}${encodeURI(value()).replace(/%25/g, "%")}`;
  });
  return `?${pairs.join(dice.of(["&", ";", "&&"]))}`;
}

function headers(dice: Dice): Record<string, string> {
  const made: Record<string, string> = {};
  if (dice.chance(0.6)) {
    made["cookie"] = dice.of<() => string>([
      () => `__Host-pushready-sign-in=${random()}`,
      () => `pushready-sign-in=${random()}`,
      () => "=;;;==",
      () => `__Host-pushready-sign-in=${random()}; __Host-pushready-sign-in=${random()}`,
      () => "x".repeat(dice.below(6_000)),
      () => "__proto__=1; constructor=2",
      () => "a=%E0%A4%A",
    ])();
  }
  if (dice.chance(0.5))
    made["sec-fetch-site"] = dice.of(["same-origin", "same-origin", "cross-site", "none", "x"]);
  if (dice.chance(0.3)) made["origin"] = dice.of(["null", "https://evil.example", "x", ""]);
  if (dice.chance(0.5)) {
    made["accept-language"] = dice.of(["de", "en;q=NaN", "*", "-".repeat(500), "xx-YY-zz", ",,,"]);
  }
  // Mostly of many addresses, or the limit of one would answer most cases.
  made["x-forwarded-for"] = dice.chance(0.1)
    ? dice.of([",,,", "[::1", "x".repeat(900), "1.2.3.4:5"])
    : `10.${dice.below(256)}.${dice.below(256)}.${dice.below(256)}`;
  return made;
}

import type { SendOutcome } from "./messenger.ts";

/** An answer of Teams' connector other than success. */
export type TeamsRefusal = {
  readonly status: number;
  /** Parsed JSON, or text, as it came. */
  readonly body: unknown;
  readonly retryAfterMs: number | null;
};

/** Whom a code says that we cannot reach any more, or not yet. Compared in lower case. */
const UNREACHABLE: ReadonlyMap<string, "notInstalled" | "removed" | "blocked" | "gone"> = new Map([
  ["botdisabledbyadmin", "blocked"],
  ["conversationblockedbyuser", "blocked"],
  ["messagewritesblocked", "blocked"],
  ["botnotinconversationroster", "removed"],
  ["forbiddenoperationexception", "notInstalled"],
  ["conversationnotfound", "gone"],
]);

/** 403s that say something about our own settings, and nothing about the person. */
const OURS: ReadonlySet<string> = new Set(["invalidbotapihost", "notenoughpermissions"]);

/** These say that nothing was delivered and that it may be tried again; no other answer may be. */
const RETRIED: ReadonlySet<number> = new Set([412, 502, 503, 504]);

/**
 * What Teams' answer to a message means. Nothing in it is repeated but status and code: bodies may name people.
 * Source: Teams, "Status codes from bot conversational APIs".
 */
export function outcomeOf({ status, body, retryAfterMs }: TeamsRefusal): SendOutcome {
  if (status === 429) return { kind: "throttled", retryAfterMs };
  const codes = codesIn(body);
  const known = codes.find((code) => UNREACHABLE.has(code.toLowerCase()));
  const why = ["http", String(status), known ?? codes[0]].filter(Boolean).join(" ");
  if (RETRIED.has(status)) return { kind: "retry", why };
  if (status === 403 && !codes.some((code) => OURS.has(code.toLowerCase()))) {
    // Bodies without a code are seen in the wild; what they have in common is that we may not write.
    return { kind: "unreachable", reachability: reachabilityOf(known) ?? "blocked", why };
  }
  if (status === 404) return { kind: "unreachable", reachability: "gone", why };
  return { kind: "failed", why };
}

const reachabilityOf = (code: string | undefined) =>
  code === undefined ? undefined : UNREACHABLE.get(code.toLowerCase());

/** Codes are short words; anything else is prose, and may name people. */
const CODE = /^[A-Za-z][A-Za-z0-9]{2,63}$/;
const DEEPEST = 5;

/** The codes in a body, outermost first; some hide in a `message` that is JSON itself. */
function codesIn(body: unknown, depth = 0): readonly string[] {
  if (depth > DEEPEST) return [];
  if (typeof body === "string") {
    const parsed = parse(body);
    return parsed === undefined ? [] : codesIn(parsed, depth + 1);
  }
  if (typeof body !== "object" || body === null) return [];
  const entries = Object.entries(body);
  const own = entries.flatMap(([name, value]) =>
    /^(sub)?code$/i.test(name) && typeof value === "string" && CODE.test(value) ? [value] : [],
  );
  return [...own, ...entries.flatMap(([, value]) => codesIn(value, depth + 1))];
}

function parse(text: string): unknown {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON after all: prose that begins with a brace.
    return undefined;
  }
}

import { createHash } from "node:crypto";
import { type Logger, pino } from "pino";

export type { Logger } from "pino";

/**
 * A JSON-lines logger on standard output.
 * Callers log ids through {@link redactId} and never tokens, phone numbers or names; the paths below are the net
 * under them, not the rule.
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: plainError },
    redact: {
      paths: ["token", "*.token", "authorization", "*.authorization", "phoneNumber", "displayName"],
      censor: "[redacted]",
    },
  });
}

/** A short tag for an id: the same id gives the same tag, and the tag leads nobody back to a person. */
export function redactId(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 10);
}

type PlainError = {
  readonly name: string;
  readonly code: string | null;
  readonly statusCode: number | null;
  readonly message: string;
  readonly stack: string | null;
  readonly cause: PlainError | null;
};

// SDK errors carry whole requests with their Authorization header, so only these fields are ever written.
function plainError(error: unknown, depth = 0): PlainError {
  if (!(error instanceof Error)) {
    return {
      name: typeof error,
      code: null,
      statusCode: null,
      message: scrub(String(error)),
      stack: null,
      cause: null,
    };
  }
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  return {
    name: error.name,
    code: typeof code === "string" ? code : null,
    statusCode: typeof statusCode === "number" ? statusCode : null,
    message: scrub(error.message),
    stack: error.stack === undefined ? null : scrub(error.stack),
    cause: error.cause === undefined || depth > 3 ? null : plainError(error.cause, depth + 1),
  };
}

// JWTs, bearer values, connection strings, mail addresses and long digit runs (phone numbers, codes).
const PRIVATE = [
  /eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g,
  /Bearer\s+\S+/gi,
  /postgres(?:ql)?:\/\/\S+/gi,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /\+\d[\d\s()-]{6,}\d/g,
];

export function scrub(text: string): string {
  return PRIVATE.reduce((result, pattern) => result.replace(pattern, "[redacted]"), text);
}

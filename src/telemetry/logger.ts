import { createHash } from "node:crypto";
import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger } from "pino";

/** Never logged, at any of the depths that somebody may put them. */
const PRIVATE_FIELDS = ["token", "authorization", "phoneNumber", "displayName"];

/**
 * A JSON-lines logger on standard output, or on a stream of your own; `openSpan` gives each line what joins it with a trace.
 * Callers log ids through {@link redactId} and never tokens, phone numbers or names; what is done here is the net
 * under them, not the rule.
 */
export function createLogger(
  level: string,
  destination: DestinationStream = standardOutput(),
  openSpan: () => object = () => ({}),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: plainError },
      redact: {
        paths: PRIVATE_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: "[redacted]",
      },
      mixin: openSpan,
      // Last of all, on the finished line: a secret within a text, wherever the text came in.
      hooks: { streamWrite: scrub },
    },
    destination,
  );
}

/** Where the log of a service goes. */
export const standardOutput = (): DestinationStream => pino.destination(1);

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
      message: scrub(shortText(error)),
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

/** A value in a few words; of an object only that it is one, for it can carry whole requests. Total. */
export const shortText = (value: unknown): string => {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "object" && value !== null) return "object";
  return typeof value === "function" ? "function" : String(value);
};

// JWTs, bearer values, connection strings, mail addresses and user principal names, phone numbers, sign-in codes in
// addresses. None of them runs past a quote or a backslash: the same patterns go over finished JSON.
const PRIVATE_TEXTS = [
  /eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)*/g,
  /Bearer\s+[^\s"\\]+/gi,
  /postgres(?:ql)?:\/\/[^\s"\\]+/gi,
  /[\w.+#'-]{1,100}(?:@|%40)[\w-]+(?:\.[\w-]+)+/gi,
  /\+\d[\d\s()-]{6,}\d/g,
  /\bcode=\d{6}\b/g,
];

/** The text without what looks like a secret or a person. Total; JSON stays JSON. */
export function scrub(text: string): string {
  return PRIVATE_TEXTS.reduce((result, pattern) => result.replace(pattern, "[redacted]"), text);
}

import type { DestinationStream } from "pino";
import { z } from "zod/v4";

/** One line of the log as OpenTelemetry takes it. */
export type LogRecord = {
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
};

// OpenTelemetry, "Logs data model": the first of each range.
const SEVERITIES = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const;

const logLine = z.looseObject({
  level: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]),
  msg: z.string().default(""),
  err: z
    .looseObject({ name: z.string(), message: z.string(), stack: z.string().nullable() })
    .optional(),
});

/** Said by the record itself, or by the span it belongs to. */
const TOLD_OTHERWISE: ReadonlySet<string> = new Set([
  "level",
  "time",
  "msg",
  "err",
  "traceId",
  "spanId",
]);

/**
 * Writes each finished line to the log's own place, and hands it on as a record as well. What is handed on is the line
 * after redaction, so what is not in the log is not there either.
 */
export function alsoTo(
  destination: DestinationStream,
  emit: (record: LogRecord) => void,
): DestinationStream {
  return {
    write: (line) => {
      destination.write(line);
      const record = recordOf(line);
      if (record !== null) emit(record);
    },
  };
}

function recordOf(line: string): LogRecord | null {
  const parsed = logLine.safeParse(jsonIn(line));
  if (!parsed.success) return null;
  const { level, msg, err } = parsed.data;
  const fields = Object.entries(parsed.data).filter(([name]) => !TOLD_OTHERWISE.has(name));
  return {
    severityNumber: SEVERITIES[level],
    severityText: level,
    body: msg,
    attributes: {
      ...Object.fromEntries(fields.map(([name, value]) => [name, plain(value)])),
      ...(err === undefined ? {} : exceptionOf(err, msg)),
    },
  };
}

/** With these Application Insights shows it among the exceptions, where our own words would be lost but for `doing`. */
const exceptionOf = (
  err: { readonly name: string; readonly message: string; readonly stack: string | null },
  msg: string,
) => ({
  "exception.type": err.name,
  "exception.message": err.message,
  "exception.stacktrace": err.stack ?? err.message,
  doing: msg,
  err: JSON.stringify({ ...err, stack: undefined }),
});

const plain = (value: unknown): string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : JSON.stringify(value);

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

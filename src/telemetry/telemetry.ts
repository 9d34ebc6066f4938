import type { DestinationStream } from "pino";

/** What is said about a span or a measurement. No person: ids only through `redactId`, and no addresses or texts. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export type Counter =
  | "pushready.turns"
  | "pushready.graph.requests"
  | "pushready.signin.failures"
  | "pushready.reminders.sent"
  | "pushready.removals";

/** In milliseconds. */
export type Histogram = "pushready.turn.duration" | "pushready.graph.duration";

export type SpanOptions = {
  /** One of few: never with an id in it. */
  readonly name: string;
  /** server: somebody waits for us; client: we wait for another service. */
  readonly kind: "server" | "client" | "internal";
  readonly attributes?: Attributes;
};

/** A piece of work that is being traced. */
export interface OpenSpan {
  add(attributes: Attributes): void;
  /** It came to nothing; `why` is a name or a code, for messages of errors may hold people. */
  fail(why: string): void;
}

/** Traces and metrics, wherever they go. It never throws, and nothing waits for it. */
export interface Telemetry {
  /** Does the work in a span of its own; what the work throws passes, and the span has failed. */
  inSpan<Result>(options: SpanOptions, work: (span: OpenSpan) => Promise<Result>): Promise<Result>;
  /** The innermost span that this code runs in; one that takes everything and keeps nothing where there is none. */
  current(): OpenSpan;
  count(counter: Counter, attributes: Attributes): void;
  record(histogram: Histogram, durationMs: number, attributes: Attributes): void;
  /** What joins a log line with the span it was written in. */
  logFields(): Readonly<Record<string, string>>;
  /** For durations only. */
  nowMs(): number;
}

export type ReportingParts = {
  readonly nowMs: () => number;
  /** Told from time to time why nothing could be sent; the service goes on without. */
  readonly onTrouble: (what: string) => void;
  readonly longestCloseMs?: number;
};

/** What is reported while the service runs. */
export type Reporting = {
  readonly telemetry: Telemetry;
  /** The log's destination, so that what is written there is reported as well. */
  withLogs(destination: DestinationStream): DestinationStream;
  /** Sends what is left, if that does not take too long. Never rejects. */
  close(): Promise<void>;
};

const NOWHERE: OpenSpan = { add: () => undefined, fail: () => undefined };

/** For a service that reports to nobody. */
export const NO_TELEMETRY: Telemetry = {
  inSpan: (_options, work) => work(NOWHERE),
  current: () => NOWHERE,
  count: () => undefined,
  record: () => undefined,
  logFields: () => ({}),
  nowMs: () => 0,
};

/** Puts each reference that a person is told on the span in which it was made. */
export function referencesOnSpans(telemetry: Telemetry, newReference: () => string): () => string {
  return () => {
    const reference = newReference();
    telemetry.current().add({ "pushready.reference": reference });
    return reference;
  };
}

/** The name of an error, or its code: what can be told of it without its words. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return "unknownError";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return CODE.test(code) ? code : error.name;
}

const CODE = /^[\w.]{1,60}$/;

import {
  type Counter as ApiCounter,
  type Histogram as ApiHistogram,
  context,
  type Meter,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import {
  type Attributes,
  type Counter,
  errorName,
  type Histogram,
  type OpenSpan,
  type SpanOptions,
  type Telemetry,
} from "./telemetry.ts";

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
} as const;

/** {@link Telemetry} by OpenTelemetry's API; where it all goes is up to whoever made the tracer and the meter. */
export class SpanTelemetry implements Telemetry {
  readonly nowMs: () => number;
  readonly #tracer: Tracer;
  readonly #meter: Meter;
  readonly #counters = new Map<Counter, ApiCounter>();
  readonly #histograms = new Map<Histogram, ApiHistogram>();

  constructor(parts: {
    readonly tracer: Tracer;
    readonly meter: Meter;
    readonly nowMs: () => number;
  }) {
    this.#tracer = parts.tracer;
    this.#meter = parts.meter;
    this.nowMs = parts.nowMs;
  }

  async inSpan<Result>(
    { name, kind, attributes = {} }: SpanOptions,
    work: (span: OpenSpan) => Promise<Result>,
  ): Promise<Result> {
    const span = this.#tracer.startSpan(name, { kind: KINDS[kind], attributes });
    const open = openSpan(span);
    try {
      return await context.with(trace.setSpan(context.active(), span), () => work(open));
    } catch (error) {
      open.fail(errorName(error));
      throw error;
    } finally {
      span.end();
    }
  }

  current(): OpenSpan {
    return openSpan(trace.getActiveSpan());
  }

  count(counter: Counter, attributes: Attributes): void {
    const known = this.#counters.get(counter) ?? this.#meter.createCounter(counter);
    this.#counters.set(counter, known);
    known.add(1, attributes);
  }

  record(histogram: Histogram, durationMs: number, attributes: Attributes): void {
    const known =
      this.#histograms.get(histogram) ?? this.#meter.createHistogram(histogram, { unit: "ms" });
    this.#histograms.set(histogram, known);
    known.record(durationMs, attributes);
  }

  logFields(): Readonly<Record<string, string>> {
    const span = trace.getActiveSpan()?.spanContext();
    return span === undefined ? {} : { traceId: span.traceId, spanId: span.spanId };
  }
}

const openSpan = (span: Span | undefined): OpenSpan => ({
  add: (attributes) => {
    span?.setAttributes(attributes);
  },
  fail: (why) => {
    span?.setAttribute("error.type", why);
    span?.setStatus({ code: SpanStatusCode.ERROR, message: why });
  },
});

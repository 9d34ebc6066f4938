import { type Attributes, NO_TELEMETRY, type Telemetry } from "../../src/telemetry/telemetry.ts";

type Recorded = { readonly name: string; readonly attributes: Attributes };

/** Keeps what was told to it. */
export class FakeTelemetry implements Telemetry {
  readonly spans: { name: string; attributes: Attributes; failed: string | null }[] = [];
  readonly counts: Recorded[] = [];
  readonly current: Telemetry["current"] = () => NO_TELEMETRY.current();
  readonly record: Telemetry["record"] = () => undefined;
  readonly logFields: Telemetry["logFields"] = () => ({});
  readonly nowMs: Telemetry["nowMs"] = () => 0;

  readonly inSpan: Telemetry["inSpan"] = ({ name, attributes = {} }, work) => {
    const span: (typeof this.spans)[number] = { name, attributes, failed: null };
    this.spans.push(span);
    return work({
      add: (more) => {
        span.attributes = { ...span.attributes, ...more };
      },
      fail: (why) => {
        span.failed = why;
      },
    });
  };

  readonly count: Telemetry["count"] = (name, attributes) => {
    this.counts.push({ name, attributes });
  };
}

import { Secret } from "../../../src/config/secret.ts";
import { openTelemetry } from "../../../src/telemetry/open-telemetry.ts";

// Works in spans while nobody takes what is reported, and tells how long that took.
const reporting = await openTelemetry(
  {
    connectionString: new Secret(process.env["APPLICATIONINSIGHTS_CONNECTION_STRING"] ?? ""),
    clientId: null,
  },
  {
    nowMs: () => performance.now(),
    onTrouble: () => undefined,
    longestCloseMs: 500,
  },
);
const { telemetry } = reporting;
let slowestMs = 0;
for (let turn = 0; turn < 2_000; turn += 1) {
  const startMs = performance.now();
  await telemetry.inSpan({ name: "turn", kind: "server" }, () => Promise.resolve());
  telemetry.count("pushready.turns", { kind: "message", outcome: "completed" });
  slowestMs = Math.max(slowestMs, performance.now() - startMs);
  // The exporter gets its turns too.
  if (turn % 100 === 0) await new Promise(setImmediate);
}
const startMs = performance.now();
await reporting.close();
process.stdout.write(
  `${JSON.stringify({ slowestMs, closeMs: performance.now() - startMs })}\n`,
  () => process.exit(0),
);

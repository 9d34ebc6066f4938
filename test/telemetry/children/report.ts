import { Secret } from "../../../src/config/secret.ts";
import { openTelemetry } from "../../../src/telemetry/open-telemetry.ts";

// Works in spans while nobody takes what is reported, and tells when it is through.
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
const TURNS = 2_000;
for (let turn = 0; turn < TURNS; turn += 1) {
  await telemetry.inSpan({ name: "turn", kind: "server" }, () => Promise.resolve());
  telemetry.count("pushready.turns", { kind: "message", outcome: "completed" });
  // The exporter gets its turns too.
  if (turn % 100 === 0) await new Promise(setImmediate);
}
await reporting.close();
process.stdout.write(`${JSON.stringify({ turns: TURNS, isClosed: true })}\n`, () =>
  process.exit(0),
);

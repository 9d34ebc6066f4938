import { registerHooks } from "node:module";

const loaded: string[] = [];
registerHooks({
  load: (url, context, next) => {
    loaded.push(url);
    return next(url, context);
  },
});

await import("../../../src/compose.ts");
await import("../../../src/compose-reminder-background.ts");
await import("../../../src/graph/directory/open-directory.ts");
const { openTelemetry } = await import("../../../src/telemetry/open-telemetry.ts");
await openTelemetry(null, { nowMs: () => 0, onTrouble: () => undefined });
const ofOpenTelemetry = loaded.filter((url) => /@opentelemetry|monitor-opentelemetry/.test(url));
process.stdout.write(JSON.stringify({ all: loaded.length, ofOpenTelemetry }));

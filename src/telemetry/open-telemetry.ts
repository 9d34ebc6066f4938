import type { TelemetryConfig } from "../config/telemetry.ts";
import { NO_TELEMETRY, type Reporting, type ReportingParts } from "./telemetry.ts";

/**
 * Starts to report to Application Insights where configuration names one; elsewhere loads nothing of it.
 */
export async function openTelemetry(
  config: TelemetryConfig | null,
  parts: ReportingParts,
): Promise<Reporting> {
  if (config === null) {
    return {
      telemetry: NO_TELEMETRY,
      withLogs: (destination) => destination,
      close: () => Promise.resolve(),
    };
  }
  // A thousand files, and half a second of start, that a service without it does without.
  const { startAzureMonitor } = await import("./azure-monitor.ts");
  return startAzureMonitor(config, parts);
}

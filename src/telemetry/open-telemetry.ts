import type { TelemetryConfig } from "../config/telemetry.ts";
import { NO_TELEMETRY, type Reporting } from "./telemetry.ts";

/**
 * Starts to report to Application Insights where configuration names one; elsewhere loads nothing of it.
 * @param onTrouble told from time to time why nothing could be sent; the service goes on without
 */
export async function openTelemetry(
  config: TelemetryConfig | null,
  parts: { readonly nowMs: () => number; readonly onTrouble: (what: string) => void },
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

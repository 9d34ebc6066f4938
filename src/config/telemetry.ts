import { z } from "zod/v4";
import { Secret } from "./secret.ts";

/** Where traces, metrics and the log are reported to. */
export type TelemetryConfig = {
  /** Of an Application Insights resource. */
  readonly connectionString: Secret;
  /** The managed identity that signs in there; null where the connection string alone is enough. */
  readonly clientId: string | null;
};

export const telemetryVariables = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(/(^|;)InstrumentationKey=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(;|$)/, {
      error:
        "set it to the connection string of an Application Insights resource: InstrumentationKey=…;IngestionEndpoint=https://…",
    })
    .optional(),
};

export function telemetry(env: {
  readonly APPLICATIONINSIGHTS_CONNECTION_STRING?: string | undefined;
  readonly AZURE_CLIENT_ID?: string | undefined;
}): TelemetryConfig | null {
  const { APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString, AZURE_CLIENT_ID } = env;
  if (connectionString === undefined) return null;
  return { connectionString: new Secret(connectionString), clientId: AZURE_CLIENT_ID ?? null };
}

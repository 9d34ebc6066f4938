import { createRequire } from "node:module";
import {
  type AzureMonitorOpenTelemetryOptions,
  shutdownAzureMonitor,
  useAzureMonitor,
} from "@azure/monitor-opentelemetry";
import { DiagLogLevel, diag, metrics, trace } from "@opentelemetry/api";
import type { TelemetryConfig } from "../config/telemetry.ts";
import { alsoTo, type LogRecord } from "./log-export.ts";
import { SpanTelemetry } from "./span-telemetry.ts";
import type { Reporting, ReportingParts } from "./telemetry.ts";

const NAME = "pushready";
/** For the last data to leave; a service that stops must not wait for a monitor that is away. */
const LONGEST_CLOSE_MS = 5_000;
const LONGEST_TROUBLE = 300;
const TROUBLE_EVERY_MS = 5 * 60 * 1000;

/**
 * Nothing instruments itself: patches of modules work by half under ES modules and not at all for undici, and addresses
 * that they write down hold ids of people and links to sign in. All spans are made by hand.
 */
const NO_INSTRUMENTATIONS = Object.fromEntries(
  [
    "http",
    "azureSdk",
    "mongoDb",
    "mySql",
    "postgreSql",
    "redis",
    "redis4",
    "bunyan",
    "winston",
    "console",
  ].map((name) => [name, { enabled: false }]),
);

/** Reports traces, metrics and the log to Application Insights. Source: Azure Monitor OpenTelemetry Distro for Node.js. */
export async function startAzureMonitor(
  config: TelemetryConfig,
  parts: ReportingParts,
): Promise<Reporting> {
  const credential = await credentialOf(config);
  const { resources, logs } = brought();
  const options: AzureMonitorOpenTelemetryOptions = {
    azureMonitorExporterOptions: {
      connectionString: config.connectionString.reveal(),
      // What cannot be sent is dropped: the file system is read-only, and nobody would look after such files.
      disableOfflineStorage: true,
      ...(credential === null ? {} : { credential }),
      ...plainOnLoopback(config.connectionString.reveal()),
    },
    resource: resources.resourceFromAttributes({ "service.name": NAME }),
    instrumentationOptions: NO_INSTRUMENTATIONS,
    // All of it: a person's reference must be found, and the sampler by rate begins with throwing away.
    tracesPerSecond: 0,
    samplingRatio: 1,
    enableTraceBasedSamplingForLogs: false,
    enableLiveMetrics: false,
  };
  useAzureMonitor(options);
  sayTrouble(parts);
  const telemetry = new SpanTelemetry({
    tracer: trace.getTracer(NAME),
    meter: metrics.getMeter(NAME),
    nowMs: parts.nowMs,
  });
  // After the start, which puts its providers in place.
  const logger = logs.logs.getLogger(NAME);
  return {
    telemetry,
    withLogs: (destination) =>
      alsoTo(destination, (record) => {
        logger.emit(record);
      }),
    close: () => close(parts.longestCloseMs ?? LONGEST_CLOSE_MS),
  };
}

/** Entra sign-in, for a resource whose local authentication is off. */
async function credentialOf({ clientId }: TelemetryConfig) {
  if (clientId === null) return null;
  const { ManagedIdentityCredential } = await import("@azure/identity");
  return new ManagedIdentityCredential({ clientId });
}

type Brought = {
  readonly resources: {
    resourceFromAttributes(
      attributes: Readonly<Record<string, string>>,
    ): NonNullable<AzureMonitorOpenTelemetryOptions["resource"]>;
  };
  readonly logs: { readonly logs: { getLogger(name: string): { emit(record: LogRecord): void } } };
};

/** The distribution brings further parts of OpenTelemetry, and its copies are the ones that count. */
function brought(): Brought {
  const required = createRequire(import.meta.resolve("@azure/monitor-opentelemetry"));
  // `require` is untyped; these are the parts that are used.
  return {
    resources: required("@opentelemetry/resources") as Brought["resources"],
    logs: required("@opentelemetry/api-logs") as Brought["logs"],
  };
}

/**
 * A stand-in on this machine has no certificate, and the exporter turns its address into one with https. Anywhere else
 * the connection stays encrypted.
 */
function plainOnLoopback(
  connectionString: string,
): AzureMonitorOpenTelemetryOptions["azureMonitorExporterOptions"] {
  const endpoint = /(?:^|;)IngestionEndpoint=http:\/\/(127\.0\.0\.1:\d+)\/?(?:;|$)/.exec(
    connectionString,
  );
  if (endpoint?.[1] === undefined) return {};
  const [, host] = endpoint;
  return {
    additionalPolicies: [
      {
        position: "perCall",
        policy: {
          name: "plainOnLoopback",
          sendRequest: (request, next) => {
            request.url = request.url.replace(`https://${host}/`, `http://${host}/`);
            request.allowInsecureConnection = new URL(request.url).host === host;
            return next(request);
          },
        },
      },
    ],
  };
}

/** The library says the same for each batch that it cannot send. */
function sayTrouble({
  nowMs,
  onTrouble,
}: {
  readonly nowMs: () => number;
  readonly onTrouble: (what: string) => void;
}): void {
  let nextMs = 0;
  const say = (what: string): void => {
    // Said at each start, about details of the machine that are not known yet.
    if (/resource attribute/i.test(what) || nowMs() < nextMs) return;
    nextMs = nowMs() + TROUBLE_EVERY_MS;
    onTrouble(what.slice(0, LONGEST_TROUBLE));
  };
  const silent = (): void => undefined;
  const logger = { error: say, warn: say, info: silent, debug: silent, verbose: silent };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}

async function close(longestMs: number): Promise<void> {
  const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<undefined>();
  const timer = setTimeout(giveUp, longestMs, undefined);
  const closed = shutdownAzureMonitor().catch(() => undefined);
  await Promise.race([closed, tooLate]);
  clearTimeout(timer);
}

import { z } from "zod/v4";
import { canBeSupported, METHOD_CLASSES } from "../methods/policy.ts";
import { list } from "./list.ts";
import { protectionVariables } from "./protection-variables.ts";
import { reminderVariables } from "./reminder-variables.ts";
import { telemetryVariables } from "./telemetry.ts";

// The connectors of the public and government clouds (Teams, "Send proactive messages").
const TEAMS_HOSTS =
  "smba.trafficmanager.net,smba.infra.gcc.teams.microsoft.com,smba.infra.gov.teams.microsoft.us,smba.infra.dod.teams.microsoft.us";

const guid = (what: string) =>
  z.guid({ error: `set it to ${what}, for instance 11111111-2222-3333-4444-555555555555` });

const httpsUrl = (example: string) =>
  z.url({ protocol: /^https$/, error: `set it to an https address, for instance ${example}` });

/** Hosts that nothing but this machine reaches. */
export const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

const ORIGIN =
  "set it to an https address without a path, for instance https://pushready.example.com";

function isOriginOfOurs(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, origin, href } = new URL(value);
  const isSafe = protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
  return isSafe && href === `${origin}/`;
}

const PROOF_AGE = "set it to a whole number of minutes between 10 and 1440";

const KEY_BYTES = 32;

const isKey = (value: string): boolean =>
  /^[A-Za-z0-9+/]{43}=$/.test(value) && Buffer.from(value, "base64").length === KEY_BYTES;

const methodClasses = (mayInclude: (name: (typeof METHOD_CLASSES)[number]) => boolean) => {
  const allowed = METHOD_CLASSES.filter(mayInclude);
  return z
    .string()
    .transform(list)
    .pipe(
      z.array(z.enum(allowed, { error: `use a comma-separated list of: ${allowed.join(", ")}` })),
    );
};

const clientIdentity = z.enum(["managedIdentity", "workloadIdentity", "certificate", "secret"], {
  error:
    "set it to managedIdentity, workloadIdentity (Kubernetes), certificate or secret (development only)",
});

/** One line per variable: its form, its default, and what to set when it is wrong. */
export const environment = z.object({
  NODE_ENV: z
    .enum(["production", "development", "test"], {
      error: "set it to production, development or test, or leave it out for production",
    })
    .default("production"),
  HOST: z.string().min(1).optional(),
  PORT: z.coerce
    .number({ error: "set it to a port number between 1 and 65535" })
    .int("set it to a port number between 1 and 65535")
    .min(1, "set it to a port number between 1 and 65535")
    .max(65535, "set it to a port number between 1 and 65535")
    .default(3978),
  BOT_ID: guid("the application (client) id of the bot's Entra app registration").optional(),
  TENANT_ID: guid("the id of your Entra tenant").optional(),
  BOT_TYPE: z
    .enum(["UserAssignedMSI", "SingleTenant"], {
      error:
        "set it to UserAssignedMSI (a managed identity) or SingleTenant (an app registration; BOT_IDENTITY says how it proves itself)",
    })
    .default("UserAssignedMSI"),
  BOT_IDENTITY: clientIdentity.optional(),
  BOT_CERTIFICATE_FILE: z.string().min(1).optional(),
  BOT_PASSWORD: z.string().min(1).optional(),
  AZURE_CLIENT_ID: guid(
    "the client id of the managed identity that the service runs as",
  ).optional(),
  AZURE_FEDERATED_TOKEN_FILE: z.string().min(1).optional(),
  SECRETS_IN_PRODUCTION: z
    .enum(["allow"], {
      error: "set it to allow to run in production with client secrets, or leave it out",
    })
    .optional(),
  OAUTH_CONNECTION: z.string().min(1).default("graph"),
  SERVICE_URL_HOSTS: z.string().default(TEAMS_HOSTS).transform(list),
  GRAPH_URL: httpsUrl("https://graph.microsoft.com").default("https://graph.microsoft.com"),
  GRAPH_BETA_READS: z
    .enum(["on", "off"], { error: "set it to on (show last use and Authenticator Lite) or off" })
    .default("off"),
  DIRECTORY_IDENTITY: z
    .enum(["managedIdentity", "federated", "workloadIdentity", "secret"], {
      error:
        "set it to managedIdentity, federated (an app registration that trusts a managed identity), workloadIdentity (Kubernetes) or secret (development only)",
    })
    .default("managedIdentity"),
  DIRECTORY_CLIENT_ID: guid("the application (client) id that reads the directory").optional(),
  DIRECTORY_CLIENT_SECRET: z.string().min(1).optional(),
  DIRECTORY_TRUSTED_IDENTITY: guid(
    "the client id of the managed identity that DIRECTORY_CLIENT_ID trusts",
  ).optional(),
  TEAMS_APP_ID: guid("the id of the app's manifest").optional(),
  TEAMS_CATALOG_ID: guid("the id of the app in your organisation's catalogue").optional(),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: "set it to a PostgreSQL address: postgres://user@host:5432/database",
    })
    .optional(),
  DATABASE_IDENTITY: z
    .enum(["none", "managedIdentity", "workloadIdentity"], {
      error:
        "set it to managedIdentity or workloadIdentity (Kubernetes) to sign in to PostgreSQL with Entra, or to none",
    })
    .default("none"),
  DATA_FOLDER: z.string().min(1).default(".data/pushready"),
  EMBEDDED_STORAGE: z
    .enum(["allow"], {
      error: "set it to allow to run one replica on embedded storage, or leave it out",
    })
    .optional(),
  ORGANISATION_NAME: z.string().min(1).max(80, "keep it under 80 characters").default("VIPdesk"),
  HELP_DESK_URL: httpsUrl("https://help.example.com/request").default(
    "https://support.example.com/request",
  ),
  SECURITY_INFO_URL: httpsUrl("https://mysignins.microsoft.com/security-info").default(
    "https://mysignins.microsoft.com/security-info",
  ),
  PUBLIC_URL: z
    .string()
    .refine(isOriginOfOurs, { error: ORIGIN, abort: true })
    .transform((value) => new URL(value).origin)
    .optional(),
  TOKEN_KEY: z
    .string()
    .transform(list)
    .refine((keys) => keys.length > 0 && keys.every(isKey), {
      error: "set it to 32 random bytes in base64, made by: openssl rand -base64 32",
    })
    .optional(),
  SIGN_IN_CLIENT_ID: guid(
    "the application (client) id of the app registration that people sign in to on the web",
  ).optional(),
  SIGN_IN_IDENTITY: clientIdentity.optional(),
  SIGN_IN_CERTIFICATE_FILE: z.string().min(1).optional(),
  SIGN_IN_CLIENT_SECRET: z.string().min(1).optional(),
  PROOF_MINIMUM: z
    .enum(["registered", "signedIn", "logged", "enforced"], {
      error: "set it to registered, signedIn, logged or enforced",
    })
    .default("signedIn"),
  PROOF_MAX_AGE_MINUTES: z.coerce
    .number({ error: PROOF_AGE })
    .int(PROOF_AGE)
    .min(10, PROOF_AGE)
    .max(1440, PROOF_AGE)
    .default(60),
  PROOF_LOGGED: z
    .enum(["on", "off"], { error: "set it to on (ask Graph's beta for the last use) or off" })
    .default("off"),
  AUTH_CONTEXT_ID: z
    .string()
    .regex(/^c[1-9][0-9]?$/, "set it to an authentication context: c1 to c99")
    .optional(),
  SUPPORTED_METHODS: methodClasses(canBeSupported).default([]),
  RETIRED_METHODS: methodClasses(() => true).default([]),
  ...reminderVariables,
  ...protectionVariables,
  ...telemetryVariables,
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
      error: "set it to fatal, error, warn, info, debug, trace or silent",
    })
    .default("info"),
  SANDBOX_URL: z
    .url({
      protocol: /^http$/,
      hostname: LOOPBACK,
      error: "set it to the local tenant's loopback address, for instance http://127.0.0.1:4300",
    })
    .optional(),
});

export type Environment = z.output<typeof environment>;

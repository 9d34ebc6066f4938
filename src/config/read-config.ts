import type { z } from "zod/v4";
import { tenantId } from "../methods/ids.ts";
import { policyWith } from "../methods/policy.ts";
import type { Config, StorageConfig } from "./config.ts";
import { directory, problemsOfDirectory } from "./directory.ts";
import { type Environment, environment } from "./environment.ts";
import { contradictionsOfProof, freshSignIn, missingForFreshSignIn } from "./fresh-sign-in.ts";
import { list } from "./list.ts";
import { contradictionsOfReminders, reminders } from "./reminders.ts";
import { SANDBOX } from "./sandbox-identity.ts";
import { Secret } from "./secret.ts";

/** Variables whose value may never be repeated, not even to say that it is wrong. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  "BOT_PASSWORD",
  "DATABASE_URL",
  "DIRECTORY_CLIENT_SECRET",
  "SIGN_IN_CLIENT_SECRET",
  "TOKEN_KEY",
]);

/** The environment cannot be used. `problems` holds one sentence per variable, each saying what to set. */
export class ConfigError extends Error {
  readonly code = "config.invalid";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration cannot be used. Correct ${problems.length === 1 ? "this" : "these"} and start again:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/**
 * Turns environment variables into the one {@link Config}.
 * @throws ConfigError naming every problem at once; it never repeats a secret's value.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable means the same as an absent one: `.env` templates carry empty lines.
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = environment.safeParse(present);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, present))),
    ...missing(present),
    ...missingForFreshSignIn(present),
    ...contradictions(present),
    ...contradictionsOfProof(present),
    ...contradictionsOfReminders(present),
    ...problemsOfDirectory(present),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data);
}

function describe(issue: z.core.$ZodIssue, env: Variables): string {
  const name = String(issue.path[0]);
  const value = env[name];
  const shown = value === undefined || SECRET_NAMES.has(name) ? "" : ` (now "${value}")`;
  return `${name}${shown}: ${issue.message}`;
}

type Variables = Readonly<Record<string, string | undefined>>;

// These ask the raw variables, so that a wrong variable elsewhere does not hide what they would say.
function missing(env: Variables): readonly string[] {
  if (env["SANDBOX_URL"] !== undefined) return [];
  const problems: string[] = [];
  if (env["BOT_ID"] === undefined) {
    problems.push(
      "BOT_ID: set it to the application (client) id of the bot's Entra app registration",
    );
  }
  if (env["TENANT_ID"] === undefined) {
    problems.push("TENANT_ID: set it to the id of your Entra tenant");
  }
  if (env["BOT_TYPE"] === "SingleTenant" && env["BOT_PASSWORD"] === undefined) {
    problems.push(
      "BOT_PASSWORD: set it to the app's client secret, or use BOT_TYPE=UserAssignedMSI, which needs none",
    );
  }
  return problems;
}

function contradictions(env: Variables): readonly string[] {
  const problems: string[] = [];
  const isProduction = (env["NODE_ENV"] ?? "production") === "production";
  if (isProduction && env["SANDBOX_URL"] !== undefined) {
    problems.push(
      "SANDBOX_URL: remove it, or set NODE_ENV=development; the local tenant is never production",
    );
  }
  if (isProduction && env["DATABASE_URL"] === undefined && env["EMBEDDED_STORAGE"] === undefined) {
    problems.push(
      "DATABASE_URL: set it to your PostgreSQL server, or set EMBEDDED_STORAGE=allow to run a single replica on files in DATA_FOLDER",
    );
  }
  if (env["BOT_TYPE"] !== "SingleTenant" && env["BOT_PASSWORD"] !== undefined) {
    problems.push(
      "BOT_PASSWORD: remove it, or set BOT_TYPE=SingleTenant; a managed identity has no secret",
    );
  }
  const retired = list(env["RETIRED_METHODS"] ?? "");
  const both = list(env["SUPPORTED_METHODS"] ?? "").filter((name) => retired.includes(name));
  if (both.length > 0) {
    problems.push(
      `SUPPORTED_METHODS and RETIRED_METHODS: name each method in one of them only (${both.join(", ")} is in both)`,
    );
  }
  return problems;
}

function toConfig(env: Environment): Config {
  const sandbox = env.SANDBOX_URL?.replace(/\/+$/, "");
  return {
    environment: env.NODE_ENV,
    server: {
      host: env.HOST ?? (env.NODE_ENV === "production" ? "0.0.0.0" : "127.0.0.1"),
      port: env.PORT,
    },
    bot: sandbox === undefined ? realBot(env) : sandboxBot(sandbox),
    oauthConnection: env.OAUTH_CONNECTION,
    graph: {
      url: sandbox === undefined ? env.GRAPH_URL : `${sandbox}/graph`,
      version: env.GRAPH_BETA_READS === "on" ? "beta" : "v1.0",
    },
    directory: directory(env, sandbox ?? null),
    storage: storage(env),
    organisation: {
      organisationName: env.ORGANISATION_NAME,
      // The local tenant has both pages itself; nobody should be led out of it by mistake.
      helpDeskUrl:
        sandbox === undefined ? env.HELP_DESK_URL : `${sandbox}/help-desk?summary={summary}`,
      securityInfoUrl: sandbox === undefined ? env.SECURITY_INFO_URL : `${sandbox}/security-info`,
    },
    freshSignIn: freshSignIn(env, sandbox ?? null),
    proof: { minimum: env.PROOF_MINIMUM, logged: env.PROOF_LOGGED === "on" },
    reminders: reminders(env),
    policy: policyWith({ supported: env.SUPPORTED_METHODS, retired: env.RETIRED_METHODS }),
    log: { level: env.LOG_LEVEL },
  };
}

function realBot(env: Environment): Config["bot"] {
  return {
    appId: env.BOT_ID ?? "",
    tenantId: tenantId(env.TENANT_ID ?? ""),
    credentials:
      env.BOT_PASSWORD === undefined
        ? { kind: "managedIdentity" }
        : { kind: "secret", secret: new Secret(env.BOT_PASSWORD) },
    channel: null,
    serviceUrlHosts: env.SERVICE_URL_HOSTS.map((host) => host.toLowerCase()),
  };
}

function sandboxBot(url: string): Config["bot"] {
  return {
    appId: SANDBOX.appId,
    tenantId: tenantId(SANDBOX.tenantId),
    credentials: {
      kind: "sandbox",
      tokenUrl: `${url}/channel/token`,
      audience: SANDBOX.audience,
      secret: new Secret(SANDBOX.secret),
    },
    channel: {
      loginUrl: `${url}/channel/token`,
      scope: SANDBOX.audience,
      issuer: `${url}/channel`,
      tokenServiceUrl: `${url}/token-service`,
      openIdMetadataUrl: `${url}/channel/.well-known/openid-configuration`,
    },
    serviceUrlHosts: [new URL(url).host],
  };
}

function storage(env: Environment): StorageConfig {
  return env.DATABASE_URL === undefined
    ? { kind: "embedded", folder: env.DATA_FOLDER }
    : { kind: "postgres", url: new Secret(env.DATABASE_URL) };
}

import { tenantId } from "../methods/ids.ts";
import { policyWith } from "../methods/policy.ts";
import { botProof, isManagedIdentity, problemsOfProofs } from "./client-proof.ts";
import type { Config } from "./config.ts";
import { ConfigError, describe, presentIn, type Variables } from "./config-error.ts";
import { directory, problemsOfDirectory } from "./directory.ts";
import { type Environment, environment } from "./environment.ts";
import { contradictionsOfProof, freshSignIn, missingForFreshSignIn } from "./fresh-sign-in.ts";
import { list } from "./list.ts";
import { contradictionsOfStorage, storageOf } from "./read-storage.ts";
import { contradictionsOfReminders, reminders } from "./reminders.ts";
import { SANDBOX } from "./sandbox-identity.ts";
import { Secret } from "./secret.ts";
import { telemetry } from "./telemetry.ts";

export { ConfigError } from "./config-error.ts";

/**
 * Turns environment variables into the one {@link Config}.
 * @throws ConfigError naming every problem at once; it never repeats a secret's value.
 */
export function readConfig(env: Variables): Config {
  const present = presentIn(env);
  const parsed = environment.safeParse(present);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, present))),
    ...missing(present),
    ...missingForFreshSignIn(present),
    ...problemsOfProofs(present),
    ...contradictions(present),
    ...contradictionsOfProof(present),
    ...contradictionsOfReminders(present),
    ...problemsOfDirectory(present),
  ];
  // Two settings may lack the same variable.
  if (!parsed.success || problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return toConfig(parsed.data, present);
}

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
  problems.push(...contradictionsOfStorage(env));
  const retired = list(env["RETIRED_METHODS"] ?? "");
  const both = list(env["SUPPORTED_METHODS"] ?? "").filter((name) => retired.includes(name));
  if (both.length > 0) {
    problems.push(
      `SUPPORTED_METHODS and RETIRED_METHODS: name each method in one of them only (${both.join(", ")} is in both)`,
    );
  }
  return problems;
}

function toConfig(env: Environment, named: Variables): Config {
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
    storage: storageOf(env, named),
    organisation: {
      organisationName: env.ORGANISATION_NAME,
      // The local tenant has both pages itself; nobody should be led out of it by mistake.
      helpDeskUrl:
        sandbox === undefined ? env.HELP_DESK_URL : `${sandbox}/help-desk?summary={summary}`,
      securityInfoUrl: sandbox === undefined ? env.SECURITY_INFO_URL : `${sandbox}/security-info`,
    },
    freshSignIn: freshSignIn(env, sandbox ?? null),
    proof: {
      minimum: env.PROOF_MINIMUM,
      maxAgeMs: env.PROOF_MAX_AGE_MINUTES * 60_000,
      logged: env.PROOF_LOGGED === "on",
    },
    protection: {
      messagesPerMinute: env.MESSAGES_PER_MINUTE,
      trustedProxies: env.TRUSTED_PROXIES,
      retentionDays: env.RETENTION_DAYS,
    },
    reminders: reminders(env),
    policy: policyWith({ supported: env.SUPPORTED_METHODS, retired: env.RETIRED_METHODS }),
    log: { level: env.LOG_LEVEL },
    telemetry: telemetry(env),
  };
}

function realBot(env: Environment): Config["bot"] {
  return {
    appId: env.BOT_ID ?? "",
    tenantId: tenantId(env.TENANT_ID ?? ""),
    credentials: isManagedIdentity(env) ? { kind: "managedIdentity" } : botProof(env),
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

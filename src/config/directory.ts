import { managedIdentityOf } from "./client-proof.ts";
import type { Environment } from "./environment.ts";
import { SANDBOX } from "./sandbox-identity.ts";
import { Secret } from "./secret.ts";

/** How the app itself, without a person, proves to Entra who it is. */
export type DirectoryCredential =
  /** An Azure managed identity; null: the one that the system assigned. */
  | { readonly kind: "managedIdentity"; readonly clientId: string | null }
  /** An app registration that trusts a managed identity in place of a secret. */
  | {
      readonly kind: "federated";
      readonly tenantId: string;
      readonly clientId: string;
      readonly trustedIdentityId: string;
    }
  /** A service account of Kubernetes; the token file is where the platform says. */
  | { readonly kind: "workloadIdentity"; readonly tenantId: string; readonly clientId: string }
  /** Never in production: whoever has it reads the whole directory from anywhere. */
  | {
      readonly kind: "secret";
      readonly tenantId: string;
      readonly clientId: string;
      readonly secret: Secret;
    }
  | {
      readonly kind: "sandbox";
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly secret: Secret;
    };

/** What the reminders need to know of the tenant's directory. */
export type DirectoryConfig = {
  readonly credential: DirectoryCredential;
  /** Scope of the app's own tokens for Graph. */
  readonly scope: string;
  /** The Teams app, for installing it; null: nothing is installed for anybody. */
  readonly teamsApp:
    | { readonly kind: "catalog"; readonly id: string }
    | { readonly kind: "manifest"; readonly id: string }
    | null;
};

type Variables = Readonly<Record<string, string | undefined>>;

/** What the directory's settings lack or contradict, in an environment that the schema may not have checked yet. */
export function problemsOfDirectory(env: Variables): readonly string[] {
  if (env["SANDBOX_URL"] !== undefined) return [];
  const problems: string[] = [];
  const identity = env["DIRECTORY_IDENTITY"];
  const isProduction = (env["NODE_ENV"] ?? "production") === "production";
  if (identity === "secret" && isProduction) {
    problems.push(
      "DIRECTORY_IDENTITY: set it to managedIdentity, federated or workloadIdentity; a secret that reads the whole directory is for development only",
    );
  }
  if (identity === "secret" && secretOf(env) === undefined) {
    problems.push(
      "DIRECTORY_CLIENT_SECRET: set it to a client secret of the app registration DIRECTORY_CLIENT_ID",
    );
  }
  if (identity !== "secret" && env["DIRECTORY_CLIENT_SECRET"] !== undefined) {
    problems.push("DIRECTORY_CLIENT_SECRET: remove it, or set DIRECTORY_IDENTITY=secret");
  }
  if (
    (identity === "federated" || identity === "workloadIdentity") &&
    env["DIRECTORY_CLIENT_ID"] === undefined
  ) {
    problems.push(
      "DIRECTORY_CLIENT_ID: set it to the application (client) id that reads the directory",
    );
  }
  if (identity === "federated" && trustedIdentityOf(env) === undefined) {
    problems.push(
      "DIRECTORY_TRUSTED_IDENTITY: set it to the client id of the managed identity that the app registration trusts",
    );
  }
  return problems;
}

/** @param sandbox Address of the local tenant, or null for a real one. */
export function directory(env: Environment, sandbox: string | null): DirectoryConfig {
  if (sandbox !== null) {
    return {
      credential: {
        kind: "sandbox",
        tokenUrl: `${sandbox}/${SANDBOX.tenantId}/oauth2/v2.0/token`,
        clientId: SANDBOX.appId,
        secret: new Secret(SANDBOX.secret),
      },
      scope: "https://graph.microsoft.com/.default",
      teamsApp: { kind: "manifest", id: SANDBOX.teamsAppId },
    };
  }
  return {
    credential: credentialOf(env),
    scope: `${new URL(env.GRAPH_URL).origin}/.default`,
    teamsApp: teamsAppOf(env),
  };
}

function credentialOf(env: Environment): DirectoryCredential {
  const tenantId = (env.TENANT_ID ?? "").toLowerCase();
  const clientId = env.DIRECTORY_CLIENT_ID ?? env.BOT_ID ?? "";
  switch (env.DIRECTORY_IDENTITY) {
    case "managedIdentity":
      return {
        kind: "managedIdentity",
        clientId: env.DIRECTORY_CLIENT_ID ?? managedIdentityOf(env) ?? null,
      };
    case "federated":
      return {
        kind: "federated",
        tenantId,
        clientId,
        trustedIdentityId: trustedIdentityOf(env) ?? "",
      };
    case "workloadIdentity":
      return { kind: "workloadIdentity", tenantId, clientId };
    case "secret":
      return { kind: "secret", tenantId, clientId, secret: new Secret(secretOf(env) ?? "") };
  }
}

function teamsAppOf(env: Environment): DirectoryConfig["teamsApp"] {
  if (env.TEAMS_CATALOG_ID !== undefined) return { kind: "catalog", id: env.TEAMS_CATALOG_ID };
  return env.TEAMS_APP_ID === undefined ? null : { kind: "manifest", id: env.TEAMS_APP_ID };
}

/** The bot's own secret serves as long as the bot's own registration reads the directory. */
function secretOf(
  env: {
    readonly [Name in
      | "DIRECTORY_CLIENT_ID"
      | "DIRECTORY_CLIENT_SECRET"
      | "BOT_ID"
      | "BOT_PASSWORD"]?: string | undefined;
  },
): string | undefined {
  const isBotsOwn =
    env.DIRECTORY_CLIENT_ID === undefined ||
    env.DIRECTORY_CLIENT_ID.toLowerCase() === env.BOT_ID?.toLowerCase();
  return env.DIRECTORY_CLIENT_SECRET ?? (isBotsOwn ? env.BOT_PASSWORD : undefined);
}

const trustedIdentityOf = (
  env: {
    readonly [Name in "DIRECTORY_TRUSTED_IDENTITY" | "AZURE_CLIENT_ID" | "BOT_TYPE" | "BOT_ID"]?:
      | string
      | undefined;
  },
): string | undefined => env.DIRECTORY_TRUSTED_IDENTITY ?? managedIdentityOf(env);

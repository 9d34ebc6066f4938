import { managedIdentityOf, TOKEN_FILE_MISSING } from "./client-proof.ts";
import type { DatabaseIdentity, StorageConfig } from "./config.ts";
import { ConfigError, describe, presentIn, type Variables } from "./config-error.ts";
import { type Environment, environment } from "./environment.ts";
import { Secret } from "./secret.ts";

type StorageVariables = Pick<Environment, "DATABASE_URL" | "DATABASE_IDENTITY" | "DATA_FOLDER">;

const storageEnvironment = environment.pick({
  NODE_ENV: true,
  DATABASE_URL: true,
  DATABASE_IDENTITY: true,
  DATA_FOLDER: true,
  EMBEDDED_STORAGE: true,
});

/**
 * Where the service keeps its data, from the same variables and by the same rules as the service itself, which needs no
 * other variable for this: the command line runs where only the database is known.
 * @throws ConfigError naming every problem at once
 */
export function readStorageConfig(env: Variables): StorageConfig {
  const present = presentIn(env);
  const parsed = storageEnvironment.safeParse(present);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, present))),
    ...contradictionsOfStorage(present),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return storageOf(parsed.data, present);
}

export function contradictionsOfStorage(env: Variables): readonly string[] {
  const isProduction = (env["NODE_ENV"] ?? "production") === "production";
  if (isProduction && env["DATABASE_URL"] === undefined && env["EMBEDDED_STORAGE"] === undefined) {
    return [
      "DATABASE_URL: set it to your PostgreSQL server, or set EMBEDDED_STORAGE=allow to run a single replica on files in DATA_FOLDER",
    ];
  }
  return isEntra(env["DATABASE_IDENTITY"]) ? problemsOfEntraSignIn(env) : [];
}

/** @param named The same variables as they were given. */
export function storageOf(env: StorageVariables, named: Variables): StorageConfig {
  return env.DATABASE_URL === undefined
    ? { kind: "embedded", folder: env.DATA_FOLDER }
    : {
        kind: "postgres",
        url: new Secret(env.DATABASE_URL),
        identity: identityOf(env.DATABASE_IDENTITY, named),
      };
}

const isEntra = (identity: string | undefined): boolean =>
  identity === "managedIdentity" || identity === "workloadIdentity";

function identityOf(kind: Environment["DATABASE_IDENTITY"], env: Variables): DatabaseIdentity {
  switch (kind) {
    case "none":
      return { kind };
    case "managedIdentity":
      return { kind, clientId: managedIdentityOf(env) ?? null };
    case "workloadIdentity":
      return {
        kind,
        tenantId: (env["TENANT_ID"] ?? "").toLowerCase(),
        clientId: env["AZURE_CLIENT_ID"] ?? "",
        tokenFile: env["AZURE_FEDERATED_TOKEN_FILE"] ?? "",
      };
  }
}

// The address is not repeated: it may hold a password.
function problemsOfEntraSignIn(env: Variables): readonly string[] {
  const problems: string[] = [];
  const url = env["DATABASE_URL"];
  if (url === undefined) {
    problems.push("DATABASE_IDENTITY: set DATABASE_URL too; embedded storage signs in to nothing");
  } else if (URL.canParse(url)) {
    const { username, password, searchParams } = new URL(url);
    if (password !== "" || searchParams.has("password")) {
      problems.push(
        "DATABASE_URL: remove the password from it, or set DATABASE_IDENTITY=none; a token of Entra takes its place",
      );
    }
    if (username === "" && !searchParams.has("user")) {
      problems.push(
        "DATABASE_URL: set it to an address with the name of the identity's role in the database: postgres://role@host:5432/database?sslmode=verify-full",
      );
    }
    if (searchParams.get("sslmode") !== "verify-full") {
      problems.push(
        "DATABASE_URL: set it to an address that ends in ?sslmode=verify-full; whoever is taken for the server gets a token that opens it",
      );
    }
  }
  if (env["DATABASE_IDENTITY"] !== "workloadIdentity") return problems;
  if (env["TENANT_ID"] === undefined) {
    problems.push("TENANT_ID: set it to the id of your Entra tenant");
  }
  if (env["AZURE_CLIENT_ID"] === undefined) {
    problems.push(
      "AZURE_CLIENT_ID: set it to the client id that signs in to PostgreSQL; Kubernetes does so for a service account that names it",
    );
  }
  if (env["AZURE_FEDERATED_TOKEN_FILE"] === undefined) problems.push(TOKEN_FILE_MISSING);
  return problems;
}

import type { StorageConfig } from "./config.ts";
import { ConfigError, describe, presentIn, type Variables } from "./config-error.ts";
import { type Environment, environment } from "./environment.ts";
import { Secret } from "./secret.ts";

type StorageVariables = Pick<Environment, "DATABASE_URL" | "DATA_FOLDER">;

const storageEnvironment = environment.pick({
  NODE_ENV: true,
  DATABASE_URL: true,
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
  return storageOf(parsed.data);
}

export function contradictionsOfStorage(env: Variables): readonly string[] {
  const isProduction = (env["NODE_ENV"] ?? "production") === "production";
  if (isProduction && env["DATABASE_URL"] === undefined && env["EMBEDDED_STORAGE"] === undefined) {
    return [
      "DATABASE_URL: set it to your PostgreSQL server, or set EMBEDDED_STORAGE=allow to run a single replica on files in DATA_FOLDER",
    ];
  }
  return [];
}

export function storageOf(env: StorageVariables): StorageConfig {
  return env.DATABASE_URL === undefined
    ? { kind: "embedded", folder: env.DATA_FOLDER }
    : { kind: "postgres", url: new Secret(env.DATABASE_URL) };
}

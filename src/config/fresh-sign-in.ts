import { randomBytes } from "node:crypto";
import { signInProof } from "./client-proof.ts";
import type { Config } from "./config.ts";
import type { Variables } from "./config-error.ts";
import { type Environment, LOOPBACK } from "./environment.ts";
import { SANDBOX } from "./sandbox-identity.ts";
import { Secret } from "./secret.ts";

const LOGIN_URL = "https://login.microsoftonline.com";

/** What the fresh sign-in lacks, in an environment that the schema may not have checked yet. */
export function missingForFreshSignIn(env: Variables): readonly string[] {
  const problems: string[] = [];
  if ((env["NODE_ENV"] ?? "production") === "production") {
    if (env["PUBLIC_URL"] === undefined) {
      problems.push(
        "PUBLIC_URL: set it to the https address under which people reach this service, for instance https://pushready.example.com",
      );
    } else if (isLoopback(env["PUBLIC_URL"])) {
      problems.push(
        "PUBLIC_URL: set it to an https address, or set NODE_ENV=development; nobody else reaches a loopback address",
      );
    }
    if (env["TOKEN_KEY"] === undefined) {
      problems.push(
        "TOKEN_KEY: set it to 32 random bytes in base64, made by: openssl rand -base64 32",
      );
    }
  }
  return problems;
}

/** Settings of the proof of push that cannot be met together. */
export function contradictionsOfProof(env: Variables): readonly string[] {
  const problems: string[] = [];
  if (env["PROOF_MINIMUM"] === "enforced" && env["AUTH_CONTEXT_ID"] === undefined) {
    problems.push(
      "PROOF_MINIMUM: set AUTH_CONTEXT_ID too; without an authentication context nothing is enforced",
    );
  }
  if (
    env["PROOF_MINIMUM"] === "logged" &&
    env["PROOF_LOGGED"] !== "on" &&
    env["AUTH_CONTEXT_ID"] === undefined
  ) {
    problems.push(
      "PROOF_MINIMUM: set PROOF_LOGGED=on too; otherwise nothing looks into Microsoft's log",
    );
  }
  return problems;
}

/** @param sandbox Address of the local tenant, or null for a real one. */
export function freshSignIn(env: Environment, sandbox: string | null): Config["freshSignIn"] {
  return {
    publicUrl: env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`,
    authority:
      sandbox === null
        ? `${LOGIN_URL}/${(env.TENANT_ID ?? "").toLowerCase()}/v2.0`
        : `${sandbox}/oidc`,
    client:
      sandbox === null
        ? {
            id: env.SIGN_IN_CLIENT_ID ?? env.BOT_ID ?? "",
            proof: signInProof(env),
          }
        : {
            id: SANDBOX.appId,
            proof: { kind: "secret", secret: new Secret(SANDBOX.secret) },
          },
    // What is encrypted lives ten minutes: in development a key that ends with the process is enough.
    tokenKeys: (env.TOKEN_KEY ?? [randomBytes(32).toString("base64")]).map(
      (key) => new Secret(key),
    ),
    authContextId: env.AUTH_CONTEXT_ID ?? null,
  };
}

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);

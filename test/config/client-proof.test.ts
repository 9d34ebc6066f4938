import assert from "node:assert/strict";
import { inspect } from "node:util";
import { ConfigError, readConfig } from "../../src/config/read-config.ts";

const BOT_ID = "11111111-2222-4333-8444-555555555555";
const WEB_ID = "22222222-2222-4333-8444-555555555555";
const IDENTITY = "33333333-2222-4333-8444-555555555555";

const BASE = {
  BOT_ID,
  TENANT_ID: "aaaaaaaa-2222-4333-8444-555555555555",
  DATABASE_URL: "postgres://app@db.internal:5432/pushready",
  PUBLIC_URL: "https://pushready.example.com",
  TOKEN_KEY: Buffer.alloc(32, 1).toString("base64"),
};
/** The bot is an app registration, and people sign in to the same one. */
const SINGLE = { ...BASE, BOT_TYPE: "SingleTenant" };
/** The bot is a managed identity, and people sign in to a registration. */
const MSI = { ...BASE, SIGN_IN_CLIENT_ID: WEB_ID };

type Variables = Readonly<Record<string, string>>;

function proofsOf(env: Variables) {
  const { bot, freshSignIn } = readConfig(env);
  return { bot: bot.credentials, web: freshSignIn.client };
}

function problemsOf(env: Variables): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

describe("how the bot and the web sign-in prove who they are", () => {
  const federated = { kind: "federated", trustedIdentityId: IDENTITY };
  const tokenFile = "/var/run/secrets/azure/tokens/azure-identity-token";
  const workload = { kind: "workloadIdentity", tokenFile };
  const good: readonly (readonly [string, Variables, { bot: unknown; web: unknown }])[] = [
    [
      "a bot that is a managed identity, which the web's registration trusts",
      MSI,
      {
        bot: { kind: "managedIdentity" },
        web: { id: WEB_ID, proof: { kind: "federated", trustedIdentityId: BOT_ID } },
      },
    ],
    [
      "one registration that trusts an identity",
      { ...SINGLE, AZURE_CLIENT_ID: IDENTITY },
      { bot: federated, web: { id: BOT_ID, proof: federated } },
    ],
    [
      "one registration that trusts a service account",
      { ...SINGLE, BOT_IDENTITY: "workloadIdentity", AZURE_FEDERATED_TOKEN_FILE: tokenFile },
      { bot: workload, web: { id: BOT_ID, proof: workload } },
    ],
    [
      "one certificate for both, and the registration named again in capitals",
      {
        ...SINGLE,
        BOT_CERTIFICATE_FILE: "/run/bot.pem",
        SIGN_IN_CLIENT_ID: BOT_ID.toUpperCase(),
      },
      {
        bot: { kind: "certificate", file: "/run/bot.pem" },
        web: { id: BOT_ID.toUpperCase(), proof: { kind: "certificate", file: "/run/bot.pem" } },
      },
    ],
    [
      "a registration of its own for the web, with a certificate of its own",
      {
        ...SINGLE,
        AZURE_CLIENT_ID: IDENTITY,
        SIGN_IN_CLIENT_ID: WEB_ID,
        SIGN_IN_CERTIFICATE_FILE: "/run/web.pem",
      },
      { bot: federated, web: { id: WEB_ID, proof: { kind: "certificate", file: "/run/web.pem" } } },
    ],
    [
      "the bot's registration, proved otherwise on the web",
      {
        ...SINGLE,
        BOT_CERTIFICATE_FILE: "/run/bot.pem",
        AZURE_CLIENT_ID: IDENTITY,
        SIGN_IN_IDENTITY: "managedIdentity",
      },
      {
        bot: { kind: "certificate", file: "/run/bot.pem" },
        web: { id: BOT_ID, proof: federated },
      },
    ],
  ];
  for (const [name, env, proofs] of good) {
    it(`can be ${name}`, () => {
      assert.deepEqual(proofsOf(env), proofs);
    });
  }

  for (const where of [{ NODE_ENV: "development" }, { SECRETS_IN_PRODUCTION: "allow" }]) {
    it(`can be a secret with ${Object.entries(where).join()}, which is not shown`, () => {
      const { bot, web } = proofsOf({ ...SINGLE, ...where, BOT_PASSWORD: "hunter2" });

      assert.ok(bot.kind === "secret" && web.proof.kind === "secret");
      assert.equal(bot.secret.reveal(), "hunter2");
      assert.equal(web.proof.secret.reveal(), "hunter2");
      assert.ok(!inspect([bot, web], { depth: null }).includes("hunter2"));
    });
  }

  const wrong: readonly (readonly [string, Variables, readonly RegExp[]])[] = [
    [
      "a secret in production",
      { ...SINGLE, BOT_PASSWORD: "hunter2" },
      [/^BOT_PASSWORD: remove it and set BOT_IDENTITY to .* or set SECRETS_IN_PRODUCTION=allow/],
    ],
    [
      "a secret of the web sign-in in production",
      { ...MSI, SIGN_IN_CLIENT_SECRET: "hunter2" },
      [/^SIGN_IN_CLIENT_SECRET: remove it and set SIGN_IN_IDENTITY to/],
    ],
    [
      "a secret that is not there",
      { ...SINGLE, NODE_ENV: "development", BOT_IDENTITY: "secret" },
      [/^BOT_PASSWORD: set it to a client secret/],
    ],
    [
      "the bot's secret for another registration",
      {
        ...SINGLE,
        NODE_ENV: "development",
        BOT_PASSWORD: "hunter2",
        SIGN_IN_CLIENT_ID: WEB_ID,
        SIGN_IN_IDENTITY: "secret",
      },
      [/^SIGN_IN_CLIENT_SECRET: set it to a client secret/],
    ],
    ["no proof at all, said once", SINGLE, [/^AZURE_CLIENT_ID: set it to the client id of the/]],
    [
      "a service account without its token",
      { ...SINGLE, BOT_IDENTITY: "workloadIdentity" },
      [/^AZURE_FEDERATED_TOKEN_FILE: set it to/],
    ],
    [
      "a certificate that is not there",
      { ...SINGLE, BOT_IDENTITY: "certificate" },
      [/^BOT_CERTIFICATE_FILE: set it to a PEM file/],
    ],
    [
      "two proofs at once",
      {
        ...SINGLE,
        BOT_IDENTITY: "managedIdentity",
        AZURE_CLIENT_ID: IDENTITY,
        BOT_PASSWORD: "hunter2",
        BOT_CERTIFICATE_FILE: "/run/bot.pem",
      },
      [/^BOT_PASSWORD: remove it, or set BOT_I/, /^BOT_CERTIFICATE_FILE: remove it, or set BOT_I/],
    ],
    [
      "a managed identity with proofs of a registration",
      { ...MSI, BOT_PASSWORD: "hunter2", BOT_CERTIFICATE_FILE: "/x", BOT_IDENTITY: "certificate" },
      [
        /^BOT_PASSWORD: remove it, or set BOT_TYPE/,
        /^BOT_CERTIFICATE_FILE: remove it, or set BOT_TYPE/,
        /^BOT_IDENTITY: remove it, or set BOT_TYPE/,
      ],
    ],
    ["a sign-in to a managed identity", BASE, [/^SIGN_IN_CLIENT_ID: set it to an app reg/]],
    [
      "a sign-in to a managed identity by its id",
      { ...BASE, SIGN_IN_CLIENT_ID: BOT_ID.toUpperCase() },
      [/^SIGN_IN_CLIENT_ID: set it to an app reg/],
    ],
    [
      "a proof that is none",
      { ...MSI, SIGN_IN_IDENTITY: "magic" },
      [/^SIGN_IN_IDENTITY \(now "magic"\): set it to managedIdentity, workloadIdentity/],
    ],
  ];
  for (const [name, env, expected] of wrong) {
    it(`is refused with ${name}`, () => {
      const problems = problemsOf(env);

      assert.equal(problems.length, expected.length, problems.join("\n"));
      for (const [index, pattern] of expected.entries()) {
        assert.match(problems[index] ?? "", pattern);
      }
      assert.ok(!problems.join().includes("hunter2"));
    });
  }
});

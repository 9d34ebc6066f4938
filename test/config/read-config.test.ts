import assert from "node:assert/strict";
import { inspect } from "node:util";
import { ConfigError, readConfig } from "../../src/config/read-config.ts";

const PRODUCTION = {
  BOT_ID: "11111111-2222-4333-8444-555555555555",
  TENANT_ID: "AAAAAAAA-2222-4333-8444-555555555555",
  DATABASE_URL: "postgres://app:hunter2@db.internal:5432/pushready",
};

function problemsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

const names = (problems: readonly string[]): readonly string[] =>
  problems.map((problem) => problem.split(/[: ]/, 1)[0] ?? "");

describe("readConfig", () => {
  it("takes a complete production environment", () => {
    const config = readConfig(PRODUCTION);

    assert.equal(config.environment, "production");
    assert.equal(config.bot.tenantId, "aaaaaaaa-2222-4333-8444-555555555555");
    assert.deepEqual(config.bot.credentials, { kind: "managedIdentity" });
    assert.equal(config.bot.channel, null);
    assert.equal(config.storage.kind, "postgres");
    assert.deepEqual(config.server, { host: "0.0.0.0", port: 3978 });
    assert.equal(config.organisation.organisationName, "VIPdesk");
  });

  it("treats an environment without NODE_ENV as production and names all that is missing", () => {
    assert.deepEqual(names(problemsOf({})), ["BOT_ID", "TENANT_ID", "DATABASE_URL"]);
  });

  it("reports wrong, missing and contradicting variables at once", () => {
    const problems = problemsOf({
      PORT: "99999",
      BOT_ID: "not-a-guid",
      BOT_PASSWORD: "hunter2",
      HELP_DESK_URL: "http://help.example.com",
      LOG_LEVEL: "loud",
      SUPPORTED_METHODS: "fido2,password",
    });

    assert.deepEqual([...names(problems)].sort(), [
      "BOT_ID",
      "BOT_PASSWORD",
      "DATABASE_URL",
      "HELP_DESK_URL",
      "LOG_LEVEL",
      "PORT",
      "SUPPORTED_METHODS",
      "TENANT_ID",
    ]);
    for (const problem of problems) assert.match(problem, /set it|use a|remove it|keep it/);
  });

  it("reads an empty variable as an absent one", () => {
    assert.equal(readConfig({ ...PRODUCTION, PORT: "", LOG_LEVEL: " " }).server.port, 3978);
  });

  const refused = [
    {
      name: "the local tenant",
      env: { SANDBOX_URL: "http://127.0.0.1:4300" },
      says: "SANDBOX_URL",
    },
    { name: "no database", env: { DATABASE_URL: undefined }, says: "DATABASE_URL" },
    { name: "no app id", env: { BOT_ID: undefined }, says: "BOT_ID" },
    { name: "no tenant", env: { TENANT_ID: undefined }, says: "TENANT_ID" },
    {
      name: "a single-tenant bot without secret",
      env: { BOT_TYPE: "SingleTenant" },
      says: "BOT_PASSWORD",
    },
    { name: "a managed identity with a secret", env: { BOT_PASSWORD: "x" }, says: "BOT_PASSWORD" },
    {
      name: "a database that is not PostgreSQL",
      env: { DATABASE_URL: "mysql://u:pw@h/db" },
      says: "DATABASE_URL",
    },
    {
      name: "a method that is both supported and retired",
      env: { SUPPORTED_METHODS: "fido2", RETIRED_METHODS: "fido2" },
      says: "SUPPORTED_METHODS",
    },
  ] as const;
  for (const { name, env, says } of refused) {
    it(`refuses production with ${name}`, () => {
      assert.ok(names(problemsOf({ ...PRODUCTION, ...env })).includes(says));
    });
  }

  it("runs on embedded storage in production only when that is allowed in words", () => {
    const config = readConfig({
      ...PRODUCTION,
      DATABASE_URL: undefined,
      EMBEDDED_STORAGE: "allow",
    });

    assert.deepEqual(config.storage, { kind: "embedded", folder: ".data/pushready" });
  });

  const notLoopback = ["http://example.com", "https://127.0.0.1", "http://127.0.0.1.example.com"];
  for (const url of notLoopback) {
    it(`refuses a local tenant at ${url}`, () => {
      const problems = problemsOf({ NODE_ENV: "development", SANDBOX_URL: url });

      assert.deepEqual(names(problems), ["SANDBOX_URL"]);
    });
  }

  it("derives every endpoint from the local tenant's address", () => {
    const config = readConfig({ NODE_ENV: "development", SANDBOX_URL: "http://127.0.0.1:4300/" });

    assert.equal(config.graph.url, "http://127.0.0.1:4300/graph");
    assert.equal(config.bot.channel?.issuer, "http://127.0.0.1:4300/channel");
    assert.deepEqual(config.bot.serviceUrlHosts, ["127.0.0.1:4300"]);
    assert.equal(config.server.host, "127.0.0.1");
  });

  it("lets an organisation count passkeys as supported", () => {
    const config = readConfig({
      ...PRODUCTION,
      SUPPORTED_METHODS: "fido2, windowsHelloForBusiness",
    });

    assert.equal(config.policy.fido2, "supported");
    assert.equal(config.policy.windowsHelloForBusiness, "supported");
    assert.equal(config.policy.microsoftAuthenticator, "supported");
  });

  it("never prints a secret, in the configuration or in an error", () => {
    const secret = "hunter2";
    const config = readConfig({ ...PRODUCTION, BOT_TYPE: "SingleTenant", BOT_PASSWORD: secret });
    const error = problemsOf({ DATABASE_URL: `mysql://app:${secret}@db/x`, BOT_PASSWORD: secret });

    const printed = [inspect(config, { depth: 9 }), JSON.stringify(config), ...error].join("\n");
    assert.ok(!printed.includes(secret));
    assert.ok(
      String(config.bot.credentials.kind === "secret" && config.bot.credentials.secret) ===
        "[secret]",
    );
    assert.equal(
      config.bot.credentials.kind === "secret" && config.bot.credentials.secret.reveal(),
      secret,
    );
  });
});

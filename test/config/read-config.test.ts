import assert from "node:assert/strict";
import { inspect } from "node:util";
import { ConfigError, readConfig } from "../../src/config/read-config.ts";

const TOKEN_KEY = Buffer.alloc(32, 1).toString("base64");

const SIGN_IN_CLIENT_ID = "22222222-2222-4333-8444-555555555555";

const PRODUCTION = {
  BOT_ID: "11111111-2222-4333-8444-555555555555",
  TENANT_ID: "AAAAAAAA-2222-4333-8444-555555555555",
  DATABASE_URL: "postgres://app:hunter2@db.internal:5432/pushready",
  PUBLIC_URL: "https://pushready.example.com",
  TOKEN_KEY,
  SIGN_IN_CLIENT_ID,
};
const SANDBOX = { NODE_ENV: "development", SANDBOX_URL: "http://127.0.0.1:4300" };

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
    assert.deepEqual(names(problemsOf({})), [
      "BOT_ID",
      "TENANT_ID",
      "PUBLIC_URL",
      "TOKEN_KEY",
      "SIGN_IN_CLIENT_ID",
      "DATABASE_URL",
    ]);
  });

  it("reports wrong, missing and contradicting variables at once", () => {
    const problems = problemsOf({
      PORT: "99999",
      BOT_ID: "not-a-guid",
      BOT_PASSWORD: "hunter2",
      HELP_DESK_URL: "http://help.example.com",
      LOG_LEVEL: "loud",
      SUPPORTED_METHODS: "fido2,password",
      PUBLIC_URL: "http://pushready.example.com",
      TOKEN_KEY: "short",
      AUTH_CONTEXT_ID: "c0",
    });

    assert.deepEqual([...names(problems)].sort(), [
      "AUTH_CONTEXT_ID",
      "BOT_ID",
      "BOT_PASSWORD",
      "DATABASE_URL",
      "HELP_DESK_URL",
      "LOG_LEVEL",
      "PORT",
      "PUBLIC_URL",
      "SIGN_IN_CLIENT_ID",
      "SUPPORTED_METHODS",
      "TENANT_ID",
      "TOKEN_KEY",
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
      name: "a database that is not PostgreSQL",
      env: { DATABASE_URL: "mysql://u:pw@h/db" },
      says: "DATABASE_URL",
    },
    { name: "no public address", env: { PUBLIC_URL: undefined }, says: "PUBLIC_URL" },
    {
      name: "a public address on loopback",
      env: { PUBLIC_URL: "http://127.0.0.1:3978" },
      says: "PUBLIC_URL",
    },
    { name: "no key for tokens", env: { TOKEN_KEY: undefined }, says: "TOKEN_KEY" },
    {
      name: "enforced push without an authentication context",
      env: { PROOF_MINIMUM: "enforced" },
      says: "PROOF_MINIMUM",
    },
    {
      name: "logged push without the log",
      env: { PROOF_MINIMUM: "logged" },
      says: "PROOF_MINIMUM",
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

  it("sends people to the local tenant's own pages", () => {
    const { organisation } = readConfig({
      ...SANDBOX,
      SECURITY_INFO_URL: "https://mysignins.microsoft.com/security-info",
    });

    assert.equal(organisation.securityInfoUrl, "http://127.0.0.1:4300/security-info");
    assert.equal(organisation.helpDeskUrl, "http://127.0.0.1:4300/help-desk?summary={summary}");
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

  describe("the fresh sign-in", () => {
    it("takes its settings from the tenant", () => {
      const { freshSignIn, proof } = readConfig({
        ...PRODUCTION,
        AUTH_CONTEXT_ID: "c25",
        PROOF_MINIMUM: "enforced",
        PROOF_MAX_AGE_MINUTES: "10",
        PROOF_LOGGED: "on",
      });

      assert.equal(freshSignIn.publicUrl, "https://pushready.example.com");
      assert.equal(
        freshSignIn.authority,
        "https://login.microsoftonline.com/aaaaaaaa-2222-4333-8444-555555555555/v2.0",
      );
      assert.equal(freshSignIn.client.id, SIGN_IN_CLIENT_ID);
      assert.deepEqual(freshSignIn.tokenKeys.map(String), ["[secret]"]);
      assert.equal(freshSignIn.authContextId, "c25");
      assert.deepEqual(proof, { minimum: "enforced", maxAgeMs: 10 * 60_000, logged: true });
    });

    it("asks for a signed-in push and nothing more unless told", () => {
      const { freshSignIn, proof } = readConfig(PRODUCTION);

      assert.equal(freshSignIn.authContextId, null);
      assert.deepEqual(proof, { minimum: "signedIn", maxAgeMs: 60 * 60_000, logged: false });
    });

    for (const value of ["9", "1441", "60.5", "an hour", "-60"]) {
      it(`refuses a proof of ${value} minutes`, () => {
        const problems = problemsOf({ ...PRODUCTION, PROOF_MAX_AGE_MINUTES: value });

        assert.deepEqual(problems, [
          `PROOF_MAX_AGE_MINUTES (now "${value}"): set it to a whole number of minutes between 10 and 1440`,
        ]);
      });
    }

    it("needs nothing before the local tenant, and makes up a key each time", () => {
      const [one, other] = [readConfig(SANDBOX).freshSignIn, readConfig(SANDBOX).freshSignIn];

      assert.equal(one.publicUrl, "http://127.0.0.1:3978");
      assert.equal(one.authority, "http://127.0.0.1:4300/oidc");
      assert.deepEqual(one.client.id, readConfig(SANDBOX).bot.appId);
      const keys = [one, other].map(({ tokenKeys }) => tokenKeys[0]?.reveal() ?? "");
      assert.deepEqual(
        keys.map((key) => Buffer.from(key, "base64").length),
        [32, 32],
      );
      assert.notEqual(keys[0], keys[1]);
    });

    it("takes several keys, the newest first", () => {
      const older = Buffer.alloc(32, 2).toString("base64");

      const { freshSignIn } = readConfig({ ...PRODUCTION, TOKEN_KEY: `${TOKEN_KEY}, ${older}` });

      assert.deepEqual(
        freshSignIn.tokenKeys.map((key) => key.reveal()),
        [TOKEN_KEY, older],
      );
    });

    const badKeys = [",", "short", TOKEN_KEY.slice(0, -1), `${TOKEN_KEY},short`, `${TOKEN_KEY}A`];
    for (const key of badKeys) {
      it(`refuses a key like ${key.replaceAll(TOKEN_KEY, "(good)")}, and does not repeat it`, () => {
        const problems = problemsOf({ ...PRODUCTION, TOKEN_KEY: key });

        assert.deepEqual(problems, [
          "TOKEN_KEY: set it to 32 random bytes in base64, made by: openssl rand -base64 32",
        ]);
      });
    }

    const goodAddresses = [
      ["https://pushready.example.com/", "https://pushready.example.com"],
      ["https://PushReady.example.com:8443", "https://pushready.example.com:8443"],
      ["http://localhost:3978", "http://localhost:3978"],
      ["http://[::1]:3978", "http://[::1]:3978"],
    ] as const;
    for (const [address, origin] of goodAddresses) {
      it(`takes ${address} as the public address`, () => {
        const { freshSignIn } = readConfig({ ...SANDBOX, PUBLIC_URL: address });

        assert.equal(freshSignIn.publicUrl, origin);
      });
    }

    const badAddresses = [
      "pushready.example.com",
      "http://pushready.example.com",
      "http://127.0.0.1.example.com",
      "ftp://pushready.example.com",
      "https://pushready.example.com/bot",
      "https://pushready.example.com/?a=1",
      "https://pushready.example.com/#a",
      "https://user@pushready.example.com",
    ];
    for (const address of badAddresses) {
      it(`refuses ${address} as the public address`, () => {
        assert.deepEqual(names(problemsOf({ ...SANDBOX, PUBLIC_URL: address })), ["PUBLIC_URL"]);
      });
    }

    for (const context of ["c0", "c100", "C1", "c01", "1", "c1 c2"]) {
      it(`refuses ${context} as the authentication context`, () => {
        const problems = problemsOf({ ...SANDBOX, AUTH_CONTEXT_ID: context });

        assert.deepEqual(names(problems), ["AUTH_CONTEXT_ID"]);
      });
    }
  });

  it("never prints a secret, in the configuration or in an error", () => {
    const secret = "hunter2";
    const config = readConfig({
      ...PRODUCTION,
      BOT_TYPE: "SingleTenant",
      BOT_PASSWORD: secret,
      SECRETS_IN_PRODUCTION: "allow",
      AZURE_CLIENT_ID: PRODUCTION.BOT_ID,
    });
    const error = problemsOf({
      DATABASE_URL: `mysql://app:${secret}@db/x`,
      BOT_PASSWORD: secret,
      TOKEN_KEY: secret,
    });

    const printed = [inspect(config, { depth: 9 }), JSON.stringify(config), ...error].join("\n");
    assert.ok(!printed.includes(secret));
    assert.ok(!printed.includes(TOKEN_KEY));
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

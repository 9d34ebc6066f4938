import assert from "node:assert/strict";
import { inspect } from "node:util";
import { ConfigError, readConfig } from "../../src/config/read-config.ts";

const BOT_ID = "11111111-2222-4333-8444-555555555555";
const OTHER_ID = "99999999-2222-4333-8444-555555555555";
const TENANT_ID = "AAAAAAAA-2222-4333-8444-555555555555";

const PRODUCTION = {
  BOT_ID,
  TENANT_ID,
  DATABASE_URL: "postgres://app@db.internal:5432/pushready",
  PUBLIC_URL: "https://pushready.example.com",
  TOKEN_KEY: Buffer.alloc(32, 1).toString("base64"),
  SIGN_IN_CLIENT_ID: OTHER_ID,
};

/** A bot that is an app registration, without any managed identity. */
const BY_CERTIFICATE = {
  BOT_TYPE: "SingleTenant",
  BOT_CERTIFICATE_FILE: "/run/bot.pem",
  SIGN_IN_CERTIFICATE_FILE: "/run/web.pem",
};

type Variables = Readonly<Record<string, string>>;

const directoryOf = (env: Variables) => readConfig({ ...PRODUCTION, ...env }).directory;

function problemsOf(env: Variables): readonly string[] {
  try {
    readConfig({ ...PRODUCTION, ...env });
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

describe("the directory's configuration", () => {
  const tenantId = TENANT_ID.toLowerCase();
  const credentials: readonly (readonly [name: string, env: Variables, credential: unknown])[] = [
    ["the bot's own identity", {}, { kind: "managedIdentity", clientId: BOT_ID }],
    [
      "another identity",
      { DIRECTORY_CLIENT_ID: OTHER_ID },
      { kind: "managedIdentity", clientId: OTHER_ID },
    ],
    [
      "the system's identity, beside a bot that is an app registration",
      { ...BY_CERTIFICATE },
      { kind: "managedIdentity", clientId: null },
    ],
    [
      "the identity that the service runs as, beside a bot that is an app registration",
      { BOT_TYPE: "SingleTenant", AZURE_CLIENT_ID: OTHER_ID },
      { kind: "managedIdentity", clientId: OTHER_ID },
    ],
    [
      "an app registration that trusts the bot's identity",
      { DIRECTORY_IDENTITY: "federated", DIRECTORY_CLIENT_ID: OTHER_ID },
      { kind: "federated", tenantId, clientId: OTHER_ID, trustedIdentityId: BOT_ID },
    ],
    [
      "an app registration that trusts another identity",
      {
        ...BY_CERTIFICATE,
        DIRECTORY_IDENTITY: "federated",
        DIRECTORY_CLIENT_ID: BOT_ID,
        DIRECTORY_TRUSTED_IDENTITY: OTHER_ID,
      },
      { kind: "federated", tenantId, clientId: BOT_ID, trustedIdentityId: OTHER_ID },
    ],
    [
      "a service account of Kubernetes",
      { DIRECTORY_IDENTITY: "workloadIdentity", DIRECTORY_CLIENT_ID: OTHER_ID },
      { kind: "workloadIdentity", tenantId, clientId: OTHER_ID },
    ],
  ];
  for (const [name, env, credential] of credentials) {
    it(`can be ${name}`, () => {
      assert.deepEqual(directoryOf(env).credential, credential);
    });
  }

  it("can be a secret in development, the bot's own or one for itself", () => {
    const development = {
      NODE_ENV: "development",
      DIRECTORY_IDENTITY: "secret",
      SIGN_IN_CLIENT_SECRET: "hunter2-web",
    };
    const own = directoryOf({ ...development, BOT_TYPE: "SingleTenant", BOT_PASSWORD: "hunter2" });
    const other = directoryOf({
      ...development,
      DIRECTORY_CLIENT_ID: OTHER_ID,
      DIRECTORY_CLIENT_SECRET: "hunter3",
    });

    assert.ok(own.credential.kind === "secret" && other.credential.kind === "secret");
    assert.equal(own.credential.clientId, BOT_ID);
    assert.equal(own.credential.secret.reveal(), "hunter2");
    assert.equal(other.credential.clientId, OTHER_ID);
    assert.equal(other.credential.secret.reveal(), "hunter3");
    assert.ok(!inspect(other, { depth: null }).includes("hunter3"));
  });

  const wrong: readonly (readonly [env: Variables, problems: readonly RegExp[]])[] = [
    [
      { DIRECTORY_IDENTITY: "secret", DIRECTORY_CLIENT_SECRET: "hunter3" },
      [/^DIRECTORY_IDENTITY: set it to managedIdentity, .* development only$/],
    ],
    [
      { NODE_ENV: "development", DIRECTORY_IDENTITY: "secret" },
      [/^DIRECTORY_CLIENT_SECRET: set it to a client secret/],
    ],
    [{ DIRECTORY_CLIENT_SECRET: "hunter3" }, [/^DIRECTORY_CLIENT_SECRET: remove it/]],
    [{ DIRECTORY_IDENTITY: "federated" }, [/^DIRECTORY_CLIENT_ID: set it to/]],
    [{ DIRECTORY_IDENTITY: "workloadIdentity" }, [/^DIRECTORY_CLIENT_ID: set it to/]],
    [
      { ...BY_CERTIFICATE, DIRECTORY_IDENTITY: "federated", DIRECTORY_CLIENT_ID: BOT_ID },
      [/^DIRECTORY_TRUSTED_IDENTITY: set it to/],
    ],
    [{ DIRECTORY_IDENTITY: "magic" }, [/^DIRECTORY_IDENTITY \(now "magic"\): set it to/]],
    [{ TEAMS_APP_ID: "x" }, [/^TEAMS_APP_ID \(now "x"\): set it to the id of the app's manifest/]],
  ];
  for (const [env, problems] of wrong) {
    it(`is refused with ${Object.keys(env).join(", ")}`, () => {
      const found = problemsOf(env);

      assert.equal(found.length, problems.length, found.join("\n"));
      for (const [index, problem] of problems.entries()) assert.match(found[index] ?? "", problem);
      assert.ok(!found.join().includes("hunter"));
    });
  }

  it("asks for tokens of the Graph that it reads", () => {
    const graph = { GRAPH_URL: "https://graph.microsoft.us" };

    assert.equal(directoryOf({}).scope, "https://graph.microsoft.com/.default");
    assert.equal(directoryOf(graph).scope, "https://graph.microsoft.us/.default");
  });

  it("knows the app by its id in the catalogue first, else by its manifest, else not", () => {
    const manifest = { TEAMS_APP_ID: BOT_ID };

    assert.equal(directoryOf({}).teamsApp, null);
    assert.deepEqual(directoryOf(manifest).teamsApp, { kind: "manifest", id: BOT_ID });
    assert.deepEqual(directoryOf({ ...manifest, TEAMS_CATALOG_ID: OTHER_ID }).teamsApp, {
      kind: "catalog",
      id: OTHER_ID,
    });
  });

  it("is the local tenant's where there is one", () => {
    const { credential, teamsApp } = readConfig({
      NODE_ENV: "development",
      SANDBOX_URL: "http://127.0.0.1:4300/",
    }).directory;

    assert.ok(credential.kind === "sandbox");
    assert.equal(
      credential.tokenUrl,
      "http://127.0.0.1:4300/5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b/oauth2/v2.0/token",
    );
    assert.deepEqual(teamsApp, { kind: "manifest", id: "b07b07b0-0000-4000-8000-0000000000aa" });
  });
});

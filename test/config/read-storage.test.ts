import assert from "node:assert/strict";
import { inspect } from "node:util";
import { ConfigError } from "../../src/config/config-error.ts";
import { readStorageConfig } from "../../src/config/read-storage.ts";

describe("readStorageConfig", () => {
  it("needs no variable but the database's address", () => {
    const storage = readStorageConfig({ DATABASE_URL: "postgres://app:hunter2@db/pushready" });

    assert.ok(storage.kind === "postgres");
    assert.equal(storage.url.reveal(), "postgres://app:hunter2@db/pushready");
  });

  it("takes the embedded folder where the service would", () => {
    for (const env of [
      { EMBEDDED_STORAGE: "allow", DATA_FOLDER: "/srv/data" },
      { NODE_ENV: "development", DATA_FOLDER: "/srv/data", DATABASE_URL: " " },
    ]) {
      assert.deepEqual(readStorageConfig(env), { kind: "embedded", folder: "/srv/data" });
    }
  });

  it("refuses to guess in production, as the service does", () => {
    assert.throws(() => readStorageConfig({}), {
      name: "ConfigError",
      problems: [
        "DATABASE_URL: set it to your PostgreSQL server, or set EMBEDDED_STORAGE=allow to run a single replica on files in DATA_FOLDER",
      ],
    });
  });

  it("does not mind what is wrong with other variables", () => {
    const env = { DATABASE_URL: "postgres://db/pushready", PORT: "99999", BOT_ID: "none" };

    assert.equal(readStorageConfig(env).kind, "postgres");
  });

  describe("with Entra's sign-in", () => {
    const DATABASE_URL = "postgres://pushready@db.internal/pushready?sslmode=verify-full";
    const BOT_ID = "11111111-2222-4333-8444-555555555555";
    const IDENTITY = "33333333-2222-4333-8444-555555555555";
    const workload = {
      TENANT_ID: "AAAAAAAA-2222-4333-8444-555555555555",
      AZURE_CLIENT_ID: IDENTITY,
      AZURE_FEDERATED_TOKEN_FILE: "/run/token",
    };
    const identityOf = (env: Readonly<Record<string, string>>) => {
      const storage = readStorageConfig({ DATABASE_URL, ...env });
      return storage.kind === "postgres" ? storage.identity : null;
    };

    const good = [
      [{}, { kind: "none" }],
      [{ DATABASE_IDENTITY: "managedIdentity" }, { kind: "managedIdentity", clientId: null }],
      [
        { DATABASE_IDENTITY: "managedIdentity", AZURE_CLIENT_ID: IDENTITY, BOT_ID },
        { kind: "managedIdentity", clientId: IDENTITY },
      ],
      [
        { DATABASE_IDENTITY: "managedIdentity", BOT_ID },
        { kind: "managedIdentity", clientId: BOT_ID },
      ],
      [
        { DATABASE_IDENTITY: "workloadIdentity", ...workload },
        {
          kind: "workloadIdentity",
          tenantId: "aaaaaaaa-2222-4333-8444-555555555555",
          clientId: IDENTITY,
          tokenFile: "/run/token",
        },
      ],
    ] as const;
    for (const [env, identity] of good) {
      it(`takes ${Object.keys(env).join(", ") || "none by default"}`, () => {
        assert.deepEqual(identityOf(env), identity);
      });
    }

    const address = (url: string) => ({ DATABASE_URL: url, DATABASE_IDENTITY: "managedIdentity" });
    const wrong = [
      [
        address("postgres://pushready:hunter2@db/pushready?sslmode=verify-full"),
        [/^DATABASE_URL: remove the password/],
      ],
      [
        address("postgres://pushready@db/pushready?sslmode=verify-full&password=hunter2"),
        [/^DATABASE_URL: remove the password/],
      ],
      [
        address("postgres://db/pushready?sslmode=verify-full"),
        [/^DATABASE_URL: set it to an address with the name of the identity's role/],
      ],
      [address("postgres://pushready@db/pushready"), [/sslmode=verify-full; whoever is taken/]],
      [
        address("postgres://pushready@db/pushready?sslmode=no-verify"),
        [/sslmode=verify-full; whoever is taken/],
      ],
      [
        { DATABASE_URL: "", EMBEDDED_STORAGE: "allow", DATABASE_IDENTITY: "managedIdentity" },
        [/^DATABASE_IDENTITY: set DATABASE_URL too/],
      ],
      [
        { DATABASE_URL, DATABASE_IDENTITY: "workloadIdentity" },
        [/^TENANT_ID: set/, /^AZURE_CLIENT_ID: set/, /^AZURE_FEDERATED_TOKEN_FILE: set/],
      ],
      [{ DATABASE_URL, DATABASE_IDENTITY: "magic" }, [/^DATABASE_IDENTITY \(now "magic"\): set/]],
    ] as const;
    for (const [env, expected] of wrong) {
      it(`refuses ${JSON.stringify(env)}`, () => {
        assert.throws(
          () => readStorageConfig(env),
          (error) => {
            assert.ok(error instanceof ConfigError);
            assert.equal(error.problems.length, expected.length, error.message);
            for (const [index, pattern] of expected.entries()) {
              assert.match(error.problems[index] ?? "", pattern);
            }
            return !error.message.includes("hunter2");
          },
        );
      });
    }
  });

  it("repeats no password of an address that cannot be used", () => {
    assert.throws(
      () => readStorageConfig({ DATABASE_URL: "mysql://app:hunter2@db/pushready" }),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.doesNotMatch(inspect(error), /hunter2/);
        return true;
      },
    );
  });
});

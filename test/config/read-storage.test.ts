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

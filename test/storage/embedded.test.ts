import assert from "node:assert/strict";
import { on } from "node:events";
import { existsSync, watch } from "node:fs";
import { readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { sql } from "kysely";
import sinon from "sinon";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { explainEmbedded } from "../../src/storage/embedded-errors.ts";
import { PostgresSignInExchangeStore } from "../../src/storage/sign-in-exchange-store.ts";
import type { Given } from "../../src/storage/statement.ts";
import { createEmbeddedFolder, temporaryFolder } from "../contracts/databases.ts";
import { type Child, startChild } from "./children/child.ts";

const FIRST_START_TIMEOUT_MS = 60_000;
const APPEARS_TIMEOUT_MS = 30_000;
const ROUNDS = 3;
const CLAIMS_PER_ROUND = 50;

describe("openDatabase on a folder", function () {
  this.timeout(FIRST_START_TIMEOUT_MS);

  it("makes a folder for this user alone, and begins anew after a first start that was killed", async () => {
    const parent = await temporaryFolder();
    const folder = join(parent, "data");
    const child = startChild("open-database.ts", "embedded", folder);
    await appears(parent, "data");
    await appears(folder, "postgres.new");
    await child.kill();

    const database = await openDatabase({ kind: "embedded", folder });

    assert.equal(await database.isReady(), true);
    await database.close();
    assert.deepEqual((await readdir(folder)).toSorted(), ["lock", "postgres"]);
    for (const path of [folder, join(folder, "postgres")]) {
      assert.equal((await stat(path)).mode & 0o777, 0o700, path);
    }
  });

  it("refuses a folder that is open already, naming it, and takes it once closed", async () => {
    const folder = await createEmbeddedFolder();
    const database = await openDatabase({ kind: "embedded", folder });

    await assert.rejects(openDatabase({ kind: "embedded", folder }), (error) => {
      assert.match(inspect(error), /storage\.folder-in-use/);
      assert.ok(error instanceof Error && error.message.includes(folder));
      return true;
    });

    await database.close();
    const again = await openDatabase({ kind: "embedded", folder });
    await again.close();
  });

  it("refuses a path that cannot be a folder, naming it", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");

    for (const folder of [file, join(file, "data")]) {
      await assert.rejects(openDatabase({ kind: "embedded", folder }), {
        name: "StorageError",
        code: "storage.folder-unusable",
        message: `The data folder ${folder} cannot be written (opening the data folder): give this user the right to write there, or choose another folder.`,
      });
    }
  });

  it("leaves files alone that have lost their version, which PGlite would overwrite", async () => {
    const folder = await createEmbeddedFolder();
    const version = join(folder, "postgres", "PG_VERSION");
    const written = await readFile(version);
    await rm(version);
    const before = await readdir(join(folder, "postgres"));

    await assert.rejects(openDatabase({ kind: "embedded", folder }), {
      code: "storage.embedded-failed",
    });

    assert.deepEqual(await readdir(join(folder, "postgres")), before);
    await writeFile(version, written);
    const database = await openDatabase({ kind: "embedded", folder });
    await database.close();
  });

  it("says what to do with files that are damaged or of another version", async () => {
    const damaged = await createEmbeddedFolder();
    await truncate(join(damaged, "postgres", "global", "pg_control"));
    const older = await createEmbeddedFolder();
    await writeFile(join(older, "postgres", "PG_VERSION"), "17\n");

    for (const folder of [damaged, older]) {
      await assert.rejects(openDatabase({ kind: "embedded", folder }), {
        code: "storage.embedded-failed",
        message: /does not start\. Restore the folder from a backup/,
      });
    }
  });

  it("keeps every acknowledged row when its process is killed", async () => {
    const folder = await createEmbeddedFolder();
    const acknowledged: string[] = [];

    for (let round = 0; round < ROUNDS; round += 1) {
      const child = startChild("claim-until-killed.ts", folder, `round-${round}`);
      for (let claim = 0; claim < CLAIMS_PER_ROUND; claim += 1) {
        acknowledged.push(await child.nextLine());
      }
      await child.kill();
    }

    const database = await openDatabase({ kind: "embedded", folder });
    const store = new PostgresSignInExchangeStore(database);
    const lost: string[] = [];
    for (const exchangeId of acknowledged) {
      if (await store.claim(exchangeId, new Date())) lost.push(exchangeId);
    }
    await database.close();
    assert.equal(acknowledged.length, ROUNDS * CLAIMS_PER_ROUND);
    assert.deepEqual(lost, []);
  });

  describe("in a process that begins with a recovery", () => {
    let child: Child;

    before(async () => {
      const folder = await createEmbeddedFolder();
      const killed = startChild("claim-until-killed.ts", folder, "before");
      await killed.nextLine();
      await killed.kill();
      child = startChild("open-database.ts", "embedded", folder);
    });

    it("loads no driver for a PostgreSQL server", async () => {
      const drivers = await child.nextLine();

      assert.equal(drivers, "@electric-sql/pglite");
    });

    it("lets the process end by itself once closed", async () => {
      await child.exited();
    });
  });

  describe("while open", () => {
    let database: Database;

    before(async () => {
      database = await openDatabase({ kind: "embedded", folder: await createEmbeddedFolder() });
    });

    after(async () => {
      await database.close();
    });

    it("is not ready when it does not answer within two seconds", async () => {
      const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
      const transaction = database.transaction(() => held);
      const clock = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });

      const answer = database.isReady();
      clock.tick(2_000);

      assert.equal(await answer, false);
      clock.restore();
      release(undefined);
      await transaction;
    });

    it("says nothing of a statement's values when one fails", async () => {
      const divide = database.prepare("test.divide", (db, given: Given<{ text: string }>) =>
        db.selectNoFrom(sql`1 / length(${given("text")})`.as("quotient")),
      );
      const insert = database.prepare("test.insert", (db, given: Given<{ text: string }>) =>
        db.insertInto("bot_state").values({ key_hash: given("text"), key: "", value: "" }),
      );

      for (const statement of [divide, insert]) {
        const failure = await statement.run({ text: "" }).catch((error: unknown) => error);
        assert.match(inspect(failure), /storage\.query-failed/);
        assert.doesNotMatch(inspect(failure, { depth: 9, showHidden: true }), /params|Failing row/);
      }
    });
  });
});

describe("explainEmbedded", () => {
  it("says what to do where the embedded database is not installed", () => {
    const missing = Object.assign(new Error("Cannot find package"), {
      code: "ERR_MODULE_NOT_FOUND",
    });

    const { code, message } = explainEmbedded(missing, "/data", "opening the data folder");

    assert.equal(code, "storage.embedded-failed");
    assert.match(message, /set DATABASE_URL/);
  });

  it("says when the disk is full, as Node, PGlite's files and PostgreSQL report it", () => {
    const reports = [
      Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" }),
      { name: "ErrnoError", errno: 51 },
      Object.assign(new Error("could not extend file"), { code: "53100" }),
    ];

    const codes = reports.map((report) => explainEmbedded(report, "/data", "writing").code);

    assert.deepEqual(codes, ["storage.disk-full", "storage.disk-full", "storage.disk-full"]);
  });
});

/** Waits until the folder has an entry of this name. */
async function appears(folder: string, name: string): Promise<void> {
  const watcher = watch(folder);
  const changes = on(watcher, "change", { signal: AbortSignal.timeout(APPEARS_TIMEOUT_MS) });
  try {
    while (!existsSync(join(folder, name))) await changes.next();
  } finally {
    watcher.close();
  }
}

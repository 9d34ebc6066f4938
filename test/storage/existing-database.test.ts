import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import {
  type DatabaseOptions,
  openDatabase,
  openExistingDatabase,
} from "../../src/storage/database.ts";
import {
  createEmbeddedFolder,
  createPostgresDatabase,
  postgresOptions,
  runOnServer,
  temporaryFolder,
} from "../contracts/databases.ts";

describe("openExistingDatabase", function () {
  this.timeout(60_000);

  const engines: readonly {
    readonly name: string;
    readonly upToDate: () => Promise<DatabaseOptions>;
  }[] = [
    {
      name: "PGlite",
      upToDate: async () => ({ kind: "embedded", folder: await createEmbeddedFolder() }),
    },
    {
      name: "PostgreSQL",
      upToDate: async () => {
        const options = postgresOptions(await createPostgresDatabase());
        await (await openDatabase(options)).close();
        return options;
      },
    },
  ];
  for (const { name, upToDate } of engines) {
    it(`opens a database that is up to date, on ${name}`, async () => {
      const database = await openExistingDatabase(await upToDate());

      const isReady = await database.isReady();

      await database.close();
      assert.equal(isReady, true);
    });

    for (const { change, code } of [
      {
        change: sql`delete from kysely_migration where name = '0010-removal-audit'`,
        code: "storage.schema-older",
      },
      {
        change: sql`insert into kysely_migration values ('9999-future', now()::text)`,
        code: "storage.schema-newer",
      },
    ]) {
      it(`refuses another version's database, with ${code}, on ${name}`, async () => {
        const options = await upToDate();
        const database = await openDatabase(options);
        await change.execute(database.db);
        await database.close();

        await assert.rejects(openExistingDatabase(options), { code });
        // It let go of what it opened.
        await assert.rejects(openExistingDatabase(options), { code });
      });
    }
  }

  it("makes no tables in an empty database", async () => {
    const url = await createPostgresDatabase();

    await assert.rejects(openExistingDatabase(postgresOptions(url)), {
      code: "storage.schema-older",
      message: /start the service of this version once/,
    });

    const tables = await runOnServer(
      "select 1 from information_schema.tables where table_schema = 'public'",
      new URL(url).pathname.slice(1),
    );
    assert.deepEqual(tables, []);
  });

  it("makes neither a folder nor files", async () => {
    const parent = await temporaryFolder();
    const [missing, empty] = [join(parent, "missing"), join(parent, "empty")];
    await mkdir(empty);

    for (const folder of [missing, empty]) {
      await assert.rejects(openExistingDatabase({ kind: "embedded", folder }), {
        code: "storage.database-missing",
        message: `There is no database in the data folder ${folder}: name the folder that the service uses.`,
      });
    }

    assert.equal(existsSync(missing), false);
    assert.deepEqual(await readdir(empty), []);
  });
});

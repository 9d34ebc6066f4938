import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { inspect } from "node:util";
import { sql } from "kysely";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { MIGRATIONS } from "../../src/storage/migrations/all.ts";
import { PostgresPersonStore } from "../../src/storage/person-store.ts";
import {
  createPostgresDatabase,
  postgresOptions,
  postgresServer,
  runOnServer,
} from "../contracts/databases.ts";
import { aPersonKey, aTurn } from "../contracts/person-builders.ts";
import { freePort } from "../contracts/postgres-server.ts";
import { startChild } from "./children/child.ts";

const PASSWORD = "correct horse";

describe("openDatabase on a PostgreSQL server", () => {
  before(async function () {
    this.timeout(60_000);
    await postgresServer();
  });

  it("brings up all replicas that start at once on an empty database", async () => {
    const url = await createPostgresDatabase();
    const children = [1, 2].map(() => startChild("open-database.ts", "postgres", url));

    const databases = await Promise.all(
      Array.from({ length: 6 }, () => openDatabase(postgresOptions(url))),
    );

    for (const child of children) await child.exited();
    for (const database of databases) await database.close();
    const { pathname } = new URL(url);
    const applied = await runOnServer("select name from kysely_migration", pathname.slice(1));
    assert.equal(applied.length, Object.keys(MIGRATIONS).length);
  });

  it("refuses a database that a newer version has changed", async () => {
    const url = await createPostgresDatabase();
    const database = await openDatabase(postgresOptions(url));
    await sql`insert into kysely_migration values ('9999-future', now()::text)`.execute(
      database.db,
    );
    await database.close();

    await assert.rejects(openDatabase(postgresOptions(url)), {
      code: "storage.schema-newer",
      message: /newer version of this program \(9999-future\): run that version/,
    });
  });

  it("changes nothing when a migration fails", async () => {
    const url = await createPostgresDatabase();
    const database = new URL(url).pathname.slice(1);
    await runOnServer("create table bot_state (theirs text)", database);

    await assert.rejects(openDatabase(postgresOptions(url)), { code: "storage.migration-failed" });

    const tables = await runOnServer("select to_regclass('people') as people", database);
    assert.deepEqual(tables, [{ people: null }]);
  });

  for (const [byDefault, expected] of [
    ["off", "on"],
    ["remote_apply", "remote_apply"],
  ] as const) {
    it(`commits durably where the server's default is ${byDefault}`, async () => {
      const url = await createPostgresDatabase();
      const name = new URL(url).pathname.slice(1);
      await runOnServer(`alter database ${name} set synchronous_commit = ${byDefault}`);
      const database = await openDatabase(postgresOptions(url));

      const found = await sql`show synchronous_commit`.execute(database.db);

      await database.close();
      assert.deepEqual(found.rows, [{ synchronous_commit: expected }]);
    });
  }

  it("loads no embedded database", async () => {
    const child = startChild("open-database.ts", "postgres", await createPostgresDatabase());

    const drivers = await child.nextLine();

    assert.equal(drivers, "pg");
  });

  describe("that cannot be used", () => {
    let address: URL;

    before(async () => {
      address = new URL(await createPostgresDatabase());
      await runOnServer(`create role locked login password '${PASSWORD}'`);
      await runOnServer("create role tls_only login");
      await runOnServer("create role guest login");
    });

    const cases: readonly {
      readonly name: string;
      readonly code: string;
      readonly advice: RegExp;
      readonly change: (url: URL) => unknown;
    }[] = [
      {
        name: "the password is wrong",
        code: "storage.access-refused",
        advice: /refused the user or its password: correct them/,
        change: (url) => Object.assign(url, { username: "locked", password: "s3cret" }),
      },
      {
        name: "the password is missing",
        code: "storage.access-refused",
        advice: /asks for a password and the database address has none/,
        change: (url) => Object.assign(url, { username: "locked" }),
      },
      {
        name: "the database does not exist",
        code: "storage.database-missing",
        advice: /create it, or correct the name/,
        change: (url) => Object.assign(url, { pathname: "/nowhere", password: "s3cret" }),
      },
      {
        name: "the server demands TLS",
        code: "storage.tls-required",
        advice: /add sslmode=verify-full/,
        change: (url) => Object.assign(url, { username: "tls_only", password: "s3cret" }),
      },
      {
        name: "TLS is asked of a server without it",
        code: "storage.tls-failed",
        advice: /does not speak TLS/,
        change: (url) => Object.assign(url, { password: "s3cret", search: "?sslmode=verify-full" }),
      },
      {
        name: "the user may not create tables",
        code: "storage.permission-denied",
        advice: /grant it CREATE/,
        change: (url) => Object.assign(url, { username: "guest", password: "s3cret" }),
      },
    ];
    for (const c of cases) {
      it(`says what to do when ${c.name}`, async () => {
        const url = new URL(address);
        c.change(url);

        const failure = await failureOf(openDatabase(postgresOptions(url.href)));

        assertExplained(failure, c.code, c.advice);
      });
    }

    // A name may have several addresses, which Node tries in turn and reports together.
    for (const host of ["127.0.0.1", "localhost"]) {
      it(`says what to do when nothing listens on ${host}`, async () => {
        const url = `postgres://someone:s3cret@${host}:${await freePort()}/pushready`;

        const failure = await failureOf(openDatabase(postgresOptions(url)));

        assertExplained(failure, "storage.unreachable", /cannot be reached: check the host/);
      });
    }

    describe("because it never answers", () => {
      const sockets: Socket[] = [];
      const silent = createServer((socket) => sockets.push(socket));

      before(async () => {
        await once(silent.listen(0, "127.0.0.1"), "listening");
      });

      after(() => {
        for (const socket of sockets) socket.destroy();
        silent.close();
      });

      it("is given up", async () => {
        const address = silent.address();
        assert.ok(address !== null && typeof address === "object");
        const url = `postgres://someone:s3cret@127.0.0.1:${address.port}/pushready`;

        const failure = await failureOf(
          openDatabase(postgresOptions(url, { connectTimeoutMs: 200 })),
        );

        assertExplained(failure, "storage.unreachable", /check the host and port/);
      });
    });

    for (const url of [
      "",
      "mysql://someone:s3cret@host/db",
      "postgres://someone:s3cret#@host/db",
    ]) {
      it(`cannot read ${url === "" ? "an empty address" : url.slice(0, 10)}…`, async () => {
        const failure = await failureOf(openDatabase(postgresOptions(url)));

        assertExplained(failure, "storage.url-invalid", /percent-encoded/);
      });
    }
  });

  describe("in use", () => {
    let url: string;
    let database: Database;
    let lost: Error[];
    let onceLost: Promise<void>;

    beforeEach(async () => {
      url = await createPostgresDatabase();
      lost = [];
      const { promise, resolve } = Promise.withResolvers<undefined>();
      onceLost = promise;
      const onConnectionLost = (error: Error): void => {
        lost.push(error);
        resolve(undefined);
      };
      database = await openDatabase(
        postgresOptions(url, { onConnectionLost, statementTimeoutMs: 200 }),
      );
    });

    afterEach(async () => {
      await database.close();
    });

    it("reports an idle connection that dies, and goes on with a new one", async () => {
      await runOnServer(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}'`,
      );
      await onceLost;

      const isReady = await database.isReady();

      assert.equal(isReady, true);
      assert.match(String(lost[0]), /terminating connection/);
    });

    it("survives the loss of the connection of a transaction, which then fails", async () => {
      const transaction = database.transaction(async (connection) => {
        await sql`select 1`.execute(connection);
        await runOnServer(
          `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}'`,
        );
        await sql`select 1`.execute(connection);
      });

      await assert.rejects(transaction);
      assert.equal(await database.isReady(), true);
    });

    it("names itself to the server", async () => {
      const name = await sql<{
        name: string;
      }>`select current_setting('application_name') as name`.execute(database.db);

      assert.deepEqual(name.rows, [{ name: "pushready" }]);
    });

    it("gives up on a statement that takes too long", async () => {
      const sleep = database.prepare("test.sleep", (db) =>
        db.selectNoFrom(sql`pg_sleep(30)`.as("slept")),
      );

      await assert.rejects(sleep.run({}), { code: "storage.timeout" });
    });

    it("goes on with prepared statements when a newer version adds a column", async () => {
      const store = new PostgresPersonStore(database);
      const turn = aTurn();
      const before = await store.recordTurn(turn);
      await store.recordTurn(turn);

      await sql`alter table people add column mood text`.execute(database.db);

      assert.deepEqual(await store.recordTurn(turn), before);
    });

    it("lets one of fifty claims of a welcome through over two pools", async () => {
      const other = await openDatabase(postgresOptions(url));
      const stores = [database, other].map((opened) => new PostgresPersonStore(opened));
      const key = aPersonKey();

      const claims = await Promise.all(
        Array.from({ length: 25 }, () =>
          stores.map((store) => store.claimWelcome(key, new Date())),
        ).flat(),
      );

      await other.close();
      assert.equal(claims.length, 50);
      assert.equal(claims.filter(Boolean).length, 1);
    });

    it("lets one of fifty claims of a welcome through over two processes", async () => {
      const key = aPersonKey();
      const children = [1, 2].map(() =>
        startChild("claim-welcome.ts", url, key.tenantId, key.userId),
      );

      const claimed = await Promise.all(children.map((child) => child.nextLine()));

      assert.deepEqual(claimed.toSorted(), ["0", "1"]);
    });
  });
});

async function failureOf(opening: Promise<Database>): Promise<unknown> {
  try {
    await (await opening).close();
  } catch (error) {
    return error;
  }
  return null;
}

/** Whatever prints the error, with its causes and hidden properties, the password is not in it. */
function assertExplained(failure: unknown, code: string, advice: RegExp): void {
  assert.ok(failure instanceof Error);
  assert.equal("code" in failure && failure.code, code);
  assert.match(failure.message, advice);
  assert.doesNotMatch(inspect(failure, { depth: 20, showHidden: true }), /s3cret/);
}

import assert from "node:assert/strict";
import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import type { JobDefinition } from "../../src/storage/job-definition.ts";
import { createJobs, type Jobs } from "../../src/storage/jobs.ts";
import {
  createEmbeddedFolder,
  createPostgresDatabase,
  forEachDatabase,
  postgresOptions,
  runOnServer,
} from "../contracts/databases.ts";
import { startChild } from "./children/child.ts";

const FAST = { poll: 0.5, cron: 1, supervise: 1, retryDelay: 0, stop: 5 };
const TIMEOUT_MS = 60_000;

/** Somebody who can be waited for. */
function signalOnce<Value = undefined>() {
  return Promise.withResolvers<Value>();
}

forEachDatabase("Jobs", (database) => {
  let open: Jobs[] = [];
  let troubles: Error[] = [];

  function jobsOf(
    definitions: readonly (Partial<JobDefinition> & { readonly name: string })[],
    from: Database = database(),
  ): Jobs {
    const jobs = createJobs(from, {
      definitions: definitions.map((definition) => ({
        schedule: null,
        run: () => Promise.resolve(),
        ...definition,
      })),
      onTrouble: (error) => troubles.push(error),
      times: FAST,
    });
    open.push(jobs);
    return jobs;
  }

  async function schedules(): Promise<unknown> {
    const { rows } = await sql`
      select name, cron, timezone from pgboss.schedule where name <> 'vacuum' order by name`.execute(
      database().db,
    );
    return rows;
  }

  beforeEach(function () {
    this.timeout(TIMEOUT_MS);
    troubles = [];
  });

  afterEach(async function () {
    this.timeout(TIMEOUT_MS);
    for (const jobs of open) await jobs.stop();
    open = [];
    assert.deepEqual(troubles, []);
  });

  it("are done when somebody asks", async () => {
    const done = signalOnce();
    const jobs = jobsOf([
      {
        name: "asked",
        run: () => {
          done.resolve(undefined);
          return Promise.resolve();
        },
      },
    ]);
    await jobs.start();

    const answer = await jobs.runNow("asked");

    await done.promise;
    assert.equal(answer, "queued");
  });

  it("are done one at a time, and asked for once", async () => {
    const [begun, mayEnd] = [signalOnce(), signalOnce()];
    let runs = 0;
    const jobs = jobsOf([
      {
        name: "once",
        run: async () => {
          runs += 1;
          begun.resolve(undefined);
          await mayEnd.promise;
        },
      },
    ]);
    await jobs.start();
    const first = await jobs.runNow("once");
    await begun.promise;

    const second = await jobs.runNow("once");

    mayEnd.resolve(undefined);
    await jobs.stop();
    assert.deepEqual([first, second, runs], ["queued", "underWay", 1]);
  });

  it("are done by the clock", async function () {
    this.timeout(TIMEOUT_MS);
    const done = signalOnce();
    const jobs = jobsOf([
      {
        name: "each-minute",
        schedule: { cron: "* * * * *", timeZone: "Etc/UTC" },
        run: () => {
          done.resolve(undefined);
          return Promise.resolve();
        },
      },
    ]);

    await jobs.start();

    await done.promise;
  });

  it("are done once for what was missed while nobody was there", async function () {
    this.timeout(TIMEOUT_MS);
    const done = signalOnce();
    const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1_000);
    const cron = `${twoHoursAgo.getUTCMinutes()} ${twoHoursAgo.getUTCHours()} * * *`;
    const schedule = { cron, timeZone: "Etc/UTC" };
    const first = jobsOf([{ name: "missed", schedule }]);
    await first.start();
    await first.stop();
    await sql`update pgboss.version set cron_on = now() - interval '3 hours'`.execute(
      database().db,
    );
    await sql`update pgboss.schedule set created_on = now() - interval '1 day'`.execute(
      database().db,
    );

    await jobsOf([
      {
        name: "missed",
        schedule,
        run: () => {
          done.resolve(undefined);
          return Promise.resolve();
        },
      },
    ]).start();

    await done.promise;
  });

  it("keep their schedule in their own zone, as it is now", async () => {
    const daily = { cron: "0 2 * * *", timeZone: "Europe/Zurich" };
    const first = jobsOf([
      { name: "moved", schedule: daily },
      { name: "on-demand", schedule: daily },
      { name: "given-up", schedule: daily },
    ]);
    await first.start();
    await first.stop();

    await jobsOf([
      { name: "moved", schedule: { cron: "30 3 * * 1-5", timeZone: "America/New_York" } },
      { name: "on-demand" },
    ]).start();

    assert.deepEqual(await schedules(), [
      { name: "moved", cron: "30 3 * * 1-5", timezone: "America/New_York" },
    ]);
  });

  it("are tried again when they fail, and somebody is told why", async () => {
    const done = signalOnce();
    const reason = new Error("Graph is away");
    let runs = 0;
    const jobs = jobsOf([
      {
        name: "fails-once",
        run: () => {
          runs += 1;
          if (runs === 1) return Promise.reject(reason);
          done.resolve(undefined);
          return Promise.resolve();
        },
      },
    ]);
    await jobs.start();
    await jobs.runNow("fails-once");

    await done.promise;

    const [trouble] = troubles.splice(0);
    assert.match(trouble?.message ?? "", /fails-once failed/);
    assert.equal(trouble?.cause, reason);
    const { rows } = await sql<{ output: unknown }>`
      select output::text from pgboss.job where name = 'fails-once'`.execute(database().db);
    assert.doesNotMatch(JSON.stringify(rows), /Graph is away/);
  });

  it("are told to end when the service stops, and go on with the next one", async () => {
    const [begun, again] = [signalOnce(), signalOnce()];
    let hasEnded = false;
    const first = jobsOf([
      {
        name: "long",
        run: async (signal) => {
          begun.resolve(undefined);
          await once(signal, "abort");
          hasEnded = true;
        },
      },
    ]);
    await first.start();
    await first.runNow("long");
    await begun.promise;

    await first.stop();

    const next = jobsOf([
      {
        name: "long",
        run: () => {
          again.resolve(undefined);
          return Promise.resolve();
        },
      },
    ]);
    assert.equal(hasEnded, true);
    await next.start();
    await again.promise;
  });

  it("start once, and stop whether they were started or not, or are starting", async () => {
    const [started, never, starting] = [
      jobsOf([{ name: "a" }]),
      jobsOf([{ name: "b" }]),
      jobsOf([{ name: "c" }]),
    ];
    await Promise.all([started.start(), started.start()]);

    const beginning = starting.start();
    await Promise.all([started.stop(), started.stop(), never.stop(), starting.stop()]);

    await beginning;
    await assert.rejects(never.runNow("b"), /No job b was started/);
  });

  it("refuse to do what they do not know", async () => {
    const jobs = jobsOf([{ name: "known" }]);
    await jobs.start();

    await assert.rejects(jobs.runNow("unknown"), /No job unknown was started/);
  });

  it("leave the database to others while one of them runs", async () => {
    const [begun, mayEnd] = [signalOnce(), signalOnce()];
    const jobs = jobsOf([
      {
        name: "beside",
        run: async () => {
          await sql`select 1`.execute(database().db);
          begun.resolve(undefined);
          await mayEnd.promise;
        },
      },
    ]);
    await jobs.start();
    await jobs.runNow("beside");
    await begun.promise;

    const rows = await database().transaction(async (transaction) => {
      await sql`create temporary table beside (n integer)`.execute(transaction);
      return sql`select n from beside`.execute(transaction);
    });

    mayEnd.resolve(undefined);
    assert.deepEqual(rows.rows, []);
  });
});

describe("Jobs of an embedded database", () => {
  it("give back the room of rows that were replaced, which nobody else would", async function () {
    this.timeout(TIMEOUT_MS);
    const folder = await createEmbeddedFolder();
    const database = await openDatabase({ kind: "embedded", folder });
    const troubles: Error[] = [];
    const jobs = createJobs(database, {
      definitions: [],
      onTrouble: (error) => troubles.push(error),
      times: FAST,
    });
    await sql`create table worn as select n from generate_series(1, 5000) as n`.execute(
      database.db,
    );
    await sql`delete from worn`.execute(database.db);
    const size = async () => {
      const { rows } = await sql<{ bytes: number }>`
        select pg_relation_size('worn')::integer as bytes`.execute(database.db);
      return rows[0]?.bytes ?? -1;
    };
    const before = await size();
    await jobs.start();

    await jobs.runNow("vacuum");
    while ((await size()) > 0) await setImmediate();

    await jobs.stop();
    await database.close();
    assert.ok(before > 0);
    assert.deepEqual(troubles, []);
  });
});

describe("Jobs of several replicas", function () {
  this.timeout(TIMEOUT_MS);
  let url: string;
  let databases: readonly [Database, Database];

  before(async () => {
    url = await createPostgresDatabase();
    databases = [
      await openDatabase(postgresOptions(url)),
      await openDatabase(postgresOptions(url)),
    ];
  });

  after(async () => {
    for (const database of databases) await database.close();
  });

  function replicas(run: JobDefinition["run"], name = "shared"): readonly Jobs[] {
    return databases.map((database) =>
      createJobs(database, {
        definitions: [{ name, schedule: null, run }],
        onTrouble: (error) => {
          throw error;
        },
        times: { ...FAST, heartbeat: 10 },
      }),
    );
  }

  it("start together on an empty database, and are done by one at a time", async () => {
    const enough = new AbortController();
    let [atOnce, most, runs] = [0, 0, 0];
    const jobs = replicas(async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      runs += 1;
      await sql`select pg_sleep(0.05)`.execute(databases[0].db);
      atOnce -= 1;
      if (runs >= 5) enough.abort();
    });
    await Promise.all(jobs.map((each) => each.start()));

    while (!enough.signal.aborted) {
      await Promise.all(jobs.map((each) => each.runNow("shared")));
    }

    await Promise.all(jobs.map((each) => each.stop()));
    assert.equal(most, 1);
  });

  it("are done by another one when their process is killed", async () => {
    const child = startChild("work.ts", url);
    assert.deepEqual([await child.nextLine(), await child.nextLine()].toSorted(), [
      "begun",
      "queued",
    ]);
    await child.kill();
    const done = signalOnce();

    const jobs = replicas(() => {
      done.resolve(undefined);
      return Promise.resolve();
    }, "work");
    await Promise.all(jobs.map((each) => each.start()));

    await done.promise;
    await Promise.all(jobs.map((each) => each.stop()));
  });
});

describe("Jobs of a database user without the right to make schemas", function () {
  this.timeout(TIMEOUT_MS);

  async function start(prepare: string): Promise<void> {
    const url = new URL(await createPostgresDatabase());
    const name = url.pathname.slice(1);
    await runOnServer(`create role ${name} login`);
    await runOnServer(`grant usage, create on schema public to ${name}`, name);
    if (prepare !== "") await runOnServer(prepare.replaceAll("USER", name), name);
    url.username = name;
    const database = await openDatabase(postgresOptions(url.href));
    const jobs = createJobs(database, {
      definitions: [{ name: "any", schedule: null, run: () => Promise.resolve() }],
      onTrouble: () => undefined,
      times: FAST,
    });
    try {
      await jobs.start();
      await jobs.stop();
    } finally {
      await database.close();
    }
  }

  it("say what to grant", async () => {
    await assert.rejects(start(""), {
      code: "storage.permission-denied",
      message: /create schema pgboss authorization/,
    });
  });

  it("work in a schema that was made for them", async () => {
    await start("create schema pgboss authorization USER");
  });
});

import assert from "node:assert/strict";
import { sql } from "kysely";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { PostgresRemovalLock } from "../../src/storage/removal-lock.ts";
import {
  createPostgresDatabase,
  forEachDatabase,
  postgresOptions,
  runOnServer,
} from "../contracts/databases.ts";
import { aPersonKey } from "../contracts/person-builders.ts";
import { removalLockContract } from "../contracts/removal-lock.contract.ts";
import { FakeRemovalLock } from "../fakes/fake-removal-lock.ts";
import { startChild } from "./children/child.ts";

describe("FakeRemovalLock", () => {
  const lock = new FakeRemovalLock();
  removalLockContract(
    () => lock,
    () => lock,
    () => Promise.resolve(aPersonKey()),
  );
});

forEachDatabase("PostgresRemovalLock", (database) => {
  removalLockContract(
    () => new PostgresRemovalLock(database()),
    () => new PostgresRemovalLock(database()),
    () => Promise.resolve(aPersonKey()),
  );

  it("lets the work use the database meanwhile", async () => {
    const run = await new PostgresRemovalLock(database()).run(aPersonKey(), () =>
      database().transaction(async (transaction) => {
        const { rows } = await sql<{ one: number }>`select 1 as one`.execute(transaction);
        return rows;
      }),
    );

    assert.deepEqual(run, { kind: "done", value: [{ one: 1 }] });
  });
});

describe("PostgresRemovalLock of two replicas", () => {
  let url: string;
  let replicas: readonly [Database, Database];
  let lost: Error[];

  before(async function () {
    this.timeout(60_000);
    // Far less than a removal takes.
    url = `${await createPostgresDatabase()}?idle_in_transaction_session_timeout=100`;
    const open = () =>
      openDatabase(postgresOptions(url, { onConnectionLost: (error) => lost.push(error) }));
    replicas = [await open(), await open()];
  });

  beforeEach(() => {
    lost = [];
  });

  after(async () => {
    for (const replica of replicas) await replica.close();
  });

  const lockOf = (replica: 0 | 1) => new PostgresRemovalLock(replicas[replica]);
  const onServer = (statement: string) => runOnServer(statement, new URL(url).pathname.slice(1));

  removalLockContract(
    () => lockOf(0),
    () => lockOf(1),
    () => Promise.resolve(aPersonKey()),
  );

  it("is held for longer than a pause in a transaction may take", async () => {
    const key = aPersonKey();

    const run = await lockOf(0).run(key, async (held) => {
      await onServer("select pg_sleep(0.4)");
      return [await held.isHeld(), (await lockOf(1).run(key, () => Promise.resolve())).kind];
    });

    assert.deepEqual(run, { kind: "done", value: [true, "busy"] });
  });

  it("notices that its connection is lost, ends the work all the same, and is free for others", async () => {
    const key = aPersonKey();

    const run = await lockOf(0).run(key, async (held) => {
      await onServer(`
        select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where application_name = 'pushready-locks' and state = 'idle in transaction'`);
      return {
        isHeld: await held.isHeld(),
        other: (await lockOf(1).run(key, () => Promise.resolve())).kind,
      };
    });

    assert.deepEqual(run, { kind: "done", value: { isHeld: false, other: "done" } });
    assert.ok(lost.length > 0, "the operator hears of it");
    assert.equal((await lockOf(0).run(key, () => Promise.resolve())).kind, "done");
  });

  it("leaves no row and no transaction behind", async () => {
    await lockOf(0).run(aPersonKey(), () => Promise.resolve());

    const left = await onServer(`
      select 1 from removal_locks union all
      select 1 from pg_stat_activity
      where application_name = 'pushready-locks' and state <> 'idle' and datname = current_database()`);
    assert.deepEqual(left, []);
  });

  it("is kept by a replica that hangs, and freed by its death", async () => {
    const key = aPersonKey();
    const child = startChild("hold-removal-lock.ts", url, key.tenantId, key.userId);
    await child.nextLine();

    child.freeze();
    await onServer("select pg_sleep(0.4)");
    const whileFrozen = await lockOf(0).run(key, () => Promise.resolve());
    await child.kill();
    const deadline = AbortSignal.timeout(10_000);
    let afterDeath = await lockOf(0).run(key, () => Promise.resolve());
    while (afterDeath.kind === "busy" && !deadline.aborted) {
      afterDeath = await lockOf(0).run(key, () => Promise.resolve());
    }

    assert.equal(whileFrozen.kind, "busy");
    assert.equal(afterDeath.kind, "done");
  });
});

import assert from "node:assert/strict";
import { setTimeout as later } from "node:timers/promises";
import pg from "pg";
import { type PostgresServer, startPostgresServer } from "../contracts/postgres-server.ts";
import { compileService, ServiceReplica } from "./production/compiled-service.ts";
import { Front } from "./production/front.ts";
import { Load, percentile, type Turn } from "./production/load.ts";
import { Teams } from "./production/teams.ts";

/** A minute with `FAULTS_OUTAGE_SECONDS=60 npx mocha test/faults/production.test.ts`. */
const OUTAGE_MS = 1_000 * Number(process.env["FAULTS_OUTAGE_SECONDS"] ?? 3);
const LEADS = "this replica sends the reminders";
const LEASE_MS = 30_000;
const MOST_PEOPLE = 20_000;
const REPLICAS = 2;
const AT_ONCE = 8;
const BEFORE = 40;
const AFTER = 60;

const notAnswered = ({ end }: Turn): boolean => end.kind !== "answered";
const kindIs =
  (kind: Turn["end"]["kind"]) =>
  ({ end }: Turn): boolean =>
    end.kind === kind;

describe("Two replicas in production, compiled, on PostgreSQL", function () {
  this.timeout(300_000);
  let postgres: PostgresServer;
  let databaseUrl: string;
  let teams: Teams;
  let replicas: readonly ServiceReplica[] = [];
  let front: Front;
  let load: Load;
  let started = 0;
  let firstPerson = 0;

  before(async () => {
    [postgres, teams] = await Promise.all([
      startPostgresServer(),
      Teams.open(MOST_PEOPLE),
      compileService(),
    ]);
    await query(postgres.url("postgres"), "create database production");
    databaseUrl = postgres.url("production");
  });

  // Replicas that a test has ended are replaced; those that survived go on.
  beforeEach(async () => {
    const running = replicas.filter(({ isRunning }) => isRunning);
    const places = { databaseUrl, tenantUrl: teams.tenant.url };
    const added = await Promise.all(
      Array.from({ length: REPLICAS - running.length }, () => {
        started += 1;
        return ServiceReplica.start(`replica${started}`, places);
      }),
    );
    replicas = [...running, ...added];
    front = new Front(replicas);
    await front.open();
    load = new Load(teams, front.url, MOST_PEOPLE, firstPerson);
    load.begin(AT_ONCE);
    await load.more(BEFORE);
  });

  afterEach(async () => {
    await load.end();
    firstPerson += load.people.length;
    front.close();
  });

  after(async () => {
    for (const replica of replicas.filter(({ isRunning }) => isRunning)) {
      replica.signal("SIGKILL");
      await replica.ended;
    }
    await teams.close();
    await postgres.stop();
  });

  const first = (): ServiceReplica => replicaAt(0);
  const second = (): ServiceReplica => replicaAt(1);
  function replicaAt(index: number): ServiceReplica {
    const found = replicas[index];
    assert.ok(found !== undefined);
    return found;
  }

  /** The one that sends the reminders: of all who ever did, the last. */
  async function findLeader(): Promise<ServiceReplica> {
    await Promise.any(replicas.map((replica) => replica.hasLogged(LEADS)));
    const ledAt = (replica: ServiceReplica): string =>
      replica.log.findLast(({ msg }) => msg === LEADS)?.time ?? "";
    return ledAt(first()) > ledAt(second()) ? first() : second();
  }

  /** Resolves while turns are under way at the replica. */
  async function busy(replica: ServiceReplica): Promise<number> {
    while (front.underWayAt(replica) < 2) await new Promise(setImmediate);
    return front.underWayAt(replica);
  }

  function print(what: string, sinceMs: number, more = ""): void {
    const { turns, recoveriesMs } = load;
    const later = turns.filter(({ atMs }) => atMs >= sinceMs);
    const count = (kind: Turn["end"]["kind"]): number => turns.filter(kindIs(kind)).length;
    console.log(
      `      ${what}: ${turns.length} turns sent by ${load.people.length} people, ${count("answered")} answered, ${count("apology")} with a reference, ${count("unreachable")} without a replica, ${count("lost")} lost${more}`,
    );
    const tookMs = later.map((turn) => turn.tookMs);
    console.log(
      `        turns from then on: p50 ${percentile(tookMs, 0.5)} ms, p99 ${percentile(tookMs, 0.99)} ms; repeated until answered: ${recoveriesMs.length}, p50 ${percentile(recoveriesMs, 0.5)} ms, p99 ${percentile(recoveriesMs, 0.99)} ms`,
    );
  }

  /** Everybody's answer to the first question is in the database. */
  async function assertStored(): Promise<void> {
    const rows = await query(
      databaseUrl,
      "select user_id from people where number_prompt_answer = 'no'",
    );
    const stored = new Set(rows.map((row) => row["user_id"]));
    assert.deepEqual(
      load.people.map((person) => teams.userIdOf(person)).filter((id) => !stored.has(id)),
      [],
    );
  }

  it("lose nothing when one is told to end in the middle of turns", async () => {
    const leader = await findLeader();
    const other = leader === first() ? second() : first();
    const saidBefore = other.log.length;
    const underWay = await busy(leader);
    const sinceMs = performance.now();

    leader.signal("SIGTERM");
    await leader.says(503);
    const handedOver = other.hasLogged(LEADS, saidBefore).then(() => performance.now() - sinceMs);
    const { code } = await leader.ended;
    const tookMs = performance.now() - sinceMs;
    await load.more(AFTER);
    await load.end();

    const handedOverMs = await handedOver;
    print(
      "SIGTERM",
      sinceMs,
      `; ${underWay} under way, ended after ${Math.round(tookMs)} ms, reminders handed over after ${Math.round(handedOverMs)} ms`,
    );
    assert.equal(code, 0);
    assert.deepEqual(load.turns.filter(notAnswered), []);
    await assertStored();
    assert.deepEqual(leader.errors, []);
    assert.equal(leader.log.at(-1)?.msg, "stopped");
    // Its lease would have lasted for half a minute.
    assert.ok(handedOverMs < LEASE_MS / 2, `${handedOverMs} ms`);
  });

  it("say what is the matter while the database is away, and go on when it is back", async () => {
    let sinceMs = 0;
    let readyAfterMs = 0;
    await postgres.restart("fast", async () => {
      const over = later(OUTAGE_MS);
      await Promise.all(replicas.map((replica) => replica.says(503)));
      await load.more(AT_ONCE, notAnswered);
      await over;
      sinceMs = performance.now();
    });
    const backMs = performance.now();
    await Promise.all(replicas.map((replica) => replica.says(200)));
    readyAfterMs = performance.now() - backMs;
    await load.more(AFTER, kindIs("answered"));
    await load.end();

    print(
      `database away for ${Math.round(OUTAGE_MS / 1000)} s`,
      sinceMs,
      `; ready again after ${Math.round(readyAfterMs)} ms`,
    );
    assert.ok(replicas.every(({ isRunning }) => isRunning));
    assert.deepEqual(load.turns.filter(kindIs("lost")), []);
    assert.deepEqual(load.turns.filter(kindIs("unreachable")), []);
    await assertStored();
    assert.deepEqual(
      replicas.flatMap(({ errors }) => errors),
      [],
    );
  });

  it("go on when one is killed, and lose no more than it had under way", async () => {
    const underWay = await busy(first());
    const sinceMs = performance.now();

    first().signal("SIGKILL");
    await first().ended;
    await load.more(AFTER, kindIs("answered"));
    await load.end();

    print("kill -9", sinceMs, `; ${underWay} under way`);
    const failed = load.turns.filter(notAnswered);
    assert.ok(failed.length <= AT_ONCE, `${failed.length} failed`);
    assert.deepEqual(load.turns.filter(kindIs("lost")), []);
    assert.ok(second().isRunning);
    await assertStored();
  });
});

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

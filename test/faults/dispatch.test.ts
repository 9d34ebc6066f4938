import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { temporaryFolder } from "../contracts/databases.ts";
import { Ledger, type LedgerRow } from "./dispatch-ledger.ts";
import { Receiver, type Storm } from "./dispatch-receiver.ts";
import { Replicas } from "./dispatch-replicas.ts";
import { seededRandom, shuffled } from "./seeded-random.ts";

/** Sixty and more with `FAULTS_KILLS=60 npx mocha test/faults/dispatch.test.ts`, which takes minutes. */
const KILLS = Number(process.env["FAULTS_KILLS"] ?? 12);
/** Enough that each fault comes in the middle of the run. */
const PEOPLE = 1_500 + 75 * KILLS;
/** Of them, so many hit the one that stands by, too. */
const KILLS_OF_BOTH = Math.ceil(KILLS / 10);
/** A lease of 30 s then lasts 1 s. */
const TIMES_FASTER = 30;
const RATE_PER_SECOND = 8;
/** Messages from one fault to the next. */
const LONGEST_GAP = 60;
const RETRY_AFTER_SECONDS = 60;
const PAUSE_MS = (RETRY_AFTER_SECONDS * 1_000) / TIMES_FASTER;
/** What left before the first 429 was read arrives within this. */
const ON_ITS_WAY_MS = 400;
/** Sends that one replica has under way at most. */
const MOST_IN_FLIGHT = 128;
const OUTAGES = 2;

type Fault = "kill" | "killBoth" | "crash" | "restart" | "storm" | "stormAndKill" | "freeze";

const FAULTS: readonly Fault[] = [
  ...Array.from({ length: KILLS - KILLS_OF_BOTH }, () => "kill" as const),
  ...Array.from({ length: KILLS_OF_BOTH }, () => "killBoth" as const),
  ...(["crash", "restart", "storm", "storm", "stormAndKill"] as const),
  ...(["freeze", "freeze", "freeze"] as const),
];

// Another run's faults come again with its seed.
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

describe("Dispatchers on two replicas, through kills, outages, storms and freezes", function () {
  this.timeout(600_000);
  const random = seededRandom(seed);
  const receiver = new Receiver(random);
  const inFlight = new Map<string, number>();
  let ledger: Ledger;
  let replicas: Replicas;
  let rows: readonly LedgerRow[];
  let kills = 0;
  let codes: readonly (number | null)[];

  before(async () => {
    const startedMs = performance.now();
    const at = new Date(Date.now() - 60_000);
    ledger = await Ledger.open(PEOPLE, at);
    await receiver.start();
    replicas = new Replicas({
      databaseUrl: ledger.url,
      teamsUrl: receiver.url,
      tenantId: ledger.tenantId,
      appId: randomUUID(),
      compileCache: await temporaryFolder(),
      ratePerSecond: RATE_PER_SECOND,
      timesFaster: TIMES_FASTER,
      sinceMs: Date.now(),
    });
    await replicas.addOne();
    await replicas.addOne();
    for (const fault of shuffled(FAULTS, random)) {
      // Never waits for messages that do not come; the faults that are left out are missed below.
      if (receiver.total > PEOPLE * 0.9) break;
      const count = receiver.total + 1 + Math.floor(random() * LONGEST_GAP);
      const when = random() < 0.5 ? "accepted" : "answered";
      const { replica } = await receiver.reached(count, when);
      await inflict(fault, replica);
    }
    receiver.losesAnswers = false;
    // What is settled last is told, so nothing is missed between two looks.
    for (;;) {
      const settled = replicas.next(["settled", "leads"]);
      if ((await ledger.open()) === 0) break;
      await settled;
    }
    codes = await replicas.stop();
    rows = await ledger.rows();
    print(performance.now() - startedMs);
  });

  after(async () => {
    replicas.killAll();
    await receiver.close();
    await ledger.close();
  });

  async function inflict(fault: Fault, leader: string): Promise<void> {
    switch (fault) {
      case "kill":
        await killAndReplace(leader);
        break;
      case "killBoth":
        await Promise.all(replicas.running.map(({ name }) => killAndReplace(name)));
        break;
      case "crash":
        await ledger.restart("immediate", () => replicas.next(["trouble"], leader));
        break;
      case "restart":
        await ledger.restart("fast", () => replicas.next(["trouble"], leader));
        break;
      case "storm":
        await receiver.storm(RETRY_AFTER_SECONDS, PAUSE_MS);
        break;
      case "stormAndKill": {
        const over = receiver.storm(RETRY_AFTER_SECONDS, PAUSE_MS);
        await replicas.next(["throttled"], leader);
        while (!(await ledger.isPaused()));
        await killAndReplace(leader);
        await over;
        break;
      }
      case "freeze":
        await freezePastLease(leader);
    }
  }

  async function killAndReplace(name: string): Promise<void> {
    await replicas.kill(name);
    kills += 1;
    await replicas.addOne();
    inFlight.set(name, await ledger.leftSendingBy(name));
  }

  async function freezePastLease(name: string): Promise<void> {
    const frozen = replicas.replica(name);
    frozen.freeze();
    let other = name;
    while (other === name) other = (await receiver.reached(receiver.total + 1, "accepted")).replica;
    await receiver.reached(receiver.total + 1 + Math.floor(random() * 50), "answered");
    frozen.wake();
    await replicas.next(["leaseLost", "trouble"], name);
  }

  const ofState = (state: string): readonly LedgerRow[] =>
    rows.filter((row) => row.state === state);
  const interrupted = (): readonly LedgerRow[] =>
    ofState("unknown").filter(({ why }) => why === "interrupted");
  const timesDelivered = (person: string): number => receiver.accepted.get(person)?.length ?? 0;
  const allInFlight = (): number => [...inFlight.values()].reduce((sum, count) => sum + count, 0);
  const withoutAnswer = (): readonly string[] =>
    [...receiver.accepted].flatMap(([person, [first]]) =>
      first?.answer === "answered" ? [] : [person],
    );

  function print(tookMs: number): void {
    const unknown = ofState("unknown");
    const count = (news: Parameters<typeof replicas.counts.get>[0]): number =>
      replicas.counts.get(news) ?? 0;
    const twice = [...receiver.accepted.values()].filter(({ length }) => length > 1).length;
    for (const line of [
      `seed ${seed} (FAULTS_SEED), ${Math.round(tookMs / 1000)} s`,
      `faults: ${kills} kills, ${replicas.started} processes, ${OUTAGES} outages, ${receiver.storms.length} storms, 3 freezes; ${count("leads")} terms, ${count("leaseLost")} leases lost`,
      `delivered: ${receiver.accepted.size} of ${PEOPLE} people, ${twice} twice; refused: ${receiver.blocked.size} for good, ${receiver.passing} for now`,
      `ended: ${ofState("sent").length} sent, ${ofState("failed").length} failed, ${unknown.length} unknown`,
      `unknown: ${interrupted().length} interrupted (in flight at the kills: ${allInFlight()}), ${unknown.length - interrupted().length} without an answer (of ${withoutAnswer().length}); ${unknown.filter(({ person }) => timesDelivered(person) === 0).length} never arrived`,
    ]) {
      console.log(`      ${line}`);
    }
  }

  it("are killed in mid-run as often as was asked for", () => {
    assert.ok(kills >= KILLS, `${kills} kills`);
  });

  it("deliver nothing twice", () => {
    const twice = [...receiver.accepted].filter(([, all]) => all.length > 1);

    assert.deepEqual(twice, []);
  });

  it("end everybody as sent, failed with a reason, or unknown", () => {
    const ended = ["sent", "failed", "unknown"];

    assert.equal(rows.length, PEOPLE);
    assert.deepEqual(
      rows.filter(
        ({ state, why }) => !ended.includes(state) || (state === "failed" && why === null),
      ),
      [],
    );
  });

  it("say sent of nobody but those who were reached, and failed of nobody but those who were not", () => {
    assert.deepEqual(
      ofState("sent").filter(({ person }) => timesDelivered(person) !== 1),
      [],
    );
    assert.deepEqual(
      ofState("failed").filter(({ person }) => timesDelivered(person) !== 0),
      [],
    );
  });

  it("leave no more unknown than was in flight when they were killed, or was never answered", () => {
    const lost = new Set(withoutAnswer());
    const others = ofState("unknown").filter(({ why }) => why !== "interrupted");

    // One that was frozen, or cut off from the database, may have had some under way too, and be alive to the end.
    const answerable = interrupted().filter(({ person }) => !lost.has(person)).length;
    assert.ok(answerable <= allInFlight() + OUTAGES * MOST_IN_FLIGHT);
    assert.ok([...inFlight.values()].every((count) => count <= MOST_IN_FLIGHT));
    assert.deepEqual(
      others.filter(({ person }) => !lost.has(person)),
      [],
    );
  });

  it("are quiet for as long as Teams asks them to, whoever leads", () => {
    assert.equal(receiver.storms.length, 3);
    assert.deepEqual(receiver.storms.flatMap(tooEarly), []);
  });

  it("hand over in an orderly way in the end", () => {
    assert.deepEqual(codes, [0, 0]);
  });
});

/** Requests that came in the quiet time, as milliseconds after the first 429. */
function tooEarly({ refusedMs }: Storm): readonly number[] {
  const [firstMs = Number.POSITIVE_INFINITY] = refusedMs;
  return refusedMs.map((atMs) => atMs - firstMs).filter((afterMs) => afterMs > ON_ITS_WAY_MS);
}

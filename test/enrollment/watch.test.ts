import assert from "node:assert/strict";
import sinon from "sinon";
import type { DelegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { MethodsReader, MethodsReading } from "../../src/enrollment/methods-reader.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { RegistrationWatches } from "../../src/enrollment/watch.ts";
import { methodId, tenantId, userId } from "../../src/methods/ids.ts";
import { aDevice, aMethod } from "../builders/methods.ts";
import { FakeWatchStore } from "../fakes/fake-watch-store.ts";
import { HandTime, settled } from "../fakes/hand-time.ts";

const TENANT = tenantId("home");
const ANNA: PersonKey = { tenantId: TENANT, userId: userId("anna") };
const TOKEN: DelegatedToken = { value: "token", owner: null, accountHint: null };
const NOTHING_NEW: MethodsReading = { kind: "read", methods: [aMethod({ kind: "phone" })] };
const FOUND: MethodsReading = { kind: "read", methods: [aDevice("new")] };
const unavailable = (retryAfterSeconds: number | null): MethodsReading => ({
  kind: "unavailable",
  why: "throttled",
  retryAfterSeconds,
  requestId: null,
});

/** Answers in order, the last answer for ever; writes down when it was asked. */
class ScriptedReader implements MethodsReader {
  readonly askedAtS: number[] = [];
  readings: MethodsReading[] = [NOTHING_NEW];
  failure: Error | null = null;
  readonly #time: HandTime;

  constructor(time: HandTime) {
    this.#time = time;
  }

  readMine(): Promise<MethodsReading> {
    this.askedAtS.push(this.#time.nowMs / 1_000);
    if (this.failure !== null) return Promise.reject(this.failure);
    const [next = NOTHING_NEW, ...rest] = this.readings;
    if (rest.length > 0) this.readings = rest;
    return Promise.resolve(next);
  }

  readOwner(): Promise<never> {
    return Promise.reject(new Error("A watch does not ask whose a token is"));
  }
}

describe("RegistrationWatches", () => {
  let time: HandTime;
  let reader: ScriptedReader;
  let leases: FakeWatchStore;
  let troubles: unknown[];
  let found: number;
  let watches: RegistrationWatches;

  const watchesOn = (holder: string, by: MethodsReader = reader): RegistrationWatches =>
    new RegistrationWatches({
      reader: by,
      watches: leases,
      holder,
      nowMs: () => time.nowMs,
      sleep: time.sleep,
      onTrouble: (error) => troubles.push(error),
    });

  beforeEach(() => {
    time = new HandTime();
    reader = new ScriptedReader(time);
    leases = new FakeWatchStore(() => time.nowMs);
    troubles = [];
    found = 0;
    watches = watchesOn("here");
  });

  const onFound = (): Promise<void> => {
    found += 1;
    return Promise.resolve();
  };

  async function start(
    known: readonly string[] = [],
  ): Promise<{ readonly ended: Promise<unknown> }> {
    const watch = await watches.start(ANNA, TOKEN, known.map(methodId), onFound);
    assert.ok(watch !== null);
    return watch;
  }

  const isFree = (): Promise<boolean> => leases.take(ANNA, "somebody", 1);

  it("looks every five seconds for two minutes, then ever more seldom, and stops after ten", async () => {
    const { ended } = await start();

    await time.pass(600_000);

    assert.equal(await ended, "timedOut");
    const everyFive = Array.from({ length: 24 }, (_, index) => (index + 1) * 5);
    assert.deepEqual(reader.askedAtS.slice(0, 24), everyFive);
    const pauses = reader.askedAtS
      .slice(23)
      .map((at, index, all) => (all[index + 1] ?? at) - at)
      .slice(0, -1);
    assert.deepEqual(
      pauses.slice(0, 8).map((pause) => Math.round(pause * 10) / 10),
      [6.3, 7.8, 9.8, 12.2, 15.3, 19.1, 20, 20],
    );
    assert.ok(pauses.slice(6).every((pause) => Math.abs(pause - 20) < 1e-6));
    assert.ok((reader.askedAtS.at(-1) ?? 0) <= 600);
    assert.ok(await isFree());
  });

  it("asks Graph 50 times in a whole watch", async () => {
    await start();

    await time.pass(600_000);

    assert.equal(reader.askedAtS.length, 50);
  });

  it("tells once when a new entry is listed, and ends", async () => {
    reader.readings = [NOTHING_NEW, FOUND];
    const { ended } = await start();

    await time.pass(60_000);

    assert.equal(await ended, "found");
    assert.deepEqual([found, reader.askedAtS.length, watches.size], [1, 2, 0]);
  });

  it("tells nothing of entries that were there before", async () => {
    reader.readings = [FOUND];
    await start(["new"]);

    await time.pass(600_000);

    assert.equal(found, 0);
  });

  it("has given its lease back when it tells, so that another watch can begin", async () => {
    reader.readings = [FOUND];
    let again: unknown = null;
    await watches.start(ANNA, TOKEN, [], async () => {
      again = await watches.start(ANNA, TOKEN, [methodId("new")], onFound);
    });

    await time.pass(5_000);

    assert.notEqual(again, null);
    assert.equal(watches.size, 1);
  });

  it("waits as long as Graph asks it to", async () => {
    reader.readings = [unavailable(42), unavailable(1), unavailable(null), NOTHING_NEW];
    await start();

    await time.pass(60_000);

    assert.deepEqual(reader.askedAtS, [5, 47, 52, 57]);
  });

  it("ends at once when Graph asks it to wait until after its end", async () => {
    reader.readings = [unavailable(3_600)];
    const { ended } = await start();

    await time.pass(5_000);

    assert.equal(await ended, "timedOut");
  });

  it("ends when the token is refused", async () => {
    reader.readings = [{ kind: "tokenRefused" }];
    const { ended } = await start();

    await time.pass(60_000);

    assert.equal(await ended, "tokenRefused");
    assert.deepEqual([reader.askedAtS.length, found], [1, 0]);
    assert.ok(await isFree());
  });

  it("ends without asking Graph when another replica has taken its lease", async () => {
    const { ended } = await start();
    await leases.release(ANNA, "here");
    assert.ok(await leases.take(ANNA, "there", 60_000));

    await time.pass(5_000);

    assert.equal(await ended, "leaseLost");
    assert.deepEqual(reader.askedAtS, []);
    assert.equal(await isFree(), false);
  });

  it("is one for each person in a process", async () => {
    const both = await Promise.all([
      watches.start(ANNA, TOKEN, [], onFound),
      watches.start(ANNA, TOKEN, [], onFound),
    ]);

    assert.deepEqual(
      both.map((watch) => watch !== null),
      [true, false],
    );
  });

  it("is one for each person across replicas", async () => {
    await start();

    assert.equal(await watchesOn("there").start(ANNA, TOKEN, [], onFound), null);
  });

  it("takes over from a replica that died, once its lease has run out", async () => {
    assert.ok(await leases.take(ANNA, "a replica that died", 60_000));
    reader.readings = [FOUND];
    assert.equal(await watches.start(ANNA, TOKEN, [], onFound), null);

    await time.pass(55_000);
    assert.deepEqual([reader.askedAtS, found], [[], 0]);
    await time.pass(15_000);

    assert.equal(found, 1);
    assert.ok(await isFree());
  });

  it("leaves the person to a replica that lives", async () => {
    assert.ok(await leases.take(ANNA, "there", 60_000));
    assert.equal(await watches.start(ANNA, TOKEN, [], onFound), null);

    for (let passed = 0; passed < 120; passed += 5) {
      assert.ok(await leases.extend(ANNA, "there", 60_000));
      await time.pass(5_000);
    }

    assert.deepEqual([reader.askedAtS, watches.size], [[], 0]);
  });

  it("stands by no longer once it is told to stop", async () => {
    assert.ok(await leases.take(ANNA, "there", 60_000));
    await watches.start(ANNA, TOKEN, [], onFound);

    await watches.stopAll();
    await time.pass(70_000);

    assert.deepEqual([reader.askedAtS, watches.size], [[], 0]);
  });

  it("does not begin when no lease can be taken, and begins when one can be again", async () => {
    const broken = new Error("the database is away");
    const take = sinon.stub(leases, "take").rejects(broken);
    assert.equal(await watches.start(ANNA, TOKEN, [], onFound), null);
    assert.deepEqual([troubles, watches.size], [[broken], 0]);
    take.restore();

    await start();

    assert.equal(watches.size, 1);
  });

  it("ends when it is told to, in the middle of a wait", async () => {
    const { ended } = await start();

    watches.stop(ANNA);

    assert.equal(await ended, "stopped");
    assert.deepEqual([reader.askedAtS, found], [[], 0]);
    assert.ok(await isFree());
  });

  it("stops all and gives all leases back, also of a watch that only begins", async () => {
    const others = Array.from({ length: 5 }, (_, index) => ({
      tenantId: TENANT,
      userId: userId(`person-${index}`),
    }));
    for (const key of others) await watches.start(key, TOKEN, [], onFound);
    const beginning = watches.start(ANNA, TOKEN, [], onFound);

    await watches.stopAll();

    assert.equal(watches.size, 0);
    for (const key of [ANNA, ...others]) assert.ok(await leases.take(key, "somebody", 1));
    await beginning;
  });

  it("reports what fails, and gives the lease back", async () => {
    reader.failure = new Error("broken");
    const { ended } = await start();

    await time.pass(5_000);

    await ended;
    assert.deepEqual([troubles, found], [[reader.failure], 0]);
    assert.ok(await isFree());
  });

  it("reports that telling failed", async () => {
    reader.readings = [FOUND];
    const failure = new Error("Teams is away");
    const watch = await watches.start(ANNA, TOKEN, [], () => Promise.reject(failure));

    await time.pass(5_000);

    assert.equal(await watch?.ended, "found");
    assert.deepEqual(troubles, [failure]);
  });

  it("never looks more than eight times at once, and looks for all of a thousand", async () => {
    let inFlight = 0;
    let most = 0;
    let looks = 0;
    const slow: MethodsReader = {
      readMine: async () => {
        looks += 1;
        inFlight += 1;
        most = Math.max(most, inFlight);
        await settled();
        inFlight -= 1;
        return NOTHING_NEW;
      },
      readOwner: () => reader.readOwner(),
    };
    const many = watchesOn("here", slow);
    await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        many.start({ tenantId: TENANT, userId: userId(`person-${index}`) }, TOKEN, [], onFound),
      ),
    );

    await time.pass(5_000);
    while (looks < 1_000 || inFlight > 0) await settled();
    await many.stopAll();

    assert.deepEqual([most, looks, inFlight], [8, 1_000, 0]);
  });
});

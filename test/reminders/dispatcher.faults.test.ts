import assert from "node:assert/strict";
import fc from "fast-check";
import type { SendOutcome } from "../../src/reminders/messenger.ts";
import { DispatchWorld } from "./dispatch-world.ts";
import { FaultyProcess } from "./faulty-process.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const PEOPLE = 24;
/** More than a dispatcher has under way at this rate and latency. */
const MOST_IN_FLIGHT = 16;

const OVER: ReadonlySet<string> = new Set(["sent", "failed", "unknown", "skipped"]);

/** What must hold whatever happened: nobody got anything twice, and everybody's end is known. */
function assertAtMostOnce(world: DispatchWorld, what: string): void {
  assert.deepEqual(world.teams.duplicates(), [], what);
  const left = world.rows().filter(({ state }) => !OVER.has(state));
  assert.deepEqual(
    left.map(({ state }) => state),
    [],
    what,
  );
  const unknown = world.rows().filter(({ state }) => state === "unknown").length;
  assert.ok(unknown <= MOST_IN_FLIGHT, `${what}: ${String(unknown)} unknown`);
  const sent = world.rows().filter(({ state }) => state === "sent");
  const arrived = new Set(world.teams.arrivals.map(({ key }) => key.userId));
  assert.ok(
    sent.every(({ key }) => arrived.has(key.userId)),
    `${what}: sent, but did not arrive`,
  );
}

/** How many gates a run without faults passes. */
async function gatesOf(fault: "killed" | "frozen" | "cutOff"): Promise<number> {
  const world = await new DispatchWorld().withDue(PEOPLE);
  const process = new FaultyProcess(world, fault, () => false);
  const dispatcher = world.dispatcher(process.parts("one"));
  dispatcher.start();
  await world.time.pass(2 * SECOND_MS);
  await world.stop(dispatcher);
  return process.passed;
}

describe("a dispatcher that is killed", () => {
  it("leaves no duplicate and nobody without an end, at whatever await it happens", async () => {
    const gates = await gatesOf("killed");
    assert.ok(gates > 60, `only ${String(gates)} gates`);
    for (let n = 1; n <= gates; n += 1) {
      const world = await new DispatchWorld().withDue(PEOPLE);
      const process = new FaultyProcess(world, "killed", (passed) => passed === n);
      world.dispatcher(process.parts("dies")).start();
      await world.time.pass(3 * SECOND_MS);
      const other = world.dispatcher({ holder: "two" });
      other.start();

      await world.time.pass(MINUTE_MS);

      assertAtMostOnce(world, `killed at gate ${String(n)}`);
      await world.stop(other);
    }
  }).timeout(60_000);
});

describe("a dispatcher that is frozen past its lease and wakes", () => {
  it("sends nothing that another has taken over, at whatever await it happens", async () => {
    const gates = await gatesOf("frozen");
    for (let n = 1; n <= gates; n += 1) {
      const world = await new DispatchWorld().withDue(PEOPLE);
      const process = new FaultyProcess(world, "frozen", (passed) => passed === n);
      const frozen = world.dispatcher(process.parts("freezes"));
      const other = world.dispatcher({ holder: "two" });
      frozen.start();
      await world.time.pass(3 * SECOND_MS);
      other.start();
      await world.time.pass(45 * SECOND_MS);

      process.recover();
      await world.time.pass(MINUTE_MS);

      assertAtMostOnce(world, `frozen at gate ${String(n)}`);
      await world.stop(frozen, other);
    }
  }).timeout(60_000);

  it("sends nothing that was about to leave when it was frozen, once it wakes at night", async () => {
    for (const call of ["claim is done", "beginSending", "beginSending is done"]) {
      const world = await new DispatchWorld().withDue(PEOPLE);
      const process = new FaultyProcess(world, "frozen", (_, passing) => passing === call);
      const frozen = world.dispatcher({ ...process.parts("freezes"), recheck: false });
      // Seven hours after the morning of this world quiet hours begin.
      world.time.nowMs = 7 * 60 * MINUTE_MS - 10 * SECOND_MS;
      frozen.start();
      await world.time.pass(MINUTE_MS);

      process.recover();
      await world.time.pass(MINUTE_MS);

      assert.deepEqual(world.teams.requests, [], call);
      const morning = Date.parse("2026-03-04T09:00:00Z");
      assert.ok(
        world.rows().every((row) => row.state === "pending" && row.dueAt.getTime() === morning),
        call,
      );
      await world.stop(frozen);
    }
  });
});

describe("a dispatcher whose database goes away", () => {
  it("finishes when it is back, at whatever call it happens", async () => {
    const gates = await gatesOf("cutOff");
    for (let n = 1; n <= gates; n += 1) {
      const world = await new DispatchWorld().withDue(PEOPLE);
      const process = new FaultyProcess(world, "cutOff", (passed) => passed === n);
      const dispatcher = world.dispatcher(process.parts("one"));
      dispatcher.start();
      await world.time.pass(90 * SECOND_MS);

      process.recover();
      await world.time.pass(2 * MINUTE_MS);

      assertAtMostOnce(world, `cut off at gate ${String(n)}`);
      const { unknown = 0 } = world.states();
      assert.equal(unknown, 0, `cut off at gate ${String(n)}: nothing was lost but the database`);
      await world.stop(dispatcher);
    }
  }).timeout(60_000);
});

describe("dispatchers in any trouble", () => {
  const anyAnswer: fc.Arbitrary<SendOutcome & { readonly hasArrived?: boolean }> = fc.oneof(
    { weight: 6, arbitrary: fc.constant({ kind: "sent", activityId: "a" } as const) },
    { weight: 1, arbitrary: fc.constant({ kind: "retry", why: "http 503" } as const) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("throttled" as const),
        retryAfterMs: fc.option(fc.nat(40_000), { nil: null }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("unknown" as const),
        why: fc.constant("timeout"),
        hasArrived: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.constant({
        kind: "unreachable",
        reachability: "blocked",
        why: "http 403",
      } as const),
    },
  );
  const anyFault = fc.record({
    fault: fc.constantFrom("killed" as const, "frozen" as const, "cutOff" as const),
    at: fc.integer({ min: 1, max: 160 }),
    startsAfterMs: fc.nat(20_000),
    recoversAfterMs: fc.nat(90_000),
  });

  it("never send anything twice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFault, { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(anyAnswer),
        fc.integer({ min: 1, max: 3_000 }),
        async (faults, answers, latencyMs) => {
          const world = await new DispatchWorld().withDue(PEOPLE);
          world.teams.latencyMs = latencyMs;
          world.teams.answer = () => {
            const next = answers.next();
            return next.done === true ? { kind: "sent", activityId: null } : next.value;
          };
          const processes = faults.map(({ fault, at }) => ({
            process: new FaultyProcess(world, fault, (passed) => passed === at),
          }));
          for (const [index, { process }] of processes.entries()) {
            await world.time.pass(faults[index]?.startsAfterMs ?? 0);
            world.dispatcher(process.parts(`p${String(index)}`)).start();
          }
          for (const [index, { process }] of processes.entries()) {
            await world.time.pass(faults[index]?.recoversAfterMs ?? 0);
            if (faults[index]?.fault !== "killed") process.recover();
          }
          const last = world.dispatcher({ holder: "last" });
          last.start();

          await world.time.pass(20 * MINUTE_MS);

          assert.deepEqual(world.teams.duplicates(), []);
          const left = world.rows().filter(({ state }) => !OVER.has(state));
          assert.deepEqual(left, []);
          await world.stop(last);
        },
      ),
      { numRuns: 40 },
    );
  }).timeout(120_000);
});

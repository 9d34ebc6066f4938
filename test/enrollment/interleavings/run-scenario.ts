import type { DelegatedToken } from "../../../src/enrollment/delegated-token.ts";
import type { PersonKey } from "../../../src/enrollment/person.ts";
import { createRemoveDevicesBy } from "../../../src/enrollment/remove-devices.ts";
import { createSettleOpenRemovals } from "../../../src/enrollment/settle-removals.ts";
import { planRemoval } from "../../../src/methods/removal.ts";
import { entriesIn } from "../removal-builders.ts";
import { checkAudit, checkReport } from "./checks.ts";
import { ReplicaParts } from "./replica.ts";
import type { Act, OrderScenario, Scenario } from "./scenario.ts";
import { BrokenPromise, type LeftOut, World } from "./world.ts";

const MINUTE_MS = 60_000;
/** No scenario takes nearly as many. */
const MOST_STEPS = 3_000;

type Guard = typeof planRemoval;

/** What is broken on purpose. */
export type Sabotage = { readonly leftOut?: readonly LeftOut[]; readonly guard?: Guard };

/** What a run did, to show that something happened in it. */
export type Tally = {
  readonly steps: number;
  readonly sent: number;
  readonly removed: number;
  /** How often the people of the world were told what. */
  readonly told: readonly string[];
  readonly audited: readonly string[];
};

/**
 * Plays a scenario to its end, and checks every promise at every step. Rejects with a {@link BrokenPromise} that tells
 * the way there.
 */
export async function runScenario(scenario: Scenario, sabotage: Sabotage = {}): Promise<Tally> {
  const run = new Run(scenario, sabotage);
  try {
    return await run.play();
  } catch (error) {
    if (!(error instanceof BrokenPromise)) throw error;
    const trace = run.world.steps.taken.map((step) => `  ${step}`).join("\n");
    throw new BrokenPromise(`${error.message}, after\n${trace}`, { cause: error });
  }
}

class Run {
  readonly world: World;
  readonly #timed: (OrderScenario | Act)[];
  #orders = 0;
  readonly #guard: Guard;
  readonly #incarnations = [0, 0];
  readonly #told: string[] = [];
  #broken: Error | null = null;

  constructor(scenario: Scenario, { leftOut = [], guard = planRemoval }: Sabotage) {
    this.#guard = guard;
    this.#timed = [...scenario.orders, ...scenario.acts].toSorted((a, b) => a.atStep - b.atStep);
    this.world = new World(scenario, leftOut);
  }

  async play(): Promise<Tally> {
    const { world } = this;
    await world.populate();
    await this.#playOn();
    await this.#end();
    const removed = world.graph.deletions.filter(({ removalId }) => removalId !== null).length;
    const audited = (await entriesIn(world.audit)).map(({ settled }) => settled?.outcome ?? "open");
    const steps = world.steps.taken.length;
    return { steps, sent: world.sendings.length, removed, told: this.#told, audited };
  }

  async #playOn(): Promise<void> {
    for (;;) {
      await this.#beginDue(this.world.steps.taken.length);
      // Where nobody waits, what comes next comes now.
      if (!(await this.world.step()) && !(await this.#beginDue(Infinity))) break;
      if (this.#broken !== null) throw this.#broken;
      if (this.world.steps.taken.length > MOST_STEPS) throw new BrokenPromise("it does not end");
    }
    if (this.#broken !== null) throw this.#broken;
  }

  /** Begins the next that is due; false when there was none. */
  async #beginDue(step: number): Promise<boolean> {
    const next = this.#timed[0];
    if (next === undefined || next.atStep > step) return false;
    this.#timed.shift();
    if ("kind" in next) await this.#act(next);
    else this.#begin(this.#order(next, this.#orders++));
    return true;
  }

  /** Expected faults end a task; a broken promise ends the run. */
  #begin(task: Promise<void>): void {
    task.catch((error: unknown) => {
      this.#broken ??= error instanceof Error ? error : new Error("Not an error", { cause: error });
    });
  }

  #replica(index: number): { readonly index: number; readonly who: string } {
    return { index, who: `replica ${String(index)}.${String(this.#incarnations[index] ?? 0)}` };
  }

  async #order(order: OrderScenario, orderId: number): Promise<void> {
    const { world } = this;
    world.steps.taken.push(`client: order ${String(orderId)}: ${JSON.stringify(order)}`);
    const key = world.person(order.person);
    const replica = this.#replica(order.replica);
    world.steps.begin(replica.who);
    const parts = new ReplicaParts(world, replica, orderId).all();
    const stranger = tokenOf(world.person(order.person + 1), world.nowMs);
    const mfaAtMs = world.nowMs - order.mfaMinutesAgo * MINUTE_MS;
    const own = tokenOf(order.tokens === "opaque" ? null : key, mfaAtMs);
    const removeDevices = createRemoveDevicesBy(this.#guard, parts);
    const report = await removeDevices(key, {
      targets: order.targets.map((target) => world.target(order.person, target)),
      readingToken: order.tokens === "foreign reading" ? stranger : own,
      actingToken: order.tokens === "foreign acting" ? stranger : own,
    }).catch((error: unknown) => {
      if (error instanceof BrokenPromise) throw error;
      return null;
    });
    this.#told.push(...(await checkReport(world, orderId, key, report)));
  }

  async #act(act: Act): Promise<void> {
    const { world } = this;
    world.steps.taken.push(`world: ${JSON.stringify(act)}`);
    switch (act.kind) {
      case "register":
        world.register(act.person, act.phone);
        return;
      case "removeByOwner":
        world.removeByOwner(act.person, act.phone);
        return;
      case "claim":
        await world.claim(act.person, act.claim);
        return;
      case "passTime":
        world.passTime(act.seconds * 1_000);
        return;
      case "loseLock":
        this.#loseLock(world.person(act.person));
        return;
      case "crash":
        this.#begin(this.#crash(act.replica));
        return;
    }
  }

  #loseLock(key: PersonKey): void {
    this.world.holders.delete(key.userId);
    this.world.lock.lose(key);
  }

  /** The process dies; a while later its connections are found dead, and another one starts in its place. */
  async #crash(index: number): Promise<void> {
    const { world } = this;
    const { who } = this.#replica(index);
    world.steps.kill(who);
    this.#incarnations[index] = (this.#incarnations[index] ?? 0) + 1;
    await world.steps.pause("world", `connections of ${who} are found dead`);
    for (const key of world.people) {
      if (world.holders.get(key.userId)?.who === who) this.#loseLock(key);
    }
    await this.#settleAll(this.#replica(index));
  }

  async #settleAll(replica: { readonly index: number; readonly who: string }): Promise<void> {
    const { world } = this;
    const parts = new ReplicaParts(world, replica, -1).all();
    const settleOpenRemovals = createSettleOpenRemovals({
      ...parts,
      tokens: {
        find: (key) => Promise.resolve(world.isFaulty() ? null : tokenOf(key, world.nowMs)),
      },
    });
    await settleOpenRemovals(new AbortController().signal).catch((error: unknown) => {
      if (error instanceof BrokenPromise) throw error;
    });
  }

  /** A quarter of an hour later, nothing goes wrong any more: now audit and truth have to agree. */
  async #end(): Promise<void> {
    const { world } = this;
    world.passTime(20 * MINUTE_MS);
    world.endFaults();
    this.#begin(this.#settleAll({ index: 0, who: "replica at the end" }));
    await this.#playOn();
    await checkAudit(world);
  }
}

const tokenOf = (owner: PersonKey | null, mfaAtMs: number): DelegatedToken => ({
  value: String(mfaAtMs),
  owner: owner === null ? null : { ...owner, isGuest: false },
  accountHint: null,
});

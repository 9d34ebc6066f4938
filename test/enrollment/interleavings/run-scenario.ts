import type { DelegatedToken } from "../../../src/enrollment/delegated-token.ts";
import type { PersonKey } from "../../../src/enrollment/person.ts";
import type { AuditEntry } from "../../../src/enrollment/removal-audit.ts";
import { GONE_OUTCOMES } from "../../../src/enrollment/removal-audit.ts";
import type { RemovalReport, RemovedTarget } from "../../../src/enrollment/remove.ts";
import { createRemoveDevicesBy } from "../../../src/enrollment/remove-devices.ts";
import { createSettleOpenRemovals } from "../../../src/enrollment/settle-removals.ts";
import type { MethodId } from "../../../src/methods/ids.ts";
import { isAuthenticator } from "../../../src/methods/method.ts";
import { planRemoval } from "../../../src/methods/removal.ts";
import { entriesIn } from "../removal-builders.ts";
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
  readonly #hasLag: boolean;
  #orders = 0;
  readonly #guard: Guard;
  readonly #incarnations = [0, 0];
  readonly #told: string[] = [];
  #broken: unknown = null;

  constructor(scenario: Scenario, { leftOut = [], guard = planRemoval }: Sabotage) {
    this.#guard = guard;
    this.#hasLag = scenario.lagPercent > 0;
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
      this.#broken ??= error;
    });
  }

  #replica(index: number): { readonly index: number; readonly who: string } {
    return { index, who: `replica ${String(index)}.${String(this.#incarnations[index] ?? 0)}` };
  }

  async #order(order: OrderScenario, orderId: number): Promise<void> {
    const { world } = this;
    world.steps.taken.push(`client: order ${String(orderId)}: ${JSON.stringify(order)}`);
    const key = world.person(order.person);
    const parts = new ReplicaParts(world, this.#replica(order.replica), orderId).all();
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
    await this.#checkReport(orderId, key, report);
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
    for (const entry of await entriesIn(world.audit)) this.#checkEntry(entry);
    for (const { removalId, id } of world.graph.deletions) {
      if (removalId !== null && !world.intents.has(removalId)) {
        throw new BrokenPromise(`${id} was removed without an entry in the audit`);
      }
    }
  }

  #checkEntry({ removalId, methodId, settled, key }: AuditEntry): void {
    const { graph } = this.world;
    if (settled === null) throw new BrokenPromise("a removal stays open");
    const isDone = graph.deletions.some((deletion) => deletion.removalId === removalId);
    const isToldGone = GONE_OUTCOMES.some((gone) => gone === settled.outcome);
    if (isDone && !isToldGone) {
      throw new BrokenPromise(`the audit says ${settled.outcome} of what was removed`);
    }
    if (settled.outcome === "removed" && !isDone) {
      throw new BrokenPromise("the audit says removed of what was not");
    }
    if (isToldGone && graph.has(key.userId, methodId)) {
      throw new BrokenPromise(`the audit says ${settled.outcome} of what is there`);
    }
  }

  async #checkReport(orderId: number, key: PersonKey, report: RemovalReport | null): Promise<void> {
    const sent = this.world.sendings.filter((sending) => sending.orderId === orderId);
    if (report?.kind !== "finished") {
      this.#told.push(report?.kind ?? "error");
      if (sent.length > 0) throw new BrokenPromise("something was sent, and nobody told of it");
      return;
    }
    for (const target of report.outcomes) await this.#checkOutcome(orderId, key, target);
    if (sent.some(({ id }) => !report.outcomes.some(({ methodId }) => methodId === id))) {
      throw new BrokenPromise("something was sent that nobody asked for");
    }
    if (report.after.kind !== "read") return;
    const shown = new Set(report.after.methods.filter(isAuthenticator).map(({ id }) => id));
    for (const { methodId, outcome } of report.outcomes) {
      if (outcome.kind === "removed" && shown.has(methodId)) {
        throw new BrokenPromise("what was removed is shown as left");
      }
    }
  }

  /** An entry of any kind that every list has shown since the order came. */
  #isPlainlyThere(key: PersonKey, methodId: MethodId): boolean {
    return !this.#hasLag && this.world.graph.list(key.userId).some(({ id }) => id === methodId);
  }

  async #checkOutcome(
    orderId: number,
    key: PersonKey,
    { methodId, outcome }: RemovedTarget,
  ): Promise<void> {
    const { graph, audit, sendings } = this.world;
    this.#told.push(outcome.kind === "refused" ? outcome.why : outcome.kind);
    const own = sendings.filter((one) => one.orderId === orderId && one.id === methodId);
    const isDone = graph.deletions.some(({ removalId }) =>
      own.some((sending) => sending.removalId === removalId),
    );
    switch (outcome.kind) {
      case "removed":
      case "alreadyGone":
        if (graph.has(key.userId, methodId)) throw new BrokenPromise(`told "${outcome.kind}"`);
        return;
      case "refused":
        if (outcome.why === "notListed" && this.#isPlainlyThere(key, methodId)) {
          throw new BrokenPromise("told that it is not listed, and it is");
        }
        if (own.length > 0) throw new BrokenPromise(`told "${outcome.why}" of what was sent`);
        return;
      case "notTried":
        if (own.length > 0) throw new BrokenPromise(`told "${outcome.kind}" of what was sent`);
        return;
      case "notSureYet": {
        const entries = (await entriesIn(audit)).filter((entry) => entry.methodId === methodId);
        if (own.length === 0 || entries.length === 0) throw new BrokenPromise("unsure of nothing");
        return;
      }
      case "isDefaultMethod":
      case "freshSignInNeeded":
      case "stepUpNeeded":
      case "throttled":
      case "refusedByGraph":
      case "unavailable":
        if (isDone) throw new BrokenPromise(`told "${outcome.kind}" of what was removed`);
        return;
    }
  }
}

const tokenOf = (owner: PersonKey | null, mfaAtMs: number): DelegatedToken => ({
  value: String(mfaAtMs),
  owner: owner === null ? null : { ...owner, isGuest: false },
  accountHint: null,
});

import type { MethodId } from "../methods/ids.ts";
import { isAuthenticator } from "../methods/method.ts";
import { planRemoval } from "../methods/removal.ts";
import type { GraphRefusal, MethodsReading } from "./methods-reader.ts";
import { type Attempt, NOT_TRIED, stop } from "./removal-conclusion.ts";
import type { RemovalReport, RemoveDevices, RemovedTarget } from "./remove.ts";
import { settleByReading } from "./settle-removals.ts";
import { type Guard, type RemovalParts, SingleRemoval, type UnderLock } from "./single-removal.ts";
import { isOwnedBy, ownerOf } from "./token-owner.ts";

/** A person has five entries at most; a card that asks for more was not made by us. */
const MOST_TARGETS = 10;

/**
 * Removes devices of one person. Under the person's lock, for each target: read the list, decide, write the intent down,
 * decide once more, send, write down what came of it. From the intent on no other removal of this person can begin on any
 * replica, whatever becomes of the lock. Rejects only where nothing was sent.
 */
export function createRemoveDevices(parts: RemovalParts): RemoveDevices {
  return createRemoveDevicesBy(planRemoval, parts);
}

/** The same by a given guard: tests take a rule out of it and see somebody locked out. */
export function createRemoveDevicesBy(plan: Guard, parts: RemovalParts): RemoveDevices {
  const { reader, lock, onTrouble } = parts;
  return async (key, order) => {
    const targets = [...new Set(order.targets)];
    const tokens = { reading: order.readingToken, acting: order.actingToken };
    for (const token of ["reading", "acting"] as const) {
      const found = await ownerOf(tokens[token], reader);
      if (found.kind !== "known") return nothingTried(targets, found);
      if (!isOwnedBy(found.owner, key)) return { kind: "wrongAccount", token };
    }
    const done: { report: RemovalReport | null } = { report: null };
    try {
      const run = await lock.run(key, async (held) => {
        done.report = await new Batch({ ...parts, plan, key, order, held }).run(targets);
        return done.report;
      });
      return run.kind === "busy" ? run : run.value;
    } catch (error) {
      // A lock that cannot be given back must not hide what was done under it.
      if (done.report === null) throw error;
      onTrouble(error);
      return done.report;
    }
  };
}

const nothingTried = (targets: readonly MethodId[], after: GraphRefusal): RemovalReport => ({
  kind: "finished",
  outcomes: targets.map((methodId) => ({ methodId, outcome: NOT_TRIED })),
  after,
});

/** What the person picked, one after the other. */
class Batch {
  readonly #parts: UnderLock;
  readonly #single: SingleRemoval;

  constructor(parts: UnderLock) {
    this.#parts = parts;
    this.#single = new SingleRemoval(parts);
  }

  async run(targets: readonly MethodId[]): Promise<RemovalReport> {
    const { audit, key } = this.#parts;
    const open = await audit.findOpen(key);
    if (open !== null) {
      const settling = await settleByReading(this.#parts, open, () => this.#single.read());
      if (settling.kind === "open") return { ...settling, kind: "earlierOpen" };
    }
    const outcomes: RemovedTarget[] = [];
    let goesOn = true;
    for (const [index, methodId] of targets.entries()) {
      const isTried = goesOn && index < MOST_TARGETS;
      const attempt: Attempt = isTried ? await this.#single.try(methodId) : stop(NOT_TRIED);
      outcomes.push({ methodId, outcome: attempt.outcome });
      goesOn = attempt.goesOn;
    }
    return { kind: "finished", outcomes, after: await this.#readAfter(outcomes) };
  }

  /** What is left: without what was removed, though Graph's list may show it for a while. */
  async #readAfter(outcomes: readonly RemovedTarget[]): Promise<MethodsReading> {
    const read = await this.#single.read();
    if (read.kind !== "read") return read;
    const removed = new Set([...(await this.#removedBefore()), ...goneIn(outcomes)]);
    const methods = read.methods.filter((one) => !isAuthenticator(one) || !removed.has(one.id));
    return { kind: "read", methods };
  }

  async #removedBefore(): Promise<readonly MethodId[]> {
    const { audit, key, clock, onTrouble } = this.#parts;
    try {
      return await audit.listRemoved(key, this.#single.removedSince(clock.now()));
    } catch (error) {
      onTrouble(error);
      return [];
    }
  }
}

const goneIn = (outcomes: readonly RemovedTarget[]): readonly MethodId[] =>
  outcomes
    .filter(({ outcome: { kind } }) => kind === "removed" || kind === "alreadyGone")
    .map(({ methodId }) => methodId);

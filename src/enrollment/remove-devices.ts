import type { ProofStrength, PushProof } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import { isAuthenticator, type Method } from "../methods/method.ts";
import type { MethodPolicy } from "../methods/policy.ts";
import { isGone, planRemoval, type RemovalPlan, type RemovalRequest } from "../methods/removal.ts";
import type { FactsStore } from "./facts.ts";
import type { GraphRefusal, MethodsReading } from "./methods-reader.ts";
import type { PersonKey } from "./person.ts";
import type { AuditedOutcome, RemovalIntent } from "./removal-audit.ts";
import { type Attempt, conclusionOf, goOn, NOT_TRIED, stop } from "./removal-conclusion.ts";
import type { HeldLock } from "./removal-lock.ts";
import type {
  DeviceRemover,
  GraphRemoval,
  RemovalOrder,
  RemovalReport,
  RemoveDevices,
  RemovedTarget,
} from "./remove.ts";
import { type SettleParts, settleByReading, settlesAt } from "./settle-removals.ts";
import { isOwnedBy, ownerOf } from "./token-owner.ts";

export type RemovalParts = SettleParts & {
  readonly remover: DeviceRemover;
  readonly facts: FactsStore;
  readonly policy: MethodPolicy;
  /** The weakest proof of push that a removal may rest on. */
  readonly minimum: ProofStrength;
  readonly proofMaxAgeMs: number;
  /** Told of faults of ours that must not hide from the person what has happened already. */
  readonly onTrouble: (error: unknown) => void;
};

/** A person has five entries at most; a card that asks for more was not made by us. */
const MOST_TARGETS = 10;

/** What was read longer ago than this is not acted on: a replica may have hung in between. */
const SEND_WITHIN_MS = 30_000;

/** Graph's list may show for a while what is removed. An hour is far more than has been seen. */
const LAG_MS = 60 * 60 * 1000;

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

/** The list that a decision rests on. */
type Reading = { readonly methods: readonly Method[]; readonly begunAt: Date };

type Guard = (request: RemovalRequest) => RemovalPlan;

type BatchParts = RemovalParts & {
  readonly plan: Guard;
  readonly key: PersonKey;
  readonly order: RemovalOrder;
  readonly held: HeldLock;
};

class Batch {
  readonly #parts: BatchParts;

  constructor(parts: BatchParts) {
    this.#parts = parts;
  }

  async run(targets: readonly MethodId[]): Promise<RemovalReport> {
    const { audit, key } = this.#parts;
    const open = await audit.findOpen(key);
    if (open !== null) {
      const settling = await settleByReading(this.#parts, open, () => this.#read());
      if (settling.kind === "open") return { ...settling, kind: "earlierOpen" };
    }
    const outcomes: RemovedTarget[] = [];
    let goesOn = true;
    for (const [index, methodId] of targets.entries()) {
      const isTried = goesOn && index < MOST_TARGETS;
      const attempt: Attempt = isTried ? await this.#try(methodId) : stop(NOT_TRIED);
      outcomes.push({ methodId, outcome: attempt.outcome });
      goesOn = attempt.goesOn;
    }
    return { kind: "finished", outcomes, after: await this.#readAfter(outcomes) };
  }

  async #try(methodId: MethodId): Promise<Attempt> {
    try {
      return await this.#attempt(methodId);
    } catch (error) {
      // Thrown before anything was sent; what happened to other targets must be told all the same.
      this.#parts.onTrouble(error);
      return stop(NOT_TRIED);
    }
  }

  async #attempt(methodId: MethodId): Promise<Attempt> {
    const { audit, clock, held, key } = this.#parts;
    if (!(await held.isHeld())) return stop(NOT_TRIED);
    const begunAt = clock.now();
    const read = await this.#read();
    if (read.kind !== "read") return stop(NOT_TRIED);
    const reading = { methods: read.methods, begunAt };
    const plan = await this.#decide(methodId, reading);
    if (plan.kind === "refused") return goOn(plan);
    const intent = { methodId, proof: plan.proof, requestedAt: clock.now() };
    const removalId = await audit.intend(key, intent);
    if (removalId === null) return stop(NOT_TRIED);
    const hindered = await this.#hinder(intent, reading);
    if (hindered !== null) return this.#close(removalId, "notRemoved", null, hindered);
    return this.#conclude(removalId, intent, await this.#send(methodId));
  }

  async #decide(methodId: MethodId, { methods }: Reading): Promise<RemovalPlan> {
    const { plan, key, policy, facts, minimum, proofMaxAgeMs, audit, clock } = this.#parts;
    const now = clock.now();
    return plan({
      target: methodId,
      methods,
      removed: await audit.listRemoved(key, this.#removedSince(now)),
      policy,
      facts: await facts.find(key),
      minimum,
      proofMaxAgeMs,
      now,
    });
  }

  // Between the decision and the intent another replica may have removed something, or the person changed their mind,
  // while this one hung. From the intent on nobody else removes anything, so what is decided now stays true.
  async #hinder(intent: RemovalIntent, reading: Reading): Promise<Attempt | null> {
    const { held, clock } = this.#parts;
    try {
      const plan = await this.#decide(intent.methodId, reading);
      if (plan.kind === "refused") return goOn(plan);
      // What the audit says it rests on must be what it rests on.
      if (!isSameProof(plan.proof, intent.proof)) return stop(NOT_TRIED);
      if (!(await held.isHeld())) return stop(NOT_TRIED);
      const ageMs = clock.now().getTime() - reading.begunAt.getTime();
      return ageMs > SEND_WITHIN_MS ? stop(NOT_TRIED) : null;
    } catch (error) {
      this.#parts.onTrouble(error);
      return stop(NOT_TRIED);
    }
  }

  async #send(methodId: MethodId): Promise<GraphRemoval> {
    const { remover, order, onTrouble } = this.#parts;
    try {
      return await remover.remove(order.actingToken, methodId);
    } catch (error) {
      onTrouble(error);
      return { kind: "unknown", requestId: null };
    }
  }

  async #conclude(
    removalId: string,
    intent: RemovalIntent,
    removal: GraphRemoval,
  ): Promise<Attempt> {
    const { requestId } = removal;
    if (removal.kind === "unknown") return this.#settleUnknown(removalId, intent, requestId);
    const { audited, outcome, goesOn } = conclusionOf(removal);
    return this.#close(removalId, audited, requestId, { outcome, goesOn });
  }

  // Graph may carry it out yet. Only the absence of the entry is an answer; without it the intent stays open, and keeps
  // every other removal of this person away.
  async #settleUnknown(
    removalId: string,
    intent: RemovalIntent,
    requestId: string | null,
  ): Promise<Attempt> {
    const read = await this.#read();
    if (read.kind === "read" && isGone(intent.methodId, read.methods)) {
      return this.#close(removalId, "settledAsRemoved", requestId, goOn({ kind: "removed" }));
    }
    return stop({ kind: "notSureYet", settlesAt: settlesAt(intent, this.#parts), requestId });
  }

  /** The outcome is known, written down or not. One that could not be written down stays open, and ends the batch. */
  async #close(
    removalId: string,
    audited: AuditedOutcome,
    requestId: string | null,
    attempt: Attempt,
  ): Promise<Attempt> {
    const { audit, clock, onTrouble } = this.#parts;
    try {
      await audit.settle(removalId, audited, requestId, clock.now());
      return attempt;
    } catch (error) {
      onTrouble(error);
      return stop(attempt.outcome);
    }
  }

  async #read(): Promise<MethodsReading> {
    const { reader, order, onTrouble } = this.#parts;
    try {
      return await reader.readMine(order.readingToken);
    } catch (error) {
      onTrouble(error);
      return { kind: "unavailable", why: "serviceError", retryAfterSeconds: null, requestId: null };
    }
  }

  /** What is left: without what was removed, though Graph's list may show it for a while. */
  async #readAfter(outcomes: readonly RemovedTarget[]): Promise<MethodsReading> {
    const read = await this.#read();
    if (read.kind !== "read") return read;
    const removed = new Set([...(await this.#removedBefore()), ...goneIn(outcomes)]);
    const methods = read.methods.filter((one) => !isAuthenticator(one) || !removed.has(one.id));
    return { kind: "read", methods };
  }

  async #removedBefore(): Promise<readonly MethodId[]> {
    const { audit, key, clock, onTrouble } = this.#parts;
    try {
      return await audit.listRemoved(key, this.#removedSince(clock.now()));
    } catch (error) {
      onTrouble(error);
      return [];
    }
  }

  // No shorter than a proof is good: a phone that is gone must not pass for the proved one by a list that lags.
  #removedSince(now: Date): Date {
    return new Date(now.getTime() - Math.max(LAG_MS, this.#parts.proofMaxAgeMs));
  }
}

const isSameProof = (a: PushProof, b: PushProof): boolean =>
  a.methodId === b.methodId && a.strength === b.strength && a.at.getTime() === b.at.getTime();

const goneIn = (outcomes: readonly RemovedTarget[]): readonly MethodId[] =>
  outcomes
    .filter(({ outcome: { kind } }) => kind === "removed" || kind === "alreadyGone")
    .map(({ methodId }) => methodId);

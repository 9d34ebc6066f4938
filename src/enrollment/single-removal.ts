import type { ProofStrength, PushProof } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import type { Method } from "../methods/method.ts";
import type { MethodPolicy } from "../methods/policy.ts";
import { isGone, type RemovalPlan, type RemovalRequest } from "../methods/removal.ts";
import type { FactsStore } from "./facts.ts";
import type { MethodsReading } from "./methods-reader.ts";
import type { PersonKey } from "./person.ts";
import type { AuditedOutcome, RemovalIntent } from "./removal-audit.ts";
import { type Attempt, conclusionOf, goOn, NOT_TRIED, stop } from "./removal-conclusion.ts";
import type { HeldLock } from "./removal-lock.ts";
import type { DeviceRemover, GraphRemoval, RemovalOrder } from "./remove.ts";
import { type SettleParts, settlesAt } from "./settle-removals.ts";

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

/** What was read longer ago than this is not acted on: a replica may have hung in between. */
const SEND_WITHIN_MS = 30_000;

/** Graph's list may show for a while what is removed. An hour is far more than has been seen. */
const LAG_MS = 60 * 60 * 1000;

/** The list that a decision rests on. */
type Reading = { readonly methods: readonly Method[]; readonly begunAt: Date };

export type Guard = (request: RemovalRequest) => RemovalPlan;

export type UnderLock = RemovalParts & {
  readonly plan: Guard;
  readonly key: PersonKey;
  readonly order: RemovalOrder;
  readonly held: HeldLock;
};

/** One removal at a time, under the lock of the person: decide, write down, decide once more, send, write down. */
export class SingleRemoval {
  readonly #parts: UnderLock;

  constructor(parts: UnderLock) {
    this.#parts = parts;
  }

  async try(methodId: MethodId): Promise<Attempt> {
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
    const read = await this.read();
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
      removed: await audit.listRemoved(key, this.removedSince(now)),
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
    const read = await this.read();
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

  async read(): Promise<MethodsReading> {
    const { reader, order, onTrouble } = this.#parts;
    try {
      return await reader.readMine(order.readingToken);
    } catch (error) {
      onTrouble(error);
      return { kind: "unavailable", why: "serviceError", retryAfterSeconds: null, requestId: null };
    }
  }

  // No shorter than a proof is good: a phone that is gone must not pass for the proved one by a list that lags.
  removedSince(now: Date): Date {
    return new Date(now.getTime() - Math.max(LAG_MS, this.#parts.proofMaxAgeMs));
  }
}

const isSameProof = (a: PushProof, b: PushProof): boolean =>
  a.methodId === b.methodId && a.strength === b.strength && a.at.getTime() === b.at.getTime();

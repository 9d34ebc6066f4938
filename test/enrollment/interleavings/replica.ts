import type { DelegatedToken } from "../../../src/enrollment/delegated-token.ts";
import type { EnrollmentFacts } from "../../../src/enrollment/facts.ts";
import type { MethodsReader, MethodsReading } from "../../../src/enrollment/methods-reader.ts";
import type { PersonKey } from "../../../src/enrollment/person.ts";
import type { RemovalAudit, RemovalIntent } from "../../../src/enrollment/removal-audit.ts";
import type { HeldLock, LockedRun, RemovalLock } from "../../../src/enrollment/removal-lock.ts";
import type { DeviceRemover, GraphRemoval } from "../../../src/enrollment/remove.ts";
import { SETTLE_AFTER_MS } from "../../../src/enrollment/settle-removals.ts";
import type { RemovalParts } from "../../../src/enrollment/single-removal.ts";
import type { MethodId } from "../../../src/methods/ids.ts";
import { DEFAULT_POLICY } from "../../../src/methods/policy.ts";
import { FakeFactsStore } from "../../fakes/fake-facts-store.ts";
import { FATES, type Fate, LAG_MS, type Request } from "./simulated-graph.ts";
import { BrokenPromise, type World } from "./world.ts";

/** Clocks of replicas differ by up to half a minute from the true time. */
const SKEWS_MS = [-30_000, 30_000];

/**
 * The parts of one order on one replica. Each call of a port stops before and after what it does, so that anything can
 * happen in between; a replica that is killed stops for good, while what it sent goes on.
 */
export class ReplicaParts {
  readonly #world: World;
  readonly #who: string;
  readonly #skewMs: number;
  readonly #orderId: number;
  /** Of the newest intent. */
  #removalId = "";
  #proved: MethodId | null = null;
  #firstReading: MethodsReading | null = null;
  /** What the first decision was told, for a second one that is left out. */
  #toldFacts: EnrollmentFacts | null = null;
  #toldRemoved: readonly MethodId[] | null = null;
  #isIntended = false;
  #firstTime: Date | null = null;
  readonly #unwritten = new Map<string, () => Promise<string | null>>();

  constructor(
    world: World,
    replica: { readonly index: number; readonly who: string },
    orderId: number,
  ) {
    this.#world = world;
    this.#who = replica.who;
    this.#skewMs = SKEWS_MS[replica.index % SKEWS_MS.length] ?? 0;
    this.#orderId = orderId;
  }

  all(): RemovalParts {
    const facts = new FakeFactsStore();
    facts.find = (key) => this.#findFacts(key);
    return {
      reader: this.#reader(),
      remover: this.#remover(),
      audit: this.#audit(),
      lock: this.#lock(),
      facts,
      clock: { now: () => this.#now() },
      policy: DEFAULT_POLICY,
      minimum: "signedIn",
      proofMaxAgeMs: 60 * 60_000,
      settleAfterMs: this.#world.leavesOut("waiting before settling") ? 0 : SETTLE_AFTER_MS,
      onTrouble: (error) => {
        if (error instanceof BrokenPromise) throw error;
      },
    };
  }

  #now(): Date {
    const now = new Date(this.#world.nowMs + this.#skewMs);
    if (!this.#world.leavesOut("age of what was read")) return now;
    this.#firstTime ??= now;
    return this.#firstTime;
  }

  async #through<Value>(where: string, act: () => Value | Promise<Value>): Promise<Value> {
    const { steps } = this.#world;
    await steps.pause(this.#who, `${where} …`);
    const value = await act();
    await steps.pause(this.#who, `… ${where}`);
    return value;
  }

  /** A statement may fail before it did anything, or after. */
  #statement<Value>(where: string, act: () => Promise<Value>): Promise<Value> {
    return this.#through(where, async () => {
      if (this.#world.isFaulty()) throw new Error(`${where}: connection refused`);
      const value = await act();
      if (this.#world.isFaulty()) throw new Error(`${where}: connection lost`);
      return value;
    });
  }

  #reader(): MethodsReader {
    const { graph } = this.#world;
    return {
      readMine: (token) => this.#through("read", () => this.#read(token)),
      readOwner: (token) => this.#through("read owner", () => graph.readOwner(token)),
    };
  }

  #read(token: DelegatedToken): MethodsReading {
    const { graph, choose, nowMs } = this.#world;
    if (this.#world.leavesOut("reading before each") && this.#firstReading !== null) {
      return this.#firstReading;
    }
    if (this.#world.isFaulty()) {
      const requestId = null;
      const unread: readonly MethodsReading[] = [
        { kind: "tokenRefused" },
        { kind: "read", methods: [] },
        { kind: "unavailable", why: "throttled", retryAfterSeconds: 3, requestId },
        { kind: "unavailable", why: "timeout", retryAfterSeconds: null, requestId },
      ];
      const chosen = unread[choose(unread.length + 1)];
      if (chosen === undefined) throw new Error("read: broken");
      return chosen;
    }
    const lagMs = this.#world.isLagging() ? choose(LAG_MS) : 0;
    this.#firstReading = graph.read(token, nowMs, lagMs);
    return this.#firstReading;
  }

  #findFacts(key: PersonKey): Promise<EnrollmentFacts> {
    const { facts } = this.#world;
    return this.#statement("facts", async () => {
      const isRepeated = this.#isIntended && this.#world.leavesOut("second decision");
      const told = isRepeated ? this.#toldFacts : null;
      this.#toldFacts = told ?? (await facts.find(key));
      return this.#toldFacts;
    });
  }

  #audit(): RemovalAudit {
    const { audit } = this.#world;
    return {
      intend: (key, intent) => this.#statement("intend", () => this.#intend(key, intent)),
      settle: (...given) =>
        this.#statement("settle", async () => {
          await this.#unwritten.get(given[0])?.();
          this.#isIntended = false;
          return audit.settle(...given);
        }),
      findOpen: (key) => this.#statement("find open", () => audit.findOpen(key)),
      listOpen: (limit) => this.#statement("list open", () => audit.listOpen(limit)),
      listRemoved: (key, since) =>
        this.#statement("list removed", () => this.#listRemoved(key, since)),
      read: (filter) => audit.read(filter),
    };
  }

  async #listRemoved(key: PersonKey, since: Date): Promise<readonly MethodId[]> {
    if (this.#world.leavesOut("memory of what was removed")) return [];
    const isRepeated = this.#isIntended && this.#world.leavesOut("second decision");
    const told = isRepeated ? this.#toldRemoved : null;
    this.#toldRemoved = told ?? (await this.#world.audit.listRemoved(key, since));
    return this.#toldRemoved;
  }

  async #intend(key: PersonKey, intent: RemovalIntent): Promise<string | null> {
    const { audit, intents } = this.#world;
    const write = this.#world.leavesOut("one open intent")
      ? () => audit.intendInSpiteOfOthers(key, intent)
      : () => audit.intend(key, intent);
    if (this.#world.leavesOut("intent before the request")) {
      const removalId = `unwritten ${String(this.#unwritten.size)} of ${String(this.#orderId)}`;
      this.#unwritten.set(removalId, write);
      this.#removalId = removalId;
    } else {
      const removalId = await write();
      if (removalId === null) return null;
      this.#removalId = removalId;
    }
    this.#proved = intent.proof.methodId;
    this.#isIntended = true;
    intents.set(this.#removalId, { ...intent, userId: key.userId });
    return this.#removalId;
  }

  #remover(): DeviceRemover {
    return {
      remove: async (token, id) => {
        this.#world.checkFreshness(this.#proved);
        await this.#world.steps.pause(this.#who, `delete ${id} …`);
        return this.#send(token, id);
      },
    };
  }

  async #send(token: DelegatedToken, id: MethodId): Promise<GraphRemoval> {
    const world = this.#world;
    const { steps, graph } = world;
    const userId = token.owner?.userId ?? "";
    const removalId = this.#removalId;
    await world.checkSending({ orderId: this.#orderId, userId, id, removalId });
    const request = graph.send(token, id, removalId, this.#fate(), world.nowMs);
    void steps.pause("network", `${request.fate} ${id} arrives`).then(() => {
      graph.arrive(request, world.nowMs);
    });
    await steps.pause(this.#who, `… delete ${id}`);
    if (isSilent(request)) return { kind: "unknown", requestId: null };
    graph.arrive(request, world.nowMs);
    return request.answer ?? { kind: "unknown", requestId: null };
  }

  #fate(): Fate {
    if (!this.#world.isRefused()) return "answered";
    return this.#world.fate ?? FATES[this.#world.choose(FATES.length)] ?? "answered";
  }

  #lock(): RemovalLock {
    return {
      run: async <Result>(key: PersonKey, work: (held: HeldLock) => Promise<Result>) => {
        const { steps, lock, holders } = this.#world;
        const unlocked = this.#world.leavesOut("lock");
        await steps.pause(this.#who, "lock …");
        const run = async (held: HeldLock): Promise<Result> => {
          if (holders.has(key.userId)) throw new BrokenPromise("two work under one lock");
          const connection = { who: this.#who };
          holders.set(key.userId, connection);
          await steps.pause(this.#who, "… lock");
          try {
            return await work(this.#held(held));
          } finally {
            await steps.pause(this.#who, "unlock …");
            if (holders.get(key.userId) === connection) holders.delete(key.userId);
          }
        };
        const done: LockedRun<Result> = unlocked
          ? { kind: "done", value: await run({ isHeld: () => Promise.resolve(true) }) }
          : await lock.run(key, run);
        await steps.pause(this.#who, "… unlock");
        return done;
      },
    };
  }

  #held(held: HeldLock): HeldLock {
    const isAsked = !this.#world.leavesOut("asking whether the lock is held");
    return {
      isHeld: () => this.#through("is held", () => (isAsked ? held.isHeld() : true)),
    };
  }
}

/** Nothing is heard of it, whenever it is done. */
const isSilent = ({ fate }: Request): boolean =>
  fate === "lostOnTheWay" || fate === "answerLost" || fate === "doneLater";

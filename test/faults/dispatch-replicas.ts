import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter, once } from "node:events";
import type { ReplicaCommand, ReplicaNews, ReplicaOrder } from "./dispatch-orders.ts";

const SCRIPT = new URL("children/dispatch-replica.ts", import.meta.url);

const SPARES = 2;

/** A replica in a process of its own. */
export type Replica = {
  readonly name: string;
  readonly loaded: Promise<unknown>;
  readonly tell: (command: ReplicaCommand) => void;
  readonly freeze: () => void;
  readonly wake: () => void;
  /** Ends it at once, whatever it is doing; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Resolves with its exit code when it ends by itself. */
  readonly ended: Promise<number | null>;
};

type ReplicaEvents = { readonly news: [replica: string, news: ReplicaNews] };

/** Two replicas that run, and some that are loaded and take the places of those that are killed. */
export class Replicas {
  readonly events = new EventEmitter<ReplicaEvents>();
  readonly counts = new Map<ReplicaNews, number>();
  readonly #order: Omit<ReplicaOrder, "name">;
  readonly #running = new Map<string, Replica>();
  readonly #processes = new Set<ChildProcess>();
  readonly #spares: Replica[];
  #started = 0;

  constructor(order: Omit<ReplicaOrder, "name">) {
    this.#order = order;
    this.events.setMaxListeners(0);
    this.#spares = Array.from({ length: SPARES }, () => this.#load());
  }

  get running(): readonly Replica[] {
    return [...this.#running.values()];
  }

  /** How many processes there have been. */
  get started(): number {
    return this.#started;
  }

  replica(name: string): Replica {
    const found = this.#running.get(name);
    if (found === undefined) throw new Error(`${name} does not run`);
    return found;
  }

  /** A spare one begins to dispatch, and another is loaded in its place. */
  async addOne(): Promise<void> {
    this.#spares.push(this.#load());
    const replica = this.#spares.shift();
    if (replica === undefined) return;
    this.#running.set(replica.name, replica);
    await replica.loaded;
    replica.tell("start");
  }

  async kill(name: string): Promise<void> {
    const replica = this.replica(name);
    const gone = replica.kill();
    this.#running.delete(name);
    await gone;
  }

  /** Resolves when this replica, or any, next tells one of these. */
  next(awaited: readonly ReplicaNews[], of?: string): Promise<undefined> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const listen = (name: string, news: ReplicaNews): void => {
      if (!awaited.includes(news) || (of !== undefined && of !== name)) return;
      this.events.off("news", listen);
      resolve(undefined);
    };
    this.events.on("news", listen);
    return promise;
  }

  /** Ends all of them in an orderly way; returns their exit codes. */
  async stop(): Promise<readonly (number | null)[]> {
    const running = [...this.#running.values()];
    for (const replica of running) replica.tell("stop");
    return Promise.all(running.map((replica) => replica.ended));
  }

  /** Whatever still runs, also when the test failed. */
  killAll(): void {
    for (const child of this.#processes) child.kill("SIGKILL");
  }

  #load(): Replica {
    this.#started += 1;
    const name = `r${this.#started}`;
    const databaseUrl = `${this.#order.databaseUrl}?application_name=${name}`;
    const order: ReplicaOrder = { ...this.#order, name, databaseUrl };
    const child = fork(SCRIPT, [JSON.stringify(order)], {
      execArgv: [],
      stdio: "inherit",
      // Dozens of them load the same modules.
      env: { ...process.env, NODE_COMPILE_CACHE: this.#order.compileCache },
    });
    this.#processes.add(child);
    const ended = once(child, "exit").then(([code]: unknown[]) => {
      this.#processes.delete(child);
      return typeof code === "number" ? code : null;
    });
    const {
      promise: loaded,
      resolve: isLoaded,
      reject: failed,
    } = Promise.withResolvers<undefined>();
    child.on("message", (news: ReplicaNews) => {
      if (news === "loaded") isLoaded(undefined);
      this.counts.set(news, (this.counts.get(news) ?? 0) + 1);
      this.events.emit("news", name, news);
    });
    void ended.then((code) => {
      failed(new Error(`${name} ended with ${String(code)} before it was loaded`));
    });
    // The last spare is killed while nobody waits for it.
    loaded.catch(() => undefined);
    return {
      name,
      loaded,
      tell: (command) => child.send(command),
      freeze: () => child.kill("SIGSTOP"),
      wake: () => child.kill("SIGCONT"),
      kill: async () => {
        child.kill("SIGKILL");
        await ended;
      },
      ended,
    };
  }
}

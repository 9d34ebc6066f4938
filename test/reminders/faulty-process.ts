import type { DispatcherParts } from "../../src/reminders/dispatcher.ts";
import { type DispatchWorld, gated } from "./dispatch-world.ts";

/**
 * A process that a test kills, freezes or cuts off from its database at the n-th call of a port. Each call passes a gate
 * twice, before and after its effect, so that there is no await at which it cannot happen.
 */
export class FaultyProcess {
  readonly #world: DispatchWorld;
  /** Whether the gate that is passed is the one at which the fault begins. */
  readonly #isFault: (passed: number, call: string) => boolean;
  readonly #fault: "killed" | "frozen" | "cutOff";
  #passed = 0;
  #gate: Promise<void> | null = null;
  #open: () => void = () => undefined;
  hasFailed = false;

  constructor(
    world: DispatchWorld,
    fault: "killed" | "frozen" | "cutOff",
    isFault: (passed: number, call: string) => boolean,
  ) {
    this.#world = world;
    this.#fault = fault;
    this.#isFault = isFault;
  }

  get passed(): number {
    return this.#passed;
  }

  /** What a dispatcher in this process sees. */
  parts(holder: string): Partial<DispatcherParts> {
    return {
      holder,
      queue: gated(this.#world.queue, (call) => this.#pass(call)),
      messenger: gated(this.#world.teams.messenger(), (call) =>
        // Teams is there though the database is not.
        this.#fault === "cutOff" ? Promise.resolve() : this.#pass(call),
      ),
      sleep: async (ms, signal) => {
        await this.#world.time.sleep(ms, signal);
        if (this.#fault !== "cutOff") await this.#gate;
      },
    };
  }

  /** A frozen process goes on; one that was cut off finds its database again. */
  recover(): void {
    this.#open();
    this.#gate = null;
  }

  async #pass(call: string): Promise<void> {
    this.#passed += 1;
    if (!this.hasFailed && this.#isFault(this.#passed, call)) {
      this.hasFailed = true;
      const { promise, resolve } = Promise.withResolvers<undefined>();
      this.#gate = promise;
      this.#open = () => {
        resolve(undefined);
      };
    }
    if (this.#gate === null) return;
    if (this.#fault === "cutOff") throw new Error("the database is away");
    await this.#gate;
  }
}

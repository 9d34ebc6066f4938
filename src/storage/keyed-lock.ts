import type { PersonKey } from "../enrollment/person.ts";
import type { HeldLock, LockedRun } from "../enrollment/removal-lock.ts";

/** One lock per person within this process: the process is the only one that has the embedded database open. */
export class KeyedLock {
  readonly #held = new Set<string>();

  async run<Result>(
    key: PersonKey,
    work: (held: HeldLock) => Promise<Result>,
  ): Promise<LockedRun<Result>> {
    const name = JSON.stringify([key.tenantId, key.userId]);
    if (this.#held.has(name)) return { kind: "busy" };
    this.#held.add(name);
    let isGivenBack = false;
    try {
      return {
        kind: "done",
        value: await work({ isHeld: () => Promise.resolve(!isGivenBack) }),
      };
    } finally {
      isGivenBack = true;
      this.#held.delete(name);
    }
  }
}

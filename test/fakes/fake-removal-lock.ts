import type { PersonKey } from "../../src/enrollment/person.ts";
import type { HeldLock, LockedRun, RemovalLock } from "../../src/enrollment/removal-lock.ts";

/** RemovalLock in memory; `test/contracts/removal-lock.contract.ts` holds it to what the database does. */
export class FakeRemovalLock implements RemovalLock {
  /** The connection that holds each person's lock. */
  readonly #holders = new Map<string, symbol>();

  async run<Result>(
    key: PersonKey,
    work: (held: HeldLock) => Promise<Result>,
  ): Promise<LockedRun<Result>> {
    if (this.#holders.has(id(key))) return { kind: "busy" };
    const connection = Symbol(id(key));
    this.#holders.set(id(key), connection);
    const isHeld = () => this.#holders.get(id(key)) === connection;
    try {
      return {
        kind: "done",
        value: await work({ isHeld: () => Promise.resolve(isHeld()) }),
      };
    } finally {
      if (isHeld()) this.#holders.delete(id(key));
    }
  }

  /** The connection that holds it is lost; whoever works under it is not told. */
  lose(key: PersonKey): void {
    this.#holders.delete(id(key));
  }
}

const id = ({ tenantId, userId }: PersonKey): string => `${tenantId}/${userId}`;

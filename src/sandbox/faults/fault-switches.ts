import type { Person } from "../people/person.ts";
import type { ActiveFault, Fault, FaultName, FaultOf, Faults } from "./faults.ts";

type Owner = Person | null;

export class FaultSwitches implements Faults {
  readonly #active = new Map<string, ActiveFault>();

  take<Name extends FaultName>(name: Name, person: Owner): FaultOf<Name> | undefined {
    // Lists ask once per row; mostly nothing is on.
    if (this.#active.size === 0) return undefined;
    for (const owner of [person, null]) {
      const fault = this.#active.get(key(owner, name))?.fault;
      if (fault !== undefined && isFault(fault, name)) {
        this.#useUp(owner, fault);
        return fault;
      }
    }
    return undefined;
  }

  isOn(name: FaultName, person: Owner): boolean {
    if (this.#active.size === 0) return false;
    return this.#active.has(key(person, name)) || this.#active.has(key(null, name));
  }

  on(person: Owner, fault: Fault): void {
    this.#active.set(key(person, fault.fault), { person, fault });
  }

  off(person: Owner, name: FaultName): void {
    this.#active.delete(key(person, name));
  }

  list(): readonly ActiveFault[] {
    return [...this.#active.values()];
  }

  reset(): void {
    this.#active.clear();
  }

  #useUp(person: Owner, fault: Fault): void {
    if (!("requests" in fault) || fault.requests === null) return;
    if (fault.requests <= 1) this.off(person, fault.fault);
    else this.on(person, { ...fault, requests: fault.requests - 1 });
  }
}

function key(person: Owner, name: FaultName): string {
  return `${person?.name ?? "*"} ${name}`;
}

function isFault<Name extends FaultName>(fault: Fault, name: Name): fault is FaultOf<Name> {
  return fault.fault === name;
}

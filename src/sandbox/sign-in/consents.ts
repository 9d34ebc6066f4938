import type { Person } from "../people/person.ts";

/** Who agreed to what for the bot's app; like Entra's oauth2PermissionGrants, in memory. */
export class Consents {
  readonly #granted = new Map<string, ReadonlySet<string>>();

  granted(person: Person): ReadonlySet<string> {
    return this.#granted.get(person.id) ?? new Set();
  }

  covers(person: Person, scopes: readonly string[]): boolean {
    const granted = this.granted(person);
    return scopes.every((scope) => granted.has(scope));
  }

  grant(person: Person, scopes: Iterable<string>): void {
    this.#granted.set(person.id, new Set([...this.granted(person), ...scopes]));
  }

  /** Forgets one person's consent; null = everybody's. */
  revoke(person: Person | null): void {
    if (person === null) this.#granted.clear();
    else this.#granted.delete(person.id);
  }
}

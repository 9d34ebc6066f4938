import type { Person } from "../../people/person.ts";

/** Who has the bot's app in their personal scope, however it came there. */
export class AppInstallations {
  readonly #people = new Set<string>();

  has(person: Person): boolean {
    return this.#people.has(person.id);
  }

  add(person: Person): void {
    this.#people.add(person.id);
  }

  remove(person: Person): void {
    this.#people.delete(person.id);
  }

  reset(): void {
    this.#people.clear();
  }
}

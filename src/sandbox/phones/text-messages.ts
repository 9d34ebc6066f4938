import type { Person } from "../people/person.ts";

export type TextMessage = { readonly text: string; readonly at: Date };

const kept = 5;

/** Text messages to people's numbers, newest first; the phone with the SIM card shows them. */
export class TextMessages {
  readonly #sent = new Map<string, readonly TextMessage[]>();

  send(person: Person, text: string, at: Date): void {
    this.#sent.set(person.id, [{ text, at }, ...this.of(person)].slice(0, kept));
  }

  of(person: Person): readonly TextMessage[] {
    return this.#sent.get(person.id) ?? [];
  }

  reset(): void {
    this.#sent.clear();
  }
}

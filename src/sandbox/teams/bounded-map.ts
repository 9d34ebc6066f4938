/** A map that forgets its oldest entry when full: a client left open for days must not grow. */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  /** Sets the value and makes the entry the newest. */
  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  /** Sets the value of a known key in its old place. */
  replace(key: string, value: Value): void {
    if (this.#entries.has(key)) this.#entries.set(key, value);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** Oldest first; a copy, so that entries may be set meanwhile. */
  entries(): [string, Value][] {
    return [...this.#entries];
  }

  /** Newest first. */
  newest(): Value[] {
    return [...this.#entries.values()].reverse();
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Space, tab, line feed, carriage return. */
const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** The bytes are no JSON of the expected form. */
export class JsonError extends Error {}

/**
 * Walks over JSON in bytes without turning all of it into objects at once. It only finds where parts begin and end;
 * whether a part is JSON, `JSON.parse` says of each.
 */
export class JsonWalk {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /**
   * Names of the members of the object that begins here. Before it asks for the next one, the caller walks over the
   * member's value: with {@link value} or {@link elements}.
   */
  *members(): Generator<string> {
    this.#take(OPEN_BRACE);
    if (this.#takeIf(CLOSE_BRACE)) return;
    do {
      this.#skipSpaces();
      if (this.#bytes[this.#at] !== QUOTE) throw new JsonError("a name is missing");
      const name = this.value();
      this.#take(COLON);
      yield String(name);
    } while (this.#takeIf(COMMA));
    this.#take(CLOSE_BRACE);
  }

  /** Elements of the array that begins here, one after the other. */
  *elements(): Generator {
    this.#take(OPEN_BRACKET);
    if (this.#takeIf(CLOSE_BRACKET)) return;
    do yield this.value();
    while (this.#takeIf(COMMA));
    this.#take(CLOSE_BRACKET);
  }

  /** The value that begins here. */
  value(): unknown {
    this.#skipSpaces();
    const start = this.#at;
    this.#at = this.#endOfValue(start);
    const value: unknown = JSON.parse(this.#bytes.toString("utf8", start, this.#at));
    return value;
  }

  /** Whether an array begins here. */
  isAtArray(): boolean {
    this.#skipSpaces();
    return this.#bytes[this.#at] === OPEN_BRACKET;
  }

  /** @throws JsonError when anything but spaces follows. */
  end(): void {
    this.#skipSpaces();
    if (this.#at < this.#bytes.length) throw new JsonError("something follows");
  }

  #endOfValue(start: number): number {
    const first = this.#bytes[start];
    if (first === QUOTE) return this.#endOfString(start) + 1;
    return first === OPEN_BRACE || first === OPEN_BRACKET
      ? this.#endOfNest(start)
      : this.#endOfScalar(start);
  }

  /** Whether brackets match in kind is left to JSON.parse. */
  #endOfNest(start: number): number {
    const bytes = this.#bytes;
    let depth = 0;
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === QUOTE) at = this.#endOfString(at);
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) return at + 1;
      }
    }
    throw new JsonError("it ends in the middle");
  }

  #endOfScalar(start: number): number {
    const bytes = this.#bytes;
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET) return at;
    }
    throw new JsonError("it ends in the middle");
  }

  /** The closing quote of the string that begins at `start`. */
  #endOfString(start: number): number {
    const bytes = this.#bytes;
    for (let end = bytes.indexOf(QUOTE, start + 1); end !== -1; ) {
      let escapes = 0;
      while (bytes[end - 1 - escapes] === BACKSLASH) escapes += 1;
      if (escapes % 2 === 0) return end;
      end = bytes.indexOf(QUOTE, end + 1);
    }
    throw new JsonError("it ends in the middle");
  }

  #take(byte: number): void {
    if (!this.#takeIf(byte)) throw new JsonError(`${String.fromCharCode(byte)} is missing`);
  }

  #takeIf(byte: number): boolean {
    this.#skipSpaces();
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at += 1;
    return true;
  }

  #skipSpaces(): void {
    while (SPACES.has(this.#bytes[this.#at] ?? 0)) this.#at += 1;
  }
}

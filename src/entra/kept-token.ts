import type { Clock } from "../enrollment/clock.ts";

export type Token = { readonly value: string; readonly expiresAtMs: number };

/** Entra or the machine's identity service answer within a second or not at all. */
const TOKEN_LIMIT_MS = 4_000;
/** Renewed so long before it expires, so that nothing leaves with a token that dies on the way. */
const SPARE_MS = 5 * 60_000;

/** A token that is asked for once for all who wait for it, kept until shortly before it expires. */
export class KeptToken {
  readonly #ask: (signal: AbortSignal) => Promise<Token>;
  readonly #clock: Clock;
  #token: Token | null = null;
  #asked: Promise<string> | null = null;

  constructor(ask: (signal: AbortSignal) => Promise<Token>, clock: Clock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** @throws Error as `ask` does, or when that takes too long. A failure is not kept: the next one asks again. */
  async get(): Promise<string> {
    const known = this.#token;
    if (known !== null && known.expiresAtMs - SPARE_MS > this.#clock.now().getTime()) {
      return known.value;
    }
    this.#asked ??= this.#renew().finally(() => {
      this.#asked = null;
    });
    return this.#asked;
  }

  async #renew(): Promise<string> {
    const signal = AbortSignal.timeout(TOKEN_LIMIT_MS);
    // Not every credential minds a signal, so time is kept here too.
    const late = Promise.withResolvers<never>();
    const giveUp = (): void => {
      late.reject(new Error(`No token within ${TOKEN_LIMIT_MS} ms`));
    };
    signal.addEventListener("abort", giveUp);
    try {
      this.#token = await Promise.race([this.#ask(signal), late.promise]);
      return this.#token.value;
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }
}

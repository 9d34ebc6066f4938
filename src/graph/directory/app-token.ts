import type { TokenCredential } from "@azure/identity";
import type { Clock } from "../../enrollment/clock.ts";

/** Entra or the machine's identity service answer within a second or not at all. */
const TOKEN_LIMIT_MS = 15_000;
/** Renewed so long before it expires, so that no request leaves with a token that dies on the way. */
const SPARE_MS = 5 * 60_000;

/**
 * The app's own token for Graph, asked for once for all requests that wait for it.
 * Credentials keep tokens themselves, but not all of them and not for free.
 */
export class AppTokenSource {
  readonly #credential: TokenCredential;
  readonly #scope: string;
  readonly #clock: Clock;
  #token: { readonly value: string; readonly usableUntilMs: number } | null = null;
  #asked: Promise<string> | null = null;

  /** @param scope for instance `https://graph.microsoft.com/.default` */
  constructor(credential: TokenCredential, scope: string, clock: Clock) {
    this.#credential = credential;
    this.#scope = scope;
    this.#clock = clock;
  }

  /** @throws Error when there is no token to be had, or not in time. */
  async get(): Promise<string> {
    const known = this.#token;
    if (known !== null && known.usableUntilMs > this.#clock.now().getTime()) return known.value;
    this.#asked ??= this.#ask().finally(() => {
      this.#asked = null;
    });
    return this.#asked;
  }

  /** Graph refused the token: the next request asks for another one. */
  forget(): void {
    this.#token = null;
  }

  async #ask(): Promise<string> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    // Not every credential minds a signal, so time is kept here too.
    const timer = setTimeout(() => {
      reject(new Error(`No token for Graph within ${TOKEN_LIMIT_MS} ms`));
    }, TOKEN_LIMIT_MS);
    try {
      const abortSignal = AbortSignal.timeout(TOKEN_LIMIT_MS);
      const token = await Promise.race([
        this.#credential.getToken(this.#scope, { abortSignal }),
        late,
      ]);
      if (token === null) throw new Error("The credential has no token for Graph");
      this.#token = { value: token.token, usableUntilMs: token.expiresOnTimestamp - SPARE_MS };
      return token.token;
    } finally {
      clearTimeout(timer);
    }
  }
}

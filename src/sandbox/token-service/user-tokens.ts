import { randomInt } from "node:crypto";
import { decodeJwt } from "jose";

const codeLifeMs = 10 * 60 * 1000;
const maxWrongCodes = 5;

/** Whose token it is: the Teams user who asked, not necessarily the account that signed in. */
export type TokenKey = {
  readonly userId: string;
  readonly connectionName: string;
  readonly channelId: string;
};

export type UserToken = { readonly token: string; readonly expiresAt: Date };

type Waiting = {
  readonly code: string;
  readonly token: UserToken;
  readonly until: Date;
  wrongCodes: number;
};

/**
 * The Bot Framework token service's memory. A token from a sign-in window waits for its six-digit code first: the code
 * ties the browser that signed in to the chat that asked.
 */
export class UserTokens {
  readonly #tokens = new Map<string, UserToken>();
  readonly #waiting = new Map<string, Waiting>();

  /** The token, while it lives; a used-up lifetime is as good as none. */
  find(key: TokenKey, now: Date): UserToken | null {
    const token = this.#tokens.get(id(key));
    return token !== undefined && token.expiresAt > now ? token : null;
  }

  keep(key: TokenKey, token: string): UserToken {
    const kept = { token, expiresAt: expiryOf(token) };
    this.#tokens.set(id(key), kept);
    return kept;
  }

  /** Keeps a token back until its code arrives. Returns the code: six digits, single use, ten minutes. */
  keepBehindCode(key: TokenKey, token: string, now: Date): string {
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    this.#waiting.set(id(key), {
      code,
      token: { token, expiresAt: expiryOf(token) },
      until: new Date(now.getTime() + codeLifeMs),
      wrongCodes: 0,
    });
    return code;
  }

  /** The token behind the code, or null: wrong, somebody else's, used before, or too old. */
  redeem(key: TokenKey, code: string, now: Date): UserToken | null {
    const waiting = this.#waiting.get(id(key));
    if (waiting === undefined || waiting.until <= now) return null;
    if (waiting.code !== code) {
      waiting.wrongCodes += 1;
      // A million codes are too few to be guessed at leisure.
      if (waiting.wrongCodes >= maxWrongCodes) this.#waiting.delete(id(key));
      return null;
    }
    this.#waiting.delete(id(key));
    return this.keep(key, waiting.token.token);
  }

  /** Signs out: one user or (null) everybody, of one connection or (null) of all. */
  forget(userId: string | null, connectionName: string | null): void {
    for (const held of [this.#tokens, this.#waiting]) {
      for (const name of [...held.keys()]) {
        const [user, connection] = name.split("\n");
        const isAsked =
          (userId === null || user === userId) &&
          (connectionName === null || connection === connectionName);
        if (isAsked) held.delete(name);
      }
    }
  }
}

function id({ userId, connectionName, channelId }: TokenKey): string {
  return [userId, connectionName, channelId].join("\n");
}

function expiryOf(token: string): Date {
  return new Date((decodeJwt(token).exp ?? 0) * 1000);
}

import type { DelegatedToken } from "./delegated-token.ts";
import type { PersonKey } from "./person.ts";

/** The person's own reading token without the person being there, where the token service has one. */
export interface ReadingTokens {
  /** Null: they have to sign in themselves; what is open then waits for their next visit. Never rejects. */
  find(key: PersonKey): Promise<DelegatedToken | null>;
}

export type SettledRemovals = {
  /** Open intents that now have an outcome. */
  readonly settled: number;
  /** Those that stay open: no token, no answer, too early to say, or the lock is taken. */
  readonly open: number;
};

/** Settles what a crash or silence left open, at start and from time to time. */
export type SettleOpenRemovals = () => Promise<SettledRemovals>;

/** Settles what is open for one person, with their own token: before a check, and whenever they look. */
export type SettleRemovalsOf = (key: PersonKey, token: DelegatedToken) => Promise<SettledRemovals>;

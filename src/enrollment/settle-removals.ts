import type { MethodId } from "../methods/ids.ts";
import type { DelegatedToken } from "./delegated-token.ts";
import type { PersonKey } from "./person.ts";

/** The person's own reading token without the person being there, where the token service has one. */
export interface ReadingTokens {
  /** Null: they have to sign in themselves; what is open then waits for their next visit. Never rejects. */
  find(key: PersonKey): Promise<DelegatedToken | null>;
}

/** What became of a removal that a crash or silence left open. */
export type Settling =
  | { readonly kind: "nothingOpen" }
  | {
      readonly kind: "settled";
      readonly methodId: MethodId;
      readonly outcome: "settledAsRemoved" | "settledAsNotRemoved";
    }
  /** Still open: it is under way, the list could not be read, or it is too early to say that nothing will come of it. */
  | { readonly kind: "open"; readonly methodId: MethodId; readonly settlesAt: Date };

/** Settles what is open for one person, with their own reading token: before a check, and whenever they look. */
export type SettleRemovalOf = (key: PersonKey, token: DelegatedToken) => Promise<Settling>;

export type SettledRemovals = {
  /** Open intents that now have an outcome. */
  readonly settled: number;
  /** Those that stay open, for now. */
  readonly open: number;
};

/** Settles what is open for anybody, at start and from time to time. Ends early when the signal aborts. */
export type SettleOpenRemovals = (signal: AbortSignal) => Promise<SettledRemovals>;

import type { ProofStrength } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import type { Clock } from "./clock.ts";
import type { DelegatedToken } from "./delegated-token.ts";
import type { FreshSignInPurpose, FreshSignInStore } from "./fresh-sign-in.ts";
import type { PersonKey } from "./person.ts";

/** When an Authenticator entry was last used (Graph beta); null where Graph does not tell. */
export interface LastUseReader {
  lastUsedAt(token: DelegatedToken, methodId: MethodId): Promise<Date | null>;
}

export interface ProofOfPush {
  /**
   * How strong the proof is that the person's number showed on `methodId`, as they say: null when they did not sign in
   * afresh for this purpose within the last ten minutes.
   */
  strengthOf(
    key: PersonKey,
    methodId: MethodId,
    token: DelegatedToken,
    purpose: FreshSignInPurpose,
  ): Promise<Exclude<ProofStrength, "registered"> | null>;
}

/** Entra's clock and ours may differ by this much. */
const SKEW_MS = 60_000;

/**
 * The strongest proof that the tenant's settings allow: *enforced* when the sign-in carried the tenant's authentication
 * context, *logged* when Graph shows that the entry was used since the sign-in began, else *signedIn*.
 */
export function createProofOfPush(parts: {
  readonly freshSignIns: FreshSignInStore;
  /** Authentication context whose strength allows only push (`c1` to `c99`); null: not offered. */
  readonly contextId: string | null;
  /** Null: Graph's beta last use is not asked for. */
  readonly lastUse: LastUseReader | null;
  readonly clock: Clock;
}): ProofOfPush {
  const { freshSignIns, contextId, lastUse, clock } = parts;
  return {
    strengthOf: async (key, methodId, token, purpose) => {
      const result = await freshSignIns.findResult(key, purpose, clock.now());
      if (result?.kind !== "completed") return null;
      if (contextId !== null && result.contexts.includes(contextId)) return "enforced";
      const usedAt = (await lastUse?.lastUsedAt(token, methodId)) ?? null;
      const isLogged = usedAt !== null && usedAt.getTime() >= result.signedInAt.getTime() - SKEW_MS;
      return isLogged ? "logged" : "signedIn";
    },
  };
}

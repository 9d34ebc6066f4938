import type { MethodPolicy } from "../methods/policy.ts";
import { type Assessment, assess } from "../methods/readiness.ts";
import type { Clock } from "./clock.ts";
import type { DelegatedToken } from "./delegated-token.ts";
import type { GraphRefusal, MethodsReader } from "./methods-reader.ts";
import type { PersonKey } from "./person.ts";
import { isOwnedBy, ownerOf } from "./token-owner.ts";

export type CheckResult =
  | { readonly kind: "assessed"; readonly assessment: Assessment }
  /** The sign-in was completed with another account than the one that chats with us. Nothing was read. */
  | { readonly kind: "wrongAccount" }
  | GraphRefusal;

/** "Am I set up?" for the person `key`, with their own token. One Graph request in the usual case. */
export type CheckReadiness = (key: PersonKey, token: DelegatedToken) => Promise<CheckResult>;

export function createCheckReadiness(parts: {
  readonly reader: MethodsReader;
  readonly policy: MethodPolicy;
  readonly clock: Clock;
}): CheckReadiness {
  const { reader, policy, clock } = parts;
  return async (key, token) => {
    const found = await ownerOf(token, reader);
    if (found.kind !== "known") return found;
    const { owner } = found;
    if (!isOwnedBy(owner, key)) return { kind: "wrongAccount" };
    const reading = await reader.readMine(token);
    if (reading.kind !== "read") return reading;
    const read = { ...reading, isGuest: owner.isGuest };
    return { kind: "assessed", assessment: assess(read, policy, clock.now()) };
  };
}

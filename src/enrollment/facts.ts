import type { PushProof } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import type { PersonKey } from "./person.ts";

/** What is established about a person: for the checklist, for reminders, and for the removal guard. */
export type EnrollmentFacts = {
  /** The Authenticator entry that the person said is in their hand. */
  readonly currentDevice: { readonly methodId: MethodId; readonly at: Date } | null;
  readonly proof: PushProof | null;
  /** When all four points of the checklist were ticked; null while they are not. */
  readonly finishedAt: Date | null;
};

export interface FactsStore {
  /** All null for a person of whom nothing is known. */
  find(key: PersonKey): Promise<EnrollmentFacts>;
  /** Replaces the confirmed device. For another id than before, the proof and the finish go with the old one. */
  confirmDevice(key: PersonKey, methodId: MethodId, at: Date): Promise<void>;
  /** Keeps the proof unless a newer one is stored. Proofs never outlive their own `at` by being re-saved. */
  saveProof(key: PersonKey, proof: PushProof): Promise<void>;
  saveFinished(key: PersonKey, at: Date | null): Promise<void>;
}

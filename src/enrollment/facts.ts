import type { ConfirmedFacts, DeviceEvidence, PushProof } from "../methods/checklist.ts";
import type { MethodId } from "../methods/ids.ts";
import type { PersonKey } from "./person.ts";

/** What is established about a person: for the checklist, for reminders, and for the removal guard. */
export type EnrollmentFacts = ConfirmedFacts & {
  /** When all four points of the checklist were ticked; null while they are not. */
  readonly finishedAt: Date | null;
};

export interface FactsStore {
  /** Nulls and an empty list for a person of whom nothing is known. */
  find(key: PersonKey): Promise<EnrollmentFacts>;
  /**
   * Replaces the confirmed device. For another id than before, the proof and the finish go with the old one. For the
   * same id, `said` leaves a stored `appeared` as it is, its time included: a word takes no evidence away, and makes it no
   * fresher. Ids are compared exactly.
   */
  confirmDevice(
    key: PersonKey,
    methodId: MethodId,
    evidence: DeviceEvidence,
    at: Date,
  ): Promise<void>;
  /** Replaces the entries that the person says are theirs too; an empty list takes all back. In the order given. */
  keepDevices(key: PersonKey, methodIds: readonly MethodId[], at: Date): Promise<void>;
  /** Keeps the proof unless a newer one is stored. Proofs never outlive their own `at` by being re-saved. */
  saveProof(key: PersonKey, proof: PushProof): Promise<void>;
  saveFinished(key: PersonKey, at: Date | null): Promise<void>;
}

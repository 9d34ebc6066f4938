import type { Snapshot } from "../../src/dialogs/guide-snapshot.ts";
import type { EnrollmentFacts } from "../../src/enrollment/facts.ts";
import { methodId } from "../../src/methods/ids.ts";
import type { Method } from "../../src/methods/method.ts";
import { DEFAULT_POLICY } from "../../src/methods/policy.ts";
import { type Assessment, assess } from "../../src/methods/readiness.ts";
import { aMethod } from "../builders/methods.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
export const NOTHING_KNOWN: EnrollmentFacts = {
  currentDevice: null,
  proof: null,
  keptDevices: [],
  finishedAt: null,
};

/** What the judgement says of somebody with these methods; a password and a phone are there unless told otherwise. */
export function anAssessment(
  methods: readonly Method[],
  others: readonly Method[] = [aMethod({ kind: "password" }), aMethod({ kind: "phone" })],
): Assessment {
  return assess(
    { kind: "read", methods: [...methods, ...others], isGuest: false },
    DEFAULT_POLICY,
    NOW,
  );
}

/** Somebody of whom nothing is established, unless told otherwise. */
export function aSnapshot(
  methods: readonly Method[],
  facts: Partial<EnrollmentFacts> = {},
  others?: readonly Method[],
): Snapshot {
  return { assessment: anAssessment(methods, others), facts: { ...NOTHING_KNOWN, ...facts } };
}

/** The facts of somebody whose `id` is in the hand, with a proof of it. */
export function provedOn(id: string): Pick<EnrollmentFacts, "currentDevice" | "proof"> {
  return {
    currentDevice: { methodId: methodId(id), evidence: "appeared", at: NOW },
    proof: { methodId: methodId(id), strength: "registered", at: NOW },
  };
}

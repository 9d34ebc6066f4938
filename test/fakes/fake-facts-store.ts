import type { EnrollmentFacts, FactsStore } from "../../src/enrollment/facts.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { CurrentDevice, DeviceEvidence, PushProof } from "../../src/methods/checklist.ts";
import type { MethodId } from "../../src/methods/ids.ts";

const NOTHING_KNOWN: EnrollmentFacts = {
  currentDevice: null,
  proof: null,
  keptDevices: [],
  finishedAt: null,
};

/** FactsStore in memory; `test/contracts/facts-store.contract.ts` holds it to what the database does. */
export class FakeFactsStore implements FactsStore {
  readonly #facts = new Map<string, EnrollmentFacts>();

  find(key: PersonKey): Promise<EnrollmentFacts> {
    return Promise.resolve(this.#known(key));
  }

  confirmDevice(
    key: PersonKey,
    methodId: MethodId,
    evidence: DeviceEvidence,
    at: Date,
  ): Promise<void> {
    const known = this.#known(key);
    const isSame = known.currentDevice?.methodId === methodId;
    this.#facts.set(id(key), {
      ...known,
      currentDevice: confirmed(known.currentDevice, { methodId, evidence, at }),
      proof: isSame || known.proof?.methodId === methodId ? known.proof : null,
      finishedAt: isSame ? known.finishedAt : null,
    });
    return Promise.resolve();
  }

  keepDevices(key: PersonKey, methodIds: readonly MethodId[]): Promise<void> {
    this.#facts.set(id(key), { ...this.#known(key), keptDevices: [...methodIds] });
    return Promise.resolve();
  }

  saveProof(key: PersonKey, { methodId, strength, at }: PushProof): Promise<void> {
    const known = this.#known(key);
    if (known.proof === null || known.proof.at <= at) {
      this.#facts.set(id(key), { ...known, proof: { methodId, strength, at } });
    }
    return Promise.resolve();
  }

  saveFinished(key: PersonKey, at: Date | null): Promise<void> {
    this.#facts.set(id(key), { ...this.#known(key), finishedAt: at });
    return Promise.resolve();
  }

  #known(key: PersonKey): EnrollmentFacts {
    return this.#facts.get(id(key)) ?? NOTHING_KNOWN;
  }
}

function confirmed(before: CurrentDevice | null, now: CurrentDevice): CurrentDevice {
  const isWeaker =
    before?.methodId === now.methodId && before.evidence === "appeared" && now.evidence === "said";
  return isWeaker ? before : now;
}

const id = ({ tenantId, userId }: PersonKey): string => `${tenantId}/${userId}`;

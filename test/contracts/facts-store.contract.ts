import assert from "node:assert/strict";
import type { FactsStore } from "../../src/enrollment/facts.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { methodId } from "../../src/methods/ids.ts";

const PIXEL = methodId("Pixel-aBc");
const IPHONE = methodId("iPhone-dEf");
const EARLIER = new Date("2026-03-02T08:00:00.000Z");
const NOON = new Date("2026-03-02T12:00:00.000Z");
const LATER = new Date("2026-03-02T13:00:00.000Z");

/** What every FactsStore does. `aPerson` makes somebody whom the service knows, and of whom nothing is established. */
export function factsStoreContract(
  store: () => FactsStore,
  aPerson: () => Promise<PersonKey>,
): void {
  it("knows nothing of a new person", async () => {
    assert.deepEqual(await store().find(await aPerson()), {
      currentDevice: null,
      proof: null,
      keptDevices: [],
      finishedAt: null,
    });
  });

  it("keeps device, proof and finish", async () => {
    const key = await aPerson();

    await store().confirmDevice(key, PIXEL, "said", EARLIER);
    await store().saveProof(key, { methodId: PIXEL, strength: "signedIn", at: NOON });
    await store().saveFinished(key, LATER);

    assert.deepEqual(await store().find(key), {
      currentDevice: { methodId: PIXEL, evidence: "said", at: EARLIER },
      proof: { methodId: PIXEL, strength: "signedIn", at: NOON },
      keptDevices: [],
      finishedAt: LATER,
    });
  });

  it("keeps people apart", async () => {
    const [one, other] = [await aPerson(), await aPerson()];

    await store().confirmDevice(one, PIXEL, "said", NOON);

    assert.equal((await store().find(other)).currentDevice, null);
  });

  describe("confirmDevice", () => {
    it("lets proof and finish go with the old device", async () => {
      const key = await aPerson();
      await store().confirmDevice(key, PIXEL, "said", EARLIER);
      await store().saveProof(key, { methodId: PIXEL, strength: "logged", at: EARLIER });
      await store().saveFinished(key, EARLIER);

      await store().confirmDevice(key, IPHONE, "said", NOON);

      assert.deepEqual(await store().find(key), {
        currentDevice: { methodId: IPHONE, evidence: "said", at: NOON },
        proof: null,
        keptDevices: [],
        finishedAt: null,
      });
    });

    it("keeps proof and finish when the same device is confirmed again", async () => {
      const key = await aPerson();
      const proof = { methodId: PIXEL, strength: "registered", at: EARLIER } as const;
      await store().confirmDevice(key, PIXEL, "said", EARLIER);
      await store().saveProof(key, proof);
      await store().saveFinished(key, EARLIER);

      await store().confirmDevice(key, PIXEL, "said", NOON);

      assert.deepEqual(await store().find(key), {
        currentDevice: { methodId: PIXEL, evidence: "said", at: NOON },
        proof,
        keptDevices: [],
        finishedAt: EARLIER,
      });
    });

    it("keeps a proof that was there before its device was confirmed, and no finish", async () => {
      const key = await aPerson();
      const proof = { methodId: PIXEL, strength: "registered", at: EARLIER } as const;
      await store().saveProof(key, proof);
      await store().saveFinished(key, EARLIER);

      await store().confirmDevice(key, PIXEL, "said", NOON);

      const facts = await store().find(key);
      assert.deepEqual(facts.proof, proof);
      assert.equal(facts.finishedAt, null);
    });

    it("tells ids apart that differ in case only", async () => {
      const key = await aPerson();
      await store().confirmDevice(key, PIXEL, "said", EARLIER);
      await store().saveFinished(key, EARLIER);

      await store().confirmDevice(key, methodId(PIXEL.toLowerCase()), "said", NOON);

      assert.equal((await store().find(key)).finishedAt, null);
    });
  });

  describe("saveProof", () => {
    it("keeps each strength", async () => {
      const key = await aPerson();
      const strengths = ["registered", "signedIn", "logged", "enforced"] as const;
      const kept = [];

      for (const strength of strengths) {
        await store().saveProof(key, { methodId: PIXEL, strength, at: NOON });
        kept.push((await store().find(key)).proof?.strength);
      }

      assert.deepEqual(kept, strengths);
    });

    it("keeps the newer proof, in whichever order they come", async () => {
      const [inOrder, reversed] = [await aPerson(), await aPerson()];
      const older = { methodId: PIXEL, strength: "enforced", at: EARLIER } as const;
      const newer = { methodId: IPHONE, strength: "registered", at: NOON } as const;

      for (const proof of [older, newer]) await store().saveProof(inOrder, proof);
      for (const proof of [newer, older]) await store().saveProof(reversed, proof);

      assert.deepEqual((await store().find(inOrder)).proof, newer);
      assert.deepEqual((await store().find(reversed)).proof, newer);
    });

    it("leaves device and finish alone", async () => {
      const key = await aPerson();
      await store().confirmDevice(key, PIXEL, "said", EARLIER);
      await store().saveFinished(key, EARLIER);

      await store().saveProof(key, { methodId: PIXEL, strength: "signedIn", at: NOON });

      const { currentDevice, finishedAt } = await store().find(key);
      assert.deepEqual(currentDevice, { methodId: PIXEL, evidence: "said", at: EARLIER });
      assert.deepEqual(finishedAt, EARLIER);
    });
  });

  describe("saveFinished", () => {
    it("takes a finish back", async () => {
      const key = await aPerson();
      await store().saveFinished(key, NOON);

      await store().saveFinished(key, null);

      assert.equal((await store().find(key)).finishedAt, null);
    });
  });

  it("loses nothing when device and proofs are saved at the same time", async () => {
    const key = await aPerson();

    await Promise.all([
      store().saveProof(key, { methodId: PIXEL, strength: "signedIn", at: NOON }),
      store().confirmDevice(key, PIXEL, "said", NOON),
      store().saveProof(key, { methodId: PIXEL, strength: "registered", at: EARLIER }),
    ]);

    const { currentDevice, proof } = await store().find(key);
    assert.deepEqual(currentDevice, { methodId: PIXEL, evidence: "said", at: NOON });
    assert.deepEqual(proof, { methodId: PIXEL, strength: "signedIn", at: NOON });
  });
}

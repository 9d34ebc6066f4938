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

  describe("the evidence of a device", () => {
    it("is kept", async () => {
      for (const evidence of ["appeared", "said"] as const) {
        const key = await aPerson();

        await store().confirmDevice(key, PIXEL, evidence, NOON);

        const { currentDevice } = await store().find(key);
        assert.deepEqual(currentDevice, { methodId: PIXEL, evidence, at: NOON });
      }
    });

    const cases = [
      { before: "appeared", then: "said", kept: { evidence: "appeared", at: EARLIER } },
      { before: "appeared", then: "appeared", kept: { evidence: "appeared", at: NOON } },
      { before: "said", then: "appeared", kept: { evidence: "appeared", at: NOON } },
      { before: "said", then: "said", kept: { evidence: "said", at: NOON } },
    ] as const;
    for (const { before, then, kept } of cases) {
      it(`is "${kept.evidence}" when it was "${before}" and is now "${then}" for the same device`, async () => {
        const key = await aPerson();
        await store().confirmDevice(key, PIXEL, before, EARLIER);

        await store().confirmDevice(key, PIXEL, then, NOON);

        assert.deepEqual((await store().find(key)).currentDevice, { methodId: PIXEL, ...kept });
      });
    }

    it("does not pass from one device to another", async () => {
      const key = await aPerson();
      await store().confirmDevice(key, PIXEL, "appeared", EARLIER);

      await store().confirmDevice(key, IPHONE, "said", NOON);
      await store().confirmDevice(key, PIXEL, "said", LATER);

      const { currentDevice } = await store().find(key);
      assert.deepEqual(currentDevice, { methodId: PIXEL, evidence: "said", at: LATER });
    });
  });

  describe("keepDevices", () => {
    it("keeps ids as they are, in the order given", async () => {
      const key = await aPerson();
      const ids = [`it's "a", {b}`, "NULL", "", "\\", IPHONE, PIXEL, PIXEL.toLowerCase(), IPHONE];
      const kept = ids.map(methodId);

      await store().keepDevices(key, kept, NOON);

      assert.deepEqual((await store().find(key)).keptDevices, kept);
    });

    it("replaces what was kept, and takes all back with an empty list", async () => {
      const key = await aPerson();
      await store().keepDevices(key, [PIXEL, IPHONE], EARLIER);

      await store().keepDevices(key, [IPHONE], NOON);
      const replaced = (await store().find(key)).keptDevices;
      await store().keepDevices(key, [], LATER);

      assert.deepEqual(replaced, [IPHONE]);
      assert.deepEqual((await store().find(key)).keptDevices, []);
    });

    it("leaves device, proof and finish alone, and is left alone by them", async () => {
      const key = await aPerson();
      const proof = { methodId: PIXEL, strength: "logged", at: EARLIER } as const;
      await store().confirmDevice(key, PIXEL, "appeared", EARLIER);
      await store().saveProof(key, proof);
      await store().saveFinished(key, EARLIER);

      await store().keepDevices(key, [IPHONE], NOON);
      const kept = await store().find(key);
      await store().confirmDevice(key, IPHONE, "said", LATER);

      assert.deepEqual(kept, {
        currentDevice: { methodId: PIXEL, evidence: "appeared", at: EARLIER },
        proof,
        keptDevices: [IPHONE],
        finishedAt: EARLIER,
      });
      assert.deepEqual((await store().find(key)).keptDevices, [IPHONE]);
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
      store().keepDevices(key, [IPHONE], NOON),
    ]);

    const { currentDevice, proof, keptDevices } = await store().find(key);
    assert.deepEqual(keptDevices, [IPHONE]);
    assert.deepEqual(currentDevice, { methodId: PIXEL, evidence: "said", at: NOON });
    assert.deepEqual(proof, { methodId: PIXEL, strength: "signedIn", at: NOON });
  });
}

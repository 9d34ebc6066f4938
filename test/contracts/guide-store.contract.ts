import assert from "node:assert/strict";
import type { Guide, GuideStore } from "../../src/enrollment/guide-store.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";

const NOON = new Date("2026-03-02T12:00:00.000Z");

const NEW: Guide = {
  guideId: "guide-1",
  state: { kind: "step", step: 1 },
  activityId: null,
  version: 0,
};

/** What every GuideStore does. `aPerson` makes somebody whom the service knows, and who has no guide. */
export function guideStoreContract(
  store: () => GuideStore,
  aPerson: () => Promise<PersonKey>,
): void {
  it("finds nothing for a person without a guide", async () => {
    assert.equal(await store().find(await aPerson()), null);
  });

  it("gives a new guide back as it was saved, as version 1", async () => {
    const key = await aPerson();

    const isSaved = await store().save(key, NEW, NOON);

    assert.equal(isSaved, true);
    assert.deepEqual(await store().find(key), { ...NEW, version: 1 });
  });

  it("saves what follows the stored version", async () => {
    const key = await aPerson();
    await store().save(key, NEW, NOON);
    const next: Guide = { guideId: "guide-2", state: { step: 2 }, activityId: "1:a", version: 1 };

    const isSaved = await store().save(key, next, NOON);

    assert.equal(isSaved, true);
    assert.deepEqual(await store().find(key), { ...next, version: 2 });
  });

  const refused = [
    { name: "a second first version", version: 0 },
    { name: "what follows an older version", version: 1 },
    { name: "what follows a version that is not there yet", version: 3 },
  ];
  for (const { name, version } of refused) {
    it(`refuses ${name} and writes nothing`, async () => {
      const key = await aPerson();
      await store().save(key, NEW, NOON);
      await store().save(key, { ...NEW, version: 1 }, NOON);

      const isSaved = await store().save(key, { ...NEW, state: "lost", version }, NOON);

      assert.equal(isSaved, false);
      assert.deepEqual(await store().find(key), { ...NEW, version: 2 });
    });
  }

  it("refuses what follows a guide that is not there", async () => {
    const key = await aPerson();

    const isSaved = await store().save(key, { ...NEW, version: 1 }, NOON);

    assert.equal(isSaved, false);
    assert.equal(await store().find(key), null);
  });

  it("begins anew after a deletion", async () => {
    const key = await aPerson();
    await store().save(key, NEW, NOON);

    await store().delete(key);
    await store().delete(key);

    assert.equal(await store().find(key), null);
    assert.equal(await store().save(key, NEW, NOON), true);
  });

  it("keeps people apart", async () => {
    const [one, other] = [await aPerson(), await aPerson()];
    await store().save(one, NEW, NOON);

    await store().delete(other);

    assert.deepEqual(await store().find(one), { ...NEW, version: 1 });
    assert.equal(await store().find(other), null);
  });

  it("returns text of any script and odd characters as it was", async () => {
    const key = await aPerson();
    const state = { name: 'žluťoučký 漢字 🙂 \0 \ud800 "\\', nothing: null, list: [1.5, true] };

    await store().save(key, { ...NEW, state }, NOON);

    assert.deepEqual((await store().find(key))?.state, state);
  });

  for (const version of [0, 1]) {
    it(`lets exactly one of fifty writers that follow version ${version} through`, async () => {
      const key = await aPerson();
      if (version === 1) await store().save(key, NEW, NOON);

      const saves = await Promise.all(
        Array.from({ length: 50 }, (_, writer) =>
          store().save(key, { ...NEW, state: { writer }, version }, NOON),
        ),
      );

      assert.equal(saves.filter(Boolean).length, 1);
      const winner = saves.indexOf(true);
      assert.deepEqual((await store().find(key))?.state, { writer: winner });
    });
  }
}

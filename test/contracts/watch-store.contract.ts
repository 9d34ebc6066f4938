import assert from "node:assert/strict";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { WatchStore } from "../../src/enrollment/watch-store.ts";

const LONG_MS = 600_000;
/** Has run out by the time that the next statement is read. */
const OVER_MS = 0;

/** What every WatchStore does. `aPerson` makes somebody whom the service knows, and whom nobody watches. */
export function watchStoreContract(
  store: () => WatchStore,
  aPerson: () => Promise<PersonKey>,
): void {
  it("is taken by one holder until it is given back", async () => {
    const key = await aPerson();

    const taken = [
      await store().take(key, "a", LONG_MS),
      await store().take(key, "b", LONG_MS),
      await store().take(key, "a", LONG_MS),
    ];
    await store().release(key, "a");

    assert.deepEqual(taken, [true, false, false]);
    assert.equal(await store().take(key, "b", LONG_MS), true);
  });

  it("is taken over once the lease has run out", async () => {
    const key = await aPerson();
    await store().take(key, "a", OVER_MS);

    const taken = await store().take(key, "b", LONG_MS);

    assert.equal(taken, true);
    assert.equal(await store().extend(key, "a", LONG_MS), false);
    assert.equal(await store().extend(key, "b", LONG_MS), true);
  });

  it("holds for as long as it is extended", async () => {
    const key = await aPerson();
    await store().take(key, "a", OVER_MS);

    const extended = await store().extend(key, "a", LONG_MS);

    assert.equal(extended, true);
    assert.equal(await store().take(key, "b", LONG_MS), false);
  });

  it("runs out when it was last extended for a short time", async () => {
    const key = await aPerson();
    await store().take(key, "a", LONG_MS);

    await store().extend(key, "a", OVER_MS);

    assert.equal(await store().take(key, "b", LONG_MS), true);
  });

  it("is neither extended nor given back by somebody else", async () => {
    const key = await aPerson();
    await store().take(key, "a", LONG_MS);

    const extended = await store().extend(key, "b", LONG_MS);
    await store().release(key, "b");

    assert.equal(extended, false);
    assert.equal(await store().extend(key, "a", LONG_MS), true);
  });

  it("is not extended after it was given back", async () => {
    const key = await aPerson();
    await store().take(key, "a", LONG_MS);
    await store().release(key, "a");
    await store().release(key, "a");

    assert.equal(await store().extend(key, "a", LONG_MS), false);
  });

  it("is one per person", async () => {
    const [one, other] = [await aPerson(), await aPerson()];

    const taken = [await store().take(one, "a", LONG_MS), await store().take(other, "a", LONG_MS)];

    assert.deepEqual(taken, [true, true]);
  });

  for (const [name, leaseMs] of [
    ["a free watch", null],
    ["a watch whose lease has run out", OVER_MS],
  ] as const) {
    it(`is taken by exactly one of fifty that want ${name}`, async () => {
      const key = await aPerson();
      if (leaseMs !== null) await store().take(key, "gone", leaseMs);

      const takes = await Promise.all(
        Array.from({ length: 50 }, (_, holder) => store().take(key, `h${holder}`, LONG_MS)),
      );

      assert.equal(takes.filter(Boolean).length, 1);
      assert.equal(await store().extend(key, `h${takes.indexOf(true)}`, LONG_MS), true);
    });
  }
}

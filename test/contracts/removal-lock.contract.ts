import assert from "node:assert/strict";
import type { PersonKey } from "../../src/enrollment/person.ts";
import type { HeldLock, RemovalLock } from "../../src/enrollment/removal-lock.ts";

/** What every RemovalLock does; `other` is the same lock as another user of it sees it. */
export function removalLockContract(
  lock: () => RemovalLock,
  other: () => RemovalLock,
  aPerson: () => Promise<PersonKey>,
): void {
  it("runs the work and gives what it came to", async () => {
    assert.deepEqual(await lock().run(await aPerson(), () => Promise.resolve(7)), {
      kind: "done",
      value: 7,
    });
  });

  it("throws what the work throws, and is given back then too", async () => {
    const key = await aPerson();
    const failure = new Error("the work failed");

    const running = lock().run(key, () => Promise.reject(failure));

    await assert.rejects(running, failure);
    assert.equal((await other().run(key, () => Promise.resolve())).kind, "done");
  });

  it("does not even begin what comes second, whoever asks, until the first is done", async () => {
    const key = await aPerson();
    const begun: string[] = [];
    const begin = (name: string) => () => {
      begun.push(name);
      return Promise.resolve();
    };

    const first = await lock().run(key, async () => [
      await lock().run(key, begin("same")),
      await other().run(key, begin("other")),
    ]);
    await other().run(key, begin("later"));

    assert.deepEqual(first, { kind: "done", value: [{ kind: "busy" }, { kind: "busy" }] });
    assert.deepEqual(begun, ["later"]);
  });

  it("keeps people apart", async () => {
    const [one, another] = [await aPerson(), await aPerson()];

    const run = await lock().run(one, () => other().run(another, () => Promise.resolve("inside")));

    assert.deepEqual(run, { kind: "done", value: { kind: "done", value: "inside" } });
  });

  it("says that it is held while the work runs, and no longer", async () => {
    const seen: HeldLock[] = [];

    const during = await lock().run(await aPerson(), async (held) => {
      seen.push(held);
      return [await held.isHeld(), await held.isHeld()];
    });

    assert.deepEqual(during, { kind: "done", value: [true, true] });
    assert.equal(await seen[0]?.isHeld(), false);
  });

  it("is had by one of twenty that ask at the same time", async () => {
    const key = await aPerson();
    const { promise: allAsked, resolve: release } = Promise.withResolvers<undefined>();
    let refused = 0;

    const runs = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const run = await (index % 2 === 0 ? lock() : other()).run(key, () => allAsked);
        if (run.kind === "busy") refused += 1;
        if (refused === 19) release(undefined);
        return run.kind;
      }),
    );

    assert.equal(runs.filter((kind) => kind === "done").length, 1);
  });

  it("is never had by two at a time, however often it goes from one to another", async () => {
    const key = await aPerson();
    let inside = 0;
    let most = 0;
    let done = 0;

    const taking = async (from: RemovalLock): Promise<void> => {
      for (let round = 0; round < 25; round += 1) {
        await from.run(key, async (held) => {
          inside += 1;
          most = Math.max(most, inside);
          await held.isHeld();
          inside -= 1;
          done += 1;
        });
      }
    };
    await Promise.all([taking(lock()), taking(other()), taking(lock()), taking(other())]);

    assert.equal(most, 1);
    assert.ok(done > 0);
  });
}

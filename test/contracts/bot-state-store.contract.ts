import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Storage } from "botbuilder";

/** What the bot SDK expects of its `Storage`, as botbuilder's own MemoryStorage does it. */
export function botStateStoreContract(store: () => Storage): void {
  it("returns what was written, with an eTag", async () => {
    const key = aKey();

    await store().write({ [key]: { topic: "check", steps: [1, 2], nested: { a: null } } });

    const items = await store().read([key]);
    const { eTag, ...item } = asItem(items[key]);
    assert.deepEqual(item, { topic: "check", steps: [1, 2], nested: { a: null } });
    assert.equal(typeof eTag, "string");
    assert.notEqual(eTag, "");
  });

  it("leaves out keys that do not exist", async () => {
    const key = aKey();
    await store().write({ [key]: { a: 1 } });

    const items = await store().read([key, aKey()]);

    assert.deepEqual(Object.keys(items), [key]);
  });

  it("reads nothing and writes nothing when asked for nothing", async () => {
    await store().write({});
    await store().delete([]);

    const items = await store().read([]);

    assert.deepEqual(items, {});
  });

  it("gives a new eTag with each write, even after a deletion", async () => {
    const key = aKey();
    const eTags = new Set<unknown>();

    for (let write = 0; write < 3; write += 1) {
      await store().write({ [key]: { same: true } });
      eTags.add(asItem((await store().read([key]))[key])["eTag"]);
      if (write === 1) await store().delete([key]);
    }

    assert.equal(eTags.size, 3);
  });

  for (const eTag of ["*", "", undefined]) {
    it(`overwrites when the eTag is ${eTag === undefined ? "missing" : JSON.stringify(eTag)}`, async () => {
      const key = aKey();
      await store().write({ [key]: { version: 1 } });

      await store().write({ [key]: { version: 2, ...(eTag === undefined ? {} : { eTag }) } });

      assert.equal(asItem((await store().read([key]))[key])["version"], 2);
    });
  }

  it("writes an item that was not changed since it was read", async () => {
    const key = aKey();
    await store().write({ [key]: { version: 1 } });
    const item = asItem((await store().read([key]))[key]);

    await store().write({ [key]: { ...item, version: 2 } });

    assert.equal(asItem((await store().read([key]))[key])["version"], 2);
  });

  it("refuses an item that was changed since it was read, in the SDK's words", async () => {
    const key = aKey();
    await store().write({ [key]: { version: 1 } });
    const item = asItem((await store().read([key]))[key]);
    await store().write({ [key]: { version: 2 } });

    await assert.rejects(store().write({ [key]: { ...item, version: 3 } }), {
      message: `Storage: error writing "${key}" due to eTag conflict.`,
    });

    assert.equal(asItem((await store().read([key]))[key])["version"], 2);
  });

  it("creates a missing item whatever its eTag, and only once", async () => {
    const key = aKey();
    await store().write({ [key]: { eTag: "exchange-1" } });

    await assert.rejects(store().write({ [key]: { eTag: "exchange-1" } }), /eTag conflict/);

    assert.deepEqual(Object.keys(await store().read([key])), [key]);
  });

  it("deletes, and ignores what does not exist", async () => {
    const [gone, kept] = [aKey(), aKey()];
    await store().write({ [gone]: { a: 1 }, [kept]: { b: 2 } });

    await store().delete([gone, aKey()]);

    assert.deepEqual(Object.keys(await store().read([gone, kept])), [kept]);
  });

  it("does not change what the caller holds", async () => {
    const key = aKey();
    const item = { eTag: "*", list: [1] };

    await store().write({ [key]: item });

    assert.deepEqual(item, { eTag: "*", list: [1] });
  });

  const keys = [
    ["with signs of paths and SQL", `msteams/28:bot/conversations/a:1'";--%_\\{}/?#`],
    ["in other scripts", "прывітанне/こんにちは/🙂"],
    ["with control characters", "line\nbreak\ttab\0nul"],
    ["of 100 000 characters", "k".repeat(100_000)],
  ] as const;
  for (const [name, suffix] of keys) {
    it(`takes keys ${name}`, async () => {
      const key = `${aKey()}${suffix}`;

      await store().write({ [key]: { found: true } });

      assert.equal(asItem((await store().read([key]))[key])["found"], true);
    });
  }

  it("tells apart keys that are merged by careless encoding", async () => {
    const stem = aKey();
    const similar = ["\ud800", "\ud801", "\ufffd", "é", "e\u0301", "\0", " ", ""].map(
      (end) => `${stem}${end}`,
    );
    for (const [index, key] of similar.entries()) await store().write({ [key]: { index } });

    const items = await store().read(similar);

    assert.deepEqual(
      similar.map((key) => asItem(items[key])["index"]),
      similar.map((_, index) => index),
    );
  });

  it("returns text of any script and odd characters as it was", async () => {
    const key = aKey();
    const item = { text: `žluťoučký 漢字 🙂 \0 \ud800 "\\`, "key\0": 1, big: 1e300, small: 0.1 };

    await store().write({ [key]: item });

    const read = asItem((await store().read([key]))[key]);
    assert.deepEqual(read, { ...item, eTag: read["eTag"] });
  });

  it("takes an item of a megabyte", async () => {
    const key = aKey();
    const text = 'é"\\漢'.repeat(250_000);

    await store().write({ [key]: { text } });

    assert.equal(asItem((await store().read([key]))[key])["text"], text);
  });
}

/** What MemoryStorage, which no second process shares, does not promise. */
export function sharedBotStateStoreContract(store: () => Storage): void {
  it("writes none of several items when one was changed since it was read", async () => {
    const [first, second, third] = [aKey(), aKey(), aKey()];
    await store().write({ [first]: { version: 1 }, [second]: { version: 1 } });
    const stale = asItem((await store().read([second]))[second]);
    await store().write({ [second]: { version: 2 } });

    await assert.rejects(
      store().write({
        [first]: { version: 9 },
        [second]: { ...stale, version: 9 },
        [third]: { version: 9 },
      }),
      { message: `Storage: error writing "${second}" due to eTag conflict.` },
    );

    const items = await store().read([first, second, third]);
    assert.equal(asItem(items[first])["version"], 1);
    assert.equal(asItem(items[second])["version"], 2);
    assert.equal(items[third], undefined);
  });

  it("lets exactly one of fifty writers of the same version through", async () => {
    const key = aKey();
    await store().write({ [key]: { version: 1 } });
    const item = asItem((await store().read([key]))[key]);

    const writes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, writer) => store().write({ [key]: { ...item, writer } })),
    );

    assert.equal(writes.filter((write) => write.status === "fulfilled").length, 1);
  });

  it("lets exactly one of fifty creators with an eTag through", async () => {
    const key = aKey();

    const writes = await Promise.allSettled(
      Array.from({ length: 50 }, () => store().write({ [key]: { eTag: "exchange-1" } })),
    );

    assert.equal(writes.filter((write) => write.status === "fulfilled").length, 1);
  });

  it("lets writers of the same keys in opposite order all finish", async () => {
    const [first, second] = [aKey(), aKey()];
    const there = { [first]: { a: 1 }, [second]: { b: 1 } };
    const back = { [second]: { b: 2 }, [first]: { a: 2 } };

    await Promise.all(
      Array.from({ length: 20 }, (_, writer) => store().write(writer % 2 === 0 ? there : back)),
    );

    assert.equal(Object.keys(await store().read([first, second])).length, 2);
  });
}

function aKey(): string {
  return `test/${randomUUID()}`;
}

type Item = { readonly [property: string]: unknown };

/** The SDK types its items as `any`. */
function asItem(item: unknown): Item {
  assert.ok(typeof item === "object" && item !== null);
  return { ...item };
}

import assert from "node:assert/strict";
import { type ListBatch, readList, readListLine } from "../../src/reminders/id-list.ts";
import { aKey } from "../builders/candidates.ts";

const id = (n: number): string => aKey(n).userId;

async function batches(lines: readonly string[], size: number): Promise<readonly ListBatch[]> {
  const all: ListBatch[] = [];
  for await (const batch of readList(lines, size)) all.push(batch);
  return all;
}

describe("readListLine", () => {
  const rows = [
    { line: id(1), kind: "id" },
    { line: `  ${id(1).toUpperCase()} `, kind: "id" },
    { line: `"${id(1)}",Somebody,Somewhere`, kind: "id" },
    { line: `${id(1)};x`, kind: "id" },
    { line: `\uFEFF${id(1)}`, kind: "id" },
    { line: "", kind: "nothing" },
    { line: "# people on leave", kind: "nothing" },
    { line: "Object Id,Name", kind: "nothing" },
    { line: "someone@example.com", kind: "wrong" },
    { line: id(1).slice(1), kind: "wrong" },
  ];
  for (const { line, kind } of rows) {
    it(`reads ${JSON.stringify(line)} as ${kind}`, () => {
      const read = readListLine(line, 1);

      assert.equal(read.kind, kind);
      if (read.kind === "id") assert.equal(read.userId, id(1));
    });
  }

  it("takes a heading in the first line only", () => {
    assert.equal(readListLine("userId", 1).kind, "nothing");
    assert.equal(readListLine("userId", 2).kind, "wrong");
  });
});

describe("readList", () => {
  it("gives ids in batches", async () => {
    const found = await batches(["id", id(1), "", id(2), id(3)], 2);

    assert.deepEqual(found, [
      { kind: "ids", userIds: [id(1), id(2)] },
      { kind: "ids", userIds: [id(3)] },
    ]);
  });

  it("ends at a line that it cannot read, and says which", async () => {
    const found = await batches([id(1), "someone@example.com", id(2)], 10);

    assert.deepEqual(found, [{ kind: "wrongLine", line: 2 }]);
  });

  it("gives nothing for an empty list", async () => {
    assert.deepEqual(await batches([], 10), []);
  });
});

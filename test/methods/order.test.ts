import assert from "node:assert/strict";
import { compareKeys, type SortKey } from "../../src/methods/order.ts";

describe("compareKeys", () => {
  const ascending: readonly { readonly name: string; readonly keys: readonly SortKey[] }[] = [
    { name: "numbers by size", keys: [[2], [10]] },
    { name: "text by code units", keys: [["B"], ["a"], ["ä"]] },
    {
      name: "by the first part that differs",
      keys: [
        [1, "b"],
        [2, "a"],
      ],
    },
    {
      name: "by later parts when the first are equal",
      keys: [
        [1, "a", 1],
        [1, "a", 2],
      ],
    },
    { name: "a key before the longer one that begins with it", keys: [[], [1], [1, 0]] },
  ];
  for (const { name, keys } of ascending) {
    it(`orders ${name}`, () => {
      assert.deepEqual([...keys].reverse().sort(compareKeys), keys);
      assert.deepEqual([...keys].sort(compareKeys), keys);
    });
  }

  it("is zero for equal keys", () => {
    assert.equal(compareKeys([1, "a"], [1, "a"]), 0);
    assert.equal(compareKeys([], []), 0);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { pageIn } from "../../../src/graph/directory/page-body.ts";

const read = (text: string) => pageIn(Buffer.from(text), (value) => ({ value }));

/** Members other than the two that matter, with names and values that try to be mistaken for them. */
const otherMembers = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom("Value", "value ", "@odata.context", '"value":[')),
  fc.jsonValue(),
  { maxKeys: 4 },
);

describe("a page of a list, read row by row", () => {
  it("is what JSON.parse makes of it, for any rows, members, order and spaces", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.option(fc.string()),
        otherMembers,
        fc.boolean(),
        fc.constantFrom("", " ", "\t", "\r\n  "),
        (value, next, others, linkFirst, indent) => {
          const link = next === null ? {} : { "@odata.nextLink": next };
          const page = linkFirst ? { ...link, ...others, value } : { ...others, value, ...link };
          const text = JSON.stringify(page, null, indent);

          const body = read(text);

          assert.ok(body);
          const { value: expected } = JSON.parse(text) as typeof page;
          assert.deepEqual(
            body.rows.map((row) => row.value),
            expected,
          );
          assert.deepEqual([body.count, body.next], [value.length, next]);
        },
      ),
    );
  });

  it("is none when it is cut anywhere", () => {
    const text = JSON.stringify({
      "@odata.context": 'a "quoted" \\ thing',
      value: [{ id: "a\\", names: ["x", "]"] }, { id: "}" }],
      "@odata.nextLink": "https://graph.example/next",
    });
    for (let length = 0; length < text.length; length += 1) {
      assert.equal(read(text.slice(0, length)), null, text.slice(0, length));
    }
    assert.equal(read(text)?.count, 2);
  });

  it("leaves out rows that cannot be read, and counts them", () => {
    const page = pageIn(Buffer.from('{"value":[1,"x",2]}'), (value) =>
      typeof value === "number" ? value : null,
    );

    assert.deepEqual(page, { rows: [1, 2], count: 3, next: null });
  });

  it("reads text of any language", () => {
    assert.deepEqual(read('{"value":["Łódź 🙂 \\u00e9"]}')?.rows, [{ value: "Łódź 🙂 é" }]);
  });

  it("passes on what a reader of rows throws", () => {
    assert.throws(
      () =>
        pageIn(Buffer.from('{"value":[1]}'), () => {
          throw new RangeError("broken reader");
        }),
      RangeError,
    );
  });

  const none = [
    "",
    "null",
    "[]",
    "{}",
    '{"value":null}',
    '{"value":{}}',
    '{"value":"[1]"}',
    '{"value":[1,]}',
    '{"value":[,1]}',
    '{"value":[1 2]}',
    '{"value":[1}',
    '{"value":[{]}',
    '{"value":[{"a":]}]}',
    '{"value":[1]},',
    '{"value":[1]} x',
    '{"value":[1]',
    '{"value" [1]}',
    "{value:[1]}",
    '{"value":[1],}',
    '{"value":[1],"@odata.nextLink":7}',
    '{"value":[1],"@odata.nextLink":{}}',
    '{"value":[NaN]}',
    '{"value":["\\x"]}',
  ];
  for (const text of none) {
    it(`is not ${text === "" ? "nothing" : text}`, () => {
      assert.equal(read(text), null);
    });
  }
});

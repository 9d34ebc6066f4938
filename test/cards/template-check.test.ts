import assert from "node:assert/strict";
import { checkTemplate } from "../../src/cards/template-check.ts";

describe("checkTemplate", () => {
  const accepted = [
    "plain",
    "${title}",
    "${a.b.c}",
    "${$root.foot.url}",
    "${$data}",
    "[${a}](${b})",
  ];
  for (const text of accepted) {
    it(`accepts ${text}`, () => {
      assert.equal(checkTemplate({ body: [{ text }] }), null);
    });
  }

  const refused = [
    { text: "${if(a, b, c)}", says: "${if(a, b, c)} is not a path" },
    { text: "${a[0]}", says: "${a[0]} is not a path" },
    { text: "${}", says: "${} is not a path" },
    { text: "Hello ${name", says: "${name is not a path" },
    { text: "${'text'}", says: "${'text'} is not a path" },
    { text: "fine ${a}, not ${1+1}", says: "${1+1} is not a path" },
  ];
  for (const { text, says } of refused) {
    it(`refuses ${text}`, () => {
      assert.equal(checkTemplate({ body: [{ items: [{ text }] }] }), says);
    });
  }

  it("refuses $when, which drops an element without a word when it is misspelt", () => {
    const template = { body: [{ $when: "${isShown}", text: "x" }] };

    assert.match(checkTemplate(template) ?? "", /\$when/);
  });
});

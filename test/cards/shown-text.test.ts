import assert from "node:assert/strict";
import fc from "fast-check";
import { maskedEmail, maskedPhone, shownText } from "../../src/cards/shown-text.ts";

describe("shownText", () => {
  const cases = [
    { name: "keeps Markdown and expressions as they are", text: "**x** [a](b) ${c}" },
    { name: "keeps letters of every script", text: "Zoë 的 iPhone, هاتف" },
    { name: "makes one line of several", text: "a\r\n\n b\tc", shown: "a b c" },
    { name: "takes out marks that turn the direction", text: "a\u202Eb\u2066c", shown: "a b c" },
    { name: "takes the space from both ends", text: "  a ", shown: "a" },
    { name: "mends half a character", text: "a\uD83D", shown: "a\uFFFD" },
    {
      name: "keeps a card from making a date of it",
      text: "{{DATE(x)}}",
      shown: "{\u2060{DATE(x)}}",
    },
  ];
  for (const { name, text, shown } of cases) {
    it(name, () => {
      assert.equal(shownText(text), shown ?? text);
    });
  }

  it("cuts what is longer than 80 characters, never in the middle of one", () => {
    const shown = shownText("📱".repeat(81));

    assert.equal(shown, `${"📱".repeat(79)}…`);
  });

  it("gives at most 80 well-formed characters on one line for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const shown = shownText(text);

        assert.ok(shown.isWellFormed());
        assert.ok(Array.from(shown).length <= 80);
        assert.doesNotMatch(shown, /[\r\n\u0085\u2028\u2029]|\{\{/);
      }),
    );
  });
});

describe("maskedPhone", () => {
  const cases = [
    { number: "+1 5555550155", masked: "•••• 55" },
    { number: "+44 20-7946 0958 x12", masked: "•••• 12" },
    { number: "12345", masked: "••••" },
    { number: "", masked: "••••" },
    { number: "call me", masked: "••••" },
  ];
  for (const { number, masked } of cases) {
    it(`shows "${number}" as ${masked}`, () => {
      assert.equal(maskedPhone(number), masked);
    });
  }
});

describe("maskedEmail", () => {
  const cases = [
    { address: "alex.rivera@example.com", masked: "a•••@example.com" },
    { address: "a@example.com", masked: "a•••@example.com" },
    { address: "😀smile@example.com", masked: "😀•••@example.com" },
    { address: "not an address", masked: "•••" },
    { address: "@example.com", masked: "•••" },
    { address: "a@b@example.com", masked: "a•••@example.com" },
    { address: "", masked: "•••" },
  ];
  for (const { address, masked } of cases) {
    it(`shows "${address}" as ${masked}`, () => {
      assert.equal(maskedEmail(address), masked);
    });
  }
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { copyFor } from "../../src/copy/copy.ts";
import { counted } from "../../src/copy/counted.ts";
import { en } from "../../src/copy/en.ts";

describe("copyFor", () => {
  for (const locale of ["en", "en-GB", "EN-us", "de-DE", "zh-Hant-TW", "", "not a locale", null]) {
    it(`gives English for ${locale === null ? "no locale" : `"${locale}"`}`, () => {
      assert.equal(copyFor(locale), en);
    });
  }

  it("never throws, whatever a client calls its locale", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (locale) => copyFor(locale) === en));
  });
});

describe("counted", () => {
  const polish = new Intl.PluralRules("pl");
  const forms = { one: "plik", few: "pliki", other: "plików" };

  for (const { count, word } of [
    { count: 1, word: "plik" },
    { count: 3, word: "pliki" },
    { count: 5, word: "plików" },
  ]) {
    it(`follows the language's own rules: ${count} ${word}`, () => {
      assert.equal(counted(polish, count, forms), word);
    });
  }
});

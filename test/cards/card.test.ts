import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type * as Templating from "adaptivecards-templating";
import fc from "fast-check";
import { expandTemplate, loadTemplate } from "../../src/cards/card.ts";

const SETTING = "getUndefinedFieldValueSubstitutionString";
const frame = { type: "AdaptiveCard", version: "1.5" };
const greeting = loadTemplate("greeting", {
  ...frame,
  body: [
    { type: "TextBlock", text: "Hello ${name}" },
    { type: "TextBlock", text: "${name}" },
    { $data: "${lines}", type: "TextBlock", text: "${text}" },
  ],
});

describe("expandTemplate", () => {
  it("binds values and repeats an element for each entry of an array", () => {
    const card = expandTemplate(greeting, { name: "Ada", lines: [{ text: "a" }, { text: "b" }] });

    assert.deepEqual(card["body"], [
      { type: "TextBlock", text: "Hello Ada" },
      { type: "TextBlock", text: "Ada" },
      { type: "TextBlock", text: "a" },
      { type: "TextBlock", text: "b" },
    ]);
  });

  it("leaves out an element that is bound to an empty array", () => {
    const card = expandTemplate(greeting, { name: "Ada", lines: [] });

    assert.equal(Array.isArray(card["body"]) && card["body"].length, 2);
  });

  const unbound = [
    { name: "a missing value inside a sentence", view: { lines: [] }, path: "name" },
    { name: "a missing array", view: { name: "Ada" }, path: "lines" },
    { name: "a value missing in one entry", view: { name: "Ada", lines: [{}] }, path: "text" },
  ];
  for (const { name, view, path } of unbound) {
    it(`refuses ${name} and says which card and which expression`, () => {
      assert.throws(() => expandTemplate(greeting, view), {
        code: "card.unbound",
        message: `Card greeting: nothing is bound to \${${path}}`,
      });
    });
  }

  it("takes no null: such a view does not compile", () => {
    // @ts-expect-error the engine cannot tell a null from a value
    const bind = (): unknown => expandTemplate(greeting, { name: null, lines: [] });

    assert.throws(bind);
  });

  it("works again after it refused", () => {
    assert.throws(() => expandTemplate(greeting, {}));

    assert.equal(expandTemplate(greeting, { name: "Ada", lines: [] }).type, "AdaptiveCard");
  });

  it("shows any text as it is, expressions and all", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("${name}", "${evil}", "${", "`${lines}`", "\\${x}", "$data", "@{x}", "{{x}}"),
    );
    fc.assert(
      fc.property(text, fc.array(text), (name, lines) => {
        const card = expandTemplate(greeting, {
          name,
          lines: lines.map((line) => ({ text: line })),
        });

        const texts = [`Hello ${name}`, name, ...lines];
        assert.deepEqual(
          card["body"],
          texts.map((shown) => ({ type: "TextBlock", text: shown })),
        );
      }),
    );
  });

  it("leaves the engine's one global setting as it found it", () => {
    const { GlobalSettings } = createRequire(import.meta.url)(
      "adaptivecards-templating",
    ) as typeof Templating;
    const before: unknown = Reflect.get(GlobalSettings, SETTING);
    const theirs = (): string => "of somebody else";
    GlobalSettings[SETTING] = theirs;
    try {
      expandTemplate(greeting, { name: "Ada", lines: [] });
      assert.throws(() => expandTemplate(greeting, {}));

      assert.equal(GlobalSettings[SETTING], theirs);
    } finally {
      Reflect.set(GlobalSettings, SETTING, before);
    }
  });

  it("gives a new card each time", () => {
    const view = { name: "Ada", lines: [] };

    assert.notEqual(expandTemplate(greeting, view), expandTemplate(greeting, view));
  });

  it("refuses a template that is no Adaptive Card 1.5", () => {
    const older = loadTemplate("older", { type: "AdaptiveCard", version: "1.4" });

    assert.throws(() => expandTemplate(older, {}), { code: "card.badTemplate" });
  });
});

describe("loadTemplate", () => {
  it("does nothing until the template is needed", () => {
    assert.doesNotThrow(() => loadTemplate("broken", { text: "${1+1}" }));
  });

  it("names the card and the complaint when a template holds more than layout", () => {
    const broken = loadTemplate("broken", { ...frame, body: [{ text: "${1+1}" }] });

    assert.throws(
      () => {
        broken.prepare();
      },
      { code: "card.badTemplate", message: "Card broken: ${1+1} is not a path" },
    );
  });

  it("parses once: what happens to the JSON afterwards changes nothing", () => {
    const json = { ...frame, fallbackText: "${a}" };
    const template = loadTemplate("once", json);
    template.prepare();
    json.fallbackText = "changed";

    assert.equal(expandTemplate(template, { a: "bound" })["fallbackText"], "bound");
  });
});

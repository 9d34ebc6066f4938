import assert from "node:assert/strict";
import { cardExamples } from "../../scripts/card-examples.ts";
import { CARD_TEMPLATES, prepareCards } from "../../src/cards/prepare.ts";
import { parseAction, parseSubmit } from "../../src/cards/verbs.ts";
import { en } from "../../src/copy/en.ts";
import { complaintsAbout } from "./card-parsing.ts";
import { type CardNode, nodesOf, nodesOfType } from "./card-reading.ts";

const MAX_BYTES = 28 * 1024;
// What the Agents Playground shows blank, at any version.
const SHOWN_BLANK = /^(ProgressBar|ProgressRing|CodeBlock|Badge|Icon|Carousel|Rating)$/;

describe("every card with every example", () => {
  for (const { card, example, bind } of cardExamples()) {
    describe(`${card}, ${example}`, () => {
      const payload = bind(en);

      it("is parsed by the Adaptive Cards library without a complaint", () => {
        assert.deepEqual(complaintsAbout(payload), []);
      });

      it("says its schema and version, and what to say where it cannot be shown", () => {
        assert.equal(payload["$schema"], "http://adaptivecards.io/schemas/adaptive-card.json");
        assert.equal(payload.version, "1.5");
        assert.ok(isText(payload["fallbackText"]) && isText(payload["speak"]));
      });

      it("stays below 28 KB", () => {
        const bytes = Buffer.byteLength(JSON.stringify(payload));

        assert.ok(bytes < MAX_BYTES, `${bytes} bytes`);
      });

      it("begins with a heading", () => {
        const [first] = nodesOfType(payload, "TextBlock");

        assert.equal(first?.["style"], "heading");
      });

      it("wraps every text", () => {
        for (const block of nodesOfType(payload, "TextBlock")) assert.equal(block["wrap"], true);
      });

      it("describes every picture, or marks it as decoration", () => {
        for (const image of nodesOfType(payload, "Image")) {
          assert.match(String(image["url"]), /^data:image\/png;base64,/);
          assert.equal(typeof image["altText"], "string");
        }
      });

      it("has at most six actions in a row, and at most one that is primary", () => {
        const rows = nodesOfType(payload, "ActionSet").map(actionsIn);

        assert.ok(rows.length > 0);
        for (const row of rows) assert.ok(row.length > 0 && row.length <= 6);
        const primary = rows.flat().filter((action) => action["style"] === "positive");
        assert.ok(primary.length <= 1);
      });

      it("has no action outside such a row", () => {
        const inRows = nodesOfType(payload, "ActionSet").flatMap(actionsIn);

        assert.equal(actionsIn(payload).length, inRows.length);
      });

      it("sends only what parseAction reads, by Execute and by its fallback alike", () => {
        for (const action of nodesOfType(payload, "Action.Execute")) {
          const read = parseAction(action["verb"], action["data"]);

          assert.notEqual(read, null);
          assert.deepEqual(parseSubmit(submitOf(action)["data"]), read);
          assert.equal(submitOf(action)["title"], action["title"]);
        }
      });

      it("writes in no colour that Teams draws too pale to read", () => {
        for (const node of nodesOf(payload)) {
          assert.doesNotMatch(String(node["color"]), /good|warning/i);
        }
      });

      it("uses nothing that the Agents Playground shows blank", () => {
        for (const { type } of nodesOf(payload)) assert.doesNotMatch(type, SHOWN_BLANK);
      });

      it("ends with the way to the help desk", () => {
        const foot = nodesOfType(payload, "TextBlock").at(-1);

        assert.equal(
          foot?.["text"],
          "Have more questions? [Submit a request](https://vipdesk.example/help/request)",
        );
      });
    });
  }
});

describe("prepareCards", () => {
  it("parses every template", () => {
    assert.doesNotThrow(prepareCards);
  });

  it("knows every card that has an example", () => {
    const prepared = new Set(CARD_TEMPLATES.map(({ name }) => name.toLowerCase()));
    const shown = new Set(cardExamples().map(({ card }) => card.replace("-", "")));

    assert.deepEqual(prepared, shown);
  });
});

const actionsIn = (node: object): readonly CardNode[] =>
  nodesOf(node).filter(({ type }) => type.startsWith("Action."));

function submitOf(action: CardNode): CardNode {
  const [fallback] = nodesOf(action["fallback"]);
  assert.equal(fallback?.type, "Action.Submit");
  return fallback;
}

const isText = (value: unknown): boolean => typeof value === "string" && value.length > 0;

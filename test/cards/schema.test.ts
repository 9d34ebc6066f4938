import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import { cardExamples } from "../../scripts/card-examples.ts";
import { en } from "../../src/copy/en.ts";

// The schema is not part of this project. It is published at http://adaptivecards.io/schemas/adaptive-card.json; name a
// copy of it to run this suite.
const schemaFile = process.env["ADAPTIVE_CARD_SCHEMA"];

if (schemaFile !== undefined) {
  describe("the Adaptive Card schema", () => {
    let validate: ValidateFunction;

    before(() => {
      validate = validatorOf(schemaFile);
    });

    for (const { card, example, bind } of cardExamples()) {
      it(`accepts ${card}, ${example}`, () => {
        const isValid = validate(bind(en));

        assert.ok(isValid, JSON.stringify(validate.errors?.slice(0, 5)));
      });
    }

    it("refuses a card that is wrong", () => {
      assert.equal(
        validate({ type: "AdaptiveCard", version: "1.5", body: [{ type: "Text" }] }),
        false,
      );
    });
  });
}

function validatorOf(file: string): ValidateFunction {
  const schema: unknown = JSON.parse(readFileSync(file, "utf8"));
  assert.ok(typeof schema === "object" && schema !== null);
  // Its draft and the name of its `id` are older than what ajv knows; neither changes what it accepts.
  const rest = Object.entries(schema).filter(([key]) => key !== "id" && key !== "$schema");
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
    Object.fromEntries(rest),
  );
}

import assert from "node:assert/strict";
import fc from "fast-check";
import { intentOf } from "../../src/dialogs/intent.ts";

const cases: readonly (readonly [string, string])[] = [
  ["check", "check"],
  ["Check!", "check"],
  ["  am I set up? ", "check"],
  ["Am i setup", "check"],
  ["am I ready", "check"],
  ["status", "check"],
  ["my status", "check"],
  ["check again please", "check"],
  ["Start", "check"],
  ["show my methods", "check"],
  ["clean up", "cleanUp"],
  ["Clean-up please", "cleanUp"],
  ["tidy up", "cleanUp"],
  ["clean up my old phones", "cleanUp"],
  ["remove old phones", "cleanUp"],
  ["Remove my old phone!", "cleanUp"],
  ["please delete a device", "cleanUp"],
  ["get rid of the old phone", "cleanUp"],
  ["old phones", "cleanUp"],
  ["campaign status", "campaign"],
  ["Campaign status?", "campaign"],
  ["show the campaign", "campaign"],
  ["campaigning", "other"],
  ["remove my account", "other"],
  ["sign out", "signOut"],
  ["Log out", "signOut"],
  ["signout", "signOut"],
  ["please sign me out", "signOut"],
  ["help", "help"],
  ["?", "help"],
  ["???", "help"],
  ["What can you do?", "help"],
  ["hi", "greeting"],
  ["Hello there", "greeting"],
  ["good morning", "greeting"],
  ["thanks!", "greeting"],
  ["", "nothing"],
  ["   ", "nothing"],
  ["the weather in Berlin", "other"],
  ["checkmate", "other"],
  ["history", "other"],
  ["helpless", "other"],
  ["12345", "other"],
  ["1234567", "other"],
];

describe("intentOf", () => {
  for (const [text, kind] of cases) {
    it(`reads "${text}" as ${kind}`, () => {
      assert.equal(intentOf(text).kind, kind);
    });
  }

  for (const text of ["123456", " 123456 ", "123 456", "123-456"]) {
    it(`reads "${text}" as a sign-in code`, () => {
      assert.deepEqual(intentOf(text), { kind: "code", code: "123456" });
    });
  }

  it("reads an absent text as nothing", () => {
    assert.deepEqual(intentOf(undefined), { kind: "nothing" });
    assert.deepEqual(intentOf(null), { kind: "nothing" });
  });

  it("answers any text quickly", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 5_000 }), (text) => {
        assert.ok(intentOf(text).kind.length > 0);
      }),
    );
  });
});

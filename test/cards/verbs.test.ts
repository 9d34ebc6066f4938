import assert from "node:assert/strict";
import fc from "fast-check";
import { CARD_NAMES, parseAction, parseSubmit, VERBS } from "../../src/cards/verbs.ts";

const from = { card: "readiness", v: 1 } as const;

describe("parseAction", () => {
  const accepted = [
    {
      name: "a check",
      verb: "status.check",
      data: from,
      action: { verb: "status.check", card: "readiness" },
    },
    {
      name: "an answer",
      verb: "numberPrompt.answer",
      data: { card: "welcome", v: 1, answer: "unsure" },
      action: { verb: "numberPrompt.answer", card: "welcome", answer: "unsure" },
    },
    {
      name: "help",
      verb: "help.show",
      data: from,
      action: { verb: "help.show", card: "readiness" },
    },
    {
      name: "a sign-out",
      verb: "session.signOut",
      data: { card: "help", v: 1 },
      action: { verb: "session.signOut", card: "help" },
    },
    {
      name: "a check with keys that nobody asked for, without them",
      verb: "status.check",
      data: { ...from, userId: "someone-else", answer: "yes" },
      action: { verb: "status.check", card: "readiness" },
    },
  ];
  for (const { name, verb, data, action } of accepted) {
    it(`reads ${name}`, () => {
      assert.deepEqual(parseAction(verb, data), action);
    });
  }

  const refused = [
    { name: "an unknown verb", verb: "device.remove", data: from },
    { name: "a verb that every object has", verb: "constructor", data: from },
    { name: "a verb that is no text", verb: ["status.check"], data: from },
    { name: "no data", verb: "status.check", data: undefined },
    { name: "data of another version", verb: "status.check", data: { card: "readiness", v: 2 } },
    { name: "data without a version", verb: "status.check", data: { card: "readiness" } },
    { name: "an unknown card", verb: "status.check", data: { card: "reminder", v: 1 } },
    { name: "an unknown answer", verb: "numberPrompt.answer", data: { ...from, answer: "maybe" } },
    { name: "an answer that is missing", verb: "numberPrompt.answer", data: from },
  ];
  for (const { name, verb, data } of refused) {
    it(`refuses ${name}`, () => {
      assert.equal(parseAction(verb, data), null);
    });
  }

  it("never throws and never lets anything through but known words", () => {
    const known = new Set<unknown>([...Object.values(VERBS), ...CARD_NAMES, "yes", "no", "unsure"]);
    const verb = fc.oneof(fc.constantFrom(...Object.values(VERBS)), fc.anything());
    const hostile = fc.record({
      card: fc.oneof(fc.constantFrom(...CARD_NAMES), fc.anything()),
      v: fc.oneof(fc.constant(1), fc.anything()),
      answer: fc.oneof(fc.constantFrom("yes", "no", "unsure"), fc.anything()),
      more: fc.anything(),
    });
    fc.assert(
      fc.property(verb, fc.oneof(hostile, fc.anything()), (name, data) => {
        const action = parseAction(name, data);
        for (const word of Object.values(action ?? {})) assert.ok(known.has(word));
      }),
    );
  });
});

describe("parseSubmit", () => {
  it("reads the verb beside the data", () => {
    const value = { verb: "numberPrompt.answer", card: "numberPrompt", v: 1, answer: "no" };

    assert.deepEqual(parseSubmit(value), {
      verb: "numberPrompt.answer",
      card: "numberPrompt",
      answer: "no",
    });
  });

  for (const value of [undefined, null, "status.check", {}, { verb: 1, ...from }, from]) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      assert.equal(parseSubmit(value), null);
    });
  }
});

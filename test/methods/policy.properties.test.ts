import assert from "node:assert/strict";
import fc from "fast-check";
import {
  canBeSupported,
  DEFAULT_POLICY,
  METHOD_CLASSES,
  policyWith,
  standingOf,
} from "../../src/methods/policy.ts";
import { anyPolicy, anyUnknownMethod } from "../builders/any-method.ts";

const anyChoices = fc.record({
  supported: fc.array(fc.constantFrom(...METHOD_CLASSES)),
  retired: fc.array(fc.constantFrom(...METHOD_CLASSES)),
});

describe("policyWith, on any choice", () => {
  it("never supports a password, email, access pass, QR code or resource key", () => {
    fc.assert(
      fc.property(anyChoices, (choices) => {
        const policy = policyWith(choices);

        const never = METHOD_CLASSES.filter((name) => !canBeSupported(name));
        assert.equal(never.length, 5);
        assert.ok(never.every((name) => policy[name] !== "supported"));
      }),
      { numRuns: 1000 },
    );
  });

  it("follows the choice where there is one, and the default elsewhere", () => {
    fc.assert(
      fc.property(anyChoices, (choices) => {
        const policy = policyWith(choices);

        for (const name of METHOD_CLASSES) {
          const isSupported = choices.supported.includes(name) && canBeSupported(name);
          const otherwise = isSupported ? "supported" : DEFAULT_POLICY[name];
          const expected = choices.retired.includes(name) ? "retired" : otherwise;
          assert.equal(policy[name], expected);
        }
        assert.equal(Object.keys(policy).length, METHOD_CLASSES.length);
      }),
      { numRuns: 1000 },
    );
  });

  it("is neutral to every unknown method", () => {
    fc.assert(
      fc.property(anyUnknownMethod, anyPolicy, (method, policy) => {
        assert.equal(standingOf(method, policy), "neutral");
      }),
      { numRuns: 1000 },
    );
  });
});

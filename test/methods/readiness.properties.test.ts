import assert from "node:assert/strict";
import fc from "fast-check";
import { isAuthenticator, type Method } from "../../src/methods/method.ts";
import {
  canBeSupported,
  classOf,
  type MethodPolicy,
  standingOf,
} from "../../src/methods/policy.ts";
import { type Assessment, assess } from "../../src/methods/readiness.ts";
import {
  anyKnownMethod,
  anyList,
  anyMethod,
  anyMethods,
  anyNow,
  anyPolicy,
  anyUnknownMethod,
} from "../builders/any-method.ts";
import { aMethod } from "../builders/methods.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const RUNS = { numRuns: 1000 };

const assessed = (methods: readonly Method[], policy: MethodPolicy, isGuest = false): Assessment =>
  assess({ kind: "read", methods, isGuest }, policy, NOW);

const isReady = ({ readiness }: Assessment): boolean =>
  readiness === "setUp" || readiness === "setUpWithLeftovers";

const shuffled = anyList.chain((methods) =>
  fc.tuple(
    fc.constant(methods),
    fc.shuffledSubarray([...methods], { minLength: methods.length, maxLength: methods.length }),
  ),
);

describe("assess, on any input", () => {
  it("gives an answer that holds together", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, fc.boolean(), anyNow, (methods, policy, isGuest, now) => {
        const result = assess({ kind: "read", methods, isGuest }, policy, now);

        assert.ok(result.reasons.length > 0);
        assert.ok(result.methods.length <= methods.length);
        assert.equal(result.entryLimit.isReached, result.entryLimit.used >= 5);
        assert.equal(
          isReady(result),
          result.methods.some(({ standing }) => standing === "supported"),
        );
        assert.equal(result.readiness === "setUp", result.nextStep === "nothing");
      }),
      RUNS,
    );
  });

  it("never depends on the order of the methods", () => {
    fc.assert(
      fc.property(shuffled, anyPolicy, fc.boolean(), ([one, other], policy, isGuest) => {
        assert.deepEqual(assessed(other, policy, isGuest), assessed(one, policy, isGuest));
      }),
      { numRuns: 3000 },
    );
  });

  it("is not changed by entries that the list holds twice", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, (methods, policy) => {
        const twice = [...methods, ...methods.filter(({ id }) => id !== null)];

        assert.deepEqual(assessed(twice, policy), assessed(methods, policy));
      }),
      RUNS,
    );
  });

  it("shows every method that was read, under its own standing", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, (methods, policy) => {
        const shown = assessed(methods, policy).methods;

        const name = ({ kind, id }: Method): string => JSON.stringify([kind, id]);
        assert.deepEqual(
          new Set(shown.map(({ method }) => name(method))),
          new Set(methods.map(name)),
        );
        assert.ok(shown.every(({ method, standing }) => standing === standingOf(method, policy)));
      }),
      RUNS,
    );
  });

  it("hints at Authenticator entries only, even where another method has the same id", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, (methods, policy) => {
        const others = assessed(methods, policy).methods.filter(
          ({ method }) => !isAuthenticator(method),
        );

        assert.ok(others.every(({ hints }) => hints.length === 0));
      }),
      RUNS,
    );
  });

  it("is never made ready by methods of unknown types, however many", () => {
    fc.assert(
      fc.property(
        anyMethods,
        fc.array(anyUnknownMethod, { maxLength: 12 }),
        anyPolicy,
        fc.boolean(),
        (methods, unknown, policy, isGuest) => {
          const before = assessed(methods, policy, isGuest);
          const after = assessed([...methods, ...unknown], policy, isGuest);

          assert.equal(isReady(after), isReady(before));
        },
      ),
      RUNS,
    );
  });

  it("is never made sure by an unreadable entry: without push it then cannot tell", () => {
    const unreadable = aMethod({ kind: "unknown", id: null, graphType: null, why: "unreadable" });
    fc.assert(
      fc.property(anyMethods, anyPolicy, (methods, policy) => {
        const after = assessed([...methods, unreadable], policy);

        assert.ok(isReady(after) || after.readiness === "cannotTell");
        assert.ok(after.reasons.some(({ kind }) => kind === "unreadableMethods"));
      }),
      RUNS,
    );
  });

  it("is never made ready by a method that is not supported, a retired one for instance", () => {
    fc.assert(
      fc.property(anyMethods, anyMethod, anyPolicy, (methods, added, policy) => {
        fc.pre(standingOf(added, policy) !== "supported");

        assert.ok(
          isReady(assessed(methods, policy)) || !isReady(assessed([...methods, added], policy)),
        );
      }),
      RUNS,
    );
  });

  it("is never made cleaner by a retired method", () => {
    fc.assert(
      fc.property(anyMethods, anyKnownMethod, anyPolicy, (methods, added, anyOther) => {
        // An id that is listed already would make it another reading of that entry, not one more method.
        fc.pre(methods.every((method) => method.id !== added.id));
        const policy = { ...anyOther, [String(classOf(added))]: "retired" as const };

        assert.notEqual(assessed([...methods, added], policy).readiness, "setUp");
      }),
      RUNS,
    );
  });

  it("is never made ready by taking a method away", () => {
    fc.assert(
      fc.property(
        anyMethods,
        fc.nat(7),
        anyPolicy,
        fc.boolean(),
        (methods, at, policy, isGuest) => {
          const fewer = methods.toSpliced(at, 1);

          assert.ok(
            isReady(assessed(methods, policy, isGuest)) ||
              !isReady(assessed(fewer, policy, isGuest)),
          );
        },
      ),
      RUNS,
    );
  });

  it("is not ready once the last supported method is gone", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, fc.boolean(), (methods, policy, isGuest) => {
        const rest = methods.filter((method) => standingOf(method, policy) !== "supported");

        assert.ok(!isReady(assessed(rest, policy, isGuest)));
      }),
      RUNS,
    );
  });

  it("never says of a guest that push is missing", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, (methods, policy) => {
        const guest = assessed(methods, policy, true);

        assert.notEqual(guest.readiness, "notSetUp");
        assert.equal(isReady(guest), isReady(assessed(methods, policy, false)));
        assert.ok(isReady(guest) || guest.nextStep === "askHelpDesk");
      }),
      RUNS,
    );
  });

  it("never finds a person ready by what cannot be supported, under any policy", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, (methods, policy) => {
        const without = methods.filter((method) => {
          const name = classOf(method);
          return name === null || !canBeSupported(name);
        });

        assert.ok(!isReady(assessed(without, policy)));
      }),
      RUNS,
    );
  });

  it("names only ids that were in the list", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, (methods, policy) => {
        const known = new Set(methods.map(({ id }) => id));
        const named = assessed(methods, policy).reasons.flatMap((reason) =>
          "methodIds" in reason ? reason.methodIds : [],
        );

        assert.ok(named.every((id) => known.has(id)));
      }),
      RUNS,
    );
  });

  it("does not change the list that it was given", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, (methods, policy) => {
        assessed(Object.freeze(methods.map((method) => Object.freeze(method))), policy);
      }),
      { numRuns: 500 },
    );
  });
});

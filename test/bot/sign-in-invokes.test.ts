import assert from "node:assert/strict";
import fc from "fast-check";
import {
  readActionSignIn,
  readSignInInvoke,
  SIGN_IN_INVOKES,
  type SignInInvoke,
} from "../../src/bot/sign-in-invokes.ts";

const EXCHANGE = "signin/tokenExchange";
const VERIFY = "signin/verifyState";
const FAILURE = "signin/failure";
const CANCELLED = { kind: "cancelled" } as const;
const MALFORMED = { kind: "malformed" } as const;

describe("readSignInInvoke", () => {
  const cases: readonly (readonly [name: string, value: unknown, invoke: SignInInvoke])[] = [
    [
      EXCHANGE,
      { id: "1", connectionName: "graph", token: "t" },
      { kind: "exchange", id: "1", token: "t" },
    ],
    [EXCHANGE, { id: "1" }, MALFORMED],
    [EXCHANGE, { token: "t" }, MALFORMED],
    [EXCHANGE, { id: "", token: "t" }, MALFORMED],
    [EXCHANGE, { id: "1", token: "" }, MALFORMED],
    [EXCHANGE, { id: 1, token: "t" }, MALFORMED],
    [EXCHANGE, { id: "x".repeat(513), token: "t" }, MALFORMED],
    [EXCHANGE, null, MALFORMED],
    [VERIFY, { state: "123456" }, { kind: "code", code: "123456" }],
    [VERIFY, { state: " 123456 " }, { kind: "code", code: "123456" }],
    [VERIFY, { state: "CancelledByUser" }, CANCELLED],
    [VERIFY, { state: "12345" }, CANCELLED],
    [VERIFY, { state: "1234567" }, CANCELLED],
    [VERIFY, { state: "１２３４５６" }, CANCELLED],
    [VERIFY, { state: "" }, CANCELLED],
    [VERIFY, { state: null }, CANCELLED],
    [VERIFY, {}, CANCELLED],
    [VERIFY, null, CANCELLED],
    [VERIFY, undefined, CANCELLED],
    [VERIFY, "123456", MALFORMED],
    [VERIFY, { state: { toString: 5 } }, MALFORMED],
    [FAILURE, { code: "resourcematchfailed" }, { kind: "failure", reason: "resourcematchfailed" }],
    [
      FAILURE,
      { code: "installedAppNotFound", message: "…" },
      { kind: "failure", reason: "installedAppNotFound" },
    ],
    [FAILURE, { code: "call +1 206 555 0100" }, { kind: "failure", reason: "unknown" }],
    [FAILURE, { code: "x".repeat(41) }, { kind: "failure", reason: "unknown" }],
    [FAILURE, null, { kind: "failure", reason: "unknown" }],
    ["signin/other", { id: "1", token: "t" }, MALFORMED],
    ["", {}, MALFORMED],
  ];

  for (const [name, value, invoke] of cases) {
    const shown = JSON.stringify({ value }).slice(0, 60);
    it(`reads ${name} with ${shown} as ${invoke.kind}`, () => {
      assert.deepEqual(readSignInInvoke(name, value), invoke);
    });
  }

  it("reads anything without an error, and lets no word of a client into a reason", () => {
    const names = fc.oneof(fc.constantFrom(...SIGN_IN_INVOKES), fc.string());
    const values = fc.oneof(
      fc.jsonValue(),
      fc.record({ code: fc.jsonValue(), state: fc.jsonValue(), id: fc.jsonValue() }),
    );

    fc.assert(
      fc.property(names, values, (name, value) => {
        const invoke = readSignInInvoke(name, value);

        if (invoke.kind === "failure") assert.match(invoke.reason, /^[a-z]{1,40}$/i);
        if (invoke.kind === "code") assert.match(invoke.code, /^\d{6}$/);
      }),
    );
  });
});

describe("readActionSignIn", () => {
  const cases: readonly (readonly [
    value: unknown,
    ssoToken: string | null,
    code: string | null,
  ])[] = [
    [{ authentication: { id: "1", connectionName: "graph", token: "t" } }, "t", null],
    [{ state: "123456" }, null, "123456"],
    [{ authentication: { token: "t" }, state: "123456" }, "t", "123456"],
    [{ authentication: null, state: null }, null, null],
    [{ authentication: { token: "t" }, state: "CancelledByUser" }, "t", null],
    [{ state: "12345" }, null, null],
    [{ state: 123456 }, null, null],
    [{ authentication: { token: "" } }, null, null],
    [{ authentication: { token: 5 } }, null, null],
    [{ authentication: "t", state: "123456" }, null, "123456"],
    [{}, null, null],
    [null, null, null],
    ["123456", null, null],
  ];

  for (const [value, ssoToken, code] of cases) {
    it(`finds ${ssoToken ?? "no token"} and ${code ?? "no code"} in ${JSON.stringify(value)}`, () => {
      assert.deepEqual(readActionSignIn(value), { ssoToken, code });
    });
  }

  it("reads anything without an error", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { code } = readActionSignIn(value);

        if (code !== null) assert.match(code, /^\d{6}$/);
      }),
    );
  });
});

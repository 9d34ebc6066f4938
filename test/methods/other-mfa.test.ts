import assert from "node:assert/strict";
import fc from "fast-check";
import { isAuthenticator, type Method } from "../../src/methods/method.ts";
import { DEFAULT_POLICY, policyWith } from "../../src/methods/policy.ts";
import { type Assessment, assess } from "../../src/methods/readiness.ts";
import { anyMethods, anyPolicy } from "../builders/any-method.ts";
import { aDevice, aMethod } from "../builders/methods.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const PASSWORD = aMethod({ kind: "password" });
const PHONE = aMethod({ kind: "phone" });
const CODES = aMethod({ kind: "softwareOath" });
const EMAIL = aMethod({ kind: "email" });
const LITE = aDevice("lite", { clientApp: "outlookMobile" });

const assessed = (methods: readonly Method[], policy = DEFAULT_POLICY): Assessment =>
  assess({ kind: "read", methods, isGuest: false }, policy, NOW);

describe("assess on other ways through MFA", () => {
  const pass = (isUsable: boolean | null): Method =>
    aMethod({ kind: "temporaryAccessPass", isUsable });
  const cases: readonly { readonly method: Method; readonly passes: boolean }[] = [
    { method: PHONE, passes: true },
    { method: CODES, passes: true },
    { method: aMethod({ kind: "hardwareOath" }), passes: true },
    { method: aMethod({ kind: "fido2" }), passes: true },
    { method: aMethod({ kind: "windowsHelloForBusiness" }), passes: true },
    { method: aMethod({ kind: "platformCredential" }), passes: true },
    { method: aMethod({ kind: "external" }), passes: true },
    { method: pass(true), passes: true },
    { method: pass(null), passes: true },
    { method: pass(false), passes: false },
    { method: aDevice("push"), passes: false },
    { method: LITE, passes: true },
    { method: aMethod({ kind: "passwordlessMicrosoftAuthenticator" }), passes: true },
    { method: EMAIL, passes: false },
    { method: PASSWORD, passes: false },
    { method: aMethod({ kind: "qrCodePin" }), passes: false },
    { method: aMethod({ kind: "resourceAccountKey" }), passes: false },
    { method: aMethod({ kind: "unknown" }), passes: false },
    { method: aMethod({ kind: "unknown", why: "unreadable" }), passes: false },
  ];
  for (const { method, passes } of cases) {
    const detail = "isUsable" in method ? ` (usable: ${String(method.isUsable)})` : "";
    it(`${passes ? "counts" : "does not count"} ${method === LITE ? "authenticatorLite" : method.kind}${detail}`, () => {
      assert.equal(assessed([PASSWORD, method]).hasOtherMfa, passes);
    });
  }

  for (const { method, name } of [
    { method: LITE, name: "authenticatorLite" },
    {
      method: aMethod({ kind: "passwordlessMicrosoftAuthenticator" }),
      name: "passwordlessMicrosoftAuthenticator",
    },
  ] as const) {
    it(`does not count ${name} where that is the push that is asked for`, () => {
      const policy = policyWith({ supported: [name], retired: [] });

      assert.equal(assessed([PASSWORD, method], policy).hasOtherMfa, false);
    });
  }

  it("counts the app's push where an organisation wants another method", () => {
    const policy = policyWith({ supported: ["fido2"], retired: ["microsoftAuthenticator"] });

    assert.equal(assessed([PASSWORD, aDevice("push")], policy).hasOtherMfa, true);
  });

  it("says of codes beside phone sign-in that they are not the only way", () => {
    const phoneSignIn = aMethod({ kind: "passwordlessMicrosoftAuthenticator" });

    assert.equal(assessed([PASSWORD, CODES]).reasons[0]?.kind, "onlyTypedCodes");
    assert.equal(assessed([PASSWORD, CODES, phoneSignIn]).reasons[0]?.kind, "noSupportedMethod");
  });

  it("lets everybody in who has an entry of the app and is not set up", () => {
    fc.assert(
      fc.property(anyMethods, anyPolicy, (methods, policy) => {
        const judged = assessed(methods, policy);
        if (judged.methods.some(({ standing }) => standing === "supported")) return;

        if (methods.some(isAuthenticator)) assert.ok(judged.hasOtherMfa);
      }),
    );
  });

  it("finds one among many", () => {
    assert.equal(assessed([EMAIL, aDevice("push"), PHONE, PASSWORD]).hasOtherMfa, true);
  });
});

import assert from "node:assert/strict";
import type { MethodKind } from "../../src/methods/method.ts";
import {
  canBeSupported,
  classOf,
  DEFAULT_POLICY,
  METHOD_CLASSES,
  type MethodClass,
  policyWith,
  standingOf,
} from "../../src/methods/policy.ts";
import { aDevice, aMethod } from "../builders/methods.ts";

describe("DEFAULT_POLICY", () => {
  const standings = {
    supported: ["microsoftAuthenticator"],
    retired: ["phone", "email", "softwareOath", "hardwareOath"],
    neutral: [
      "authenticatorLite",
      "fido2",
      "windowsHelloForBusiness",
      "platformCredential",
      "passwordlessMicrosoftAuthenticator",
      "external",
      "temporaryAccessPass",
      "qrCodePin",
      "resourceAccountKey",
      "password",
    ],
  } as const;
  for (const [standing, classes] of Object.entries(standings)) {
    for (const name of classes) {
      it(`holds ${name} for ${standing}`, () => {
        assert.equal(DEFAULT_POLICY[name], standing);
      });
    }
  }

  it("says something about every class, and about nothing else", () => {
    assert.deepEqual(Object.keys(DEFAULT_POLICY).sort(), [...METHOD_CLASSES].sort());
  });
});

describe("canBeSupported", () => {
  const never: readonly MethodClass[] = [
    "password",
    "email",
    "temporaryAccessPass",
    "qrCodePin",
    "resourceAccountKey",
  ];
  for (const name of METHOD_CLASSES) {
    it(`${never.includes(name) ? "refuses" : "allows"} ${name}`, () => {
      assert.equal(canBeSupported(name), !never.includes(name));
    });
  }
});

describe("policyWith", () => {
  it("is the default policy where nothing is chosen", () => {
    assert.deepEqual(policyWith({ supported: [], retired: [] }), DEFAULT_POLICY);
  });

  it("lets a tenant on its way to passkeys count them, and changes nothing else", () => {
    assert.deepEqual(policyWith({ supported: ["fido2"], retired: [] }), {
      ...DEFAULT_POLICY,
      fido2: "supported",
    });
  });

  it("retires what an organisation no longer wants, Authenticator Lite for instance", () => {
    assert.deepEqual(policyWith({ supported: [], retired: ["authenticatorLite"] }), {
      ...DEFAULT_POLICY,
      authenticatorLite: "retired",
    });
  });

  it("lifts a class that is retired by default", () => {
    assert.equal(
      policyWith({ supported: ["hardwareOath"], retired: [] }).hardwareOath,
      "supported",
    );
  });

  it("retires a class that is named in both lists", () => {
    assert.equal(policyWith({ supported: ["phone"], retired: ["phone"] }).phone, "retired");
  });

  it("leaves a class that can never be supported as it was", () => {
    const policy = policyWith({
      supported: ["password", "temporaryAccessPass", "qrCodePin", "resourceAccountKey", "email"],
      retired: [],
    });

    assert.deepEqual(policy, DEFAULT_POLICY);
  });

  it("does not change the default policy itself", () => {
    const before = { ...DEFAULT_POLICY };

    policyWith({ supported: ["fido2"], retired: ["external"] });

    assert.deepEqual(DEFAULT_POLICY, before);
  });
});

describe("classOf", () => {
  const kinds: readonly Exclude<MethodKind, "unknown" | "microsoftAuthenticator">[] = [
    "phone",
    "email",
    "password",
    "softwareOath",
    "hardwareOath",
    "fido2",
    "windowsHelloForBusiness",
    "platformCredential",
    "external",
    "passwordlessMicrosoftAuthenticator",
    "temporaryAccessPass",
    "qrCodePin",
    "resourceAccountKey",
  ];
  for (const kind of kinds) {
    it(`puts ${kind} into the class of its name`, () => {
      assert.equal(classOf(aMethod({ kind })), kind);
    });
  }

  const apps = [
    { clientApp: null, expected: "microsoftAuthenticator" },
    { clientApp: "microsoftAuthenticator", expected: "microsoftAuthenticator" },
    { clientApp: "other", expected: "microsoftAuthenticator" },
    { clientApp: "outlookMobile", expected: "authenticatorLite" },
  ] as const;
  for (const { clientApp, expected } of apps) {
    it(`puts an Authenticator entry whose app is ${clientApp ?? "not told"} into ${expected}`, () => {
      assert.equal(classOf(aDevice("a", { clientApp })), expected);
    });
  }

  it("has no class for an unknown method", () => {
    assert.equal(classOf(aMethod({ kind: "unknown" })), null);
  });

  it("takes a passkey in the Authenticator app for a passkey", () => {
    assert.equal(classOf(aMethod({ kind: "fido2", inAuthenticator: true })), "fido2");
  });
});

describe("standingOf", () => {
  it("is what the policy says of the method's class", () => {
    assert.equal(standingOf(aMethod({ kind: "phone" }), DEFAULT_POLICY), "retired");
    assert.equal(standingOf(aMethod({ kind: "fido2" }), DEFAULT_POLICY), "neutral");
    assert.equal(standingOf(aDevice("a"), DEFAULT_POLICY), "supported");
  });

  it("is neutral for an unknown method, even where everything is retired", () => {
    const policy = policyWith({ supported: [], retired: METHOD_CLASSES });

    assert.equal(standingOf(aMethod({ kind: "unknown" }), policy), "neutral");
    assert.equal(standingOf(aMethod({ kind: "unknown", why: "unreadable" }), policy), "neutral");
  });
});

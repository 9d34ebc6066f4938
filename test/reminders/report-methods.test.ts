import assert from "node:assert/strict";
import { DEFAULT_POLICY, policyWith } from "../../src/methods/policy.ts";
import {
  asReportMethods,
  isReadyByReport,
  REPORT_METHODS,
  type ReportMethod,
  reportMethods,
} from "../../src/reminders/report-methods.ts";
import { aMethod } from "../builders/methods.ts";

describe("reportMethods", () => {
  it("knows each of Graph's words, in any case, and `fido2` as the older one", () => {
    const names = REPORT_METHODS.filter((method) => method !== "other");

    assert.deepEqual(reportMethods(names.map((name) => name.toUpperCase())), names);
    assert.deepEqual(reportMethods(["windowsHelloforBusiness", "fido2"]), [
      "fido2SecurityKey",
      "windowsHelloForBusiness",
    ]);
  });

  it("names each method once, and keeps what it does not know as other", () => {
    assert.deepEqual(reportMethods(["telepathy", "email", "EMAIL", "clairvoyance"]), [
      "email",
      "other",
    ]);
  });

  it("leaves passwords out, and people without a method empty", () => {
    assert.deepEqual(reportMethods(["password", "none"]), []);
    assert.deepEqual(reportMethods([]), []);
  });
});

describe("isReadyByReport", () => {
  const ready = (methods: readonly ReportMethod[], policy = DEFAULT_POLICY) =>
    isReadyByReport(methods, policy);

  it("takes push, and nothing else by default", () => {
    assert.deepEqual(
      REPORT_METHODS.filter((method) => ready([method])),
      ["microsoftAuthenticatorPush"],
    );
  });

  it("takes what the organisation supports beside it", () => {
    const withKeys = policyWith({ supported: ["fido2"], retired: [] });

    assert.equal(ready(["passKeySynced"], withKeys), true);
    assert.equal(ready(["passKeyDeviceBoundAuthenticator"], withKeys), true);
    assert.equal(ready(["softwareOneTimePasscode", "mobilePhone"], withKeys), false);
  });

  it("never takes a method that it does not know, or none", () => {
    assert.equal(ready(["other", "securityQuestion"]), false);
    assert.equal(ready([]), false);
  });
});

describe("asReportMethods", () => {
  it("names methods that were read one by one as the report does", () => {
    const methods = [
      aMethod({ kind: "password" }),
      aMethod({ kind: "microsoftAuthenticator" }),
      aMethod({ kind: "passwordlessMicrosoftAuthenticator" }),
      aMethod({ kind: "softwareOath" }),
      aMethod({ kind: "hardwareOath" }),
      aMethod({ kind: "phone", phoneType: "mobile" }),
      aMethod({ kind: "phone", phoneType: "alternateMobile" }),
      aMethod({ kind: "phone", phoneType: "office" }),
      aMethod({ kind: "email" }),
      aMethod({ kind: "fido2", inAuthenticator: false }),
      aMethod({ kind: "fido2", inAuthenticator: true }),
      aMethod({ kind: "windowsHelloForBusiness" }),
      aMethod({ kind: "platformCredential" }),
      aMethod({ kind: "temporaryAccessPass" }),
      aMethod({ kind: "external" }),
      aMethod({ kind: "qrCodePin" }),
      aMethod({ kind: "unknown" }),
    ];

    assert.deepEqual(asReportMethods(methods), [
      "microsoftAuthenticatorPush",
      "microsoftAuthenticatorPasswordless",
      "softwareOneTimePasscode",
      "hardwareOneTimePasscode",
      "mobilePhone",
      "alternateMobilePhone",
      "officePhone",
      "email",
      "fido2SecurityKey",
      "passKeyDeviceBoundAuthenticator",
      "windowsHelloForBusiness",
      "macOsSecureEnclaveKey",
      "temporaryAccessPass",
      "externalAuthMethod",
      "qrCode",
      "other",
    ]);
  });

  it("names each once, and a password not at all", () => {
    const keys = [aMethod({ kind: "resourceAccountKey" }), aMethod({ kind: "unknown" })];

    assert.deepEqual(asReportMethods(keys), ["other"]);
    assert.deepEqual(asReportMethods([aMethod({ kind: "password" })]), []);
  });
});

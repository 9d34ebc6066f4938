import assert from "node:assert/strict";
import { DEFAULT_POLICY, policyWith } from "../../src/methods/policy.ts";
import {
  isReadyByReport,
  REPORT_METHODS,
  type ReportMethod,
  reportMethods,
} from "../../src/reminders/report-methods.ts";

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

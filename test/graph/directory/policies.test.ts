import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { parsePolicies } from "../../../src/graph/directory/policies.ts";

const fixture: unknown = JSON.parse(
  readFileSync(
    new URL("../../fixtures/graph/authentication-methods-policy.json", import.meta.url),
    "utf8",
  ),
);

describe("the tenant's policies", () => {
  it("are read as Graph sends them", () => {
    assert.deepEqual(parsePolicies(fixture), {
      campaign: {
        state: "enabled",
        snoozeDays: 1,
        include: [
          { id: "all_users", type: "group", method: "microsoftAuthenticator" },
          { id: "99999999-5a4d-4001-8000-000000000001", type: "group", method: "fido2" },
        ],
        exclude: [
          { id: "99999999-5a4d-4002-8000-000000000002", type: "group" },
          { id: "11111111-5a4d-4001-8000-000000000001", type: "user" },
        ],
      },
      authenticator: {
        isEnabled: true,
        include: [
          { id: "all_users", type: "group", mode: "any" },
          { id: "11111111-5a4d-4009-8000-000000000009", type: "user", mode: "deviceBasedPush" },
          { id: "99999999-5a4d-4001-8000-000000000001", type: "group", mode: "other" },
        ],
        exclude: [{ id: "99999999-5a4d-4002-8000-000000000002", type: "group" }],
      },
    });
  });

  const none = { state: "disabled", snoozeDays: null, include: [], exclude: [] };
  for (const registrationEnforcement of [
    undefined,
    null,
    {},
    { authenticationMethodsRegistrationCampaign: null },
  ]) {
    it(`have no campaign with ${JSON.stringify(registrationEnforcement)}`, () => {
      assert.deepEqual(parsePolicies({ registrationEnforcement }), {
        campaign: none,
        authenticator: null,
      });
    });
  }

  it("leave out what cannot be read, and take a new state for Microsoft's default", () => {
    const campaign = {
      state: "unknownFutureValue",
      snoozeDurationInDays: "soon",
      includeTargets: [null, { id: 7 }, { id: "all_users" }],
      excludeTargets: "none",
    };

    const policies = parsePolicies({
      registrationEnforcement: { authenticationMethodsRegistrationCampaign: campaign },
      authenticationMethodConfigurations: [null, { id: "Sms" }, "x"],
    });

    assert.deepEqual(policies, {
      campaign: {
        state: "default",
        snoozeDays: null,
        include: [{ id: "all_users", type: "group", method: "microsoftAuthenticator" }],
        exclude: [],
      },
      authenticator: null,
    });
  });

  it("know that Authenticator is switched off", () => {
    const policies = parsePolicies({
      authenticationMethodConfigurations: [{ id: "microsoftAuthenticator", state: "disabled" }],
    });

    assert.deepEqual(policies?.authenticator, { isEnabled: false, include: [], exclude: [] });
  });

  for (const body of [null, undefined, "x", []]) {
    it(`cannot be read from ${inspect(body)}`, () => {
      assert.equal(parsePolicies(body), null);
    });
  }
});

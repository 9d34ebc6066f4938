import assert from "node:assert/strict";
import { DEFAULT_POLICY, policyWith } from "../../src/methods/policy.ts";
import { policyConflicts } from "../../src/reminders/policy-conflicts.ts";
import type { TenantPolicies } from "../../src/reminders/tenant-policies.ts";

const everybody = { type: "group", id: "all_users" } as const;
const finance = { type: "group", id: "3f1c" } as const;

const allowed: NonNullable<TenantPolicies["authenticator"]> = {
  isEnabled: true,
  include: [{ ...everybody, mode: "any" }],
  exclude: [],
};
const noCampaign: TenantPolicies["campaign"] = {
  state: "disabled",
  snoozeDays: 1,
  include: [{ ...everybody, method: "microsoftAuthenticator" }],
  exclude: [],
};

const tenant = (given: Partial<TenantPolicies>): TenantPolicies => ({
  campaign: noCampaign,
  authenticator: allowed,
  ...given,
});

const campaignFor = (...methods: readonly string[]): TenantPolicies["campaign"] => ({
  ...noCampaign,
  state: "enabled",
  include: methods.map((method) => ({ ...everybody, method })),
});

const rows: readonly {
  readonly name: string;
  readonly given: Partial<TenantPolicies>;
  readonly conflicts: ReturnType<typeof policyConflicts>;
}[] = [
  { name: "nothing, where everybody may use push", given: {}, conflicts: [] },
  {
    name: "a tenant without Authenticator",
    given: { authenticator: null },
    conflicts: [{ kind: "authenticatorOff" }],
  },
  {
    name: "Authenticator turned off",
    given: { authenticator: { ...allowed, isEnabled: false } },
    conflicts: [{ kind: "authenticatorOff" }],
  },
  {
    name: "Authenticator for nobody",
    given: { authenticator: { ...allowed, include: [] } },
    conflicts: [{ kind: "authenticatorOff" }],
  },
  {
    name: "Authenticator for some only",
    given: { authenticator: { ...allowed, include: [{ ...finance, mode: "push" }] } },
    conflicts: [{ kind: "authenticatorForSome", targets: [finance] }],
  },
  {
    name: "people without Authenticator",
    given: { authenticator: { ...allowed, exclude: [finance] } },
    conflicts: [{ kind: "authenticatorExcluded", targets: [finance] }],
  },
  {
    name: "people who have phone sign-in only",
    given: {
      authenticator: {
        ...allowed,
        include: [
          { ...everybody, mode: "push" },
          { ...finance, mode: "deviceBasedPush" },
        ],
      },
    },
    conflicts: [{ kind: "pushNotAllowed", targets: [finance] }],
  },
  {
    name: "a passkey campaign",
    given: { campaign: campaignFor("fido2", "fido2") },
    conflicts: [{ kind: "otherCampaign", methods: ["fido2"] }],
  },
  {
    name: "Entra's own campaign for the same",
    given: { campaign: campaignFor("microsoftAuthenticator") },
    conflicts: [{ kind: "sameCampaign", snoozeDays: 1 }],
  },
  {
    name: "a campaign that Microsoft manages",
    given: { campaign: { ...noCampaign, state: "default", include: [] } },
    conflicts: [{ kind: "managedCampaign" }],
  },
];

describe("policyConflicts", () => {
  for (const { name, given, conflicts } of rows) {
    it(`finds ${name}`, () => {
      assert.deepEqual(policyConflicts(tenant(given), DEFAULT_POLICY), conflicts);
    });
  }

  it("does not mind a passkey campaign where passkeys count", () => {
    const withKeys = policyWith({ supported: ["fido2"], retired: [] });

    const conflicts = policyConflicts(
      tenant({ campaign: campaignFor("deviceBoundPasskey") }),
      withKeys,
    );

    assert.deepEqual(conflicts, [{ kind: "sameCampaign", snoozeDays: 1 }]);
  });

  it("does not mind Authenticator being off where it does not count", () => {
    const withoutPush = policyWith({ supported: ["fido2"], retired: ["microsoftAuthenticator"] });
    const given = tenant({
      authenticator: null,
      campaign: campaignFor("microsoftAuthenticator"),
    });

    assert.deepEqual(policyConflicts(given, withoutPush), [
      { kind: "otherCampaign", methods: ["microsoftAuthenticator"] },
    ]);
  });
});

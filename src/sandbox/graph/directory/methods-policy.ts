import { z } from "zod/v4";

const target = z.strictObject({ id: z.string(), targetType: z.enum(["user", "group"]) });

const campaign = z.strictObject({
  state: z.enum(["default", "enabled", "disabled"]),
  snoozeDurationInDays: z.int().min(0).max(14),
  includeTargets: z.array(target.extend({ targetedAuthenticationMethod: z.string() })),
  excludeTargets: z.array(target),
});

const authenticator = z.strictObject({
  state: z.enum(["enabled", "disabled"]),
  isSoftwareOathEnabled: z.boolean(),
  includeTargets: z.array(
    target.extend({ authenticationMode: z.enum(["any", "push", "deviceBasedPush"]) }),
  ),
  excludeTargets: z.array(target),
});

const settings = z.strictObject({ campaign, authenticator });
type Settings = z.output<typeof settings>;

/** What of the tenant's policy can be set; what is left out of a change stays. */
export const policyChange = z
  .strictObject({ campaign: campaign.partial(), authenticator: authenticator.partial() })
  .partial();
type PolicyChange = z.output<typeof policyChange>;

const everybody = { id: "all_users", targetType: "group" } as const;

const atStart: Settings = {
  campaign: {
    state: "disabled",
    snoozeDurationInDays: 1,
    includeTargets: [{ ...everybody, targetedAuthenticationMethod: "microsoftAuthenticator" }],
    excludeTargets: [],
  },
  authenticator: {
    state: "enabled",
    isSoftwareOathEnabled: true,
    includeTargets: [{ ...everybody, authenticationMode: "any" }],
    excludeTargets: [],
  },
};

/** `authenticationMethodsPolicy` of the tenant: its registration campaign and what it says about Authenticator. */
export class MethodsPolicy {
  #settings: Settings = atStart;

  get settings(): Settings {
    return this.#settings;
  }

  change(change: PolicyChange): void {
    this.#settings = settings.parse({
      campaign: { ...this.#settings.campaign, ...change.campaign },
      authenticator: { ...this.#settings.authenticator, ...change.authenticator },
    });
  }

  reset(): void {
    this.#settings = atStart;
  }

  /**
   * The policy as Graph answers it, with methods beside Authenticator as tenants have them.
   * Source: Graph, resources authenticationMethodsPolicy and microsoftAuthenticatorAuthenticationMethodConfiguration.
   */
  asGraphHasIt(): Readonly<Record<string, unknown>> {
    const { campaign: ownCampaign, authenticator: app } = this.#settings;
    return {
      id: "authenticationMethodsPolicy",
      displayName: "Authentication Methods Policy",
      description:
        "The tenant-wide policy that controls which authentication methods are allowed in the tenant, authentication method registration requirements, and self-service password reset settings",
      lastModifiedDateTime: "2026-03-01T08:00:00Z",
      policyVersion: "1.5",
      policyMigrationState: "migrationComplete",
      registrationEnforcement: { authenticationMethodsRegistrationCampaign: ownCampaign },
      authenticationMethodConfigurations: [
        {
          "@odata.type": "#microsoft.graph.fido2AuthenticationMethodConfiguration",
          id: "Fido2",
          state: "enabled",
          isSelfServiceRegistrationAllowed: true,
          isAttestationEnforced: false,
          excludeTargets: [],
          includeTargets: [{ ...everybody, isRegistrationRequired: false }],
        },
        {
          "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration",
          id: "MicrosoftAuthenticator",
          state: app.state,
          isSoftwareOathEnabled: app.isSoftwareOathEnabled,
          featureSettings: {},
          excludeTargets: app.excludeTargets,
          includeTargets: app.includeTargets.map((one) => ({
            ...one,
            isRegistrationRequired: false,
          })),
        },
        {
          "@odata.type": "#microsoft.graph.smsAuthenticationMethodConfiguration",
          id: "Sms",
          state: "enabled",
          excludeTargets: [],
          includeTargets: [
            { ...everybody, isRegistrationRequired: false, isUsableForSignIn: false },
          ],
        },
      ],
    };
  }
}

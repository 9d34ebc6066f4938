import { z } from "zod/v4";
import type { PolicyTarget, TenantPolicies } from "../../reminders/tenant-policies.ts";

// Nothing but warnings follows from these, so an entry that cannot be read is left out.
const listOf = <Entry>(entry: z.ZodType<Entry>) =>
  z
    .array(z.unknown())
    .nullish()
    .catch(null)
    .transform((list): readonly Entry[] =>
      (list ?? []).flatMap((value) => {
        const parsed = entry.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      }),
    );

const target = z.object({ id: z.string(), targetType: z.string().nullish() }).transform(asTarget);

const campaignTarget = z
  .object({
    id: z.string(),
    targetType: z.string().nullish(),
    targetedAuthenticationMethod: z.string().nullish(),
  })
  .transform((one) => ({
    ...asTarget(one),
    method: one.targetedAuthenticationMethod ?? "microsoftAuthenticator",
  }));

const MODES = ["any", "push", "deviceBasedPush"] as const;

const authenticatorTarget = z
  .object({
    id: z.string(),
    targetType: z.string().nullish(),
    authenticationMode: z.string().nullish(),
  })
  .transform((one) => ({
    ...asTarget(one),
    mode: MODES.find((mode) => mode === one.authenticationMode) ?? ("other" as const),
  }));

const policy = z.object({
  registrationEnforcement: z
    .object({
      authenticationMethodsRegistrationCampaign: z
        .object({
          state: z.enum(["default", "enabled", "disabled"]).catch("default"),
          snoozeDurationInDays: z.number().nullish().catch(null),
          includeTargets: listOf(campaignTarget),
          excludeTargets: listOf(target),
        })
        .nullish(),
    })
    .nullish(),
  authenticationMethodConfigurations: z.array(z.unknown()).nullish().catch(null),
});

const authenticator = z.object({
  id: z.string().regex(/^microsoftAuthenticator$/i),
  state: z.string().nullish(),
  includeTargets: listOf(authenticatorTarget),
  excludeTargets: listOf(target),
});

const NO_CAMPAIGN: TenantPolicies["campaign"] = {
  state: "disabled",
  snoozeDays: null,
  include: [],
  exclude: [],
};

/**
 * What matters of `GET /policies/authenticationMethodsPolicy`, or null when the answer is none.
 * Source: Graph v1.0, authenticationMethodsPolicy, authenticationMethodsRegistrationCampaign and
 * microsoftAuthenticatorAuthenticationMethodConfiguration.
 */
export function parsePolicies(body: unknown): TenantPolicies | null {
  const parsed = policy.safeParse(body);
  if (!parsed.success) return null;
  const { registrationEnforcement, authenticationMethodConfigurations } = parsed.data;
  const campaign = registrationEnforcement?.authenticationMethodsRegistrationCampaign;
  return {
    campaign: campaign
      ? {
          state: campaign.state,
          snoozeDays: campaign.snoozeDurationInDays ?? null,
          include: campaign.includeTargets,
          exclude: campaign.excludeTargets,
        }
      : NO_CAMPAIGN,
    authenticator: authenticatorIn(authenticationMethodConfigurations ?? []),
  };
}

function authenticatorIn(configurations: readonly unknown[]): TenantPolicies["authenticator"] {
  const found = listOf(authenticator).parse(configurations)[0];
  if (found === undefined) return null;
  return {
    isEnabled: found.state === "enabled",
    include: found.includeTargets,
    exclude: found.excludeTargets,
  };
}

function asTarget(one: {
  readonly id: string;
  readonly targetType?: string | null | undefined;
}): PolicyTarget {
  return { id: one.id, type: one.targetType === "user" ? "user" : "group" };
}

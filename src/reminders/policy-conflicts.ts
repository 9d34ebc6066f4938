import type { MethodPolicy } from "../methods/policy.ts";
import type { PolicyTarget, TenantPolicies } from "./tenant-policies.ts";

/** Where the tenant's own settings work against our reminders. Data; the words are elsewhere. */
export type PolicyConflict =
  /** Nobody can register Authenticator. */
  | { readonly kind: "authenticatorOff" }
  /** Only these can. */
  | { readonly kind: "authenticatorForSome"; readonly targets: readonly PolicyTarget[] }
  /** These cannot. */
  | { readonly kind: "authenticatorExcluded"; readonly targets: readonly PolicyTarget[] }
  /** These can use Authenticator for phone sign-in only: a push is no second factor for them. */
  | { readonly kind: "pushNotAllowed"; readonly targets: readonly PolicyTarget[] }
  /** Entra asks people to set up something else, which does not count here. */
  | { readonly kind: "otherCampaign"; readonly methods: readonly string[] }
  /** Entra asks for Authenticator too, at sign-in; people are asked twice. */
  | { readonly kind: "sameCampaign"; readonly snoozeDays: number | null }
  /** Microsoft decides what Entra asks for, and may change it. */
  | { readonly kind: "managedCampaign" };

/** Compares what the organisation asks for here with what its tenant allows and asks for. Pure. */
export function policyConflicts(
  tenant: TenantPolicies,
  policy: MethodPolicy,
): readonly PolicyConflict[] {
  return [
    ...(policy.microsoftAuthenticator === "supported"
      ? authenticatorConflicts(tenant.authenticator)
      : []),
    ...campaignConflicts(tenant.campaign, policy),
  ];
}

function authenticatorConflicts(
  authenticator: TenantPolicies["authenticator"],
): readonly PolicyConflict[] {
  if (authenticator?.isEnabled !== true || authenticator.include.length === 0) {
    return [{ kind: "authenticatorOff" }];
  }
  const { include, exclude } = authenticator;
  const conflicts: PolicyConflict[] = [];
  if (!include.some(({ id }) => id === "all_users")) {
    conflicts.push({ kind: "authenticatorForSome", targets: include.map(targetOf) });
  }
  if (exclude.length > 0) {
    conflicts.push({ kind: "authenticatorExcluded", targets: exclude.map(targetOf) });
  }
  const without = include.filter(({ mode }) => mode === "deviceBasedPush");
  if (without.length > 0) {
    conflicts.push({ kind: "pushNotAllowed", targets: without.map(targetOf) });
  }
  return conflicts;
}

function campaignConflicts(
  campaign: TenantPolicies["campaign"],
  policy: MethodPolicy,
): readonly PolicyConflict[] {
  if (campaign.state === "disabled") return [];
  const methods = [...new Set(campaign.include.map(({ method }) => method))];
  const others = methods.filter((method) => !counts(method, policy));
  const conflicts: PolicyConflict[] = [];
  if (campaign.state === "default") conflicts.push({ kind: "managedCampaign" });
  if (others.length > 0) conflicts.push({ kind: "otherCampaign", methods: others });
  if (methods.length > others.length) {
    conflicts.push({ kind: "sameCampaign", snoozeDays: campaign.snoozeDays });
  }
  return conflicts;
}

/** Whether a method that Entra's campaign names is one that the organisation asks for here. */
function counts(method: string, policy: MethodPolicy): boolean {
  const name = method.toLowerCase();
  if (name === "microsoftauthenticator") return policy.microsoftAuthenticator === "supported";
  return (name === "fido2" || name.includes("passkey")) && policy.fido2 === "supported";
}

const targetOf = ({ type, id }: PolicyTarget): PolicyTarget => ({ type, id });

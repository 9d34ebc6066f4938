import { type PolicyConflict, policyConflicts } from "../reminders/policy-conflicts.ts";
import type { PolicyTarget } from "../reminders/tenant-policies.ts";
import { refusalText } from "./graph-words.ts";
import { safeText } from "./words.ts";
import type { Workspace } from "./workspace.ts";

/** Where the tenant's own settings work against a campaign; that they could not be read is a warning too. */
export async function tenantWarnings(
  { openDirectory, policy }: Workspace,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { policies } = await openDirectory();
  const read = await policies(signal);
  if (read.kind === "read") return policyConflicts(read.policies, policy).map(conflictText);
  return [`The tenant's own settings could not be read. ${refusalText(read)}`];
}

/** In an operator's words, with the next step after the colon. */
export function conflictText(conflict: PolicyConflict): string {
  switch (conflict.kind) {
    case "authenticatorOff":
      return "Microsoft Authenticator is off in the tenant, so nobody can set it up: turn it on in Entra, Authentication methods.";
    case "authenticatorForSome":
      return `Only some people may use Microsoft Authenticator (${targetsText(conflict.targets)}): add the people whom the campaign reminds.`;
    case "authenticatorExcluded":
      return `Some people may not use Microsoft Authenticator (${targetsText(conflict.targets)}): leave them out of the campaign, for instance by AUDIENCE_EXCEPT_GROUPS.`;
    case "pushNotAllowed":
      return `Some people may use Microsoft Authenticator for phone sign-in only (${targetsText(conflict.targets)}): set the authentication mode to Any or Push.`;
    case "otherCampaign":
      return `Entra's registration campaign asks people for something else (${safeText(conflict.methods.join(", "))}), which does not count here: end it, or add the method to SUPPORTED_METHODS.`;
    case "sameCampaign":
      return "Entra's registration campaign asks people for the same at sign-in, so they are asked twice.";
    case "managedCampaign":
      return "Entra's registration campaign is managed by Microsoft, which may change what it asks for: set it to enabled or disabled.";
  }
}

const targetsText = (targets: readonly PolicyTarget[]): string =>
  safeText(targets.map(({ type, id }) => `${type} ${id}`).join(", "));

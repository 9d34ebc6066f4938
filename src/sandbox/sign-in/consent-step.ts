import type Provider from "oidc-provider";
import type { InteractionResults } from "oidc-provider";
import { z } from "zod/v4";
import { graphAudience } from "../constants.ts";
import type { Person } from "../people/person.ts";
import type { Tenant } from "../tenant.ts";
import { shortScope } from "./permissions.ts";

/** oidc-provider's record of one question to the person. */
export type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

const promptDetails = z.object({
  missingOIDCScope: z.array(z.string()).default([]),
  missingResourceScopes: z.record(z.string(), z.array(z.string())).default({}),
});

function missingScopes(interaction: Interaction) {
  const details = promptDetails.parse(interaction.prompt.details);
  return {
    oidc: details.missingOIDCScope,
    resource: details.missingResourceScopes[graphAudience] ?? [],
  };
}

/** What the person has not agreed to yet. */
export function askedScopes(interaction: Interaction): readonly string[] {
  const { oidc, resource } = missingScopes(interaction);
  return [...oidc, ...resource.map(shortScope)];
}

export async function acceptScopes(
  interaction: Interaction,
  person: Person,
  tenant: Tenant,
  provider: Provider,
): Promise<InteractionResults> {
  const { oidc, resource } = missingScopes(interaction);
  // What was agreed to before stays; a new grant would ask for it again.
  const earlier =
    interaction.grantId === undefined ? undefined : await provider.Grant.find(interaction.grantId);
  const clientId = String(interaction.params["client_id"]);
  const grant = earlier ?? new provider.Grant({ accountId: person.id, clientId });
  grant.addOIDCScope(oidc.join(" "));
  grant.addResourceScope(graphAudience, resource.join(" "));
  tenant.consents.grant(person, resource.map(shortScope));
  return { consent: { grantId: await grant.save() } };
}

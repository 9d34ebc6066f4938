import type Provider from "oidc-provider";
import { errors, type InteractionResults } from "oidc-provider";
import type { Request, Response } from "restify";
import { z } from "zod/v4";
import { graphAudience } from "../constants.ts";
import { type Answer, readRequest, send } from "../http.ts";
import { pageAnswer } from "../pages/page.ts";
import type { Person } from "../people/person.ts";
import type { SandboxPart, Tenant } from "../tenant.ts";
import { createAuthorizationServer, signInPath } from "./authorization-server.ts";
import { shortScope } from "./permissions.ts";
import {
  accountPage,
  approvalRequiredPage,
  consentPage,
  expiredPage,
  type SignInForm,
} from "./sign-in-pages.ts";

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

const choice = z.discriminatedUnion("choice", [
  z.object({ choice: z.literal("sign-in"), account: z.string() }),
  z.object({ choice: z.literal("accept") }),
  z.object({ choice: z.literal("cancel") }),
]);

/** The authorization server at `S/oidc` and the tenant's own sign-in pages. */
export function signInPart(): SandboxPart {
  return {
    routes: (server, tenant) => {
      const provider = createAuthorizationServer(tenant);
      const callback = provider.callback();

      // Before routing and body parsing: oidc-provider reads its requests itself.
      server.pre((req: Request, res: Response, next) => {
        if (!/^\/oidc(\/|$)/.test(req.url ?? "")) {
          next();
          return;
        }
        // oidc-provider learns from originalUrl where it is mounted.
        Object.assign(req, { originalUrl: req.url });
        req.url = (req.url ?? "").slice("/oidc".length) || "/";
        callback(req, res).then(() => {
          next(false);
        }, next);
      });

      const path = `${signInPath}/:uid`;
      server.get(path, async (req: Request, res: Response) => {
        const interaction = await findInteraction(provider, req, res);
        send(res, interaction === null ? pageAnswer(expiredPage, 400) : show(interaction, tenant));
      });
      server.post(path, async (req: Request, res: Response) => {
        const interaction = await findInteraction(provider, req, res);
        const parsed = choice.safeParse(readRequest(req, tenant.url).body);
        if (interaction === null || !parsed.success) {
          send(res, pageAnswer(expiredPage, 400));
          return;
        }
        const result = await decide(interaction, parsed.data, tenant, provider);
        await provider.interactionFinished(req, res, result);
      });
    },
  };
}

async function findInteraction(provider: Provider, req: Request, res: Response) {
  try {
    return await provider.interactionDetails(req, res);
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}

function show(interaction: Interaction, tenant: Tenant): Answer {
  const form: SignInForm = {
    action: `${signInPath}/${interaction.uid}`,
    appName: "PushReady",
    formTargets: [new URL(String(interaction.params["redirect_uri"])).origin],
  };
  const person = tenant.people.findById(interaction.session?.accountId ?? "");
  if (interaction.prompt.name !== "consent" || person === undefined) {
    return pageAnswer(accountPage(form, expected(interaction, tenant), tenant.people.all));
  }
  return pageAnswer(
    tenant.faults.isOn("consentRefused", person)
      ? approvalRequiredPage(form, person)
      : consentPage(form, person, askedScopes(interaction)),
  );
}

/** Whom the app expects (login_hint), else the person being played. */
function expected(interaction: Interaction, { people, playing }: Tenant): Person {
  const hint = interaction.params["login_hint"];
  return people.all.find(({ userPrincipalName }) => userPrincipalName === hint) ?? playing;
}

async function decide(
  interaction: Interaction,
  decision: z.infer<typeof choice>,
  tenant: Tenant,
  provider: Provider,
): Promise<InteractionResults> {
  switch (decision.choice) {
    case "cancel":
      return { error: "access_denied", error_description: refusalReason(interaction, tenant) };
    case "sign-in":
      return signedIn(decision.account, tenant);
    case "accept":
      return accepted(interaction, tenant, provider);
  }
}

function signedIn(name: string, { people, faults, playing }: Tenant): InteractionResults {
  const picked = people.find(name) ?? playing;
  const swapped = faults.take("wrongAccount", picked);
  const person = swapped === undefined ? picked : (people.find(swapped.account) ?? picked);
  return { login: { accountId: person.id, amr: ["pwd"] } };
}

async function accepted(
  interaction: Interaction,
  tenant: Tenant,
  provider: Provider,
): Promise<InteractionResults> {
  const person = tenant.people.findById(interaction.session?.accountId ?? "");
  if (person === undefined || tenant.faults.isOn("consentRefused", person)) {
    return { error: "access_denied", error_description: refusalReason(interaction, tenant) };
  }
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

function refusalReason(interaction: Interaction, { people, faults }: Tenant): string {
  const person = people.findById(interaction.session?.accountId ?? "");
  if (person !== undefined && faults.isOn("consentRefused", person)) {
    return "AADSTS90094: An administrator must consent to this application.";
  }
  return interaction.prompt.name === "consent"
    ? "AADSTS65004: User declined to consent to access the app."
    : "The user canceled the sign-in.";
}

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

function askedScopes(interaction: Interaction): readonly string[] {
  const { oidc, resource } = missingScopes(interaction);
  return [...oidc, ...resource.map(shortScope)];
}

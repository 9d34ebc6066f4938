import type Provider from "oidc-provider";
import type { InteractionResults } from "oidc-provider";
import { z } from "zod/v4";
import type { Answer } from "../http.ts";
import { type Page, pageAnswer } from "../pages/page.ts";
import { textOf } from "../people/method-kinds.ts";
import type { Person } from "../people/person.ts";
import type { Tenant } from "../tenant.ts";
import { signInPath } from "./authorization-server.ts";
import { parseClaimsRequest } from "./claims-request.ts";
import { acceptScopes, askedScopes, type Interaction } from "./consent-step.ts";
import { maskedNumber, type SecondFactor, SecondFactors, waysOf } from "./second-factor.ts";
import { choosePage, codePage, nothingPage, passkeyPage, pushPage } from "./second-factor-pages.ts";
import {
  accountPage,
  approvalRequiredPage,
  consentPage,
  type SignInForm,
} from "./sign-in-pages.ts";

/** What the forms of the sign-in pages send. */
export const decision = z.discriminatedUnion("choice", [
  z.object({ choice: z.literal("sign-in"), account: z.string() }),
  z.object({ choice: z.literal("accept") }),
  z.object({ choice: z.literal("cancel") }),
  z.object({ choice: z.literal("send-again") }),
  z.object({ choice: z.literal("other-way") }),
  z.object({ choice: z.literal("use"), way: z.enum(["push", "passkey", "code", "text"]) }),
  z.object({ choice: z.literal("verify"), code: z.string() }),
  z.object({ choice: z.literal("passkey") }),
]);

type Decision = z.infer<typeof decision>;

/** Leads a person through one sign-in: account, then MFA where the app asks for it, then consent. */
export class SignInDesk {
  readonly #tenant: Tenant;
  readonly #provider: Provider;
  readonly #factors: SecondFactors;

  constructor(tenant: Tenant, provider: Provider) {
    this.#tenant = tenant;
    this.#provider = provider;
    this.#factors = new SecondFactors(tenant);
  }

  /** The page of where the sign-in stands. */
  show(interaction: Interaction): Answer {
    const form: SignInForm = {
      action: `${signInPath}/${interaction.uid}`,
      appName: "PushReady",
      formTargets: [new URL(String(interaction.params["redirect_uri"])).origin],
    };
    const factor = this.#factors.find(interaction.uid);
    if (factor !== null) return pageAnswer(this.#factorPage(interaction.uid, factor, form));

    const { people, faults } = this.#tenant;
    const person = people.findById(interaction.session?.accountId ?? "");
    if (interaction.prompt.name !== "consent" || person === undefined) {
      return pageAnswer(accountPage(form, this.#expected(interaction), people.all));
    }
    return pageAnswer(
      faults.isOn("consentRefused", person)
        ? approvalRequiredPage(form, person)
        : consentPage(form, person, askedScopes(interaction)),
    );
  }

  /** In a word, for the page that waits for the phone. */
  state({ uid }: Interaction): string {
    return this.#factors.push(uid)?.state.kind ?? "none";
  }

  /** The result when the phone has approved meanwhile, else null. */
  finished({ uid }: Interaction): InteractionResults | null {
    const amr = this.#factors.approved(uid);
    return amr === null ? null : this.#signedIn(uid, amr);
  }

  /** What the decision comes to, or null when the sign-in goes on with another page. */
  async decide(interaction: Interaction, decided: Decision): Promise<InteractionResults | null> {
    const { uid } = interaction;
    switch (decided.choice) {
      case "cancel":
        return this.#refused(interaction);
      case "sign-in":
        return this.#takeAccount(interaction, decided.account);
      case "accept":
        return this.#accept(interaction);
      case "send-again":
      case "other-way":
      case "use":
      case "verify":
      case "passkey": {
        const amr = this.#factors.move(uid, decided);
        return amr === null ? null : this.#signedIn(uid, amr);
      }
    }
  }

  /** Whom the app expects (login_hint), else the person being played. */
  #expected(interaction: Interaction): Person {
    const { people, playing } = this.#tenant;
    const hint = interaction.params["login_hint"];
    return people.all.find(({ userPrincipalName }) => userPrincipalName === hint) ?? playing;
  }

  #takeAccount({ uid, params }: Interaction, name: string): InteractionResults | null {
    const { people, faults, playing } = this.#tenant;
    const picked = people.find(name) ?? playing;
    const swapped = faults.take("wrongAccount", picked);
    const person = swapped === undefined ? picked : (people.find(swapped.account) ?? picked);
    const asked = parseClaimsRequest(params["claims"]);
    if (!asked?.needsMfa) return this.#login(person, ["pwd"], null);
    this.#factors.begin(uid, person, asked.contextId);
    return null;
  }

  #signedIn(uid: string, amr: readonly string[]): InteractionResults | null {
    const factor = this.#factors.find(uid);
    this.#factors.forget(uid);
    return factor && this.#login(factor.person, amr, factor.contextId);
  }

  #login(person: Person, amr: readonly string[], contextId: string | null): InteractionResults {
    const ts = Math.floor(this.#tenant.clock.now().getTime() / 1000);
    const acr = contextId === null ? {} : { acr: contextId };
    // On the page where people sign in they pick the account as well.
    return { login: { accountId: person.id, amr: [...amr], ts, ...acr }, select_account: {} };
  }

  async #accept(interaction: Interaction): Promise<InteractionResults> {
    const { people, faults } = this.#tenant;
    const person = people.findById(interaction.session?.accountId ?? "");
    if (person === undefined || faults.isOn("consentRefused", person)) {
      return this.#refused(interaction);
    }
    return acceptScopes(interaction, person, this.#tenant, this.#provider);
  }

  #refused(interaction: Interaction): InteractionResults {
    const result = { error: "access_denied", error_description: this.#reason(interaction) };
    this.#factors.forget(interaction.uid);
    return result;
  }

  #reason(interaction: Interaction): string {
    const { people, faults } = this.#tenant;
    const push = this.#factors.push(interaction.uid)?.state.kind;
    if (push === "denied" || push === "expired") {
      return "AADSTS500121: Authentication failed during strong authentication request.";
    }
    const person = people.findById(interaction.session?.accountId ?? "");
    if (person !== undefined && faults.isOn("consentRefused", person)) {
      return "AADSTS90094: An administrator must consent to this application.";
    }
    return interaction.prompt.name === "consent"
      ? "AADSTS65004: User declined to consent to access the app."
      : "The user canceled the sign-in.";
  }

  #factorPage(uid: string, factor: SecondFactor, form: SignInForm): Page {
    const { people, url } = this.#tenant;
    const { person, step, contextId } = factor;
    const info = people.securityInfo(person);
    const number = maskedNumber(info);
    switch (step.kind) {
      case "push": {
        const push = this.#factors.push(uid);
        if (push === null) return choosePage(form, person, waysOf(info), number);
        const entries = info.methods.filter(({ id }) => push.request.methodIds.includes(id));
        const isLite = entries.every((entry) => textOf(entry, "clientAppName") === "outlookMobile");
        return pushPage(form, person, {
          ...push,
          app: isLite ? "Outlook" : "Authenticator",
          hasOtherWays: contextId === null,
        });
      }
      case "choose":
        return choosePage(form, person, waysOf(info), number);
      case "passkey":
        return passkeyPage(form, person);
      case "code":
        return codePage(form, person, { from: "app", number, isWrong: step.isWrong });
      case "text":
        return codePage(form, person, { from: "text", number, isWrong: step.isWrong });
      case "nothing":
        return nothingPage(form, person, {
          push: contextId !== null,
          securityInfoUrl: `${url}/security-info`,
        });
    }
  }
}

import QRCode from "qrcode";
import type { Server } from "restify";
import { z } from "zod/v4";
import { type Answer, type Asked, mount, redirectTo } from "../http.ts";
import { pageAnswer } from "../pages/page.ts";
import { countsAgainstLimit, hasOthers, isDefaultMethod } from "../people/method-kinds.ts";
import type { Person } from "../people/person.ts";
import { accountPage } from "../sign-in/sign-in-pages.ts";
import type { SandboxPart, Tenant } from "../tenant.ts";
import { methodRow, possibleDefaults } from "./method-rows.ts";
import { qrContent, type Registration } from "./registrations.ts";
import {
  defaultPage,
  deletePage,
  listPage,
  restrictedPage,
  securityInfoPath as root,
} from "./security-info-pages.ts";
import { type SecurityInfoSession, SecurityInfoSessions } from "./sessions.ts";
import { moveOn, testState, wizardMove } from "./wizard.ts";
import { choicePage, wizardPage } from "./wizard-pages.ts";

const authenticatorLimit = 5;

/** The tenant's page where people manage their own sign-in methods, `S/security-info`. */
export function securityInfoPart(): SandboxPart {
  return {
    routes: (server, tenant) => {
      new SecurityInfo(tenant).mount(server);
    },
  };
}

type SignedIn = SecurityInfoSession & { readonly sessionId: string };

class SecurityInfo {
  readonly #tenant: Tenant;
  readonly #sessions: SecurityInfoSessions;

  constructor(tenant: Tenant) {
    this.#tenant = tenant;
    this.#sessions = new SecurityInfoSessions(new URL(tenant.url).port);
  }

  mount(server: Server): void {
    const { url } = this.#tenant;
    mount(server, "get", root, url, (asked) => this.#open(asked));
    mount(server, "post", `${root}/sign-in`, url, (asked) => this.#signIn(asked));
    mount(server, "post", `${root}/sign-out`, url, (asked) => {
      this.#sessions.end(this.#sessions.idOf(asked.headers["cookie"]) ?? "");
      return redirectTo(root);
    });

    const serve = (
      verb: "get" | "post",
      path: string,
      handler: (signedIn: SignedIn, asked: Asked) => Answer | Promise<Answer>,
    ): void => {
      mount(server, verb, `${root}/${path}`, url, (asked) => {
        const signedIn = this.#signedIn(asked);
        if (signedIn === null) return redirectTo(root);
        return this.#restricted(signedIn.person) ?? handler(signedIn, asked);
      });
    };
    serve("get", "add", ({ person }) => this.#choice(person, null));
    serve("post", "add", (signedIn, asked) => this.#add(signedIn, asked));
    serve("get", "authenticator", (signedIn) => this.#showWizard(signedIn));
    serve("post", "authenticator", (signedIn, asked) => this.#moveWizard(signedIn, asked));
    serve("get", "authenticator/state", (signedIn) => this.#wizardState(signedIn));
    serve("get", "delete/:id", ({ person }, asked) => this.#askDelete(person, asked));
    serve("post", "delete/:id", ({ person }, asked) => this.#delete(person, asked));
    serve("get", "default", ({ person }) =>
      pageAnswer(defaultPage(person, this.#tenant.people.securityInfo(person))),
    );
    serve("post", "default", ({ person }, asked) => this.#setDefault(person, asked));
  }

  /** The list, or the account page: nobody is signed in yet, or the link is meant for another account. */
  #open(asked: Asked): Answer {
    const { people, playing } = this.#tenant;
    const hint = asked.url.searchParams.get("login_hint")?.toLowerCase();
    const hinted = people.all.find((one) => one.userPrincipalName.toLowerCase() === hint);
    const signedIn = this.#signedIn(asked);
    if (signedIn === null || (hinted !== undefined && hinted !== signedIn.person)) {
      const form = { action: `${root}/sign-in`, appName: "My Sign-Ins", formTargets: [] };
      return pageAnswer(accountPage(form, hinted ?? playing, people.all));
    }
    if (hint !== undefined) return redirectTo(root);
    const { person } = signedIn;
    const notice = notices[asked.url.searchParams.get("done") ?? ""] ?? null;
    const list = listPage(person, people.securityInfo(person), notice);
    return this.#restricted(person) ?? pageAnswer(list);
  }

  #signIn({ body }: Asked): Answer {
    const asked = z.object({ choice: z.literal("sign-in"), account: z.string() }).safeParse(body);
    const person = asked.success ? this.#tenant.people.find(asked.data.account) : undefined;
    if (person === undefined) return redirectTo("/");
    const answer = redirectTo(root);
    return {
      ...answer,
      headers: { ...answer.headers, "set-cookie": this.#sessions.begin(person) },
    };
  }

  #signedIn({ headers }: Asked): SignedIn | null {
    const sessionId = this.#sessions.idOf(headers["cookie"]);
    const session = this.#sessions.find(sessionId);
    return sessionId === null || session === null ? null : { ...session, sessionId };
  }

  #restricted(person: Person): Answer | null {
    const { faults, clock } = this.#tenant;
    return faults.isOn("restrictedLocation", person)
      ? pageAnswer(restrictedPage(person, clock.now()), 403)
      : null;
  }

  #choice(person: Person, problem: string | null): Answer {
    const hasAuthenticator = !this.#tenant.faults.isOn("noAuthenticatorChoice", person);
    return pageAnswer(choicePage(person, { hasAuthenticator, problem }));
  }

  #add({ person, sessionId }: SignedIn, { body }: Asked): Answer {
    const { people, faults, registrations } = this.#tenant;
    const asked = z.object({ method: z.string() }).safeParse(body);
    const isOffered = !faults.isOn("noAuthenticatorChoice", person);
    if (!isOffered || asked.data?.method !== "authenticator") {
      return this.#choice(person, "The local tenant adds no method but Microsoft Authenticator.");
    }
    const used = people.securityInfo(person).methods.filter(countsAgainstLimit).length;
    if (used >= authenticatorLimit) {
      return this.#choice(
        person,
        "You cannot have more than 5 hardware tokens or authenticator apps.",
      );
    }
    this.#sessions.change(sessionId, registrations.begin(person).id);
    return redirectTo(`${root}/authenticator`);
  }

  #registration({ registrationId }: SignedIn): Registration | null {
    return this.#tenant.registrations.find(registrationId ?? "");
  }

  async #showWizard(signedIn: SignedIn): Promise<Answer> {
    const registration = this.#registration(signedIn);
    if (registration === null) return redirectTo(root);
    const { pushRequests, url } = this.#tenant;
    const activationUrl = `${url}/activate`;
    const content = qrContent(registration, activationUrl);
    return pageAnswer(
      wizardPage(registration, {
        qrCode: await QRCode.toString(content, { type: "svg", margin: 2 }),
        activationUrl,
        test: testState(registration, this.#tenant),
        number: pushRequests.find(registration.pushId ?? "")?.number ?? "",
      }),
    );
  }

  #moveWizard(signedIn: SignedIn, { body }: Asked): Answer {
    const registration = this.#registration(signedIn);
    const move = wizardMove.safeParse(body);
    if (registration === null || !move.success) return redirectTo(root);
    const after = moveOn(registration, move.data, this.#tenant);
    if (after !== null) return redirectTo(`${root}/authenticator`);
    this.#sessions.change(signedIn.sessionId, null);
    return redirectTo(registration.step === "done" ? `${root}?done=added` : root);
  }

  #wizardState(signedIn: SignedIn): Answer {
    const registration = this.#registration(signedIn);
    const body = registration === null ? "ended" : testState(registration, this.#tenant).kind;
    return {
      status: 200,
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
      body,
    };
  }

  #method(person: Person, { url }: Asked) {
    const id = decodeURIComponent(url.pathname.split("/").at(-1) ?? "");
    return this.#tenant.people.securityInfo(person).methods.find((method) => method.id === id);
  }

  #askDelete(person: Person, asked: Asked): Answer {
    const method = this.#method(person, asked);
    if (method === undefined) return redirectTo(root);
    const row = methodRow(method);
    return row.canDelete ? pageAnswer(deletePage(person, row, null)) : redirectTo(root);
  }

  #delete(person: Person, asked: Asked): Answer {
    const { people } = this.#tenant;
    const method = this.#method(person, asked);
    if (method === undefined || !methodRow(method).canDelete) return redirectTo(root);
    const info = people.securityInfo(person);
    const isDefault = isDefaultMethod(info, method);
    if (isDefault && hasOthers(info, method)) {
      const problem =
        "This is your default sign-in method. Change your default sign-in method first, then delete this one.";
      return pageAnswer(deletePage(person, methodRow(method), problem));
    }
    people.removeMethod(person, method.id);
    if (isDefault) people.setDefaultMethod(person, null);
    return redirectTo(`${root}?done=deleted`);
  }

  #setDefault(person: Person, { body }: Asked): Answer {
    const { people } = this.#tenant;
    const asked = z.object({ method: z.string() }).safeParse(body);
    const method = possibleDefaults(people.securityInfo(person)).find(
      (possible) => possible === asked.data?.method,
    );
    if (method === undefined) return redirectTo(`${root}/default`);
    people.setDefaultMethod(person, method);
    return redirectTo(`${root}?done=default`);
  }
}

const notices: Readonly<Record<string, string>> = {
  added: "The sign-in method was added.",
  deleted: "The sign-in method was deleted.",
  default: "The default sign-in method was changed.",
};

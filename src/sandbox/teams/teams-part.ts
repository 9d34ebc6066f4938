import { randomUUID } from "node:crypto";
import type { Server } from "restify";
import { type Answer, type Asked, jsonAnswer, mount, send } from "../http.ts";
import type { Person } from "../people/person.ts";
import type { FinishedSignIn, SandboxPart, Tenant } from "../tenant.ts";
import { parseActivity } from "./activity.ts";
import { botEndpoint } from "./bot-endpoint.ts";
import { parseSettingsChange } from "./client-settings.ts";
import { type Connected, Connector } from "./connector.ts";
import { LatePlayground, playgroundConnector } from "./playground-connector.ts";
import type { Prompt } from "./sign-in-prompts.ts";
import { SignInWindows, signInWindowPage } from "./sign-in-window.ts";
import { TeamsClient } from "./teams-client.ts";

export type TeamsPartOptions = {
  /** Where the Agents Playground of a person listens, or null when nobody is at that person's desk. */
  readonly playgroundUrlOf: (person: Person, tenant: Tenant) => string | null;
  readonly newId?: () => string;
};

/**
 * The Teams side of the sandbox: what stands between the Agents Playground and the bot.
 *
 * `POST S/teams/messages` is what a playground posts to; `S/connector/v3/…` is what the bot calls;
 * `S/teams/sign-in/ID` is the window of a sign-in button; `GET/POST S/teams/clients` shows and changes how the
 * clients behave. One sandbox serves any number of people, each with an own playground.
 */
export class TeamsPart implements SandboxPart {
  readonly #options: TeamsPartOptions;
  readonly #newId: () => string;
  readonly #windows = new SignInWindows();
  readonly #connected = new Map<string, Connected>();

  constructor(options: TeamsPartOptions) {
    this.#options = options;
    this.#newId = options.newId ?? randomUUID;
  }

  routes(server: Server, tenant: Tenant): void {
    const { url, people, channel } = tenant;
    const find = (person: Person) => this.#find(person, tenant);
    const connector = new Connector(people, find);

    mount(server, "post", "/teams/messages", url, async ({ body }) => {
      const activity = parseActivity(body);
      const person = people.findByTeamsUserId(activity.from?.id ?? "");
      const there = person ? find(person) : undefined;
      if (!there) return jsonAnswer(404, { error: "No client of this person is open." });
      const answer = await there.client.receive(activity);
      return jsonAnswer(answer.status, answer.body ?? {});
    });
    // The playground's page waits until its endpoint answers anything at all.
    mount(server, "head", "/teams/messages", url, () => jsonAnswer(200, {}));

    const toConnector = async (asked: Asked): Promise<Answer> => {
      if (!(await channel.isFromBot(asked.headers["authorization"]))) {
        return jsonAnswer(401, { message: "Authorization has been denied for this request." });
      }
      const path = asked.url.pathname.slice("/connector".length);
      const answer = await connector.call(asked.method, path + asked.url.search, asked.body);
      return jsonAnswer(answer.status, answer.body ?? {});
    };
    for (const verb of ["get", "post", "put", "del"] as const) {
      mount(server, verb, "/connector/*", url, toConnector);
    }

    mount(server, "get", "/teams/clients", url, () => jsonAnswer(200, this.#list()));
    mount(server, "post", "/teams/clients", url, ({ body }) => {
      const change = parseSettingsChange(body);
      const person = change ? people.find(change.person) : undefined;
      const client = person ? find(person)?.client : undefined;
      if (!change || !client) return jsonAnswer(400, { error: "Unknown person or setting." });
      const { openClients, ssoFailure } = client.settings;
      client.settings = { openClients, ssoFailure, ...change.settings };
      return jsonAnswer(200, this.#list());
    });

    mount(server, "get", "/teams/sign-in/:id", url, (asked) => {
      const found = this.#findPrompt(asked.url.pathname.split("/")[3]);
      if (!found) return html(404, "<p>This sign-in is over. You can close the window.</p>");
      const { id, link } = found.prompt;
      return html(200, signInWindowPage(link, `/teams/sign-in/${id}/events`));
    });
    server.get("/teams/sign-in/:id/events", (req, res, next) => {
      const found = this.#findPrompt((req.url ?? "").split("/")[3]);
      if (found) {
        const { prompt, client } = found;
        this.#windows.attach(prompt.id, res, () => void client.signInWindowClosed(prompt));
      } else {
        send(res, jsonAnswer(404, {}));
      }
      next();
    });
  }

  async signInFinished(signIn: FinishedSignIn, tenant: Tenant): Promise<void> {
    const { asker, conversation, outcome } = signIn;
    const client = this.#find(asker, tenant)?.client;
    if (!client) throw new Error(`no Teams client of ${asker.name} is open`);
    const prompt = await client.signInFinished(conversation, outcome);
    if (!prompt) return;
    if (outcome.kind === "completed") this.#windows.finish(prompt.id);
    // A sign-in page outside of Teams' window: nobody is left to close anything.
    else if (!this.#windows.isOpen(prompt.id)) await client.signInWindowClosed(prompt);
  }

  async appInstalled(person: Person, tenant: Tenant): Promise<void> {
    await this.#find(person, tenant)?.client.installedByProgram();
  }

  /** Forgets chats, prompts and settings: the next page load is a first installation again. */
  reset(): void {
    this.#windows.close();
    this.#connected.clear();
  }

  close(): Promise<void> {
    this.#windows.close();
    return Promise.resolve();
  }

  /** The client of a person who has a playground open, or who has the app without ever having opened one. */
  #find(person: Person, tenant: Tenant): Connected | undefined {
    const playgroundUrl = this.#options.playgroundUrlOf(person, tenant);
    const known = this.#connected.get(person.id);
    if (playgroundUrl === null) {
      if (known !== undefined) return known;
      return tenant.appInstallations.has(person) ? this.#connect(person, tenant, null) : undefined;
    }
    if (known === undefined) return this.#connect(person, tenant, playgroundUrl);
    if (known.playgroundUrl === playgroundUrl) return known;
    // Another playground starts with an empty chat; the first one shows what came before it.
    if (known.playgroundUrl !== null) return this.#connect(person, tenant, playgroundUrl);
    known.playground.open(playgroundConnector(playgroundUrl));
    return this.#keep({ ...known, playgroundUrl });
  }

  #connect(person: Person, tenant: Tenant, playgroundUrl: string | null): Connected | undefined {
    const { appInstallations, botUrl, channel, clock, url } = tenant;
    if (botUrl === null) return undefined;
    const serviceUrl = `${url}/connector`;
    const playground = new LatePlayground();
    if (playgroundUrl !== null) playground.open(playgroundConnector(playgroundUrl));
    const client = new TeamsClient({
      person,
      playground,
      serviceUrl,
      bot: botEndpoint(botUrl, serviceUrl, channel),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      now: () => clock.now(),
      newId: this.#newId,
      signSsoToken: (someone) => tenant.signSsoToken(someone),
      windowUrl: (promptId) => `${url}/teams/sign-in/${promptId}`,
      appChanged: (isInstalled) => {
        if (isInstalled) appInstallations.add(person);
        else appInstallations.remove(person);
      },
    });
    return this.#keep({ client, playground, playgroundUrl });
  }

  #keep(connected: Connected): Connected {
    this.#connected.set(connected.client.person.id, connected);
    return connected;
  }

  #findPrompt(id = ""): { prompt: Prompt; client: TeamsClient } | undefined {
    for (const { client } of this.#connected.values()) {
      const prompt = client.findPrompt(id);
      if (prompt) return { prompt, client };
    }
    return undefined;
  }

  #list(): unknown[] {
    return [...this.#connected.values()].map(({ client }) => ({
      person: client.person.name,
      ...client.settings,
    }));
  }
}

const html = (status: number, body: string): Answer => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  body,
});

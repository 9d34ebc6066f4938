import { setTimeout as later } from "node:timers/promises";
import { jsonAnswer, mount } from "../../../src/sandbox/http.ts";
import { asTeamsSends } from "../../../src/sandbox/teams/as-teams-sends.ts";
import type { SandboxPart } from "../../../src/sandbox/tenant.ts";
import { start, type TestSandbox } from "../../sandbox/support/sandbox.ts";

/** Long enough that turns are under way whenever something happens. */
const CONNECTOR_MS = 60;
const PATIENCE_MS = 15_000;
/** As the service writes them: of what a person may read out on the phone. */
const REFERENCE = /[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}/;

export type TurnEnd =
  | { readonly kind: "answered" }
  /** The person, or whoever sent the request, was told a reference. */
  | { readonly kind: "apology"; readonly reference: string }
  /** The replica died with the request, or there was none. */
  | { readonly kind: "unreachable"; readonly status: number }
  /** Accepted, and never answered; or refused without a word of why. */
  | { readonly kind: "lost"; readonly status: number };

type Asking = { readonly type: "message"; readonly text: string } | { readonly type: "invoke" };

/** Teams as far as turns need it: signed activities to the service, and its connector, in the local tenant. */
export class Teams {
  readonly tenant: TestSandbox;
  readonly #received: Map<string, string[]>;

  private constructor(tenant: TestSandbox, received: Map<string, string[]>) {
    this.tenant = tenant;
    this.#received = received;
  }

  static async open(people: number): Promise<Teams> {
    const received = new Map<string, string[]>();
    const connector: SandboxPart = {
      routes: (server, { url, channel }) => {
        mount(server, "post", "/connector/*", url, async ({ url: asked, headers, body }) => {
          if (!(await channel.isFromBot(headers["authorization"]))) return jsonAnswer(401, {});
          await later(CONNECTOR_MS);
          const [, chat = ""] = /\/v3\/conversations\/([^/]+)\//.exec(asked.pathname) ?? [];
          const key = decodeURIComponent(chat);
          received.set(key, [...(received.get(key) ?? []), JSON.stringify(body)]);
          return jsonAnswer(201, { id: `sent-${key}` });
        });
      },
    };
    return new Teams(await start({ generated: people, parts: [connector] }), received);
  }

  /** Signs the person in, as an earlier chat would have. */
  async signIn(position: number): Promise<void> {
    const person = this.#person(position);
    const { tenant } = this.tenant.sandbox;
    const token = await tenant.tokens.signGraphToken(person, {
      scopes: ["UserAuthenticationMethod.Read"],
    });
    const key = { userId: person.teamsUserId, connectionName: "graph", channelId: "msteams" };
    tenant.userTokens.keep(key, token);
  }

  userIdOf(position: number): string {
    return this.#person(position).id;
  }

  say(url: string, position: number, text: string): Promise<TurnEnd> {
    return this.#turn(url, position, { type: "message", text });
  }

  /** Presses "No" of the first question. */
  pressNo(url: string, position: number): Promise<TurnEnd> {
    return this.#turn(url, position, { type: "invoke" });
  }

  async close(): Promise<void> {
    await this.tenant.close();
  }

  async #turn(url: string, position: number, asking: Asking): Promise<TurnEnd> {
    const chat = `a:${this.#person(position).name}`;
    const before = this.#received.get(chat)?.length ?? 0;
    const response = await this.#post(url, position, chat, asking);
    if (response === null) return { kind: "unreachable", status: 504 };
    const body = await response.text();
    const { status } = response;
    const header = response.headers.get("x-reference");
    if (status >= 500) {
      if (header !== null) return { kind: "apology", reference: header };
      return body.includes("turnFailed")
        ? apologyIn(body, status)
        : { kind: "unreachable", status };
    }
    const messages = this.#received.get(chat)?.slice(before) ?? [];
    const told = asking.type === "invoke" ? body : messages.join();
    if (status !== 200 || told === "") return { kind: "lost", status };
    return REFERENCE.test(told) && told.includes("eference")
      ? apologyIn(told, status)
      : { kind: "answered" };
  }

  async #post(
    url: string,
    position: number,
    chat: string,
    asking: Asking,
  ): Promise<Response | null> {
    const { sandbox, url: tenantUrl } = this.tenant;
    const serviceUrl = `${tenantUrl}/connector`;
    const now = new Date();
    const activity =
      asking.type === "message"
        ? asking
        : { type: "invoke", name: "adaptiveCard/action", value: PRESSED_NO };
    const dressed = asTeamsSends(
      {
        ...activity,
        conversation: { id: chat },
        value: "value" in activity ? activity.value : undefined,
      },
      {
        person: this.#person(position),
        serviceUrl,
        timeZone: "Europe/Budapest",
        now,
        newId: () => `${position}-${now.getTime()}`,
        messageId: String(now.getTime()),
      },
    );
    const token = await sandbox.tenant.channel.signChannelToken({ serviceUrl });
    return fetch(`${url}/api/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(dressed),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => null);
  }

  #person(position: number) {
    const { people } = this.tenant.sandbox;
    return people.entryAt(people.all.length + position).person;
  }
}

const PRESSED_NO = {
  action: {
    type: "Action.Execute",
    title: "No",
    verb: "numberPrompt.answer",
    data: { card: "numberPrompt", v: 1, answer: "no" },
  },
};

function apologyIn(text: string, status: number): TurnEnd {
  const [reference] = REFERENCE.exec(text) ?? [];
  return reference === undefined ? { kind: "lost", status } : { kind: "apology", reference };
}

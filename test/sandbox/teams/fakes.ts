import type { Person } from "../../../src/sandbox/people/person.ts";
import type { Activity } from "../../../src/sandbox/teams/activity.ts";
import type { BotAnswer, BotEndpoint } from "../../../src/sandbox/teams/bot-endpoint.ts";
import type {
  ConnectorAnswer,
  PlaygroundConnector,
} from "../../../src/sandbox/teams/playground-connector.ts";
import { TeamsClient } from "../../../src/sandbox/teams/teams-client.ts";

export const sam: Person = {
  name: "sam",
  situation: "SMS only",
  id: "11111111-5a4d-4001-8000-000000000001",
  teamsUserId: "29:1sandbox-sam",
  userPrincipalName: "sam@vipdesk.example",
  displayName: "Sam Rivera",
  givenName: "Sam",
  surname: "Rivera",
  locale: "de-AT",
  userType: "member",
};

export const chatOfSam = "a:1111111115a4d40018000000000000001";

/** A bot that keeps what it gets and answers by a rule. */
export class FakeBot implements BotEndpoint {
  readonly received: Activity[] = [];
  rule: (activity: Activity) => BotAnswer | Promise<BotAnswer> = () => ({ status: 200, body: {} });

  async deliver(activity: Activity): Promise<BotAnswer> {
    this.received.push(activity);
    return this.rule(activity);
  }

  named(name: string): Activity[] {
    return this.received.filter((activity) => activity.name === name);
  }
}

/** A playground that shows what it is told, in order. */
export class FakePlayground implements PlaygroundConnector {
  readonly shown = new Map<string, Activity>();
  readonly calls: string[] = [];

  call(method: string, path: string, body?: unknown): Promise<ConnectorAnswer> {
    this.calls.push(`${method} ${path}`);
    if (method === "POST") {
      const id = `shown-${String(this.shown.size + 1)}`;
      this.shown.set(id, body as Activity);
      return Promise.resolve({ status: 201, body: { id } });
    }
    const id = path.split("/").at(-1) ?? "";
    if (method === "PUT" && this.shown.has(id)) {
      this.shown.set(id, body as Activity);
      return Promise.resolve({ status: 200, body: { id } });
    }
    return Promise.resolve({ status: 404, body: { error: { code: "MessageNotFound" } } });
  }

  /** Everything that the page shows, as text: what a person could read. */
  get text(): string {
    return JSON.stringify([...this.shown.values()]);
  }

  /** The page is loaded again: it starts empty. */
  empty(): void {
    this.shown.clear();
  }
}

export type TestClient = {
  readonly client: TeamsClient;
  readonly bot: FakeBot;
  readonly playground: FakePlayground;
};

/** Sam's client between fakes, its page open and the app installed. */
export async function aClient(): Promise<TestClient> {
  const bot = new FakeBot();
  const playground = new FakePlayground();
  let ids = 0;
  const client = new TeamsClient({
    person: sam,
    bot,
    playground,
    serviceUrl: "http://127.0.0.1:4300/connector",
    timeZone: "Europe/Vienna",
    now: () => new Date("2026-03-01T10:00:00Z"),
    newId: () => {
      ids += 1;
      return `id-${String(ids)}`;
    },
    signSsoToken: (person) => Promise.resolve(`sso-token-of-${person.name}`),
    windowUrl: (promptId) => `http://127.0.0.1:4300/teams/sign-in/${promptId}`,
  });
  await client.receive(anInstallation("add"));
  bot.received.length = 0;
  return { client, bot, playground };
}

export const anInstallation = (action: "add" | "remove"): Activity => ({
  ...fromPage("installationUpdate"),
  action,
});

export const aMessage = (text: string): Activity => ({ ...fromPage("message"), text });

export const membersAdded = (): Activity => ({
  ...fromPage("conversationUpdate"),
  membersAdded: [{ id: sam.teamsUserId }, { id: "28:b07b07b0-0000-4000-8000-000000000001" }],
});

/** What the playground posts for Action.Execute. */
export const anAction = (verb: string, replyToId: string): Activity => ({
  ...fromPage("invoke"),
  name: "adaptiveCard/action",
  replyToId,
  value: { action: { type: "Action.Execute", title: verb, verb, data: {} } },
});

const fromPage = (type: string): Activity => ({
  type,
  id: "5a6f0a9e-8ab9-4d5e-9d3c-6a4d6c2f0001",
  from: { id: sam.teamsUserId, aadObjectId: sam.id },
  conversation: { id: chatOfSam },
  channelData: {},
  value: undefined,
});

/** An OAuth card as a bot sends it in the turn of the activity `replyToId`. */
export const anOAuthCard = (resource?: { id: string; uri: string } | null): Activity => ({
  type: "message",
  replyToId: "asked",
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.oauth",
      content: {
        text: "Please sign in",
        connectionName: "graph",
        buttons: [{ type: "signin", title: "Sign in", value: "http://127.0.0.1:4300/link" }],
        ...(resource === undefined ? {} : { tokenExchangeResource: resource }),
      },
    },
  ],
  value: undefined,
});

export const thisBot = {
  id: "exchange-1",
  uri: "api://botid-b07b07b0-0000-4000-8000-000000000001",
};

export const aCard = (text: string) => ({
  type: "AdaptiveCard",
  version: "1.5",
  body: [{ type: "TextBlock", text }],
  actions: [{ type: "Action.Execute", title: "Check", verb: "check" }],
});

export const cardMessage = (text: string): Activity => ({
  type: "message",
  attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content: aCard(text) }],
  value: undefined,
});

export const cardAnswer = (text: string): BotAnswer =>
  actionAnswer(200, "application/vnd.microsoft.card.adaptive", aCard(text));

export const loginRequest = (resource?: { id: string; uri: string }): BotAnswer =>
  actionAnswer(401, "application/vnd.microsoft.activity.loginRequest", {
    text: "The bot needs to know you",
    connectionName: "graph",
    buttons: [{ type: "signin", title: "Sign in", value: "http://127.0.0.1:4300/link" }],
    ...(resource ? { tokenExchangeResource: resource } : {}),
  });

export const preconditionFailed: BotAnswer = {
  status: 200,
  body: {
    statusCode: 412,
    type: "application/vnd.microsoft.error.preconditionFailed",
    value: { code: "412", message: "Failed to exchange token" },
  },
};

export const actionAnswer = (statusCode: number, type: string, value: unknown): BotAnswer => ({
  status: 200,
  body: { statusCode, type, value },
});

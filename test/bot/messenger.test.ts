import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { PushReadyAdapter } from "../../src/bot/adapter.ts";
import { TeamsMessenger } from "../../src/bot/messenger.ts";
import type { CardPayload } from "../../src/cards/card.ts";
import { userId } from "../../src/methods/ids.ts";
import type { ReminderAddress } from "../../src/reminders/delivery-queue.ts";
import type { Reminder } from "../../src/reminders/messenger.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { ANNA } from "./activities.ts";
import { APP_ID, FakeCloud, TENANT_ID } from "./fake-cloud.ts";

const KEY = { tenantId: TENANT_ID, userId: userId(ANNA.userId) };
const NOW = new Date("2026-11-24T09:00:00Z");
const CARD: CardPayload = { type: "AdaptiveCard", version: "1.5", body: [] };

type Seen = {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
};

/** Teams' connector, which answers as it is told to and remembers each request. */
class ScriptedConnector {
  readonly seen: Seen[] = [];
  answer: (response: ServerResponse, request: IncomingMessage) => void = (response) => {
    response.writeHead(201, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: "activity-1" }));
  };
  readonly #server: Server = createServer((request, response) => {
    void this.#serve(request, response);
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  get host(): string {
    const address = this.#server.address();
    assert.ok(typeof address === "object" && address !== null);
    return `127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  refuse(status: number, body: unknown, headers: Record<string, string> = {}): void {
    this.answer = (response) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
    this.seen.push({ method: request.method ?? "", path: request.url ?? "", body });
    this.answer(response, request);
  }
}

describe("TeamsMessenger", () => {
  let cloud: FakeCloud;
  let teams: ScriptedConnector;
  let messenger: TeamsMessenger;
  let address: ReminderAddress;
  const going = new AbortController().signal;

  beforeEach(async () => {
    cloud = await FakeCloud.start();
    teams = new ScriptedConnector();
    await teams.start();
    address = {
      kind: "reference",
      reference: {
        channelId: "msteams",
        serviceUrl: `http://${teams.host}/emea/`,
        conversationId: "19:anna/1",
        teamsUserId: ANNA.teamsUserId,
        botId: `28:${APP_ID}`,
      },
    };
    const log = createLogger("silent");
    messenger = new TeamsMessenger({
      adapter: new PushReadyAdapter(cloud.config, { log, newReference: () => "REFE-RENC" }),
      appId: APP_ID,
      serviceUrlHosts: [teams.host],
      defaultServiceUrl: `http://${teams.host}/teams/`,
      clock: { now: () => NOW },
      remind: () => ({ card: CARD, summary: "Set up push" }),
      done: () => ({ card: { ...CARD, speak: "done" }, summary: "Done" }),
    });
  });

  afterEach(async () => {
    await teams.close();
    await cloud.close();
  });

  // What the rules know of a person is the card's business, not the messenger's.
  const reminder = (): Reminder => ({ key: KEY, address, ordinal: 1 }) as unknown as Reminder;
  const send = () => messenger.send(reminder(), going);

  it("sends the card alone, with the line for the notification", async () => {
    assert.deepEqual(await send(), { kind: "sent", activityId: "activity-1" });

    const [call] = teams.seen;
    assert.ok(call);
    assert.equal(call.method, "POST");
    assert.equal(call.path, "/emea/v3/conversations/19%3Aanna%2F1/activities");
    assert.equal(call.body["summary"], "Set up push");
    assert.equal(call.body["text"], undefined);
    assert.equal((call.body["attachments"] as unknown[]).length, 1);
  });

  it("writes to the chat that Graph named where no conversation is known", async () => {
    address = { kind: "chat", chatId: "19:chat" };

    assert.equal((await send()).kind, "sent");

    assert.equal(teams.seen[0]?.path, "/teams/v3/conversations/19%3Achat/activities");
  });

  for (const status of [400, 401, 403, 404, 408, 412, 413, 429, 500, 502, 503, 504]) {
    it(`makes one request only, also when Teams answers ${status}`, async () => {
      teams.refuse(status, { error: { code: "ServiceError" } }, { "retry-after": "1" });

      await send();

      assert.equal(teams.seen.length, 1);
    });
  }

  for (const { name, status, body, outcome } of [
    { name: "412", status: 412, body: {}, outcome: { kind: "retry", why: "http 412" } },
    {
      name: "a server error",
      status: 500,
      body: { error: { code: "ServiceError" } },
      outcome: { kind: "failed", why: "http 500 ServiceError" },
    },
    {
      name: "a person who blocked the bot, told inside of the message",
      status: 403,
      body: { message: '{"subCode":"MessageWritesBlocked","errorCode":209}' },
      outcome: {
        kind: "unreachable",
        reachability: "blocked",
        why: "http 403 MessageWritesBlocked",
      },
    },
  ] as const) {
    it(`tells ${name} as what it means`, async () => {
      teams.refuse(status, body);

      assert.deepEqual(await send(), outcome);
    });
  }

  it("tells how long Teams asks the tenant to wait, in seconds or as a date", async () => {
    teams.refuse(429, {}, { "retry-after": "17" });
    assert.deepEqual(await send(), { kind: "throttled", retryAfterMs: 17_000 });

    teams.refuse(429, {}, { "retry-after": "Tue, 24 Nov 2026 09:00:30 GMT" });
    assert.deepEqual(await send(), { kind: "throttled", retryAfterMs: 30_000 });
  });

  it("does not know whether a message arrived whose answer was cut off", async () => {
    teams.answer = (response) => response.destroy();

    assert.equal((await send()).kind, "unknown");
    assert.equal(teams.seen.length, 1);
  });

  it("takes an answer that cannot be read for delivered", async () => {
    teams.answer = (response) => response.end("<html>");

    assert.deepEqual(await send(), { kind: "sent", activityId: null });
  });

  it("may try again where no connection was made", async () => {
    await teams.close();

    assert.deepEqual(await send(), { kind: "retry", why: "ECONNREFUSED" });

    await teams.start();
  });

  it("may try again where the bot gets no token for Teams", async () => {
    cloud.instead.set("POST /channel/token", { status: 503 });

    assert.deepEqual(await send(), { kind: "retry", why: "NotSent" });
    assert.equal(teams.seen.length, 0);
  });

  it("may try again when it is stopped before the request", async () => {
    const outcome = await messenger.send(reminder(), AbortSignal.abort());

    assert.deepEqual(outcome, { kind: "retry", why: "stopped" });
    assert.equal(teams.seen.length, 0);
  });

  it("does not know whether a message arrived that it stopped waiting for", async () => {
    const stopping = new AbortController();
    teams.answer = () => {
      stopping.abort();
    };

    assert.equal((await messenger.send(reminder(), stopping.signal)).kind, "unknown");
  });

  it("sends the bot's token to no host that is not allowed", async () => {
    assert.ok(address.kind === "reference");
    const { host } = teams;
    for (const serviceUrl of ["https://evil.example.com/", `http://user@${host}/`, "nonsense"]) {
      address = { kind: "reference", reference: { ...address.reference, serviceUrl } };

      assert.deepEqual(await send(), { kind: "failed", why: "serviceUrlNotAllowed" });
    }
    assert.equal(teams.seen.length, 0);
  });

  it("replaces an old card in its place", async () => {
    const card = { key: KEY, address, activityId: "old/1", locale: null };

    const outcome = await messenger.replaceWithDone(card, going);

    assert.deepEqual(outcome, { kind: "sent", activityId: "old/1" });
    assert.equal(teams.seen[0]?.method, "PUT");
    assert.equal(teams.seen[0].path, "/emea/v3/conversations/19%3Aanna%2F1/activities/old%2F1");
  });
});

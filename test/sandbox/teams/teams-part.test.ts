import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { z } from "zod/v4";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { TeamsPart } from "../../../src/sandbox/teams/teams-part.ts";
import { aMessage, anInstallation, anOAuthCard, chatOfSam, sam } from "./fakes.ts";
import { type RecordingServer, recordingServer } from "./recording-server.ts";

const activities = `/connector/v3/conversations/${encodeURIComponent(chatOfSam)}/activities`;

describe("TeamsPart", () => {
  let sandbox: Sandbox;
  let bot: RecordingServer;
  let playground: RecordingServer;
  let botToken: string;

  before(async () => {
    bot = await recordingServer(() => ({ status: 200, body: {} }));
    let messages = 0;
    playground = await recordingServer(({ method }) => {
      messages += 1;
      return method === "POST"
        ? { status: 201, body: { id: `m${String(messages)}` } }
        : { status: 200, body: {} };
    });
    sandbox = await startSandbox({
      port: 0,
      person: "sam",
      botUrl: bot.url,
      parts: [
        new TeamsPart({ playgroundUrlOf: ({ name }) => (name === "sam" ? playground.url : null) }),
      ],
    });
    botToken = await getBotToken();
    await ask("POST", "/teams/messages", anInstallation("add"));
  });

  after(() => Promise.all([sandbox.close(), bot.close(), playground.close()]));

  async function getBotToken(): Promise<string> {
    const reply = await fetch(`${sandbox.url}/channel/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: "b07b07b0-0000-4000-8000-000000000001",
        client_secret: "sandbox-only",
        scope: "https://api.botframework.com/.default",
      }),
    });
    return z.object({ access_token: z.string() }).parse(await reply.json()).access_token;
  }

  async function ask(method: string, path: string, body?: unknown, token?: string) {
    const reply = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, text: await reply.text() };
  }

  describe("messages", () => {
    it("reach the bot with a channel token for the connector's address", async () => {
      const answer = await ask("POST", "/teams/messages", aMessage("with a token"));

      assert.equal(answer.status, 200);
      const request = await bot.seen(({ body }) => body.includes("with a token"));
      assert.equal(request.url, "/api/messages");
      const claims = decodeJwt(String(request.headers["authorization"]).replace("Bearer ", ""));
      assert.equal(claims["serviceurl"], `${sandbox.url}/connector`);
      assert.match(request.body, new RegExp(`"serviceUrl":"${sandbox.url}/connector"`));
    });

    it("of people without a playground are refused", async () => {
      const stranger = { ...aMessage("hello"), from: { id: "29:stranger" } };

      assert.equal((await ask("POST", "/teams/messages", stranger)).status, 404);
    });

    it("have an endpoint that answers the playground's waiting page", async () => {
      assert.equal((await ask("HEAD", "/teams/messages")).status, 200);
    });
  });

  describe("the connector", () => {
    it("refuses a bot without a token", async () => {
      assert.equal((await ask("POST", activities, aMessage("hello"))).status, 401);
    });

    it("passes a message on without the bot's token", async () => {
      const answer = await ask("POST", activities, aMessage("from the bot"), botToken);

      assert.equal(answer.status, 201);
      const request = await playground.seen(({ body }) => body.includes("from the bot"));
      assert.equal(request.headers["authorization"], undefined);
    });

    it("answers for a chat that nobody has as Teams does", async () => {
      const elsewhere = "/connector/v3/conversations/19%3Aelsewhere/activities";

      const answer = await ask("POST", elsewhere, aMessage("hello"), botToken);

      assert.equal(answer.status, 403);
      assert.match(answer.text, /BotNotInConversationRoster/);
    });

    it("finds the chat of a person by the Entra object id and posts the first message", async () => {
      const first = { type: "message", text: "a reminder" };

      const answer = await ask(
        "POST",
        "/connector/v3/conversations",
        { members: [{ id: sam.id }], activity: first },
        botToken,
      );

      assert.equal(answer.status, 201);
      assert.match(answer.text, new RegExp(`"id":"${chatOfSam}","activityId":"m`));
      await playground.seen(({ body }) => body.includes("a reminder"));
    });

    it("creates no chat with a person who has not installed the app", async () => {
      const priya = sandbox.people.find("priya");

      const answer = await ask(
        "POST",
        "/connector/v3/conversations",
        { members: [{ id: priya?.teamsUserId }] },
        botToken,
      );

      assert.equal(answer.status, 403);
      assert.match(answer.text, /ForbiddenOperationException/);
    });

    it("knows a member by the Entra object id", async () => {
      const members = `/connector/v3/conversations/${encodeURIComponent(chatOfSam)}/members`;

      const answer = await ask("GET", `${members}/${sam.id}`, undefined, botToken);

      assert.equal(answer.status, 200, answer.text);

      const request = await playground.seen(({ method }) => method === "GET");
      assert.ok(request.url.endsWith(`/members/${encodeURIComponent(sam.teamsUserId)}`));
    });

    it("answers 404 to an update of a message that it does not know", async () => {
      const answer = await ask("PUT", `${activities}/unknown`, aMessage("x"), botToken);

      assert.equal(answer.status, 404);
    });
  });

  describe("a sign-in window", () => {
    async function anOpenWindow(turn: string) {
      const before = playground.requests.length;
      await ask("POST", activities, { ...anOAuthCard(), replyToId: turn }, botToken);
      const { body } = await playground.seen((request) => {
        const isNew = playground.requests.indexOf(request) >= before;
        return isNew && request.body.includes("card.signin");
      });
      const path = /\/teams\/sign-in\/[0-9a-f-]+/.exec(body)?.[0] ?? "";
      const page = await ask("GET", path);
      const leaving = new AbortController();
      const events = await fetch(`${sandbox.url}${path}/events`, { signal: leaving.signal });
      return { page, events, leaving };
    }

    it("frames the sign-in page and tells the bot when it is closed early", async () => {
      const { page, leaving } = await anOpenWindow("turn-1");
      assert.match(page.text, /<iframe[^>]*src="http:\/\/127\.0\.0\.1:4300\/link"/);

      leaving.abort();

      await bot.seen(({ body }) => body.includes('"state":"CancelledByUser"'));
    });

    it("closes itself when the sign-in is done, and the bot gets the code", async () => {
      const { events } = await anOpenWindow("turn-2");

      const told = await sandbox.tenant.tellChat({
        asker: sandbox.tenant.playing,
        conversation: { activityId: "turn-2" },
        outcome: { kind: "completed", code: "246810" },
      });

      assert.equal(told, true);
      assert.match(await events.text(), /event: finished/);
      await bot.seen(({ body }) => body.includes('"state":"246810"'));
    });

    it("waits to be closed after a refusal", async () => {
      const { leaving } = await anOpenWindow("turn-3");
      const before = bot.requests.length;

      await sandbox.tenant.tellChat({
        asker: sandbox.tenant.playing,
        conversation: { activityId: "turn-3" },
        outcome: { kind: "refused", error: "access_denied", description: "Cancelled" },
      });
      assert.equal(bot.requests.length, before);
      leaving.abort();

      await bot.seen((request) => bot.requests.indexOf(request) >= before);
    });

    it("that belongs to no button any more says so", async () => {
      const page = await ask("GET", "/teams/sign-in/unknown");

      assert.equal(page.status, 404);
      assert.match(page.text, /over/);
    });
  });

  describe("client settings", () => {
    it("are shown and changed, one at a time", async () => {
      const change = { person: "sam", openClients: 2 };

      const answer = await ask("POST", "/teams/clients", change);
      await ask("POST", "/teams/clients", { person: "sam", ssoFailure: "tokenmissing" });

      assert.equal(answer.status, 200);
      assert.deepEqual(JSON.parse((await ask("GET", "/teams/clients")).text), [
        { person: "sam", openClients: 2, ssoFailure: "tokenmissing" },
      ]);
      await ask("POST", "/teams/clients", { person: "sam", openClients: 1, ssoFailure: null });
    });

    for (const body of [{ person: "nobody" }, { person: "sam", openClients: 0 }, "x"]) {
      it(`refuse ${JSON.stringify(body)}`, async () => {
        assert.equal((await ask("POST", "/teams/clients", body)).status, 400);
      });
    }
  });
});

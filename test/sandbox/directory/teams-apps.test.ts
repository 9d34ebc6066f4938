import assert from "node:assert/strict";
import { z } from "zod/v4";
import { TeamsPart } from "../../../src/sandbox/teams/teams-part.ts";
import { start, type TestSandbox } from "../support/sandbox.ts";
import { type RecordingServer, recordingServer } from "../teams/recording-server.ts";

const catalogId = "b07b07b0-0000-4000-8000-0000000000cc";
const manifestId = "b07b07b0-0000-4000-8000-0000000000aa";
const catalog = (id: string): string =>
  `/v1.0/appCatalogs/teamsApps?$filter=${encodeURIComponent(`externalId eq '${id}'`)}`;

const listed = z.object({ value: z.array(z.object({ id: z.string() })) });

describe("the bot's app in the sandbox", () => {
  let tenant: TestSandbox;
  let bot: RecordingServer;
  let playground: RecordingServer;
  const atTheirDesk = new Set<string>();
  before(async () => {
    bot = await recordingServer(() => ({ status: 200, body: {} }));
    let messages = 0;
    playground = await recordingServer(() => {
      messages += 1;
      return { status: 201, body: { id: `m${String(messages)}` } };
    });
    tenant = await start({
      botUrl: bot.url,
      parts: [
        new TeamsPart({
          playgroundUrlOf: ({ name }) => (atTheirDesk.has(name) ? playground.url : null),
        }),
      ],
    });
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => Promise.all([tenant.close(), bot.close(), playground.close()]));

  const appsOf = (name: string): string =>
    `/v1.0/users/${tenant.person(name).id}/teamwork/installedApps`;

  function install(name: string, app = catalogId): Promise<Response> {
    return tenant.app(appsOf(name), {
      method: "POST",
      body: {
        "teamsApp@odata.bind": `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${app}`,
      },
    });
  }

  async function installations(name: string, query = ""): Promise<readonly string[]> {
    const reply = await tenant.app(`${appsOf(name)}${query}`);
    return listed.parse(await reply.json()).value.map(({ id }) => id);
  }

  it("is in the catalogue under the id of its manifest", async () => {
    const found = await tenant.app(catalog(manifestId));
    const other = await tenant.app(catalog("11111111-2222-4333-8444-555555555555"));
    tenant.sandbox.faults.on(null, { fault: "appNotInCatalog" });
    const gone = await tenant.app(catalog(manifestId));

    assert.deepEqual(
      listed.parse(await found.json()).value.map(({ id }) => id),
      [catalogId],
    );
    assert.deepEqual(listed.parse(await other.json()).value, []);
    assert.deepEqual(listed.parse(await gone.json()).value, []);
  });

  it("is installed once, and then is there", async () => {
    const before = await installations("nora");
    const first = await install("nora");
    const second = await install("nora");

    assert.deepEqual(before, []);
    assert.equal(first.status, 201);
    assert.equal(await first.text(), "");
    assert.equal(second.status, 409);
    assert.equal((await installations("nora")).length, 1);
  });

  it("is found by its id in the catalogue, with the app when asked", async () => {
    await install("nora");

    const query = `?$expand=teamsApp&$filter=${encodeURIComponent(`teamsApp/id eq '${catalogId}'`)}`;
    const reply = await tenant.app(`${appsOf("nora")}${query}`);
    const other = await installations(
      "nora",
      `?$filter=${encodeURIComponent("teamsApp/id eq 'another'")}`,
    );

    assert.match(await reply.text(), new RegExp(`"teamsApp":{"id":"${catalogId}"`));
    assert.deepEqual(other, []);
  });

  it("has a chat, whose id is the conversation's", async () => {
    await install("nora");
    const [installation = ""] = await installations("nora");

    const chat = await tenant.app(`${appsOf("nora")}/${encodeURIComponent(installation)}/chat`);
    const none = await tenant.app(`${appsOf("sam")}/${encodeURIComponent(installation)}/chat`);

    assert.match(await chat.text(), /"id":"a:1111111115a4d40098000000000000009".*"oneOnOne"/);
    assert.equal(none.status, 404);
  });

  it("is refused where a policy keeps it from the person", async () => {
    tenant.sandbox.faults.on(tenant.person("nora"), { fault: "appBlocked" });

    const reply = await install("nora");

    assert.equal(reply.status, 403);
    assert.match(await reply.text(), /App is blocked by app permission policy/);
  });

  it("fails for a moment when switched so", async () => {
    tenant.sandbox.faults.on(null, { fault: "installFails", requests: 1 });

    const first = await install("nora");
    const second = await install("nora");

    assert.equal(first.status, 400);
    assert.match(await first.text(), /CreateOrUpdateUserAppEntitlementForTeamsAsync/);
    assert.equal(second.status, 201);
  });

  it("is not found under an id that the catalogue does not have", async () => {
    assert.equal((await install("nora", "another")).status, 404);
  });

  it("is not installed for nobody, nor by an empty request", async () => {
    const nobody = await tenant.app(
      "/v1.0/users/00000000-0000-4000-8000-000000000000/teamwork/installedApps",
      { method: "POST", body: {} },
    );
    const empty = await tenant.app(appsOf("nora"), { method: "POST", body: {} });

    assert.equal(nobody.status, 404);
    assert.equal(empty.status, 400);
  });

  it("tells the bot of the chat and of the installation, though nobody has it open", async () => {
    const uma = tenant.person("uma");

    await install("uma");

    const about = ({ body }: { body: string }): boolean => body.includes(uma.id);
    const chat = await bot.seen((seen) => about(seen) && seen.body.includes("conversationUpdate"));
    const update = await bot.seen(
      (seen) => about(seen) && seen.body.includes("installationUpdate"),
    );
    assert.match(chat.body, /"membersAdded":\[{"id":"28:b07b07b0/);
    assert.match(update.body, /"action":"add"/);
    assert.match(update.body, /"id":"a:1111111115a4d400b800000000000000b"/);
    assert.match(update.body, /"aadObjectId":"11111111-5a4d-400b-8000-00000000000b"/);
  });

  describe("and what the bot writes meanwhile", () => {
    async function botPosts(name: string, text: string): Promise<Response> {
      const token = await tenant.sandbox.tenant.channel.signBotToken(3600);
      const chat = `a:1${tenant.person(name).id.replaceAll("-", "")}`;
      return fetch(
        `${tenant.url}/connector/v3/conversations/${encodeURIComponent(chat)}/activities`,
        {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body: JSON.stringify({ type: "message", text }),
        },
      );
    }

    it("waits for the person, and shows when they come", async () => {
      await install("linus");
      const waiting = await botPosts("linus", "a reminder for later");
      const before = playground.requests.length;

      atTheirDesk.add("linus");
      const { teamsUserId, id } = tenant.person("linus");
      await fetch(`${tenant.url}/teams/messages`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          type: "installationUpdate",
          action: "add",
          from: { id: teamsUserId, aadObjectId: id },
          conversation: { id: `a:1${id.replaceAll("-", "")}` },
        }),
      });

      assert.equal(waiting.status, 201);
      assert.equal(before, 0);
      await playground.seen(({ body }) => body.includes("a reminder for later"));
    });

    it("is refused where the app is not", async () => {
      assert.equal((await botPosts("kaya", "hello")).status, 403);
    });
  });

  it("is gone when the person removes it, and can be installed again", async () => {
    atTheirDesk.add("olivia");
    const { teamsUserId, id } = tenant.person("olivia");
    const act = (action: string): Promise<Response> =>
      fetch(`${tenant.url}/teams/messages`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          type: "installationUpdate",
          action,
          from: { id: teamsUserId, aadObjectId: id },
          conversation: { id: `a:1${id.replaceAll("-", "")}` },
        }),
      });
    await act("add");
    const opened = await install("olivia");
    await act("remove");
    const removed = await installations("olivia");
    const again = await install("olivia");

    assert.equal(opened.status, 409);
    assert.deepEqual(removed, []);
    assert.equal(again.status, 201);
  });
});

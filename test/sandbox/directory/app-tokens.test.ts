import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { minutes, start, TestClock, type TestSandbox } from "../support/sandbox.ts";

const users = "/v1.0/users";

describe("the app's own tokens in the sandbox", () => {
  let tenant: TestSandbox;
  const clock = new TestClock();
  before(async () => {
    tenant = await start({ clock });
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  async function consent(body: unknown): Promise<Response> {
    return fetch(`${tenant.url}/app-permissions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  it("name the app, no person, and what was consented to", async () => {
    const claims = decodeJwt(await tenant.appToken());

    assert.equal(claims.aud, "https://graph.microsoft.com");
    assert.equal(claims["idtyp"], "app");
    assert.equal(claims["appid"], "b07b07b0-0000-4000-8000-000000000001");
    assert.equal(claims["scp"], undefined);
    assert.deepEqual(claims["roles"], [
      "AuditLog.Read.All",
      "User.Read.All",
      "GroupMember.Read.All",
      "Policy.Read.AuthenticationMethod",
      "UserAuthenticationMethod.Read.All",
      "MailboxSettings.Read",
      "AppCatalog.Read.All",
      "TeamsAppInstallation.ReadWriteSelfForUser.All",
    ]);
  });

  it("are refused to a wrong secret", async () => {
    const reply = await fetch(
      `${tenant.url}/5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b/oauth2/v2.0/token`,
      {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: "b07b07b0-0000-4000-8000-000000000001",
          client_secret: "guessed",
          scope: "https://graph.microsoft.com/.default",
        }),
      },
    );

    assert.equal(reply.status, 401);
    assert.match(await reply.text(), /invalid_client/);
  });

  it("carry what was consented to when they were issued, like Entra's", async () => {
    const early = await tenant.appToken();
    await consent({ permission: "User.Read.All", granted: false });

    const withEarly = await tenant.app(users, { token: early });
    const withNew = await tenant.app(users);

    assert.equal(withEarly.status, 200);
    assert.equal(withNew.status, 403);
  });

  it("get back what is consented to again", async () => {
    await consent({ permission: "User.Read.All", granted: false });
    const answer = await consent({ permission: "User.Read.All", granted: true });

    assert.deepEqual(await answer.json(), {
      granted: [
        "AuditLog.Read.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "Policy.Read.AuthenticationMethod",
        "UserAuthenticationMethod.Read.All",
        "MailboxSettings.Read",
        "AppCatalog.Read.All",
        "TeamsAppInstallation.ReadWriteSelfForUser.All",
      ],
      withheld: [],
    });
    assert.equal((await tenant.app(users)).status, 200);
  });

  it("are changed by forms too, which lead back to the first page", async () => {
    const reply = await fetch(`${tenant.url}/app-permissions`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ permission: "MailboxSettings.Read", granted: "false" }),
    });

    assert.equal(reply.status, 303);
    const listed = await fetch(`${tenant.url}/app-permissions`);
    assert.match(await listed.text(), /"withheld":\["MailboxSettings\.Read"\]/);
  });

  for (const body of [{ permission: "Everything" }, { permission: "User.Read.All" }, "x"]) {
    it(`are not changed by ${JSON.stringify(body)}`, async () => {
      assert.equal((await consent(body)).status, 400);
    });
  }

  it("expire", async () => {
    const token = await tenant.appToken();
    clock.advance(minutes(61));

    const reply = await tenant.app(users, { token });

    assert.equal(reply.status, 401);
    assert.match(await reply.text(), /the token is expired/);
  });

  it("do not open what is a person's own", async () => {
    const reply = await tenant.app("/v1.0/me/authentication/methods");

    assert.equal(reply.status, 400);
    assert.match(await reply.text(), /only valid with delegated authentication flow/);
  });

  it("of a person do not open the directory", async () => {
    const token = await tenant.graphToken("sam", { scopes: ["User.Read.All"] });

    assert.equal((await tenant.app(users, { token })).status, 400);
  });
});

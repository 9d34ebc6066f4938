import assert from "node:assert/strict";
import type { TokenApiClient } from "botframework-connector";
import { decodeJwt } from "jose";
import { appIdUri, connectionScopes } from "../../src/sandbox/constants.ts";
import { botToken, exchangeState, tokenServiceClient } from "./support/bot.ts";
import { minutes, start, TestClock, type TestSandbox } from "./support/sandbox.ts";

describe("the token service of the sandbox", () => {
  let tenant: TestSandbox;
  let bot: TokenApiClient;
  const clock = new TestClock();
  before(async () => {
    tenant = await start({ clock });
  });
  beforeEach(async () => {
    // The clock moves: the bot's own token would not last for all tests.
    bot = await tokenServiceClient(tenant.url);
  });
  afterEach(() => {
    tenant.sandbox.faults.reset();
    tenant.sandbox.tenant.revokeConsent(null);
  });
  after(() => tenant.close());

  function consent(name: string): void {
    tenant.sandbox.tenant.consents.grant(tenant.person(name), connectionScopes);
  }

  async function exchange(name: string, token: string) {
    return bot.userToken.exchangeAsync(tenant.person(name).teamsUserId, "graph", "msteams", {
      token,
    });
  }

  async function ssoToken(name: string, lifetimeSeconds?: number): Promise<string> {
    return tenant.sandbox.tenant.tokens.signSsoToken(tenant.person(name), lifetimeSeconds);
  }

  async function getToken(name: string) {
    return bot.userToken.getToken(tenant.person(name).teamsUserId, "graph", {
      channelId: "msteams",
    });
  }

  it("has no token for somebody who never signed in: 404", async () => {
    const result = await getToken("sam");

    assert.equal(result._response.status, 404);
    assert.equal(result.token, undefined);
  });

  it("exchanges a client's token for a Graph token once consent was given", async () => {
    consent("sam");

    const result = await exchange("sam", await ssoToken("sam"));

    assert.equal(result._response.status, 200);
    const claims = decodeJwt(tokenIn(result._response.bodyAsText));
    assert.equal(claims.aud, "https://graph.microsoft.com");
    assert.equal(claims["scp"], "UserAuthenticationMethod.Read");
    assert.equal(claims["oid"], tenant.person("sam").id);
  });

  it("keeps the exchanged token, until it expires", async () => {
    consent("sam");
    await exchange("sam", await ssoToken("sam"));
    const kept = await getToken("sam");
    assert.equal(kept._response.status, 200);
    assert.equal(kept.expiration, new Date((decodeJwt(kept.token).exp ?? 0) * 1000).toISOString());

    clock.advance(minutes(61));

    bot = await tokenServiceClient(tenant.url);
    assert.equal((await getToken("sam"))._response.status, 404);
  });

  it("refuses the exchange without consent, in the words that SDKs look for", async () => {
    const result = await exchange("sam", await ssoToken("sam"));

    assert.equal(result._response.status, 400);
    assert.deepEqual(JSON.parse(result._response.bodyAsText), {
      error: { code: "BadRequest", message: "Consent Required" },
    });
  });

  it("refuses the exchange while consent needs an administrator", async () => {
    consent("sam");
    tenant.sandbox.faults.on(tenant.person("sam"), { fault: "consentRefused" });

    const result = await exchange("sam", await ssoToken("sam"));

    assert.equal(result._response.status, 400);
  });

  it("refuses the exchange after consent was revoked, and forgets the token", async () => {
    consent("sam");
    await exchange("sam", await ssoToken("sam"));

    tenant.sandbox.tenant.revokeConsent(tenant.person("sam"));

    assert.equal((await getToken("sam"))._response.status, 404);
    assert.equal((await exchange("sam", await ssoToken("sam")))._response.status, 400);
  });

  const badTokens: Record<string, () => Promise<string>> = {
    "another person's token": () => ssoToken("olivia"),
    "an expired token": () => ssoToken("sam", -1),
    "a Graph token": () => tenant.graphToken("sam"),
    "a token for the bot that does not allow to act for the user": () =>
      tenant.graphToken("sam", { audience: appIdUri }),
    garbage: () => Promise.resolve("garbage"),
  };
  for (const [why, sign] of Object.entries(badTokens)) {
    it(`refuses to exchange ${why}`, async () => {
      consent("sam");
      consent("olivia");

      const result = await exchange("sam", await sign());

      assert.equal(result._response.status, 400);
      assert.match(result._response.bodyAsText, /not good for this user/);
    });
  }

  it("hands out expired tokens when switched so", async () => {
    consent("sam");
    tenant.sandbox.faults.on(tenant.person("sam"), { fault: "expiredToken" });

    const result = await exchange("sam", await ssoToken("sam"));

    const { exp = 0 } = decodeJwt(tokenIn(result._response.bodyAsText));
    assert.ok(exp * 1000 < clock.now().getTime());
  });

  it("signs out of one connection", async () => {
    consent("sam");
    consent("olivia");
    await exchange("sam", await ssoToken("sam"));
    await exchange("olivia", await ssoToken("olivia"));

    await bot.userToken.signOut(tenant.person("sam").teamsUserId, {
      connectionName: "graph",
      channelId: "msteams",
    });

    assert.equal((await getToken("sam"))._response.status, 404);
    assert.equal((await getToken("olivia"))._response.status, 200);
  });

  it("leaves other connections alone when it signs out of one", async () => {
    consent("sam");
    await exchange("sam", await ssoToken("sam"));

    await bot.userToken.signOut(tenant.person("sam").teamsUserId, {
      connectionName: "other",
      channelId: "msteams",
    });

    assert.equal((await getToken("sam"))._response.status, 200);
  });

  it("signs out of everything when no connection is named", async () => {
    consent("sam");
    await exchange("sam", await ssoToken("sam"));

    await bot.userToken.signOut(tenant.person("sam").teamsUserId, {});

    assert.equal((await getToken("sam"))._response.status, 404);
  });

  it("says whether there is a token", async () => {
    consent("sam");
    const { teamsUserId } = tenant.person("sam");
    const before = await bot.userToken.getTokenStatus(teamsUserId, { channelId: "msteams" });
    await exchange("sam", await ssoToken("sam"));

    const after = await bot.userToken.getTokenStatus(teamsUserId, { channelId: "msteams" });

    assert.deepEqual(
      [...before, ...after].map(({ connectionName, hasToken }) => ({ connectionName, hasToken })),
      [
        { connectionName: "graph", hasToken: false },
        { connectionName: "graph", hasToken: true },
      ],
    );
  });

  it("gives tokens per resource for Graph only", async () => {
    consent("sam");
    await exchange("sam", await ssoToken("sam"));

    const result = await bot.userToken.getAadTokens(
      tenant.person("sam").teamsUserId,
      "graph",
      { resourceUrls: ["https://graph.microsoft.com/", "https://other.example"] },
      { channelId: "msteams" },
    );

    assert.deepEqual(Object.keys(asObject(result._response.bodyAsText)), [
      "https://graph.microsoft.com/",
    ]);
  });

  it("describes a sign-in by a link under S without a token, and what to exchange", async () => {
    const resource = await bot.botSignIn.getSignInResource(exchangeState(tenant.person("sam")));

    assert.match(
      resource.signInLink ?? "",
      new RegExp(`^${tenant.url}/token-service/api/oauth/signin\\?signin=[0-9a-f-]{36}$`),
    );
    const exchangeable = resource.tokenExchangeResource;
    assert.ok(exchangeable);
    assert.equal(exchangeable.uri, appIdUri);
    assert.match(exchangeable.id ?? "", /^[0-9a-f-]{36}$/);
    assert.equal(exchangeable.providerId, "30dd229c-58e3-4a48-bdfd-91ec48eb906c");
  });

  it("gives the bare link too", async () => {
    const response = await fetch(
      `${tenant.url}/token-service/api/botsignin/GetSignInUrl?state=${encodeURIComponent(exchangeState(tenant.person("sam")))}`,
      { headers: { authorization: `Bearer ${await botToken(tenant.url)}` } },
    );

    assert.match(await response.text(), /^http:\/\/127\.0\.0\.1:\d+\/token-service\/api\/oauth\//);
  });

  const badStates: Record<string, { state: () => string; status: number }> = {
    "no state": { state: () => "", status: 400 },
    "a state that is not JSON": { state: () => "bm90IGpzb24=", status: 400 },
    "another app": {
      state: () => exchangeState(tenant.person("sam"), { msAppId: "somebody" }),
      status: 400,
    },
    "another connection": {
      state: () => exchangeState(tenant.person("sam"), { connectionName: "mail" }),
      status: 404,
    },
  };
  for (const [why, { state, status }] of Object.entries(badStates)) {
    it(`answers ${status} to a sign-in request with ${why}`, async () => {
      const response = await fetch(
        `${tenant.url}/token-service/api/botsignin/GetSignInResource?state=${encodeURIComponent(state())}`,
        { headers: { authorization: `Bearer ${await botToken(tenant.url)}` } },
      );

      assert.equal(response.status, status);
    });
  }

  it("gives somebody whom no directory knows a link that leads nowhere", async () => {
    const state = exchangeState({ ...tenant.person("sam"), teamsUserId: "29:nobody" });
    const response = await fetch(
      `${tenant.url}/token-service/api/botsignin/GetSignInUrl?state=${encodeURIComponent(state)}`,
      { headers: { authorization: `Bearer ${await botToken(tenant.url)}` } },
    );

    const followed = await fetch(await response.text(), { redirect: "manual" });

    assert.equal(response.status, 200);
    assert.equal(followed.status, 410);
  });

  const routes = [
    ["GET", "usertoken/GetToken"],
    ["POST", "usertoken/exchange"],
    ["DELETE", "usertoken/SignOut"],
    ["GET", "usertoken/GetTokenStatus"],
    ["POST", "usertoken/GetAadTokens"],
    ["GET", "botsignin/GetSignInUrl"],
    ["GET", "botsignin/GetSignInResource"],
  ] as const;
  for (const [method, path] of routes) {
    it(`answers 401 to ${method} ${path} without the bot's token`, async () => {
      const response = await fetch(`${tenant.url}/token-service/api/${path}`, {
        method,
        headers: { authorization: `Bearer ${await tenant.graphToken("sam")}` },
      });

      assert.equal(response.status, 401);
    });

    it(`answers 400 to ${method} ${path} without its parameters`, async () => {
      const response = await fetch(`${tenant.url}/token-service/api/${path}`, {
        method,
        headers: { authorization: `Bearer ${await botToken(tenant.url)}` },
      });

      assert.equal(response.status, 400);
    });
  }
});

function asObject(json: string): object {
  const body: unknown = JSON.parse(json);
  assert.ok(typeof body === "object" && body !== null);
  return body;
}

function tokenIn(json: string): string {
  const body = asObject(json);
  assert.ok("token" in body && typeof body.token === "string");
  return body.token;
}

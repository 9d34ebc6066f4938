import assert from "node:assert/strict";
import { createSigningKey } from "../../src/sandbox/tokens/signing-key.ts";
import { minutes, start, TestClock, type TestSandbox } from "./support/sandbox.ts";

const path = "/v1.0/me/authentication/methods";

describe("Microsoft Graph of the sandbox: tokens", () => {
  let tenant: TestSandbox;
  const clock = new TestClock();
  before(async () => {
    tenant = await start({ clock });
  });
  after(() => tenant.close());

  async function assertUnauthorized(token: string, message: string): Promise<void> {
    const response = await tenant.graph("sam", path, { token });

    assert.equal(response.status, 401);
    assert.equal(
      response.headers.get("www-authenticate"),
      `Bearer realm="", authorization_uri="${tenant.url}/oidc/auth", client_id="00000003-0000-0000-c000-000000000000"`,
    );
    assert.deepEqual(await response.json(), {
      error: {
        code: "InvalidAuthenticationToken",
        message,
        innerError: {
          date: clock.now().toISOString().slice(0, 19),
          "request-id": response.headers.get("request-id"),
          "client-request-id": response.headers.get("client-request-id"),
        },
      },
    });
  }

  it("refuses a request without a token", async () => {
    const response = await fetch(`${tenant.url}/graph${path}`);

    assert.equal(response.status, 401);
    assert.match(
      await response.text(),
      /"InvalidAuthenticationToken","message":"Access token is empty\."/,
    );
  });

  it("refuses what is not a token", () =>
    assertUnauthorized("garbage", "CompactToken parsing failed with error code: 80049217"));

  it("refuses a token for another audience", async () => {
    const token = await tenant.graphToken("sam", { audience: "api://somebody-else" });

    await assertUnauthorized(token, "Access token validation failure. Invalid audience.");
  });

  it("refuses the token of a Teams client: it is for the bot, not for Graph", async () => {
    const token = await tenant.sandbox.tenant.signSsoToken(tenant.person("sam"));

    await assertUnauthorized(token, "Access token validation failure. Invalid audience.");
  });

  it("refuses a token signed by another key", async () => {
    const stranger = await createSigningKey("tenant");
    const token = await stranger.sign(
      {
        iss: `${tenant.url}/oidc`,
        aud: "https://graph.microsoft.com",
        oid: tenant.person("sam").id,
        scp: "UserAuthenticationMethod.Read",
      },
      clock.now(),
      3600,
    );

    await assertUnauthorized(token, "Access token validation failure. Invalid signature.");
  });

  it("refuses a token whose hour is over", async () => {
    const token = await tenant.graphToken("sam");
    clock.advance(minutes(61));

    await assertUnauthorized(token, "Lifetime validation failed, the token is expired.");
  });

  it("accepts the audience S/graph too", async () => {
    const token = await tenant.graphToken("sam", { audience: `${tenant.url}/graph` });

    const response = await tenant.graph("sam", path, { token });

    assert.equal(response.status, 200);
  });

  it("does not know the holder of a token for nobody", async () => {
    const ghost = { ...tenant.person("sam"), id: "00000000-0000-4000-8000-000000000000" };
    const token = await tenant.sandbox.tenant.tokens.signGraphToken(ghost, {
      scopes: ["User.Read"],
    });

    const response = await tenant.graph("sam", "/v1.0/me", { token });

    assert.equal(response.status, 404);
    assert.match(await response.text(), /"Request_ResourceNotFound"/);
  });

  const missingScopes: readonly { scope: string; path: string; code: string }[] = [
    { scope: "User.Read", path, code: "accessDenied" },
    {
      scope: "UserAuthMethod-MicrosoftAuthApp.Read",
      path,
      code: "accessDenied",
    },
    {
      scope: "UserAuthMethod-MicrosoftAuthApp.ReadWrite",
      path: "/v1.0/me/authentication/phoneMethods",
      code: "accessDenied",
    },
    {
      scope: "User.Read",
      path: "/beta/me/authentication/signInPreferences",
      code: "accessDenied",
    },
    {
      scope: "UserAuthenticationMethod.Read",
      path: "/v1.0/me",
      code: "Authorization_RequestDenied",
    },
  ];
  for (const refused of missingScopes) {
    it(`answers 403 ${refused.code} to ${refused.path} with ${refused.scope} alone`, async () => {
      const token = await tenant.graphToken("sam", { scopes: [refused.scope] });

      const response = await tenant.graph("sam", refused.path, { token });

      assert.equal(response.status, 403);
      assert.match(await response.text(), new RegExp(`"code":"${refused.code}"`));
    });
  }

  const enoughScopes: readonly { scope: string; path: string }[] = [
    { scope: "UserAuthenticationMethod.ReadWrite", path },
    {
      scope: "UserAuthMethod-MicrosoftAuthApp.Read",
      path: "/v1.0/me/authentication/microsoftAuthenticatorMethods",
    },
    {
      scope: "UserAuthMethod-Phone.ReadWrite",
      path: "/v1.0/me/authentication/phoneMethods",
    },
  ];
  for (const allowed of enoughScopes) {
    it(`lets ${allowed.scope} read ${allowed.path}`, async () => {
      const token = await tenant.graphToken("sam", { scopes: [allowed.scope] });

      const response = await tenant.graph("sam", allowed.path, { token });

      assert.equal(response.status, 200);
    });
  }
});

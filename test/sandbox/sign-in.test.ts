import assert from "node:assert/strict";
import type { TokenApiClient } from "botframework-connector";
import { decodeJwt } from "jose";
import { botAppId } from "../../src/sandbox/constants.ts";
import type { FinishedSignIn } from "../../src/sandbox/tenant.ts";
import { beginFlow, finishFlow } from "../../src/sandbox/token-service/code-flow.ts";
import { exchangeState, tokenServiceClient } from "./support/bot.ts";
import { Browser, type Page } from "./support/browser.ts";
import { minutes, start, TestClock, type TestSandbox } from "./support/sandbox.ts";

describe("signing in at the sandbox", () => {
  let tenant: TestSandbox;
  let bot: TokenApiClient;
  let browser: Browser;
  const told: FinishedSignIn[] = [];
  let chatFails = false;
  const clock = new TestClock();

  before(async () => {
    tenant = await start({
      clock,
      parts: [
        {
          routes: () => undefined,
          signInFinished: (signIn) => {
            told.push(signIn);
            return chatFails ? Promise.reject(new Error("no chat")) : Promise.resolve();
          },
        },
      ],
    });
    bot = await tokenServiceClient(tenant.url);
  });
  beforeEach(() => {
    browser = new Browser();
  });
  afterEach(() => {
    told.length = 0;
    chatFails = false;
    tenant.sandbox.faults.reset();
    tenant.sandbox.tenant.revokeConsent(null);
  });
  after(() => tenant.close());

  async function openSignIn(name: string): Promise<Page> {
    const { signInLink } = await bot.botSignIn.getSignInResource(
      exchangeState(tenant.person(name)),
    );
    assert.ok(signInLink);
    return browser.open(signInLink);
  }

  async function signIn(name: string, account = name): Promise<Page> {
    const accounts = await openSignIn(name);
    const consent = await browser.submit(accounts, { choice: "sign-in", account });
    return /Permissions requested/.test(consent.text)
      ? browser.submit(consent, { choice: "accept" })
      : consent;
  }

  function codeOn(page: Page): string {
    const code = /<output class="code">(\d{6})<\/output>/.exec(page.text)?.[1];
    assert.ok(code, page.text);
    return code;
  }

  async function redeem(name: string, code: string) {
    return bot.userToken.getToken(tenant.person(name).teamsUserId, "graph", {
      channelId: "msteams",
      code,
    });
  }

  it("preselects the person who asked and offers the others", async () => {
    const page = await openSignIn("olivia");

    assert.match(page.text, /<h1 id="heading">Pick an account<\/h1>/);
    assert.match(page.text, /value="olivia" checked required/);
    assert.equal(page.text.match(/type="radio"/g)?.length, 11);
    assert.equal(page.text.match(/ checked /g)?.length, 1);
  });

  it("lists the asked permissions in words", async () => {
    const accounts = await openSignIn("sam");

    const consent = await browser.submit(accounts, { choice: "sign-in", account: "sam" });

    assert.match(consent.text, /sam@vipdesk\.example/);
    assert.match(consent.text, /<li>Sign you in<br>/);
    assert.match(
      consent.text,
      /<li>Read your own sign-in methods<br><span class="quiet">UserAuthenticationMethod\.Read<\/span>/,
    );
  });

  it("ends at a page with a code, and tells the chat the same code", async () => {
    const page = await signIn("sam");

    assert.match(page.text, /<h1>You're signed in<\/h1>/);
    assert.match(page.text, /You can close this window and go back to Teams\./);
    assert.deepEqual(
      told.map(({ asker, outcome }) => ({ asker: asker.name, outcome })),
      [{ asker: "sam", outcome: { kind: "completed", code: codeOn(page) } }],
    );
  });

  it("hands the chat the conversation that the bot named", async () => {
    await signIn("sam");

    const { conversation } = told[0] ?? {};
    assert.ok(typeof conversation === "object" && conversation !== null);
    assert.ok("conversation" in conversation);
    assert.deepEqual(conversation.conversation, { id: "a:sam", conversationType: "personal" });
  });

  it("asks to type the code when the chat could not be told", async () => {
    chatFails = true;

    const page = await signIn("sam");

    assert.match(page.text, /Go back to Teams and type this code/);
    assert.match(String(tenant.errors.pop()), /no chat/);
  });

  it("gives a Graph token for the code, which reads the person's own methods", async () => {
    const page = await signIn("sam");

    const { token, connectionName, channelId } = await redeem("sam", codeOn(page));

    assert.equal(connectionName, "graph");
    assert.equal(channelId, "msteams");
    const claims = decodeJwt(token);
    assert.equal(claims["oid"], tenant.person("sam").id);
    assert.equal(claims["tid"], "5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b");
    assert.equal(claims.aud, "https://graph.microsoft.com");
    assert.equal(claims["scp"], "UserAuthenticationMethod.Read");
    assert.deepEqual(claims["amr"], ["pwd"]);
    assert.notEqual(claims.sub, claims["oid"]);
    const response = await tenant.graph("sam", "/v1.0/me/authentication/methods", { token });
    assert.equal(response.status, 200);
  });

  it("keeps the token back until the code arrives", async () => {
    await signIn("sam");

    const held = await bot.userToken.getToken(tenant.person("sam").teamsUserId, "graph", {
      channelId: "msteams",
    });

    assert.equal(held._response.status, 404);
    assert.equal(held.token, undefined);
  });

  it("takes a code once", async () => {
    const code = codeOn(await signIn("sam"));
    await redeem("sam", code);

    const again = await redeem("sam", code);

    assert.equal(again._response.status, 404);
  });

  it("takes a code from the asker only", async () => {
    const code = codeOn(await signIn("sam"));

    const stolen = await redeem("olivia", code);

    assert.equal(stolen._response.status, 404);
    assert.equal((await redeem("sam", code))._response.status, 200);
  });

  it("forgets a code after five wrong ones", async () => {
    const code = codeOn(await signIn("sam"));
    const wrong = code === "000000" ? "000001" : "000000";
    for (let attempt = 0; attempt < 5; attempt += 1) await redeem("sam", wrong);

    const late = await redeem("sam", code);

    assert.equal(late._response.status, 404);
  });

  it("forgets a code after ten minutes", async () => {
    const code = codeOn(await signIn("sam"));
    clock.advance(minutes(11));

    const late = await redeem("sam", code);

    assert.equal(late._response.status, 404);
  });

  it("keeps the token of whoever signed in: another account stays visible in its oid", async () => {
    const page = await signIn("sam", "olivia");

    const { token } = await redeem("sam", codeOn(page));

    assert.equal(decodeJwt(token)["oid"], tenant.person("olivia").id);
    assert.equal(told[0]?.asker, tenant.person("sam"));
  });

  it("swaps the account when switched so", async () => {
    tenant.sandbox.faults.on(tenant.person("sam"), { fault: "wrongAccount", account: "uma" });

    const page = await signIn("sam");

    const { token } = await redeem("sam", codeOn(page));
    assert.equal(decodeJwt(token)["oid"], tenant.person("uma").id);
  });

  it("asks for consent once", async () => {
    await signIn("sam");
    browser = new Browser();

    const accounts = await openSignIn("sam");
    const page = await browser.submit(accounts, { choice: "sign-in", account: "sam" });

    assert.match(page.text, /go back to Teams/);
    codeOn(page);
  });

  it("asks for consent again after it was revoked", async () => {
    await signIn("sam");
    tenant.sandbox.tenant.revokeConsent(tenant.person("sam"));

    const accounts = await openSignIn("sam");
    const page = await browser.submit(accounts, { choice: "sign-in", account: "sam" });

    assert.match(page.text, /Permissions requested/);
  });

  it("shows who is signed in although the browser knows another session", async () => {
    await signIn("olivia");

    const page = await openSignIn("sam");

    assert.match(page.text, /Pick an account/);
    assert.match(page.text, /value="sam" checked required/);
  });

  it("tells page and chat when the person cancels at the account page", async () => {
    const accounts = await openSignIn("sam");

    const page = await browser.submit(accounts, { choice: "cancel" });

    assert.match(page.text, /<h1>You're not signed in<\/h1>/);
    assert.deepEqual(told[0]?.outcome, {
      kind: "refused",
      error: "access_denied",
      description: "The user canceled the sign-in.",
    });
  });

  it("tells page and chat when the person declines consent", async () => {
    const accounts = await openSignIn("sam");
    const consent = await browser.submit(accounts, { choice: "sign-in", account: "sam" });

    await browser.submit(consent, { choice: "cancel" });

    assert.deepEqual(told[0]?.outcome, {
      kind: "refused",
      error: "access_denied",
      description: "AADSTS65004: User declined to consent to access the app.",
    });
    assert.equal(tenant.sandbox.tenant.consents.granted(tenant.person("sam")).size, 0);
  });

  it("offers no way on when consent needs an administrator, even to those who consented", async () => {
    await signIn("sam");
    tenant.sandbox.faults.on(tenant.person("sam"), { fault: "consentRefused" });
    told.length = 0;
    const accounts = await openSignIn("sam");

    const page = await browser.submit(accounts, { choice: "sign-in", account: "sam" });
    assert.match(page.text, /Need admin approval/);
    assert.doesNotMatch(page.text, /value="accept"/);
    await browser.submit(page, { choice: "accept" });

    assert.deepEqual(told[0]?.outcome, {
      kind: "refused",
      error: "access_denied",
      description: "AADSTS90094: An administrator must consent to this application.",
    });
  });

  it("ends politely when the sign-in belongs to another browser", async () => {
    const page = await openSignIn("sam");

    const elsewhere = await new Browser().open(page.url);

    assert.equal(elsewhere.status, 400);
    assert.match(elsewhere.text, /This sign-in has ended/);
  });

  it("opens a link again, but not after fifteen minutes", async () => {
    const { signInLink = "" } = await bot.botSignIn.getSignInResource(
      exchangeState(tenant.person("sam")),
    );
    await browser.open(signInLink);
    assert.match((await browser.open(signInLink)).text, /Pick an account/);

    clock.advance(minutes(16));

    assert.equal((await browser.open(signInLink)).status, 410);
  });

  /** An authorization request of the bot's app, as it would make one itself. */
  function authorizationUrl(changes: Record<string, string> = {}): string {
    const parameters = new URLSearchParams({
      client_id: botAppId,
      response_type: "code",
      redirect_uri: `${tenant.url}/token-service/api/oauth/callback`,
      scope: "openid https://graph.microsoft.com/UserAuthMethod-MicrosoftAuthApp.ReadWrite",
      state: "s",
      nonce: "n",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
      ...changes,
    });
    return `${tenant.url}/oidc/auth?${parameters.toString()}`;
  }

  it("asks only for what was not agreed to yet, and understands full scope names", async () => {
    await signIn("sam");
    browser = new Browser();
    const accounts = await browser.open(authorizationUrl());
    assert.match(accounts.text, /value="sam" checked/, "the person being played");

    const consent = await browser.submit(accounts, { choice: "sign-in", account: "sam" });
    assert.match(consent.text, /Read and remove your own Microsoft Authenticator entries/);
    assert.doesNotMatch(consent.text, /Read your own sign-in methods/);
    const page = await browser.submit(consent, { choice: "accept" });

    assert.ok(page.url.searchParams.has("code"), page.url.href);
    const granted = tenant.sandbox.tenant.consents.granted(tenant.person("sam"));
    assert.deepEqual(
      [...granted],
      ["UserAuthenticationMethod.Read", "UserAuthMethod-MicrosoftAuthApp.ReadWrite"],
    );
  });

  it("insists on PKCE", async () => {
    const url = new URL(authorizationUrl());
    url.searchParams.delete("code_challenge");
    url.searchParams.delete("code_challenge_method");

    const page = await browser.open(url);

    assert.match(page.url.search, /error=invalid_request/);
  });

  it("finishes a code flow for the one who began it only", async () => {
    const { flow, url } = beginFlow(tenant.sandbox.tenant, "sam@vipdesk.example");
    const accounts = await browser.open(url);
    const consent = await browser.submit(accounts, { choice: "sign-in", account: "sam" });
    const page = await browser.submit(consent, { choice: "accept" });
    const code = page.url.searchParams.get("code") ?? "";

    await assert.rejects(
      finishFlow(tenant.sandbox.tenant, { ...flow, codeVerifier: "x".repeat(43) }, code),
      { code: "sandbox.sign-in-failed", message: /refused the authorization code/ },
    );
    await assert.rejects(finishFlow(tenant.sandbox.tenant, { ...flow, nonce: "other" }, code), {
      code: "sandbox.sign-in-failed",
      message: "The id token belongs to another sign-in.",
    });
  });

  it("takes a callback once", async () => {
    const page = await signIn("sam");

    const again = await browser.open(page.url);

    assert.equal(again.status, 410);
  });

  it("shows its own error page to an app that it does not know", async () => {
    const page = await browser.open(authorizationUrl({ client_id: "<unknown>" }));

    assert.equal(page.status, 400);
    assert.match(page.text, /<h1>Sign-in stopped<\/h1>\n<p>client is invalid<\/p>/);
  });

  it("takes no choice that its page does not offer", async () => {
    const accounts = await openSignIn("sam");

    const page = await browser.submit(accounts, { choice: "root" });

    assert.equal(page.status, 400);
  });

  it("gives no consent to somebody who has not signed in", async () => {
    const accounts = await openSignIn("sam");

    await browser.submit(accounts, { choice: "accept" });

    assert.equal(told[0]?.outcome.kind, "refused");
    assert.equal(tenant.sandbox.tenant.consents.granted(tenant.person("sam")).size, 0);
  });

  it("does not take a callback that nobody began", async () => {
    const page = await browser.open(
      `${tenant.url}/token-service/api/oauth/callback?code=x&state=invented`,
    );

    assert.equal(page.status, 410);
  });

  it("loads nothing from elsewhere, runs no script, and sends forms home only", async () => {
    const page = await openSignIn("sam");

    assert.equal(
      page.headers.get("content-security-policy"),
      `default-src 'none'; style-src 'self'; form-action 'self' ${tenant.url}; base-uri 'none'; frame-ancestors 'self'`,
    );
    assert.doesNotMatch(page.text, /<script|https?:\/\//);
  });
});

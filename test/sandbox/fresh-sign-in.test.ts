import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { otherTenantId, tenantId } from "../../src/sandbox/constants.ts";
import { oneTimeCode, secretOf } from "../../src/sandbox/phones/one-time-code.ts";
import type { PushRequest } from "../../src/sandbox/phones/push-requests.ts";
import { Browser, type Page } from "./support/browser.ts";
import { minutes, start, TestClock, type TestSandbox } from "./support/sandbox.ts";
import { numberOn, onlyPush, WebClient } from "./support/web-client.ts";

const seconds = (count: number): number => count * 1000;
const priyasPhone = "6803c096-c096-6803-96c0-036896c00368";
const olivasCodes = "b172893e-893e-b172-3e89-72b13e8972b1";

describe("the fresh sign-in of the bot's own web pages", () => {
  let tenant: TestSandbox;
  let client: WebClient;
  let browser: Browser;
  const clock = new TestClock();

  before(async () => {
    tenant = await start({ clock });
  });
  beforeEach(async () => {
    client = await WebClient.discover(tenant.url);
    browser = new Browser(({ href }) => href.startsWith(WebClient.redirectUri));
  });
  afterEach(() => {
    tenant.sandbox.faults.reset();
    tenant.sandbox.people.reset();
    tenant.sandbox.tenant.pushRequests.reset();
    tenant.sandbox.tenant.revokeConsent(null);
  });
  after(() => tenant.close());

  /** Opens the sign-in and picks the account; resolves to the page after that. */
  async function pickAccount(name: string, parameters: Record<string, string> = {}): Promise<Page> {
    const hint = tenant.person(name).userPrincipalName;
    const url = await client.authorizationUrl({ login_hint: hint, ...parameters });
    const accounts = await browser.open(url);
    assert.match(accounts.text, new RegExp(`value="${name}" checked`));
    return browser.submit(accounts, { choice: "sign-in", account: name });
  }

  function waiting(methodId: string): PushRequest {
    const request = tenant.sandbox.tenant.pushRequests.waitingFor(methodId, clock.now());
    assert.ok(request, "no notification waits");
    return request;
  }

  function approve(methodId: string, number: string): void {
    const { id } = waiting(methodId);
    const answer = { kind: "approve", number } as const;
    tenant.sandbox.tenant.pushRequests.answer(id, methodId, answer, clock.now());
  }

  /** Loads the page again, as its script does, and agrees to the permissions when asked. */
  async function goOn(page: Page): Promise<Page> {
    const next = await browser.open(page.url);
    return /Permissions requested/.test(next.text)
      ? browser.submit(next, { choice: "accept" })
      : next;
  }

  async function signedInByPush(parameters: Record<string, string> = {}) {
    const page = await pickAccount("priya", parameters);
    approve(priyasPhone, numberOn(page));
    const callback = await goOn(page);
    return client.finish(callback.url);
  }

  it("shows a number, and the phone's entry gets the notification", async () => {
    const page = await pickAccount("priya");

    assert.match(page.text, /<h1 id="heading">Approve sign in request<\/h1>/);
    assert.match(page.text, /Open your Authenticator app, and enter the number shown/);
    assert.equal(waiting(priyasPhone).number, numberOn(page));
  });

  it("returns to the app at once when the number was right", async () => {
    const { idToken } = await signedInByPush();

    assert.equal(idToken?.["oid"], tenant.person("priya").id);
    assert.equal(idToken["tid"], tenantId);
    assert.deepEqual(idToken["amr"], ["pwd", "ngcmfa", "mfa"]);
    assert.equal(idToken["auth_time"], Math.floor(clock.now().getTime() / 1000));
    assert.equal(idToken["acrs"], undefined);
  });

  it("gives a token with which Graph removes an entry for ten minutes", async () => {
    const path = `/v1.0/me/authentication/microsoftAuthenticatorMethods`;
    const { accessToken: token } = await signedInByPush();
    assert.equal(decodeJwt(token)["scp"], "UserAuthMethod-MicrosoftAuthApp.ReadWrite");

    clock.advance(minutes(11));
    const late = await tenant.graph("priya", `${path}/${priyasPhone}`, { method: "DELETE", token });
    clock.advance(-minutes(11));
    const early = await tenant.graph("priya", `${path}/${priyasPhone}`, {
      method: "DELETE",
      token,
    });

    assert.equal(late.status, 403);
    assert.equal(early.status, 204);
  });

  it("lets the person pick the account once more when the app asks for that", async () => {
    await signedInByPush();
    client = await WebClient.discover(tenant.url);

    const accounts = await browser.open(
      await client.authorizationUrl({ prompt: "select_account" }),
    );
    assert.match(accounts.text, /Pick an account/);
    const page = await browser.submit(accounts, { choice: "sign-in", account: "priya" });
    approve(priyasPhone, numberOn(page));
    const callback = await goOn(page);

    assert.ok(callback.url.searchParams.has("code"), callback.text);
  });

  it("says how it stands to the page that asks again and again", async () => {
    const page = await pickAccount("priya");
    const [, path = ""] = /data-follow="([^"]+)" data-state="waiting"/.exec(page.text) ?? [];
    const state = async () => (await browser.open(new URL(path, tenant.url))).text;
    assert.equal(await state(), "waiting");

    approve(priyasPhone, numberOn(page));

    assert.equal(await state(), "approved");
  });

  it("takes a wrong number for a refusal, and sends another number on request", async () => {
    const page = await pickAccount("priya");
    const number = numberOn(page);
    approve(priyasPhone, number === "10" ? "11" : "10");
    const denied = await browser.open(page.url);
    assert.match(denied.text, /<h1 id="heading">Request denied<\/h1>/);

    const again = await browser.submit(denied, { choice: "send-again" });
    approve(priyasPhone, numberOn(again));
    const callback = await goOn(again);

    assert.ok(callback.url.searchParams.has("code"), callback.text);
  });

  it("tells the app access_denied when the person gives up after a refusal", async () => {
    const page = await pickAccount("priya");
    const { id } = waiting(priyasPhone);
    tenant.sandbox.tenant.pushRequests.answer(id, priyasPhone, { kind: "refuse" }, clock.now());

    const callback = await browser.submit(await browser.open(page.url), { choice: "cancel" });

    assert.equal(callback.url.origin + callback.url.pathname, WebClient.redirectUri);
    assert.equal(callback.url.searchParams.get("error"), "access_denied");
    assert.match(callback.url.searchParams.get("error_description") ?? "", /^AADSTS500121/);
    await assert.rejects(client.finish(callback.url), { error: "access_denied" });
  });

  it("stops waiting after a minute, and takes no late answer", async () => {
    const page = await pickAccount("priya");
    const { id, number } = waiting(priyasPhone);
    clock.advance(seconds(60));

    const { pushRequests } = tenant.sandbox.tenant;
    const late = pushRequests.answer(id, priyasPhone, { kind: "approve", number }, clock.now());

    assert.equal(late.kind, "expired");
    assert.match((await browser.open(page.url)).text, /We didn&#39;t hear from you|We didn't hear/);
  });

  it("sends to every phone, and any of them approves", async () => {
    const page = await pickAccount("oscar");
    const oldPhone = "4f9e2d31-2d31-4f9e-312d-9e4f312d9e4f";

    approve(oldPhone, numberOn(page));
    const callback = await goOn(page);

    assert.ok(callback.url.searchParams.has("code"));
  });

  it("takes a texted code as MFA that is not push", async () => {
    const choose = await pickAccount("sam");
    assert.match(choose.text, /Text \+X XXXXXXXX01/);
    assert.doesNotMatch(choose.text, /value="(push|code|passkey)"/);
    const form = await browser.submit(choose, { choice: "use", way: "text" });
    const [message] = tenant.sandbox.tenant.textMessages.of(tenant.person("sam"));
    const code = /\d{6}/.exec(message?.text ?? "")?.[0] ?? "";

    const wrong = await browser.submit(form, { choice: "verify", code: "no" });
    assert.match(wrong.text, /You didn't enter the expected verification code/);
    const consent = await browser.submit(wrong, { choice: "verify", code });
    const callback = await browser.submit(consent, { choice: "accept" });

    const { idToken, accessToken } = await client.finish(callback.url);
    assert.deepEqual(idToken?.["amr"], ["pwd", "mfa"]);
    const removal = await tenant.graph(
      "sam",
      `/v1.0/me/authentication/microsoftAuthenticatorMethods/x`,
      { method: "DELETE", token: accessToken },
    );
    assert.equal(removal.status, 403);
  });

  it("takes the code of an authenticator app", async () => {
    const choose = await pickAccount("olivia");
    const form = await browser.submit(choose, { choice: "use", way: "code" });
    const code = oneTimeCode(secretOf(olivasCodes), clock.now());

    const consent = await browser.submit(form, { choice: "verify", code });

    assert.match(consent.text, /Permissions requested/);
  });

  it("takes a passkey as fresh MFA", async () => {
    const choose = await pickAccount("kaya");
    const form = await browser.submit(choose, { choice: "use", way: "passkey" });

    const consent = await browser.submit(form, { choice: "passkey" });
    const callback = await browser.submit(consent, { choice: "accept" });

    const { idToken } = await client.finish(callback.url);
    assert.deepEqual(idToken?.["amr"], ["fido", "ngcmfa", "mfa"]);
  });

  it("offers another way to those who have one", async () => {
    const page = await pickAccount("linus");
    assert.match(page.text, /Open your Outlook app/);

    const choose = await browser.submit(page, { choice: "other-way" });

    assert.match(choose.text, /Approve a request on my Microsoft Authenticator app/);
    assert.match(choose.text, /Text \+XX XXXXXXX08/);
  });

  it("lets nobody use a method that they do not have", async () => {
    const choose = await pickAccount("sam");

    for (const way of ["push", "code", "passkey"]) {
      const page = await browser.submit(choose, { choice: "use", way });
      assert.match(page.text, /Verify your identity/, way);
    }
    const skipped = await browser.submit(choose, { choice: "passkey" });

    assert.match(skipped.text, /Verify your identity/);
  });

  it("lets nobody through who has nothing but a password", async () => {
    const page = await pickAccount("nora");
    assert.match(page.text, /<h1 id="heading">More information required<\/h1>/);
    const tricks = [
      { choice: "other-way" },
      { choice: "send-again" },
      { choice: "verify", code: "000000" },
      { choice: "passkey" },
    ];

    for (const trick of tricks) {
      const next = await browser.submit(page, trick);
      assert.match(next.text, /More information required/, trick.choice);
    }
    const callback = await browser.submit(page, { choice: "cancel" });

    assert.equal(callback.url.searchParams.get("error"), "access_denied");
  });

  it("takes push alone for an authentication context, and says so in the id token", async () => {
    const claims = JSON.stringify(onlyPush);
    const page = await pickAccount("priya", { claims });
    assert.doesNotMatch(page.text, /other-way/);
    const forced = await browser.submit(page, { choice: "use", way: "code" });
    assert.match(forced.text, /Approve sign in request/);

    approve(priyasPhone, numberOn(forced));
    const { idToken } = await client.finish((await goOn(forced)).url);

    assert.deepEqual(idToken?.["acrs"], ["c1"]);
  });

  it("lets nobody through an authentication context without push", async () => {
    const page = await pickAccount("sam", { claims: JSON.stringify(onlyPush) });

    assert.match(page.text, /takes a notification of Microsoft Authenticator only/);
  });

  it("asks for MFA although a session without it is there, and not again when it is fresh", async () => {
    const plain = { prompt: "", claims: "" };
    const url = await client.authorizationUrl(plain);
    for (const name of Object.keys(plain)) url.searchParams.delete(name);
    const accounts = await browser.open(url);
    const consent = await browser.submit(accounts, { choice: "sign-in", account: "priya" });
    await browser.submit(consent, { choice: "accept" });

    const withClaims = await client.authorizationUrl();
    withClaims.searchParams.delete("prompt");
    const asked = await browser.open(withClaims);
    assert.match(asked.text, /Pick an account/);
    const page = await browser.submit(asked, { choice: "sign-in", account: "priya" });
    approve(priyasPhone, numberOn(page));
    await goOn(page);
    const silent = await browser.open(withClaims);
    clock.advance(minutes(11));
    const later = await browser.open(withClaims);

    assert.ok(silent.url.searchParams.has("code"), silent.text);
    assert.match(later.text, /Pick an account/);
  });

  it("signs in another account of the same browser", async () => {
    await signedInByPush();

    const choose = await pickAccount("sam");
    const form = await browser.submit(choose, { choice: "use", way: "text" });
    const [message] = tenant.sandbox.tenant.textMessages.of(tenant.person("sam"));
    const code = /\d{6}/.exec(message?.text ?? "")?.[0] ?? "";
    const switched = await browser.submit(form, { choice: "verify", code });
    const consent = await browser.submitAsScriptDoes(switched);
    const callback = await browser.submit(consent, { choice: "accept" });

    const { idToken } = await client.finish(callback.url);
    assert.equal(idToken?.["oid"], tenant.person("sam").id);
  });

  it("ends up as another account when switched so", async () => {
    tenant.sandbox.faults.on(tenant.person("sam"), { fault: "wrongAccount", account: "priya" });

    const page = await pickAccount("sam");
    approve(priyasPhone, numberOn(page));
    const { idToken } = await client.finish((await goOn(page)).url);

    assert.equal(idToken?.["oid"], tenant.person("priya").id);
  });

  it("comes from another tenant when switched so", async () => {
    tenant.sandbox.faults.on(tenant.person("priya"), { fault: "otherTenant" });

    const { idToken, accessToken } = await signedInByPush();

    assert.equal(idToken?.["tid"], otherTenantId);
    assert.equal(decodeJwt(accessToken)["tid"], otherTenantId);
  });

  for (const claims of ["{", "[]", '"x"', '{"access_token":{"amr":{"values":"ngcmfa"}}}']) {
    it(`refuses the claims parameter ${claims}`, async () => {
      const page = await browser.open(await client.authorizationUrl({ claims }));

      assert.equal(page.url.searchParams.get("error"), "invalid_request");
    });
  }

  it("sends codes to the bot's callback on loopback only", async () => {
    const refused = [
      "http://127.0.0.1:9/elsewhere",
      "http://evil.example/sign-in/callback",
      "https://127.0.0.1:9/sign-in/callback",
    ];
    for (const redirect_uri of refused) {
      const page = await browser.open(await client.authorizationUrl({ redirect_uri }));
      assert.match(page.text, /<h1>Sign-in stopped<\/h1>/, redirect_uri);
    }
  });

  it("runs its own script only, on the page that waits", async () => {
    const page = await pickAccount("priya");

    assert.equal(
      page.headers.get("content-security-policy"),
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self' http://127.0.0.1:9; base-uri 'none'; frame-ancestors 'self'",
    );
    assert.equal((await fetch(`${tenant.url}/assets/follow.mjs`)).status, 200);
  });
});

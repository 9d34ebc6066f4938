import assert from "node:assert/strict";
import { start, type TestSandbox } from "./support/sandbox.ts";

describe("the switches of the sandbox", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start();
  });
  afterEach(() => {
    tenant.sandbox.faults.reset();
  });
  after(() => tenant.close());

  async function post(body: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${tenant.url}/switches`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  async function list(): Promise<unknown> {
    const response = await fetch(`${tenant.url}/switches`);
    const body: unknown = await response.json();
    assert.ok(typeof body === "object" && body !== null && "on" in body);
    return body.on;
  }

  it("lists what is on", async () => {
    await post({ person: "sam", fault: "throttle", on: true, retryAfterSeconds: 2, requests: 3 });
    await post({ fault: "slow", on: true });

    assert.deepEqual(await list(), [
      { person: "sam", fault: "throttle", retryAfterSeconds: 2, requests: 3 },
      { person: null, fault: "slow", delayMs: 3000 },
    ]);
  });

  it("switches off one fault of one person", async () => {
    await post({ person: "sam", fault: "malformedBody", on: true });
    await post({ fault: "malformedBody", on: true });

    await post({ person: "sam", fault: "malformedBody", on: false });

    assert.deepEqual(await list(), [{ person: null, fault: "malformedBody" }]);
  });

  it("switches everything off", async () => {
    await post({ person: "sam", fault: "refuseDeletes", on: true });

    await fetch(`${tenant.url}/switches/reset`, { method: "POST" });

    assert.deepEqual(await list(), []);
  });

  const defaults: readonly { fault: string; options: Record<string, unknown> }[] = [
    { fault: "throttle", options: { retryAfterSeconds: 5, requests: null } },
    { fault: "serverError", options: { status: 503, requests: null } },
    { fault: "slow", options: { delayMs: 3000 } },
    { fault: "hang", options: { limitMs: 60_000 } },
    { fault: "accessDenied", options: {} },
    { fault: "refuseDeletes", options: {} },
    { fault: "defaultMethod", options: { wording: "otherMethods" } },
    { fault: "malformedBody", options: {} },
    { fault: "expiredToken", options: {} },
    { fault: "consentRefused", options: {} },
    { fault: "otherTenant", options: {} },
    { fault: "noAuthenticatorChoice", options: {} },
    { fault: "restrictedLocation", options: {} },
    { fault: "lateRegistration", options: { delayMs: 20_000 } },
    { fault: "reportLag", options: { delayMs: 14_400_000 } },
    { fault: "reportLimit", options: { allowed: 5 } },
    { fault: "noLicence", options: {} },
    { fault: "expiredLink", options: { requests: null } },
    { fault: "accountDisabled", options: {} },
    { fault: "appBlocked", options: {} },
    { fault: "installFails", options: { requests: null } },
    { fault: "appNotInCatalog", options: {} },
  ];
  for (const { fault, options } of defaults) {
    it(`needs no options for ${fault}`, async () => {
      await post({ fault, on: true });

      assert.deepEqual(await list(), [{ person: null, fault, ...options }]);
    });
  }

  it("names the account that a wrong sign-in ends up as", async () => {
    await post({ person: "sam", fault: "wrongAccount", on: true, account: "olivia" });

    assert.deepEqual(await list(), [{ person: "sam", fault: "wrongAccount", account: "olivia" }]);
  });

  it("revokes consent once", async () => {
    const { consents } = tenant.sandbox.tenant;
    const sam = tenant.person("sam");
    consents.grant(sam, ["UserAuthenticationMethod.Read"]);

    await post({ person: "sam", fault: "revokeConsent", on: true });

    assert.equal(consents.covers(sam, ["UserAuthenticationMethod.Read"]), false);
    assert.deepEqual(await list(), []);
  });

  it("revokes everybody's consent", async () => {
    const { consents } = tenant.sandbox.tenant;
    consents.grant(tenant.person("sam"), ["a"]);
    consents.grant(tenant.person("uma"), ["a"]);

    await post({ fault: "revokeConsent", on: true });

    assert.equal(consents.granted(tenant.person("sam")).size, 0);
    assert.equal(consents.granted(tenant.person("uma")).size, 0);
  });

  const invalid: readonly { why: string; body: unknown; says: RegExp }[] = [
    { why: "no object", body: [], says: /Send \{person\?: name, fault, on/ },
    { why: "no on", body: { fault: "slow" }, says: /on/ },
    {
      why: "an unknown fault",
      body: { fault: "earthquake", on: true },
      says: /Unknown fault 'earthquake'\. Allowed: throttle, serverError, slow/,
    },
    {
      why: "an unknown person",
      body: { fault: "slow", on: true, person: "bob" },
      says: /Nobody is called 'bob'\. Allowed: sam, olivia/,
    },
    {
      why: "an unknown account",
      body: { fault: "wrongAccount", on: true, account: "bob" },
      says: /Nobody is called 'bob'/,
    },
    {
      why: "an option of another fault",
      body: { fault: "slow", on: true, status: 500 },
      says: /slow: .*status/s,
    },
    {
      why: "a status that Graph does not give",
      body: { fault: "serverError", on: true, status: 418 },
      says: /serverError: .*500.*503/s,
    },
    {
      why: "a delay out of bounds",
      body: { fault: "slow", on: true, delayMs: 600_000 },
      says: /60000/,
    },
    {
      why: "revokeConsent switched off",
      body: { fault: "revokeConsent", on: false },
      says: /acts at once and does not stay on/,
    },
  ];
  for (const { why, body, says } of invalid) {
    it(`answers 400 and what is allowed to ${why}`, async () => {
      const answer = await post(body);

      assert.equal(answer.status, 400);
      assert.match(JSON.stringify(answer.body), says);
      assert.deepEqual(await list(), []);
    });
  }

  it("takes forms of the index page and leads back to it", async () => {
    const response = await fetch(`${tenant.url}/switches`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({
        person: "",
        fault: "throttle",
        on: "true",
        retryAfterSeconds: "9",
        requests: "",
      }),
    });

    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), "/");
    assert.deepEqual(await list(), [
      { person: null, fault: "throttle", retryAfterSeconds: 9, requests: null },
    ]);
  });

  it("turns away forms of other sites", async () => {
    const response = await fetch(`${tenant.url}/switches`, {
      method: "POST",
      headers: { origin: "https://evil.example" },
      body: new URLSearchParams({ fault: "slow", on: "true" }),
    });

    assert.equal(response.status, 403);
    assert.deepEqual(await list(), []);
  });
});

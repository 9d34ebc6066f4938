import assert from "node:assert/strict";
import { authenticator } from "../../../src/sandbox/people/stored-methods.ts";
import { minutes, start, TestClock, type TestSandbox } from "../support/sandbox.ts";

const report = "/v1.0/reports/authenticationMethods/userRegistrationDetails";

const aPhone = authenticator({
  id: "0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a",
  displayName: "iPhone 16",
  phoneAppVersion: "6.8.53",
  lastUsedDateTime: null,
});

describe("the registration report of the sandbox", () => {
  let tenant: TestSandbox;
  let clock: TestClock;
  beforeEach(async () => {
    clock = new TestClock(new Date("2026-11-24T12:00:00Z"));
    tenant = await start({ clock });
  });
  afterEach(() => tenant.close());

  async function rowOf(name: string): Promise<Record<string, unknown> | undefined> {
    const { rows } = await tenant.list(report);
    return rows.find(({ id }) => id === tenant.person(name).id);
  }

  it("has a row for everybody with the properties of v1.0", async () => {
    const { rows, next } = await tenant.list(report);

    assert.equal(rows.length, 11);
    assert.equal(next, null);
    assert.deepEqual(rows[2], {
      id: "11111111-5a4d-4003-8000-000000000003",
      userPrincipalName: "priya@vipdesk.example",
      userDisplayName: "Priya Raman",
      userType: "member",
      isAdmin: false,
      isSsprRegistered: true,
      isSsprEnabled: false,
      isSsprCapable: false,
      isMfaRegistered: true,
      isMfaCapable: true,
      isPasswordlessCapable: false,
      methodsRegistered: ["microsoftAuthenticatorPush", "softwareOneTimePasscode"],
      isSystemPreferredAuthenticationMethodEnabled: true,
      systemPreferredAuthenticationMethods: ["push"],
      userPreferredMethodForSecondaryAuthentication: "push",
      lastUpdatedDateTime: "2026-11-24T12:00:00.0000000Z",
    });
  });

  const registered: readonly (readonly [name: string, methods: readonly string[]])[] = [
    ["sam", ["mobilePhone"]],
    ["olivia", ["softwareOneTimePasscode"]],
    ["oscar", ["microsoftAuthenticatorPush", "softwareOneTimePasscode"]],
    ["felix", ["mobilePhone", "microsoftAuthenticatorPush", "softwareOneTimePasscode"]],
    ["kaya", ["passKeyDeviceBoundAuthenticator", "passKeyDeviceBound", "windowsHelloForBusiness"]],
    ["linus", ["mobilePhone", "microsoftAuthenticatorPush"]],
    ["nora", []],
    ["uma", ["somethingNew"]],
  ];
  for (const [name, methods] of registered) {
    it(`names what ${name} has: ${methods.join(", ") || "nothing"}`, async () => {
      assert.deepEqual((await rowOf(name))?.["methodsRegistered"], methods);
    });
  }

  it("knows guests", async () => {
    assert.equal((await rowOf("gustav"))?.["userType"], "guest");
  });

  it("follows what people do", async () => {
    tenant.sandbox.people.addMethod(tenant.person("nora"), aPhone);

    const row = await rowOf("nora");

    assert.deepEqual(row?.["methodsRegistered"], [
      "microsoftAuthenticatorPush",
      "softwareOneTimePasscode",
    ]);
  });

  it("shows what was before, as far back as it lags", async () => {
    const nora = tenant.person("nora");
    tenant.sandbox.faults.on(null, { fault: "reportLag", delayMs: minutes(120) });
    clock.advance(minutes(60));
    tenant.sandbox.people.addMethod(nora, aPhone);
    clock.advance(minutes(119));
    const late = await rowOf("nora");
    clock.advance(minutes(1));
    const caughtUp = await rowOf("nora");

    assert.deepEqual(late?.["methodsRegistered"], []);
    assert.equal(late["lastUpdatedDateTime"], "2026-11-24T12:59:00.0000000Z");
    assert.deepEqual(caughtUp?.["methodsRegistered"], [
      "microsoftAuthenticatorPush",
      "softwareOneTimePasscode",
    ]);
  });

  it("remembers each of several changes while it lags", async () => {
    const nora = tenant.person("nora");
    clock.advance(minutes(10));
    tenant.sandbox.people.addMethod(nora, aPhone);
    clock.advance(minutes(10));
    tenant.sandbox.people.removeMethod(nora, aPhone.id);
    clock.advance(minutes(1));
    const seen: unknown[] = [];
    for (const lag of [21, 11, 1]) {
      tenant.sandbox.faults.on(null, { fault: "reportLag", delayMs: minutes(lag) });
      seen.push((await rowOf("nora"))?.["methodsRegistered"]);
    }

    assert.deepEqual(seen, [[], ["microsoftAuthenticatorPush", "softwareOneTimePasscode"], []]);
  });

  it("leaves out disabled accounts", async () => {
    tenant.sandbox.faults.on(tenant.person("sam"), { fault: "accountDisabled" });

    assert.equal(await rowOf("sam"), undefined);
  });

  it("is not there without the licence", async () => {
    tenant.sandbox.faults.on(null, { fault: "noLicence" });

    const reply = await tenant.app(report);

    assert.equal(reply.status, 403);
    assert.match(await reply.text(), /"Authentication_RequestFromNonPremiumTenantOrB2CTenant"/);
  });

  it("answers five requests in ten seconds when limited, and says how long to wait", async () => {
    tenant.sandbox.faults.on(null, { fault: "reportLimit", allowed: 5 });
    const statuses: (readonly [number, string | null])[] = [];
    for (let request = 0; request < 6; request += 1) {
      const { status, headers } = await tenant.app(report);
      statuses.push([status, headers.get("retry-after")]);
      clock.advance(1000);
    }
    clock.advance(4000);
    const afterwards = await tenant.app(report);
    const again = await tenant.app(report);

    assert.deepEqual(statuses, [
      [200, null],
      [200, null],
      [200, null],
      [200, null],
      [200, null],
      [429, "5"],
    ]);
    assert.equal(afterwards.status, 200);
    assert.equal(again.status, 429);
  });

  describe("page by page", () => {
    it("goes on where the link leads, and ends", async () => {
      const first = await tenant.list(`${report}?$top=4`);
      const second = await tenant.list(first.next ?? "");
      const third = await tenant.list(second.next ?? "");

      assert.match(first.next ?? "", /userRegistrationDetails\?\$top=4&\$skiptoken=/);
      assert.deepEqual(
        [first, second, third].map(({ rows }) => rows.length),
        [4, 4, 3],
      );
      assert.equal(third.next, null);
      const ids = [...first.rows, ...second.rows, ...third.rows].map(({ id }) => id);
      assert.equal(new Set(ids).size, 11);
    });

    it("ends with an empty page where the last people are left out", async () => {
      tenant.sandbox.faults.on(tenant.person("uma"), { fault: "accountDisabled" });
      const first = await tenant.list(`${report}?$top=10`);

      const last = await tenant.list(first.next ?? "");

      assert.deepEqual(last, { rows: [], next: null });
    });

    it("refuses links that are too old, as often as asked", async () => {
      const { next } = await tenant.list(`${report}?$top=4`);
      tenant.sandbox.faults.on(null, { fault: "expiredLink", requests: 1 });

      const refused = await tenant.app(next ?? "");

      assert.equal(refused.status, 400);
      assert.match(await refused.text(), /"Directory_ExpiredPageToken"/);
      assert.equal((await tenant.app(next ?? "")).status, 200);
    });

    for (const query of ["$top=0", "$top=1000", "$top=many", "$skiptoken=guess", "$search=x"]) {
      it(`answers 400 to ${query}`, async () => {
        assert.equal((await tenant.app(`${report}?${query}`)).status, 400);
      });
    }
  });

  it("suffers the faults that are on for everybody, and not those of one person", async () => {
    tenant.sandbox.faults.on(tenant.person("sam"), {
      fault: "throttle",
      retryAfterSeconds: 9,
      requests: null,
    });
    const spared = await tenant.app(report);
    tenant.sandbox.faults.on(null, { fault: "throttle", retryAfterSeconds: 7, requests: 1 });
    const throttled = await tenant.app(report);
    tenant.sandbox.faults.on(null, { fault: "serverError", status: 503, requests: 1 });
    const failed = await tenant.app(report);
    tenant.sandbox.faults.on(null, { fault: "malformedBody" });
    const cut = await tenant.app(report);
    tenant.sandbox.faults.on(null, { fault: "expiredToken" });
    const refused = await tenant.app(report);

    assert.equal(spared.status, 200);
    assert.equal(throttled.status, 429);
    assert.equal(throttled.headers.get("retry-after"), "7");
    assert.equal(failed.status, 503);
    await assert.rejects(cut.json(), SyntaxError);
    assert.equal(refused.status, 401);
  });
});

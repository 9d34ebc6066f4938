import assert from "node:assert/strict";
import { start, type TestSandbox } from "../support/sandbox.ts";

const sam = "11111111-5a4d-4001-8000-000000000001";
const pilot = "99999999-5a4d-4001-8000-000000000001";
const headquarters = "99999999-5a4d-4004-8000-000000000004";

const membersOf = (group: string): string =>
  `/v1.0/groups/${group}/transitiveMembers/microsoft.graph.user`;

describe("users and groups of the sandbox", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start();
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  const namesOf = (rows: readonly Record<string, unknown>[]): readonly (string | undefined)[] =>
    rows.map(({ id }) => tenant.sandbox.people.findById(String(id))?.name);

  it("lists accounts with the selected properties, guests and disabled ones included", async () => {
    tenant.sandbox.faults.on(tenant.person("nora"), { fault: "accountDisabled" });

    const { rows } = await tenant.list("/v1.0/users?$select=id,accountEnabled,userType");

    assert.equal(rows.length, 11);
    assert.deepEqual(rows[0], { id: sam, userType: "Member", accountEnabled: true });
    assert.deepEqual(
      rows.filter(({ accountEnabled }) => accountEnabled === false),
      [{ id: tenant.person("nora").id, userType: "Member", accountEnabled: false }],
    );
    assert.deepEqual(namesOf(rows.filter(({ userType }) => userType === "Guest")), ["gustav"]);
  });

  it("goes through accounts page by page", async () => {
    const first = await tenant.list("/v1.0/users?$select=id&$top=6");
    const second = await tenant.list(first.next ?? "");

    assert.deepEqual([first.rows.length, second.rows.length, second.next], [6, 5, null]);
    assert.deepEqual(Object.keys(second.rows[0] ?? {}), ["id"]);
  });

  it("refuses to select what users do not have", async () => {
    const reply = await tenant.app("/v1.0/users?$select=shoeSize");

    assert.equal(reply.status, 400);
    assert.match(await reply.text(), /property named 'shoeSize'/);
  });

  it("finds one account by its id and by its name", async () => {
    const byId = await tenant.app(`/v1.0/users/${sam}?$select=id,accountEnabled`);
    const byName = await tenant.app("/v1.0/users/sam@vipdesk.example?$select=id");
    const nobody = await tenant.app("/v1.0/users/00000000-0000-4000-8000-000000000000");

    assert.deepEqual(await byId.json(), {
      "@odata.context": `${tenant.url}/graph/v1.0/$metadata#users(id,accountEnabled)/$entity`,
      id: sam,
      accountEnabled: true,
    });
    assert.equal(byName.status, 200);
    assert.equal(nobody.status, 404);
  });

  it("lists the people of a group", async () => {
    const { rows } = await tenant.list(`${membersOf(pilot)}?$select=id`);

    assert.deepEqual(namesOf(rows), ["sam", "priya", "nora"]);
  });

  it("lists people of groups in a group, each once", async () => {
    const { rows } = await tenant.list(membersOf(headquarters));

    assert.deepEqual(namesOf(rows), ["sam", "priya", "oscar", "nora", "gustav"]);
  });

  it("does not know a group that nobody made", async () => {
    const reply = await tenant.app(membersOf("00000000-0000-4000-8000-000000000000"));

    assert.equal(reply.status, 404);
    assert.match(await reply.text(), /"Request_ResourceNotFound"/);
  });

  it("gives the time zone of a mailbox, in Windows' words or in IANA's", async () => {
    const zones: unknown[] = [];
    for (const name of ["sam", "felix", "linus"]) {
      const path = `/v1.0/users/${tenant.person(name).id}/mailboxSettings/timeZone`;
      zones.push(await (await tenant.app(path)).json());
    }

    const contextOf = (name: string): string =>
      `${tenant.url}/graph/v1.0/$metadata#users('${tenant.person(name).id}')/mailboxSettings/timeZone`;
    assert.deepEqual(zones, [
      { "@odata.context": contextOf("sam"), value: "Pacific Standard Time" },
      { "@odata.context": contextOf("felix"), value: "W. Europe Standard Time" },
      { "@odata.context": contextOf("linus"), value: "Europe/Paris" },
    ]);
  });

  it("moves with a person, and has nothing to say of a guest", async () => {
    tenant.sandbox.people.setTimeZone(tenant.person("sam"), "Asia/Tokyo");

    const moved = await tenant.app(`/v1.0/users/${sam}/mailboxSettings/timeZone`);
    const guest = tenant.person("gustav");
    const none = await tenant.app(`/v1.0/users/${guest.id}/mailboxSettings/timeZone`);

    assert.match(await moved.text(), /"value":"Asia\/Tokyo"/);
    assert.equal(none.status, 404);
    assert.match(await none.text(), /"MailboxNotEnabledForRESTAPI"/);
  });

  it("shows anybody's methods to the app, with the properties of each version", async () => {
    const priya = tenant.person("priya").id;
    const all = await tenant.list(`/v1.0/users/${priya}/authentication/methods`);
    const beta = await tenant.list(
      `/beta/users/${priya}/authentication/microsoftAuthenticatorMethods`,
    );
    const one = await tenant.app(
      `/v1.0/users/${priya}/authentication/methods/6803c096-c096-6803-96c0-036896c00368`,
    );

    assert.equal(all.rows.length, 2);
    assert.equal(all.rows[1]?.["clientAppName"], undefined);
    assert.equal(beta.rows[0]?.["clientAppName"], "microsoftAuthenticator");
    assert.equal(one.status, 200);
  });

  it("removes nothing for the app", async () => {
    const reply = await tenant.app(
      `/v1.0/users/${sam}/authentication/phoneMethods/3179e48a-750b-4051-897c-87b9720928f7`,
      { method: "DELETE" },
    );

    assert.equal(reply.status, 405);
  });

  it("suffers a person's faults where the request is about that person", async () => {
    tenant.sandbox.faults.on(tenant.person("sam"), {
      fault: "throttle",
      retryAfterSeconds: 3,
      requests: null,
    });

    const hit = await tenant.app(`/v1.0/users/${sam}`);
    const spared = await tenant.app(`/v1.0/users/${tenant.person("nora").id}`);

    assert.equal(hit.status, 429);
    assert.equal(spared.status, 200);
  });

  describe("policy", () => {
    const policy = "/v1.0/policies/authenticationMethodsPolicy";

    async function set(body: unknown): Promise<Response> {
      return fetch(`${tenant.url}/methods-policy`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    }

    it("has no campaign and allows Authenticator to everybody, at the start", async () => {
      const text = await (await tenant.app(policy)).text();

      assert.match(text, /"authenticationMethodsRegistrationCampaign":{"state":"disabled"/);
      assert.match(text, /"id":"MicrosoftAuthenticator","state":"enabled"/);
      assert.match(text, /"authenticationMode":"any"/);
    });

    it("changes by what is set, and keeps the rest", async () => {
      await set({
        campaign: { state: "enabled", snoozeDurationInDays: 3 },
        authenticator: {
          includeTargets: [
            { id: pilot, targetType: "group", authenticationMode: "deviceBasedPush" },
          ],
        },
      });

      const text = await (await tenant.app(policy)).text();

      assert.match(
        text,
        /"state":"enabled","snoozeDurationInDays":3,"includeTargets":\[{"id":"all_users"/,
      );
      assert.match(text, /"authenticationMode":"deviceBasedPush","isRegistrationRequired":false/);
      assert.match(text, /"id":"MicrosoftAuthenticator","state":"enabled"/);
    });

    for (const body of [{ campaign: { state: "maybe" } }, { sms: {} }, "x"]) {
      it(`is not changed by ${JSON.stringify(body)}`, async () => {
        assert.equal((await set(body)).status, 400);
      });
    }
  });

  const unknown: readonly (readonly [method: string, path: string, status: number])[] = [
    ["GET", "/v1.0/nothing", 400],
    ["GET", "/v2.0/users", 400],
    ["GET", `/v1.0/users/${sam}/nothing`, 400],
    ["GET", `/v1.0/users/${sam}/mailboxSettings/language`, 400],
    ["GET", `/v1.0/groups/${pilot}/transitiveMembers`, 400],
    ["GET", `/v1.0/users/${sam}/authentication/nothing`, 400],
    ["POST", "/v1.0/users", 405],
    ["PATCH", `/v1.0/users/${sam}`, 405],
    ["POST", `/v1.0/users/${sam}/mailboxSettings/timeZone`, 405],
  ];
  for (const [method, path, status] of unknown) {
    it(`answers ${status} to ${method} ${path.replace(/[0-9a-f-]{36}/, "ID")}`, async () => {
      assert.equal((await tenant.app(path, { method })).status, status);
    });
  }

  it("answers late when slow", async () => {
    tenant.sandbox.faults.on(null, { fault: "slow", delayMs: 120 });
    const before = performance.now();

    const reply = await tenant.app("/v1.0/users");

    assert.equal(reply.status, 200);
    assert.ok(performance.now() - before >= 110);
  });
});

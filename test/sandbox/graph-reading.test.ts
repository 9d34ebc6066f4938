import assert from "node:assert/strict";
import { start, TestClock, type TestSandbox } from "./support/sandbox.ts";

const now = new Date("2026-11-24T12:00:00.250Z");
const priyasPhone = "6803c096-c096-6803-96c0-036896c00368";

describe("Microsoft Graph of the sandbox: reading", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start({ clock: new TestClock(now) });
  });
  after(() => tenant.close());

  it("lists every method of the person in one answer", async () => {
    const response = await tenant.graph("priya", "/v1.0/me/authentication/methods");

    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {
      "@odata.context": `${tenant.url}/graph/v1.0/$metadata#users('11111111-5a4d-4003-8000-000000000003')/authentication/methods`,
      value: [
        {
          "@odata.type": "#microsoft.graph.passwordAuthenticationMethod",
          id: "28c10230-6103-485e-b985-444c60001490",
          password: null,
          createdDateTime: "2026-05-08T12:00:00Z",
        },
        {
          "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
          id: priyasPhone,
          displayName: "Pixel 9",
          deviceTag: "SoftwareTokenActivated",
          phoneAppVersion: "6.2610.7011",
          createdDateTime: null,
        },
      ],
    });
  });

  it("adds lastUsedDateTime and clientAppName in beta only", async () => {
    const response = await tenant.graph(
      "linus",
      "/beta/me/authentication/microsoftAuthenticatorMethods",
    );

    assert.deepEqual(await response.json(), {
      "@odata.context": `${tenant.url}/graph/beta/$metadata#users('11111111-5a4d-4008-8000-000000000008')/authentication/microsoftAuthenticatorMethods`,
      value: [
        {
          "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
          id: "d93f6c18-6c18-d93f-186c-3fd9186c3fd9",
          displayName: "iPhone 14",
          deviceTag: "",
          phoneAppVersion: "4.2543.0",
          createdDateTime: null,
          lastUsedDateTime: "2026-11-19T12:00:00Z",
          clientAppName: "outlookMobile",
        },
      ],
    });
  });

  it("returns one entity bare, with its type", async () => {
    const response = await tenant.graph(
      "priya",
      `/v1.0/me/authentication/microsoftAuthenticatorMethods/${priyasPhone}`,
    );

    assert.deepEqual(await response.json(), {
      "@odata.context": `${tenant.url}/graph/v1.0/$metadata#users('11111111-5a4d-4003-8000-000000000003')/authentication/microsoftAuthenticatorMethods/$entity`,
      "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
      id: priyasPhone,
      displayName: "Pixel 9",
      deviceTag: "SoftwareTokenActivated",
      phoneAppVersion: "6.2610.7011",
      createdDateTime: null,
    });
  });

  const typed: readonly { segment: string; person: string; count: number }[] = [
    { segment: "microsoftAuthenticatorMethods", person: "felix", count: 3 },
    { segment: "phoneMethods", person: "sam", count: 1 },
    { segment: "emailMethods", person: "sam", count: 0 },
    { segment: "fido2Methods", person: "kaya", count: 2 },
    { segment: "windowsHelloForBusinessMethods", person: "kaya", count: 1 },
    { segment: "platformCredentialMethods", person: "kaya", count: 0 },
    { segment: "softwareOathMethods", person: "felix", count: 2 },
    { segment: "passwordMethods", person: "nora", count: 1 },
    { segment: "temporaryAccessPassMethods", person: "nora", count: 0 },
    { segment: "externalAuthenticationMethods", person: "nora", count: 0 },
  ];
  for (const { segment, person, count } of typed) {
    it(`lists only its own kind under ${segment}`, async () => {
      const response = await tenant.graph(person, `/v1.0/me/authentication/${segment}`);

      assert.equal(response.status, 200);
      const body = await response.json();
      assert.equal(listOf(body).length, count);
    });
  }

  it("passes an unknown type through with all its properties", async () => {
    const response = await tenant.graph("uma", "/v1.0/me/authentication/methods");

    const [, unknown] = listOf(await response.json());
    assert.deepEqual(unknown, {
      "@odata.type": "#microsoft.graph.somethingNewAuthenticationMethod",
      id: "8ad41c67-1c67-8ad4-671c-d48a671cd48a",
      createdDateTime: "2026-10-25T12:00:00Z",
      displayName: "Wristband",
      bondedTo: { kind: "wrist", generation: 3, firmware: null },
      gestures: ["tap", "twist"],
      confidence: 0.87,
      isHolographic: true,
    });
  });

  it("gives the default method in beta's sign-in preferences", async () => {
    const response = await tenant.graph("sam", "/beta/me/authentication/signInPreferences");

    assert.deepEqual(await response.json(), {
      "@odata.context": `${tenant.url}/graph/beta/$metadata#users('11111111-5a4d-4001-8000-000000000001')/authentication/signInPreferences`,
      isSystemPreferredAuthenticationMethodEnabled: false,
      userPreferredMethodForSecondaryAuthentication: "sms",
    });
  });

  it("knows no sign-in preferences in v1.0", async () => {
    const response = await tenant.graph("sam", "/v1.0/me/authentication/signInPreferences");

    assert.equal(response.status, 400);
  });

  it("answers /me with the selected properties", async () => {
    const token = await tenant.graphToken("gustav", { scopes: ["User.Read"] });

    const response = await tenant.graph(
      "gustav",
      "/v1.0/me?$select=id,userPrincipalName,userType",
      {
        token,
      },
    );

    assert.deepEqual(await response.json(), {
      "@odata.context": `${tenant.url}/graph/v1.0/$metadata#users(id,userPrincipalName,userType)/$entity`,
      userPrincipalName: "gustav_partner.example#EXT#@vipdesk.example",
      id: "11111111-5a4d-400a-8000-00000000000a",
      userType: "Guest",
    });
  });

  it("answers /me in full without the properties that must be asked for", async () => {
    const token = await tenant.graphToken("sam", { scopes: ["User.Read"] });

    const response = await tenant.graph("sam", "/v1.0/me", { token });

    assert.deepEqual(await response.json(), {
      "@odata.context": `${tenant.url}/graph/v1.0/$metadata#users/$entity`,
      businessPhones: [],
      displayName: "Sam Rivera",
      givenName: "Sam",
      jobTitle: null,
      mail: "sam@vipdesk.example",
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: "en-US",
      surname: "Rivera",
      userPrincipalName: "sam@vipdesk.example",
      id: "11111111-5a4d-4001-8000-000000000001",
    });
  });

  it("refuses to select a property that users do not have", async () => {
    const token = await tenant.graphToken("sam", { scopes: ["User.Read"] });

    const response = await tenant.graph("sam", "/v1.0/me?$select=shoeSize", { token });

    assert.equal(response.status, 400);
    assert.match(await response.text(), /Could not find a property named 'shoeSize'/);
  });

  const refusedOptions = ["$top=1", "$filter=id eq 'x'", "$select=id", "$expand=device"];
  for (const option of refusedOptions) {
    it(`refuses ${option} on the list of methods`, async () => {
      const response = await tenant.graph("sam", `/v1.0/me/authentication/methods?${option}`);

      assert.equal(response.status, 400);
      assert.match(await response.text(), /Query option '\w+' is not allowed/);
    });
  }

  it("echoes the client's request id and gives one of its own", async () => {
    const response = await tenant.graph("sam", "/v1.0/me/authentication/methods", {
      headers: { "client-request-id": "my-own-id" },
    });

    assert.equal(response.headers.get("client-request-id"), "my-own-id");
    assert.match(response.headers.get("request-id") ?? "", /^[0-9a-f-]{36}$/);
    assert.equal(response.headers.get("date"), "Tue, 24 Nov 2026 12:00:00 GMT");
  });

  it("describes an error with ids and a date without zone", async () => {
    const response = await tenant.graph("sam", "/v1.0/me/messages", {
      headers: { "client-request-id": "my-own-id" },
    });

    assert.equal(response.status, 400);
    assert.deepEqual(await response.json(), {
      error: {
        code: "BadRequest",
        message: "Resource not found for the segment 'messages'.",
        innerError: {
          date: "2026-11-24T12:00:00",
          "request-id": response.headers.get("request-id"),
          "client-request-id": "my-own-id",
        },
      },
    });
  });

  it("answers 404 for a method that the person does not have", async () => {
    const response = await tenant.graph("sam", `/v1.0/me/authentication/methods/${priyasPhone}`);

    assert.equal(response.status, 404);
  });

  const unknown: readonly { method: string; path: string; status: number; message: RegExp }[] = [
    { method: "GET", path: "/v2.0/me", status: 400, message: /segment 'v2\.0'/ },
    { method: "GET", path: "/v1.0/users", status: 400, message: /segment 'users'/ },
    { method: "GET", path: "/v1.0/me/authentication/x", status: 400, message: /segment 'x'/ },
    {
      method: "POST",
      path: "/v1.0/me/authentication/phoneMethods",
      status: 405,
      message: /method is not allowed/,
    },
    { method: "PATCH", path: "/v1.0/me", status: 405, message: /method is not allowed/ },
  ];
  for (const { method, path, status, message } of unknown) {
    it(`answers ${status} to ${method} ${path}`, async () => {
      const response = await tenant.graph("sam", path, { method });

      assert.equal(response.status, status);
      assert.match(await response.text(), message);
    });
  }
});

function listOf(body: unknown): unknown[] {
  assert.ok(typeof body === "object" && body !== null && "value" in body);
  assert.ok(Array.isArray(body.value));
  return body.value;
}

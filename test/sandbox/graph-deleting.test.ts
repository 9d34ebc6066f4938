import assert from "node:assert/strict";
import { minutes, start, TestClock, type TestSandbox } from "./support/sandbox.ts";

const authenticators = "/v1.0/me/authentication/microsoftAuthenticatorMethods";
const oscarsOldPhone = "0c1b7a52-7a52-0c1b-527a-1b0c527a1b0c";
const priyasPhone = "6803c096-c096-6803-96c0-036896c00368";
const linusPhone = "d93f6c18-6c18-d93f-186c-3fd9186c3fd9";

describe("Microsoft Graph of the sandbox: removing methods", () => {
  let tenant: TestSandbox;
  const clock = new TestClock();
  before(async () => {
    tenant = await start({ clock });
  });
  afterEach(() => {
    tenant.sandbox.people.reset();
    tenant.sandbox.faults.reset();
  });
  after(() => tenant.close());

  function remove(name: string, path: string, token: string): Promise<Response> {
    return tenant.graph(name, path, { method: "DELETE", token });
  }

  function ids(name: string): string[] {
    return tenant.sandbox.people.securityInfo(tenant.person(name)).methods.map(({ id }) => id);
  }

  it("removes an Authenticator entry: 204 without a body", async () => {
    const response = await remove(
      "oscar",
      `${authenticators}/${oscarsOldPhone}`,
      await tenant.freshToken("oscar"),
    );

    assert.equal(response.status, 204);
    assert.equal(await response.text(), "");
    assert.ok(!ids("oscar").includes(oscarsOldPhone));
  });

  it("answers 404 when the entry is gone already", async () => {
    const token = await tenant.freshToken("oscar");
    await remove("oscar", `${authenticators}/${oscarsOldPhone}`, token);

    const response = await remove("oscar", `${authenticators}/${oscarsOldPhone}`, token);

    assert.equal(response.status, 404);
  });

  it("answers 404 for another person's entry, and leaves it alone", async () => {
    const response = await remove(
      "oscar",
      `${authenticators}/${priyasPhone}`,
      await tenant.freshToken("oscar"),
    );

    assert.equal(response.status, 404);
    assert.ok(ids("priya").includes(priyasPhone));
  });

  it("answers 404 when the id belongs to another kind", async () => {
    const response = await remove(
      "sam",
      `${authenticators}/3179e48a-750b-4051-897c-87b9720928f7`,
      await tenant.freshToken("sam"),
    );

    assert.equal(response.status, 404);
  });

  const notFresh = {
    "no MFA in the token": { amr: ["pwd"] },
    "MFA of another kind": { amr: ["pwd", "mfa"] },
    "MFA eleven minutes ago": { authenticatedAt: new Date(clock.now().getTime() - minutes(11)) },
    "a token that may only read": { scopes: ["UserAuthenticationMethod.Read"] },
    "a token for phones": { scopes: ["UserAuthMethod-Phone.ReadWrite"] },
  };
  for (const [why, options] of Object.entries(notFresh)) {
    it(`answers 403 accessDenied with ${why}`, async () => {
      const response = await remove(
        "oscar",
        `${authenticators}/${oscarsOldPhone}`,
        await tenant.freshToken("oscar", options),
      );

      assert.equal(response.status, 403);
      assert.deepEqual(await response.json(), {
        error: {
          code: "accessDenied",
          message: "Request Authorization failed",
          innerError: {
            message: "Request Authorization failed",
            date: clock.now().toISOString().slice(0, 19),
            "request-id": response.headers.get("request-id"),
            "client-request-id": response.headers.get("client-request-id"),
          },
        },
      });
      assert.ok(ids("oscar").includes(oscarsOldPhone));
    });
  }

  it("refuses the default entry while other methods are there", async () => {
    const response = await remove(
      "linus",
      `${authenticators}/${linusPhone}`,
      await tenant.freshToken("linus"),
    );

    assert.equal(response.status, 400);
    assert.match(
      await response.text(),
      /"badRequest","message":"Cannot delete default method with other methods configured\. Please change default method before deletion\."/,
    );
    assert.ok(ids("linus").includes(linusPhone));
  });

  it("removes a last method: Graph protects nobody", async () => {
    const response = await remove(
      "priya",
      `${authenticators}/${priyasPhone}`,
      await tenant.freshToken("priya"),
    );

    assert.equal(response.status, 204);
    const info = tenant.sandbox.people.securityInfo(tenant.person("priya"));
    assert.equal(info.defaultMethod, null);
    assert.equal(info.methods.length, 1);
  });

  it("refuses the phone that is the default, in the phone's wording", async () => {
    const token = await tenant.freshToken("sam", {
      scopes: ["UserAuthMethod-Phone.ReadWrite"],
    });

    const response = await remove(
      "sam",
      "/v1.0/me/authentication/phoneMethods/3179e48a-750b-4051-897c-87b9720928f7",
      token,
    );

    assert.equal(response.status, 400);
    assert.match(
      await response.text(),
      /method id of \[3179e48a-750b-4051-897c-87b9720928f7\] matches the user's current default/,
    );
  });

  const wordings = {
    otherMethods: /Cannot delete default method with other methods configured/,
    matchesDefault: /matches the user's current default authentication method/,
  } as const;
  for (const wording of ["otherMethods", "matchesDefault"] as const) {
    it(`refuses any entry as the default when switched so: ${wording}`, async () => {
      tenant.sandbox.faults.on(tenant.person("oscar"), { fault: "defaultMethod", wording });

      const response = await remove(
        "oscar",
        `${authenticators}/${oscarsOldPhone}`,
        await tenant.freshToken("oscar"),
      );

      assert.equal(response.status, 400);
      assert.match(await response.text(), wordings[wording]);
      assert.ok(ids("oscar").includes(oscarsOldPhone));
    });
  }

  it("deletes by the typed path only", async () => {
    const response = await remove(
      "oscar",
      `/v1.0/me/authentication/methods/${oscarsOldPhone}`,
      await tenant.freshToken("oscar"),
    );

    assert.equal(response.status, 404);
    assert.match(await response.text(), /No HTTP resource was found/);
    assert.ok(ids("oscar").includes(oscarsOldPhone));
  });

  it("removes no password", async () => {
    const token = await tenant.freshToken("sam", {
      scopes: ["UserAuthenticationMethod.ReadWrite"],
    });

    const response = await remove(
      "sam",
      "/v1.0/me/authentication/passwordMethods/28c10230-6103-485e-b985-444c60001490",
      token,
    );

    assert.equal(response.status, 405);
  });
});

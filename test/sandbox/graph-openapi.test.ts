import assert from "node:assert/strict";
import { asRecord, assertValid, GraphDescription } from "./support/graph-description.ts";
import { start, type TestSandbox } from "./support/sandbox.ts";

// Additional: checks every Graph answer against an OpenAPI 3.1 description, where one is at hand.
const file = process.env["GRAPH_OPENAPI"];

if (file !== undefined) {
  describe(`Microsoft Graph of the sandbox against ${file}`, () => {
    const description = new GraphDescription(file);
    let tenant: TestSandbox;
    before(async () => {
      tenant = await start();
    });
    afterEach(() => {
      tenant.sandbox.faults.reset();
    });
    after(() => tenant.close());

    const names = [
      "sam",
      "olivia",
      "priya",
      "oscar",
      "tess",
      "felix",
      "kaya",
      "linus",
      "nora",
      "gustav",
      "uma",
    ];
    const lists = [
      "methods",
      "microsoftAuthenticatorMethods",
      "phoneMethods",
      "emailMethods",
      "fido2Methods",
      "windowsHelloForBusinessMethods",
      "platformCredentialMethods",
      "softwareOathMethods",
      "passwordMethods",
      "temporaryAccessPassMethods",
      "externalAuthenticationMethods",
    ];
    for (const list of lists) {
      it(`answers ${list} of everybody in its shape`, async () => {
        const path = `/me/authentication/${list}`;
        const validate = description.answer(path, "2XX");

        for (const name of names) {
          const response = await tenant.graph(name, `/v1.0${path}`);
          assert.equal(response.status, 200);
          assertValid(validate, await response.json());
        }
      });
    }

    it("answers each member of the mixed list in the shape of its own type", async () => {
      for (const name of names) {
        const response = await tenant.graph(name, "/v1.0/me/authentication/methods");
        const { value } = asRecord(await response.json());
        assert.ok(Array.isArray(value));
        for (const member of value.map(asRecord)) {
          const type = String(member["@odata.type"]).slice(1);
          if (type.includes("somethingNew")) continue;
          assertValid(description.entity(type), member);
        }
      }
    });

    it("answers single entities in their shape", async () => {
      const path = "/me/authentication/microsoftAuthenticatorMethods";
      const parameterised = description.paths.find((candidate) =>
        candidate.startsWith(`${path}/{`),
      );
      assert.ok(parameterised);

      const response = await tenant.graph(
        "priya",
        `/v1.0${path}/6803c096-c096-6803-96c0-036896c00368`,
      );

      assertValid(description.answer(parameterised, "2XX"), await response.json());
    });

    it("answers errors in their shape", async () => {
      const path = "/me/authentication/methods";
      const { faults } = tenant.sandbox;
      const errors: Response[] = [
        await fetch(`${tenant.url}/graph/v1.0${path}`),
        await tenant.graph("sam", "/v1.0/me"),
        await tenant.graph("sam", `/v1.0${path}?$top=1`),
        await tenant.graph("sam", `/v1.0${path}/nothing`),
        await tenant.graph("sam", "/v1.0/nothing"),
        await tenant.graph("sam", `/v1.0${path}`, { method: "POST" }),
      ];
      faults.on(null, { fault: "throttle", retryAfterSeconds: 1, requests: 1 });
      errors.push(await tenant.graph("sam", `/v1.0${path}`));
      faults.on(null, { fault: "accessDenied" });
      errors.push(await tenant.graph("sam", `/v1.0${path}`));

      for (const response of errors) {
        assert.ok(response.status >= 400 && response.status < 500, String(response.status));
        assertValid(description.answer(path, "4XX"), await response.json());
      }
    });

    it("answers server errors in their shape", async () => {
      const path = "/me/authentication/methods";
      for (const status of [500, 503] as const) {
        tenant.sandbox.faults.on(null, { fault: "serverError", status, requests: 1 });
        const response = await tenant.graph("sam", `/v1.0${path}`);
        assert.equal(response.status, status);
        assertValid(description.answer(path, "5XX"), await response.json());
      }
    });
  });
}

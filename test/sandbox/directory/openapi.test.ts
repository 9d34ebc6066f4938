import assert from "node:assert/strict";
import { z } from "zod/v4";
import { assertValid, GraphDescription } from "../support/graph-description.ts";
import { start, type TestSandbox } from "../support/sandbox.ts";

// Additional: checks the answers to the app against an OpenAPI 3.1 description, where one is at hand.
const file = process.env["GRAPH_OPENAPI"];

const installed = z.object({ value: z.array(z.object({ id: z.string() })).min(1) });

if (file !== undefined) {
  describe(`Microsoft Graph of the sandbox for the app, against ${file}`, () => {
    const description = new GraphDescription(file);
    let tenant: TestSandbox;
    before(async () => {
      tenant = await start({ generated: 300 });
    });
    afterEach(() => {
      tenant.sandbox.reset();
    });
    after(() => tenant.close());

    const report = "/reports/authenticationMethods/userRegistrationDetails";
    const sam = "11111111-5a4d-4001-8000-000000000001";
    const lists: readonly (readonly [described: string, asked: string])[] = [
      [report, `${report}?$top=200`],
      [
        "/groups/{group-id}/transitiveMembers/graph.user",
        "/groups/99999999-5a4d-4004-8000-000000000004/transitiveMembers/microsoft.graph.user?$top=20",
      ],
      ["/users/{user-id}/authentication/methods", `/users/${sam}/authentication/methods`],
      [
        "/users/{user-id}/authentication/microsoftAuthenticatorMethods",
        `/users/${sam}/authentication/microsoftAuthenticatorMethods`,
      ],
      ["/users/{user-id}/teamwork/installedApps", `/users/${sam}/teamwork/installedApps`],
      ["/policies/authenticationMethodsPolicy", "/policies/authenticationMethodsPolicy"],
    ];
    for (const [described, asked] of lists) {
      it(`answers ${described} in its shape`, async () => {
        const reply = await tenant.app(`/v1.0${asked}`);

        assert.equal(reply.status, 200);
        assertValid(description.answer(described, "2XX"), await reply.json());
      });
    }

    it("lists users in the shape of users", async () => {
      const validate = description.entity("microsoft.graph.user");

      const { rows } = await tenant.list("/v1.0/users?$top=200");

      for (const row of rows) assertValid(validate, row);
      assert.equal(rows.length, 200);
    });

    it("answers the chat of an installation in its shape", async () => {
      const apps = `/v1.0/users/${sam}/teamwork/installedApps`;
      const catalogId = "b07b07b0-0000-4000-8000-0000000000cc";
      await tenant.app(apps, {
        method: "POST",
        body: {
          "teamsApp@odata.bind": `${tenant.url}/graph/v1.0/appCatalogs/teamsApps/${catalogId}`,
        },
      });
      const list = await (await tenant.app(`${apps}?$expand=teamsApp`)).json();
      const id = installed.parse(list).value[0]?.id ?? "";

      const chat = await tenant.app(`${apps}/${encodeURIComponent(id)}/chat`);

      assertValid(description.answer("/users/{user-id}/teamwork/installedApps", "2XX"), list);
      assertValid(
        description.answer(
          "/users/{user-id}/teamwork/installedApps/{userScopeTeamsAppInstallation-id}/chat",
          "2XX",
        ),
        await chat.json(),
      );
    });

    it("answers the report without the licence, and without the permission, in the shape of errors", async () => {
      const { faults, tenant: state } = tenant.sandbox;
      faults.on(null, { fault: "noLicence" });
      const licence = await tenant.app(`/v1.0${report}`);
      faults.reset();
      state.appConsents.withhold("AuditLog.Read.All");
      const permission = await tenant.app(`/v1.0${report}`);
      state.appConsents.reset();
      faults.on(null, { fault: "reportLimit", allowed: 1 });
      await tenant.app(`/v1.0${report}`);
      const limited = await tenant.app(`/v1.0${report}`);

      for (const reply of [licence, permission, limited]) {
        assert.ok(reply.status === 403 || reply.status === 429, String(reply.status));
        assertValid(description.answer(report, "4XX"), await reply.json());
      }
    });
  });
}

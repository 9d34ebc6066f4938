import assert from "node:assert/strict";
import { start, type TestSandbox } from "../support/sandbox.ts";

const pilot = "99999999-5a4d-4001-8000-000000000001";
const administrators = "99999999-5a4d-4003-8000-000000000003";
const headquarters = "99999999-5a4d-4004-8000-000000000004";

describe("checkMemberGroups of the sandbox", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start();
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  const check = (name: string, groupIds: unknown): Promise<Response> =>
    tenant.app(`/v1.0/users/${tenant.person(name).id}/checkMemberGroups`, {
      method: "POST",
      body: { groupIds },
    });

  it("gives those of the groups that the person belongs to, through other groups too", async () => {
    const reply = await check("priya", [pilot, administrators, headquarters]);
    const other = await check("nora", [administrators, headquarters]);

    assert.equal(reply.status, 200);
    assert.deepEqual(await reply.json(), {
      "@odata.context": `${tenant.url}/graph/v1.0/$metadata#Collection(Edm.String)`,
      value: [pilot, administrators, headquarters],
    });
    assert.deepEqual(((await other.json()) as { value: unknown }).value, [headquarters]);
  });

  const refused = [
    { name: "no list", groupIds: null },
    { name: "an empty list", groupIds: [] },
    { name: "a name in place of an id", groupIds: [pilot, "administrators"] },
    { name: "more than twenty groups", groupIds: Array.from({ length: 21 }, () => pilot) },
  ];
  for (const { name, groupIds } of refused) {
    it(`refuses ${name}`, async () => {
      assert.equal((await check("priya", groupIds)).status, 400);
    });
  }

  it("does not know somebody whom nobody knows", async () => {
    const path = "/v1.0/users/00000000-0000-4000-8000-000000000000/checkMemberGroups";
    const reply = await tenant.app(path, { method: "POST", body: { groupIds: [pilot] } });

    assert.equal(reply.status, 404);
  });

  it("is no question that GET asks", async () => {
    const path = `/v1.0/users/${tenant.person("priya").id}/checkMemberGroups`;

    assert.equal((await tenant.app(path)).status, 405);
  });

  for (const permission of ["GroupMember.Read.All", "User.Read.All"] as const) {
    it(`takes ${permission}`, async () => {
      tenant.sandbox.tenant.appConsents.withhold(permission);

      assert.equal((await check("priya", [pilot])).status, 403);
    });
  }
});

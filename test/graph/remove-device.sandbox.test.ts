import assert from "node:assert/strict";
import { delegatedToken } from "../../src/enrollment/delegated-token.ts";
import { createGraphClient } from "../../src/graph/client.ts";
import { GraphDeviceRemover } from "../../src/graph/remove-device.ts";
import { methodId } from "../../src/methods/ids.ts";
import { minutes, start, TestClock, type TestSandbox } from "../sandbox/support/sandbox.ts";

const oscarsOldPhone = methodId("0c1b7a52-7a52-0c1b-527a-1b0c527a1b0c");
const priyasPhone = methodId("6803c096-c096-6803-96c0-036896c00368");
const linusPhone = methodId("d93f6c18-6c18-d93f-186c-3fd9186c3fd9");

describe("GraphDeviceRemover at the local tenant", () => {
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

  const remove = async (name: string, id = oscarsOldPhone, token?: string) =>
    new GraphDeviceRemover(
      createGraphClient({ url: `${tenant.url}/graph`, version: "v1.0" }),
    ).remove(delegatedToken(token ?? (await tenant.freshToken(name))), id);

  const has = (name: string, id: string): boolean =>
    tenant.sandbox.people
      .securityInfo(tenant.person(name))
      .methods.some((method) => method.id === id);

  it("removes an entry, and finds it gone the next time", async () => {
    const kinds = [(await remove("oscar")).kind, (await remove("oscar")).kind];

    assert.deepEqual(kinds, ["removed", "alreadyGone"]);
    assert.ok(!has("oscar", oscarsOldPhone));
  });

  it("cannot remove an entry of somebody else", async () => {
    assert.equal((await remove("oscar", priyasPhone)).kind, "alreadyGone");
    assert.ok(has("priya", priyasPhone));
  });

  it("tells that it is the default method", async () => {
    assert.equal((await remove("linus", linusPhone)).kind, "isDefaultMethod");
    assert.ok(has("linus", linusPhone));
  });

  for (const wording of ["otherMethods", "matchesDefault"] as const) {
    it(`tells that it is the default method, in the wording ${wording}`, async () => {
      tenant.sandbox.faults.on(tenant.person("oscar"), { fault: "defaultMethod", wording });

      assert.equal((await remove("oscar")).kind, "isDefaultMethod");
    });
  }

  it("asks for a step-up with an MFA of eleven minutes ago", async () => {
    const authenticatedAt = new Date(clock.now().getTime() - minutes(11));
    const token = await tenant.freshToken("oscar", { authenticatedAt });

    assert.equal((await remove("oscar", oscarsOldPhone, token)).kind, "stepUpNeeded");
    assert.ok(has("oscar", oscarsOldPhone));
  });

  it("asks for a fresh sign-in with a token that is over", async () => {
    const token = await tenant.freshToken("oscar", { lifetimeSeconds: -60 });

    const removal = await remove("oscar", oscarsOldPhone, token);

    assert.ok(removal.kind === "freshSignInNeeded" && removal.claims === null);
  });

  it("tells how long Graph wants to be left alone", async () => {
    tenant.sandbox.faults.on(tenant.person("oscar"), {
      fault: "throttle",
      retryAfterSeconds: 30,
      requests: 1,
    });

    const removal = await remove("oscar");

    assert.ok(removal.kind === "throttled" && removal.retryAfterSeconds === 30);
  });

  it("cannot tell after a 500", async () => {
    tenant.sandbox.faults.on(tenant.person("oscar"), {
      fault: "serverError",
      status: 500,
      requests: 1,
    });

    assert.equal((await remove("oscar")).kind, "unknown");
  });
});

import assert from "node:assert/strict";
import { z } from "zod/v4";
import { start, type TestSandbox } from "../support/sandbox.ts";

const batchReply = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.string()),
      body: z.unknown(),
    }),
  ),
});

describe("batches of the sandbox", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start();
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  const about = (name: string, id = name) => ({
    id,
    method: "GET",
    url: `/users/${tenant.person(name).id}/authentication/microsoftAuthenticatorMethods`,
  });

  async function batch(requests: readonly unknown[]) {
    const reply = await tenant.app("/v1.0/$batch", { method: "POST", body: { requests } });
    assert.equal(reply.status, 200, await reply.clone().text());
    const { responses } = batchReply.parse(await reply.json());
    return new Map(responses.map((response) => [response.id, response]));
  }

  it("answers each request under its id, in an order of its own", async () => {
    const answers = await batch([about("priya"), about("oscar"), about("sam")]);

    assert.deepEqual([...answers.keys()], ["sam", "oscar", "priya"]);
    const counts = [...answers.values()].map(({ status, body }) => [
      status,
      z.object({ value: z.array(z.unknown()) }).parse(body).value.length,
    ]);
    assert.deepEqual(counts, [
      [200, 0],
      [200, 3],
      [200, 1],
    ]);
  });

  it("throttles each request by itself, with a Retry-After of its own", async () => {
    tenant.sandbox.faults.on(tenant.person("oscar"), {
      fault: "throttle",
      retryAfterSeconds: 12,
      requests: 1,
    });

    const answers = await batch([about("priya"), about("oscar")]);

    assert.equal(answers.get("priya")?.status, 200);
    assert.equal(answers.get("oscar")?.status, 429);
    assert.equal(answers.get("oscar")?.headers["Retry-After"], "12");
    assert.match(JSON.stringify(answers.get("oscar")?.body), /"TooManyRequests"/);
  });

  it("answers for people whom it does not know, and for what is not allowed", async () => {
    tenant.sandbox.tenant.appConsents.withhold("MailboxSettings.Read");
    const nobody = "00000000-0000-4000-8000-000000000000";

    const answers = await batch([
      { id: "1", method: "GET", url: `/users/${nobody}/authentication/methods` },
      {
        id: "2",
        method: "GET",
        url: `/users/${tenant.person("sam").id}/mailboxSettings/timeZone`,
      },
      { id: "3", method: "GET", url: "/me" },
    ]);

    assert.deepEqual(
      ["1", "2", "3"].map((id) => answers.get(id)?.status),
      [404, 403, 400],
    );
  });

  it("answers in JSON cut in the middle when switched so", async () => {
    tenant.sandbox.faults.on(null, { fault: "malformedBody" });

    const reply = await tenant.app("/v1.0/$batch", {
      method: "POST",
      body: { requests: [about("sam")] },
    });

    await assert.rejects(reply.json(), SyntaxError);
  });

  const broken: readonly (readonly [why: string, requests: readonly unknown[]])[] = [
    ["more than twenty", Array.from({ length: 21 }, (_, id) => about0(String(id)))],
    ["none", []],
    ["an id twice", [about0("1"), about0("1")]],
    ["a whole address", [{ id: "1", method: "GET", url: "https://graph.microsoft.com/v1.0/me" }]],
    ["a dependency", [{ ...about0("1"), dependsOn: ["0"] }]],
  ];
  for (const [why, requests] of broken) {
    it(`answers 400 to ${why}`, async () => {
      const reply = await tenant.app("/v1.0/$batch", { method: "POST", body: { requests } });

      assert.equal(reply.status, 400);
    });
  }

  it("takes twenty", async () => {
    const requests = Array.from({ length: 20 }, (_, id) => about("sam", String(id)));

    assert.equal((await batch(requests)).size, 20);
  });
});

function about0(id: string) {
  return { id, method: "GET", url: "/users" };
}

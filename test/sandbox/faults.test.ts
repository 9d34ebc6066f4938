import assert from "node:assert/strict";
import type { Fault } from "../../src/sandbox/faults/faults.ts";
import { start, type TestSandbox } from "./support/sandbox.ts";

const methods = "/v1.0/me/authentication/methods";
const authenticators = "/v1.0/me/authentication/microsoftAuthenticatorMethods";
const oscarsOldPhone = "0c1b7a52-7a52-0c1b-527a-1b0c527a1b0c";

describe("the faults of the sandbox", () => {
  let tenant: TestSandbox;
  before(async () => {
    tenant = await start();
  });
  afterEach(() => {
    tenant.sandbox.faults.reset();
  });
  after(() => tenant.close());

  function switchOn(name: string | null, fault: Fault): void {
    tenant.sandbox.faults.on(name === null ? null : tenant.person(name), fault);
  }

  it("throttles with Retry-After for as many requests as asked", async () => {
    switchOn("sam", { fault: "throttle", retryAfterSeconds: 7, requests: 2 });

    const statuses = [];
    for (let request = 0; request < 3; request += 1) {
      const response = await tenant.graph("sam", methods);
      statuses.push([response.status, response.headers.get("retry-after")]);
    }

    assert.deepEqual(statuses, [
      [429, "7"],
      [429, "7"],
      [200, null],
    ]);
  });

  it("describes throttling as Graph does", async () => {
    switchOn("sam", { fault: "throttle", retryAfterSeconds: 1, requests: null });

    const response = await tenant.graph("sam", methods);

    assert.match(await response.text(), /^{"error":{"code":"TooManyRequests","message":"Too many/);
  });

  it("throttles until switched off when no count is given", async () => {
    switchOn("sam", { fault: "throttle", retryAfterSeconds: 1, requests: null });
    await tenant.graph("sam", methods);
    const during = await tenant.graph("sam", methods);

    tenant.sandbox.faults.off(tenant.person("sam"), "throttle");

    assert.equal(during.status, 429);
    assert.equal((await tenant.graph("sam", methods)).status, 200);
  });

  it("spares everybody else", async () => {
    switchOn("sam", { fault: "throttle", retryAfterSeconds: 1, requests: null });

    const response = await tenant.graph("olivia", methods);

    assert.equal(response.status, 200);
  });

  it("hits everybody when switched on for everybody", async () => {
    switchOn(null, { fault: "serverError", status: 500, requests: null });

    assert.equal((await tenant.graph("sam", methods)).status, 500);
    assert.equal((await tenant.graph("uma", methods)).status, 500);
  });

  it("lets a person's own switch win over everybody's", async () => {
    switchOn(null, { fault: "serverError", status: 500, requests: null });
    switchOn("sam", { fault: "serverError", status: 503, requests: null });

    const response = await tenant.graph("sam", methods);

    assert.equal(response.status, 503);
  });

  it("answers late when slow", async () => {
    switchOn("sam", { fault: "slow", delayMs: 150 });
    const before = performance.now();

    const response = await tenant.graph("sam", methods);

    assert.equal(response.status, 200);
    assert.ok(performance.now() - before >= 140);
  });

  it("keeps silent, then answers 504", async () => {
    switchOn("sam", { fault: "hang", limitMs: 100 });
    const before = performance.now();

    const response = await tenant.graph("sam", methods);

    assert.equal(response.status, 504);
    assert.ok(performance.now() - before >= 90);
  });

  it("stops although a request hangs, and leaves no timer behind", async () => {
    const arrived = Promise.withResolvers<undefined>();
    const other = await start({
      parts: [
        {
          routes: (server) => {
            server.pre((_req, _res, next) => {
              arrived.resolve(undefined);
              next();
            });
          },
        },
      ],
    });
    other.sandbox.faults.on(null, { fault: "hang", limitMs: 120_000 });
    const hanging = other.graph("sam", methods).then(
      () => "answered",
      () => "cut off",
    );
    await arrived.promise;

    await other.close();

    // A timer left behind would keep mocha alive for two minutes.
    assert.ok(["answered", "cut off"].includes(await hanging));
  });

  it("refuses reads", async () => {
    switchOn("sam", { fault: "accessDenied" });

    for (const path of [methods, authenticators, "/beta/me/authentication/signInPreferences"]) {
      const response = await tenant.graph("sam", path);
      assert.equal(response.status, 403);
      assert.match(
        await response.text(),
        /"accessDenied","message":"Request Authorization failed"/,
      );
    }
  });

  it("refuses removals in spite of fresh MFA", async () => {
    switchOn("oscar", { fault: "refuseDeletes" });

    const response = await tenant.graph("oscar", `${authenticators}/${oscarsOldPhone}`, {
      method: "DELETE",
      token: await tenant.freshToken("oscar"),
    });

    assert.equal(response.status, 403);
    const left = tenant.sandbox.people.securityInfo(tenant.person("oscar")).methods;
    assert.ok(left.some(({ id }) => id === oscarsOldPhone));
  });

  it("cuts bodies in the middle, with headers of a good answer", async () => {
    switchOn("sam", { fault: "malformedBody" });

    const response = await tenant.graph("sam", methods);

    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
    await assert.rejects(response.json(), SyntaxError);
  });

  it("takes every token for expired", async () => {
    switchOn("sam", { fault: "expiredToken" });

    const response = await tenant.graph("sam", methods);

    assert.equal(response.status, 401);
    assert.match(await response.text(), /the token is expired/);
  });
});

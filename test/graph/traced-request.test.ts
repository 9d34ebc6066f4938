import assert from "node:assert/strict";
import { routeOf, tracedRequest } from "../../src/graph/traced-request.ts";
import { FakeTelemetry } from "../fakes/fake-telemetry.ts";

const GRAPH = "https://graph.microsoft.com";

describe("routeOf", () => {
  const cases: readonly (readonly [string, string])[] = [
    [`${GRAPH}/v1.0/me?$select=id`, "/v1.0/me"],
    [
      `${GRAPH}/v1.0/users/8c6df0a1-0000-4000-8000-00000000000a/mailboxSettings`,
      "/v1.0/users/{}/mailboxSettings",
    ],
    [`${GRAPH}/v1.0/users/anna@contoso.example`, "/v1.0/users/{}"],
    [
      `${GRAPH}/beta/me/authentication/microsoftAuthenticatorMethods/phone-1`,
      "/beta/me/authentication/microsoftAuthenticatorMethods/{}",
    ],
    ["nothing", "{}"],
  ];
  for (const [url, route] of cases) {
    it(`${route} keeps words of Graph and nothing else`, () => {
      assert.equal(routeOf(url), route);
    });
  }
});

describe("tracedRequest", () => {
  it("counts a request that is throttled as such", async () => {
    const telemetry = new FakeTelemetry();
    const request = { method: "GET", url: `${GRAPH}/v1.0/me` };

    await tracedRequest(
      telemetry,
      request,
      () => Promise.resolve(429),
      (status) => status,
    );

    assert.deepEqual(telemetry.counts, [
      { name: "pushready.graph.requests", attributes: { status: "429", throttled: true } },
    ]);
  });

  it("counts a request without an answer, and tells nothing of the error's words", async () => {
    const telemetry = new FakeTelemetry();
    const request = { method: "GET", url: `${GRAPH}/v1.0/me` };
    const lost = (): Promise<number> => Promise.reject(new TypeError("anna@contoso.example"));

    await assert.rejects(tracedRequest(telemetry, request, lost, (status) => status));

    assert.deepEqual(telemetry.counts[0]?.attributes, { status: "none", throttled: false });
    assert.equal(telemetry.spans[0]?.failed, "TypeError");
    assert.ok(!JSON.stringify(telemetry).includes("anna"));
  });
});

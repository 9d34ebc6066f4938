import assert from "node:assert/strict";
import sinon from "sinon";
import { delegatedToken } from "../../src/enrollment/delegated-token.ts";
import { createGraphClient } from "../../src/graph/client.ts";
import { GraphMethodsReader } from "../../src/graph/me-methods-reader.ts";
import { everything } from "./everything.ts";
import { REQUEST_ID, refused, ScriptedGraph, type ScriptedReply } from "./scripted-graph.ts";

const TOKEN = delegatedToken("the-secret-of-one-person");
const METHODS = "GET /v1.0/me/authentication/methods";

describe("GraphMethodsReader, refused or unanswered", () => {
  let graph: ScriptedGraph;
  let unanswered: unknown[];
  const reader = (options: { readonly budgetMs?: number } = {}): GraphMethodsReader =>
    new GraphMethodsReader(createGraphClient({ url: graph.url, version: "v1.0" }), {
      ...options,
      onUnanswered: (error) => unanswered.push(error),
    });

  beforeEach(async () => {
    unanswered = [];
    graph = await ScriptedGraph.start();
  });

  afterEach(async () => {
    sinon.restore();
    await graph.close();
  });

  describe("when Graph refuses", () => {
    const unavailable = (why: string, seconds: number | null = null) => ({
      kind: "unavailable",
      why,
      retryAfterSeconds: seconds,
      requestId: REQUEST_ID,
    });
    const challenge =
      'Bearer realm="", authorization_uri="https://login.example/authorize", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="';

    const cases: readonly {
      readonly name: string;
      readonly replies: readonly ScriptedReply[];
      readonly reading: unknown;
    }[] = [
      { name: "401", replies: [refused(401)], reading: { kind: "tokenRefused" } },
      {
        name: "401 with a claims challenge",
        replies: [refused(401, { "WWW-Authenticate": challenge })],
        reading: { kind: "tokenRefused" },
      },
      { name: "401 without a body", replies: [{ status: 401 }], reading: { kind: "tokenRefused" } },
      { name: "403", replies: [refused(403)], reading: unavailable("forbidden") },
      { name: "404", replies: [refused(404)], reading: unavailable("serviceError") },
      { name: "500", replies: [refused(500)], reading: unavailable("serviceError") },
      { name: "502", replies: [refused(502)], reading: unavailable("serviceError") },
      {
        name: "502 with a page of a gateway",
        replies: [
          {
            status: 502,
            headers: { "content-type": "text/html", "request-id": REQUEST_ID },
            body: "<html><body>Bad gateway</body></html>",
          },
        ],
        reading: unavailable("serviceError"),
      },
      {
        name: "429 with a long wait",
        replies: [refused(429, { "Retry-After": "30" })],
        reading: unavailable("throttled", 30),
      },
      {
        name: "429 with a long wait and a body that says nothing",
        replies: [
          { status: 429, headers: { "Retry-After": "17", "request-id": REQUEST_ID }, body: "" },
        ],
        reading: unavailable("throttled", 17),
      },
      {
        name: "429 three times with short waits",
        replies: Array.from({ length: 3 }, () => refused(429, { "Retry-After": "0" })),
        reading: unavailable("throttled", 0),
      },
      {
        name: "503 three times with short waits",
        replies: Array.from({ length: 3 }, () => refused(503, { "Retry-After": "0" })),
        reading: unavailable("serviceError", 0),
      },
      {
        name: "503 with a long wait",
        replies: [refused(503, { "Retry-After": "120" })],
        reading: unavailable("serviceError", 120),
      },
      {
        name: "504 three times with short waits",
        replies: Array.from({ length: 3 }, () => refused(504, { "Retry-After": "0" })),
        reading: unavailable("serviceError", 0),
      },
    ];

    for (const { name, replies, reading } of cases) {
      it(`tells ${name} after ${replies.length} request(s)`, async () => {
        graph.on(METHODS, ...replies);

        assert.deepEqual(await reader().readMine(TOKEN), reading);
        assert.equal(graph.seen.length, replies.length);
      });
    }

    it("tells how long a date of Retry-After is away", async () => {
      const date = new Date(Date.now() + 90_000).toUTCString();
      graph.on(METHODS, refused(429, { "Retry-After": date }));

      const reading = await reader().readMine(TOKEN);

      assert.ok(reading.kind === "unavailable" && reading.retryAfterSeconds !== null);
      assert.ok(reading.retryAfterSeconds >= 85 && reading.retryAfterSeconds <= 90);
      assert.equal(graph.seen.length, 1);
    });

    for (const status of [429, 503, 504]) {
      it(`reads on after one ${status} with a short wait`, async () => {
        graph.on(METHODS, refused(status, { "Retry-After": "0" }), {
          status: 200,
          body: { value: [] },
        });

        assert.deepEqual(await reader().readMine(TOKEN), { kind: "read", methods: [] });
        assert.equal(graph.seen.length, 2);
      });
    }

    it("waits by itself when a 429 does not say how long", async () => {
      sinon.stub(Math, "random").returns(0);
      graph.on(METHODS, refused(429), { status: 200, body: { value: [] } });

      assert.deepEqual(await reader().readMine(TOKEN), { kind: "read", methods: [] });
    });
  });

  describe("when the answer cannot be used", () => {
    for (const [name, body] of [
      ["is no JSON", "<html>"],
      ["is empty", ""],
      ["is null", "null"],
      ["is a list", []],
      ["lacks its value", { values: [] }],
      ["has no list as value", { value: {} }],
      ["has a link that is no address", { value: [], "@odata.nextLink": "/next" }],
    ] as const) {
      it(`says that the reply is bad when it ${name}`, async () => {
        graph.on(METHODS, { status: 200, headers: { "request-id": REQUEST_ID }, body });

        assert.deepEqual(await reader().readMine(TOKEN), {
          kind: "unavailable",
          why: "badReply",
          retryAfterSeconds: null,
          requestId: REQUEST_ID,
        });
      });
    }

    it("says that the reply is bad when there is no content", async () => {
      graph.on(METHODS, { status: 204 });

      assert.deepEqual(await reader().readMine(TOKEN), {
        kind: "unavailable",
        why: "badReply",
        retryAfterSeconds: null,
        requestId: null,
      });
    });
  });

  describe("when no answer comes", () => {
    const nothing = (why: string) => ({
      kind: "unavailable",
      why,
      retryAfterSeconds: null,
      requestId: null,
    });

    it("stops waiting when its time is over", async () => {
      graph.on(METHODS, "hang");

      assert.deepEqual(await reader({ budgetMs: 40 }).readMine(TOKEN), nothing("timeout"));
      assert.equal(unanswered.length, 1);
    });

    it("counts the time of all pages together", async () => {
      const next = `${graph.url}/v1.0/next`;
      graph.on(METHODS, { status: 200, body: { value: [], "@odata.nextLink": next } });
      graph.on("GET /v1.0/next", "hang");

      assert.deepEqual(await reader({ budgetMs: 150 }).readMine(TOKEN), nothing("timeout"));
    });

    for (const broken of ["reset", "resetWithinBody"] as const) {
      it(`tells a connection that breaks (${broken})`, async () => {
        graph.on(METHODS, broken);

        assert.deepEqual(await reader().readMine(TOKEN), nothing("serviceError"));
        assert.equal(unanswered.length, 1);
      });
    }

    it("tells a refused connection", async () => {
      const client = createGraphClient({ url: "http://127.0.0.1:9", version: "v1.0" });

      assert.deepEqual(
        await new GraphMethodsReader(client).readMine(TOKEN),
        nothing("serviceError"),
      );
    });

    for (const value of ["two words", "line\nbreak", "naïve", ""]) {
      it(`refuses a token that no header can carry: ${JSON.stringify(value)}`, async () => {
        assert.deepEqual(await reader().readMine(delegatedToken(value)), { kind: "tokenRefused" });
        assert.deepEqual(unanswered, []);
      });
    }
  });

  it("puts the token into no error, whatever happens", async () => {
    const shown: string[] = [];
    for (const reply of [refused(401), refused(403), refused(500), "reset", "hang"] as const) {
      graph.on(METHODS, reply);
      shown.push(JSON.stringify(await reader({ budgetMs: 100 }).readMine(TOKEN)));
    }

    for (const text of [...shown, ...unanswered.map((error) => everything(error))]) {
      assert.ok(!text.includes(TOKEN.value), text);
    }
  });
});

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import sinon from "sinon";
import { delegatedToken } from "../../src/enrollment/delegated-token.ts";
import { createGraphClient } from "../../src/graph/client.ts";
import { GraphMethodsReader } from "../../src/graph/me-methods-reader.ts";
import { ScriptedGraph, type ScriptedReply } from "./scripted-graph.ts";

const TOKEN = delegatedToken("the-secret-of-one-person");
const METHODS = "GET /v1.0/me/authentication/methods";
const OWNER = "GET /v1.0/me?$select=id,userType";
const REQUEST_ID = "b31c83fd-944c-4663-aa50-5d9ceb367e19";

const fixture = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../fixtures/graph/${name}`, import.meta.url), "utf8"));

const entry = (id: string) => ({
  "@odata.type": "#microsoft.graph.softwareOathAuthenticationMethod",
  id,
});

/** An error as Graph words it, with the headers it comes with. */
const refused = (
  status: number,
  headers: Readonly<Record<string, string>> = {},
): ScriptedReply => ({
  status,
  headers: { "request-id": REQUEST_ID, ...headers },
  body: { error: { code: "oops", message: "No.", innerError: { "request-id": REQUEST_ID } } },
});

describe("GraphMethodsReader", () => {
  let graph: ScriptedGraph;
  let unanswered: unknown[];
  const reader = (options: { readonly budgetMs?: number } = {}): GraphMethodsReader =>
    new GraphMethodsReader(createGraphClient({ url: graph.url, version: "v1.0" }), {
      ...options,
      onUnanswered: (error) => unanswered.push(error),
    });
  const paths = (): readonly string[] => graph.seen.map(({ path }) => path);

  beforeEach(async () => {
    unanswered = [];
    graph = await ScriptedGraph.start();
  });

  afterEach(async () => {
    sinon.restore();
    await graph.close();
  });

  it("reads a list with one request that carries the person's token", async () => {
    graph.on(METHODS, { status: 200, body: await fixture("methods-v1.json") });

    const reading = await reader().readMine(TOKEN);

    assert.equal(reading.kind, "read");
    assert.ok(reading.methods.length > 5);
    assert.equal(graph.seen.length, 1);
    assert.equal(graph.seen[0]?.headers.authorization, `Bearer ${TOKEN.value}`);
  });

  it("reads an empty list as a list", async () => {
    graph.on(METHODS, { status: 200, body: await fixture("methods-empty.json") });

    assert.deepEqual(await reader().readMine(TOKEN), { kind: "read", methods: [] });
  });

  it("keeps a method of a type that nobody has heard of", async () => {
    graph.on(METHODS, { status: 200, body: await fixture("methods-unknown-type.json") });

    const reading = await reader().readMine(TOKEN);

    assert.equal(reading.kind, "read");
    assert.ok(reading.methods.some(({ kind }) => kind === "unknown"));
  });

  it("asks the beta endpoint when told so", async () => {
    graph.on("GET /beta/me/authentication/methods", { status: 200, body: { value: [] } });
    const beta = new GraphMethodsReader(createGraphClient({ url: graph.url, version: "beta" }));

    assert.deepEqual(await beta.readMine(TOKEN), { kind: "read", methods: [] });
  });

  it("finds Graph below a path, as the local tenant has it", async () => {
    graph.on("GET /graph/v1.0/me/authentication/methods", { status: 200, body: { value: [] } });
    const client = createGraphClient({ url: `${graph.url}/graph/`, version: "v1.0" });

    assert.deepEqual(await new GraphMethodsReader(client).readMine(TOKEN), {
      kind: "read",
      methods: [],
    });
  });

  describe("with several pages", () => {
    const link = (token: string) =>
      `${graph.url}/v1.0/me/authentication/methods?$skiptoken=${token}&opaque=a%2Fb%20c`;
    const second = (token: string) =>
      `GET /v1.0/me/authentication/methods?$skiptoken=${token}&opaque=a%2Fb%20c`;

    it("follows each link as it was given and keeps the order", async () => {
      graph.on(METHODS, {
        status: 200,
        body: { value: [entry("one")], "@odata.nextLink": link("X") },
      });
      graph.on(second("X"), {
        status: 200,
        body: { value: [entry("two")], "@odata.nextLink": link("Y") },
      });
      graph.on(second("Y"), { status: 200, body: { value: [entry("three")] } });

      const reading = await reader().readMine(TOKEN);

      assert.equal(reading.kind, "read");
      assert.deepEqual(
        reading.methods.map(({ id }) => String(id)),
        ["one", "two", "three"],
      );
      assert.ok(
        graph.seen.every(({ headers }) => headers.authorization === `Bearer ${TOKEN.value}`),
      );
    });

    it("gives no half list when a later page fails", async () => {
      graph.on(METHODS, {
        status: 200,
        body: { value: [entry("one")], "@odata.nextLink": link("X") },
      });
      graph.on(second("X"), refused(500));

      const reading = await reader().readMine(TOKEN);

      assert.equal(reading.kind, "unavailable");
    });

    it("stops after ten pages", async () => {
      const again = { value: [entry("one")], "@odata.nextLink": link("X") };
      graph.on(METHODS, { status: 200, body: again });
      graph.on(second("X"), ...Array.from({ length: 9 }, () => ({ status: 200, body: again })));

      const reading = await reader().readMine(TOKEN);

      assert.deepEqual(reading, {
        kind: "unavailable",
        why: "badReply",
        retryAfterSeconds: null,
        requestId: null,
      });
      assert.equal(graph.seen.length, 10);
    });

    const elsewhere: readonly (readonly [name: string, link: (own: URL, other: URL) => string])[] =
      [
        ["another port", (_own, other) => `${other.href}v1.0/me`],
        ["another host", (_own, other) => `http://localhost:${other.port}/v1.0/me`],
        ["our port of another host", (own) => `http://localhost:${own.port}/v1.0/me`],
        ["another scheme", (own) => `https://${own.host}/v1.0/me`],
        ["a host behind user information", (own, other) => `http://${own.host}@${other.host}/`],
        ["no web address", () => "data:application/json,{}"],
      ];
    let other: ScriptedGraph;
    beforeEach(async () => {
      other = await ScriptedGraph.start();
    });
    afterEach(() => other.close());
    for (const [name, link] of elsewhere) {
      it(`sends the token nowhere when a link leads to ${name}`, async () => {
        const next = link(new URL(graph.url), new URL(other.url));
        graph.on(METHODS, { status: 200, body: { value: [], "@odata.nextLink": next } });

        const reading = await reader().readMine(TOKEN);

        assert.equal(reading.kind, "unavailable");
        assert.deepEqual([graph.seen.length, other.seen.length], [1, 0]);
        assert.match(String(unanswered[0]), /foreign address refused/);
      });
    }

    it("sends the token nowhere when an answer is a redirection", async () => {
      graph.on(METHODS, { status: 302, headers: { location: `${graph.url}/elsewhere` } });

      const reading = await reader().readMine(TOKEN);

      assert.equal(reading.kind, "unavailable");
      assert.deepEqual(paths(), ["/v1.0/me/authentication/methods"]);
    });
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

  describe("asked whose token it is", () => {
    const id = "8C6DF0A1-0000-4000-8000-00000000000A";

    it("tells a member, in lower case", async () => {
      graph.on(OWNER, { status: 200, body: { id, userType: "Member" } });

      assert.deepEqual(await reader().readOwner(TOKEN), {
        kind: "known",
        owner: { userId: id.toLowerCase(), tenantId: null, isGuest: false },
      });
    });

    it("tells a guest", async () => {
      graph.on(OWNER, { status: 200, body: { id, userType: "Guest" } });

      const reading = await reader().readOwner(TOKEN);

      assert.ok(reading.kind === "known" && reading.owner.isGuest);
    });

    it("takes an absent type for a member", async () => {
      graph.on(OWNER, { status: 200, body: { id } }, { status: 200, body: { id, userType: null } });

      for (const reading of [await reader().readOwner(TOKEN), await reader().readOwner(TOKEN)]) {
        assert.ok(reading.kind === "known" && !reading.owner.isGuest);
      }
    });

    it("knows nobody without an object id", async () => {
      graph.on(OWNER, { status: 200, body: { id: "me", userType: "Member" } });

      const reading = await reader().readOwner(TOKEN);

      assert.ok(reading.kind === "unavailable" && reading.why === "badReply");
    });

    it("passes a refusal on", async () => {
      graph.on(OWNER, refused(401), refused(403));

      assert.deepEqual(await reader().readOwner(TOKEN), { kind: "tokenRefused" });
      assert.equal((await reader().readOwner(TOKEN)).kind, "unavailable");
    });
  });

  it("sends each person's own token when many read at once through one client", async () => {
    const people = Array.from({ length: 20 }, (_, index) => `person-${index}`);
    const shared = reader();
    graph.on(METHODS, ...people.map(() => ({ status: 200, body: { value: [] } })));

    await Promise.all(people.map((person) => shared.readMine(delegatedToken(person))));

    const headers = graph.seen.map(({ headers }) => headers.authorization);
    assert.deepEqual(headers.toSorted(), people.map((person) => `Bearer ${person}`).toSorted());
  });

  it("keeps two people apart when one of them has to try again", async () => {
    const shared = reader();
    graph.on(
      METHODS,
      refused(503, { "Retry-After": "0" }),
      { status: 200, body: { value: [] } },
      { status: 200, body: { value: [] } },
    );

    await Promise.all([
      shared.readMine(delegatedToken("anna")),
      shared.readMine(delegatedToken("bela")),
    ]);

    const sent = graph.seen.map(({ headers }) => headers.authorization).toSorted();
    const retried = graph.seen[0]?.headers.authorization ?? "";
    assert.deepEqual(sent, ["Bearer anna", "Bearer bela", retried].toSorted());
  });
});

/** All that an error carries, causes and hidden fields included. */
function everything(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const fields = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name)));
  return [
    String(error),
    ...fields,
    error.cause === undefined ? "" : everything(error.cause),
  ].join();
}

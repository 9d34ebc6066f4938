import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { delegatedToken } from "../../src/enrollment/delegated-token.ts";
import { createGraphClient } from "../../src/graph/client.ts";
import { GraphMethodsReader } from "../../src/graph/me-methods-reader.ts";
import { refused, ScriptedGraph } from "./scripted-graph.ts";

const TOKEN = delegatedToken("the-secret-of-one-person");
const METHODS = "GET /v1.0/me/authentication/methods";
const OWNER = "GET /v1.0/me?$select=id,userType";

const fixture = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../fixtures/graph/${name}`, import.meta.url), "utf8"));

const entry = (id: string) => ({
  "@odata.type": "#microsoft.graph.softwareOathAuthenticationMethod",
  id,
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

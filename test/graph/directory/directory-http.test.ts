import assert from "node:assert/strict";
import { REQUEST_ID, refused, ScriptedGraph } from "../scripted-graph.ts";
import { CountingCredential, httpTo, PATIENT } from "./at-graph.ts";

const USERS = "GET /v1.0/users";

describe("DirectoryHttp", () => {
  let graph: ScriptedGraph;
  beforeEach(async () => {
    graph = await ScriptedGraph.start();
  });
  afterEach(() => graph.close());

  it("sends the app's own token and asks for JSON", async () => {
    graph.on(USERS, { status: 200, body: { value: [] } });
    const http = httpTo(graph.url);

    const answer = await http.get(http.address("v1.0", "users"), PATIENT);

    assert.deepEqual(answer, {
      kind: "answered",
      status: 200,
      body: { value: [] },
      retryAfterSeconds: null,
      requestId: null,
    });
    assert.equal(graph.seen[0]?.headers.authorization, "Bearer token-1");
    assert.equal(graph.seen[0].headers.accept, "application/json");
  });

  it("tries once more with a new token where one was refused", async () => {
    graph.on(USERS, refused(401), { status: 200, body: {} });
    const http = httpTo(graph.url);

    const answer = await http.get(http.address("v1.0", "users"), PATIENT);

    assert.equal(answer.kind === "answered" && answer.status, 200);
    assert.deepEqual(
      graph.seen.map(({ headers }) => headers.authorization),
      ["Bearer token-1", "Bearer token-2"],
    );
  });

  it("stops at the second refusal", async () => {
    graph.on(USERS, refused(401), refused(401));
    const http = httpTo(graph.url);

    const answer = await http.get(http.address("v1.0", "users"), PATIENT);

    assert.equal(answer.kind === "answered" && answer.status, 401);
  });

  it("asks for another token after a 403: the next one may carry what was consented to since", async () => {
    const credential = new CountingCredential();
    graph.on(USERS, refused(403), { status: 200, body: {} });
    const http = httpTo(graph.url, { credential });

    await http.get(http.address("v1.0", "users"), PATIENT);
    const before = credential.asked;
    await http.get(http.address("v1.0", "users"), PATIENT);

    assert.deepEqual([before, credential.asked], [1, 2]);
  });

  it("reads Retry-After and Graph's id of the request", async () => {
    graph.on(USERS, refused(429, { "Retry-After": "17" }));
    const http = httpTo(graph.url);

    const answer = await http.get(http.address("v1.0", "users"), PATIENT);

    assert.ok(answer.kind === "answered");
    assert.deepEqual([answer.retryAfterSeconds, answer.requestId], [17, REQUEST_ID]);
  });

  it("repeats nothing that Graph is too busy for", async () => {
    graph.on(USERS, { status: 503 });
    const http = httpTo(graph.url);

    const answer = await http.get(http.address("v1.0", "users"), PATIENT);

    assert.equal(answer.kind === "answered" && answer.status, 503);
    assert.equal(graph.seen.length, 1);
  });

  it("follows no redirect", async () => {
    graph.on(USERS, { status: 302, headers: { location: `${graph.url}/elsewhere` } });
    const http = httpTo(graph.url);

    const answer = await http.get(http.address("v1.0", "users"), PATIENT);

    assert.equal(answer.kind === "answered" && answer.status, 302);
    assert.equal(graph.seen.length, 1);
  });

  it("takes a body that is no JSON as none", async () => {
    graph.on(USERS, { status: 200, body: '{"value":[' });
    const http = httpTo(graph.url);

    const answer = await http.get(http.address("v1.0", "users"), PATIENT);

    assert.equal(answer.kind === "answered" && answer.body, undefined);
  });

  for (const reply of ["reset", "resetWithinBody"] as const) {
    it(`has no answer after a ${reply}, and says why`, async () => {
      const unanswered: unknown[] = [];
      graph.on(USERS, reply);
      const http = httpTo(graph.url, { onUnanswered: (error) => unanswered.push(error) });

      const answer = await http.get(http.address("v1.0", "users"), PATIENT);

      assert.deepEqual(answer, { kind: "unanswered", why: "serviceError" });
      assert.equal(unanswered.length, 1);
    });
  }

  it("has no answer when time is over", async () => {
    graph.on(USERS, "hang");
    const http = httpTo(graph.url, { limitMs: 60 });

    const answer = await http.get(http.address("v1.0", "users"), PATIENT);

    assert.deepEqual(answer, { kind: "unanswered", why: "timeout" });
  });

  it("counts the wait for a token into the time", async () => {
    const http = httpTo(graph.url, {
      limitMs: 60,
      credential: { getToken: () => new Promise(() => undefined) },
    });

    const answer = await http.get(http.address("v1.0", "users"), PATIENT);

    assert.deepEqual(answer, { kind: "unanswered", why: "timeout" });
  });

  it("has no answer without a token", async () => {
    const unanswered: unknown[] = [];
    const http = httpTo(graph.url, {
      credential: { getToken: () => Promise.reject(new Error("no identity here")) },
      onUnanswered: (error) => unanswered.push(error),
    });

    const answer = await http.get(http.address("v1.0", "users"), PATIENT);

    assert.deepEqual(answer, { kind: "unanswered", why: "serviceError" });
    assert.match(String(unanswered[0]), /no identity here/);
  });

  it("rejects with the caller's reason when the caller gives up", async () => {
    graph.on(USERS, "hang");
    const http = httpTo(graph.url);
    const caller = new AbortController();
    const asked = http.get(http.address("v1.0", "users"), caller.signal);

    caller.abort(new Error("the scan was cancelled"));

    await assert.rejects(asked, /the scan was cancelled/);
  });

  describe("links", () => {
    it("are its own below its own address", () => {
      const http = httpTo("https://graph.example/base/");

      assert.ok(http.isOwn("https://graph.example/base/v1.0/users?$skiptoken=x"));
    });

    const foreign = [
      "https://graph.example.attacker.example/base/v1.0/users",
      "https://attacker.example/base/v1.0/users",
      "http://graph.example/base/v1.0/users",
      "https://graph.example:8443/base/v1.0/users",
      "https://someone@graph.example/base/v1.0/users",
      "https://graph.example/other/users",
      "https://graph.example/base/../other/users",
      "//graph.example/base/users",
      "/base/v1.0/users",
      "",
      "javascript:alert(1)",
    ];
    for (const link of foreign) {
      it(`are not its own: ${link === "" ? "nothing" : link}`, () => {
        assert.ok(!httpTo("https://graph.example/base/").isOwn(link));
      });
    }

    it("that are foreign get neither a request nor a token", async () => {
      const credential = new CountingCredential();
      const http = httpTo(graph.url, { credential });

      await assert.rejects(http.get("http://127.0.0.1:9/v1.0/users", PATIENT), /foreign address/);

      assert.equal(credential.asked, 0);
    });
  });
});

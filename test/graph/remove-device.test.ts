import assert from "node:assert/strict";
import { createServer } from "node:net";
import { delegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { GraphRemoval } from "../../src/enrollment/remove.ts";
import { createGraphClient } from "../../src/graph/client.ts";
import { GraphDeviceRemover } from "../../src/graph/remove-device.ts";
import { type MethodId, methodId } from "../../src/methods/ids.ts";
import { everything } from "./everything.ts";
import { REQUEST_ID, refused, ScriptedGraph, type ScriptedReply } from "./scripted-graph.ts";

const TOKEN = delegatedToken("the-secret-of-one-person");
const PHONE = methodId("0c1b7a52-7a52-0c1b-527a-1b0c527a1b0c");
const path = (id: string): string =>
  `DELETE /v1.0/me/authentication/microsoftAuthenticatorMethods/${id}`;

const done: ScriptedReply = { status: 204, headers: { "request-id": REQUEST_ID } };

const says = (status: number, message: string): ScriptedReply => ({
  status,
  headers: { "request-id": REQUEST_ID },
  body: {
    error: { code: "badRequest", message, innerError: { message, date: "2026-11-24T12:00:00" } },
  },
});
const notFound = says(404, `The requested authentication method id of [${PHONE}] was not found.`);
const soon = { "Retry-After": "0" };

describe("GraphDeviceRemover", () => {
  let graph: ScriptedGraph;
  let unanswered: unknown[];
  const remove = (
    id: MethodId = PHONE,
    options: { readonly budgetMs?: number; readonly url?: string } = {},
  ): Promise<GraphRemoval> => {
    const { url = graph.url, ...rest } = options;
    return new GraphDeviceRemover(createGraphClient({ url, version: "v1.0" }), {
      ...rest,
      onUnanswered: (error) => unanswered.push(error),
    }).remove(TOKEN, id);
  };

  beforeEach(async () => {
    unanswered = [];
    graph = await ScriptedGraph.start();
  });

  afterEach(async () => {
    await graph.close();
  });

  it("sends one DELETE to the typed path, with the person's token and no body", async () => {
    graph.on(path(PHONE), done);

    assert.deepEqual(await remove(), { kind: "removed", requestId: REQUEST_ID });
    assert.equal(graph.seen.length, 1);
    assert.equal(graph.seen[0]?.headers.authorization, `Bearer ${TOKEN.value}`);
    assert.equal(graph.seen[0].headers["content-length"], undefined);
  });

  for (const [id, segment] of [
    ["_jpuR-TGZtk6aQCLF3BQjA2", "_jpuR-TGZtk6aQCLF3BQjA2"],
    ["../../messages", "..%2F..%2Fmessages"],
    ["a?$filter=x#y", "a%3F%24filter%3Dx%23y"],
    ["https://elsewhere.example/x", "https%3A%2F%2Felsewhere.example%2Fx"],
    ["%2e%2e", "%252e%252e"],
    ["ž 漢", "%C5%BE%20%E6%BC%A2"],
  ] as const) {
    it(`keeps ${id} one segment of the path`, async () => {
      graph.on(path(segment), done);

      assert.equal((await remove(methodId(id))).kind, "removed");
    });
  }

  for (const id of ["", ".", "..", "\ud800"]) {
    it(`sends nothing for ${JSON.stringify(id)}, which no path can carry`, async () => {
      assert.deepEqual(await remove(methodId(id)), { kind: "unavailable", requestId: null });
      assert.equal(graph.seen.length, 0);
    });
  }

  describe("by Graph's answers", () => {
    const challenge = (claims: string): Readonly<Record<string, string>> => ({
      "WWW-Authenticate": `Bearer realm="", authorization_uri="https://login.example/authorize", error="insufficient_claims", claims="${claims}"`,
    });
    const asked = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
    const encoded = Buffer.from(asked).toString("base64");
    const answered = <Kind extends string>(kind: Kind, more = {}) => ({
      kind,
      ...more,
      requestId: REQUEST_ID,
    });

    const cases: readonly {
      readonly name: string;
      readonly replies: readonly ScriptedReply[];
      readonly removal: unknown;
    }[] = [
      { name: "404 at once", replies: [notFound], removal: answered("alreadyGone") },
      ...[503, 504].map((status) => ({
        name: `404 after a ${status} that may have done it`,
        replies: [refused(status, soon), notFound],
        removal: answered("removed"),
      })),
      {
        name: "404 after a 429, which did nothing",
        replies: [refused(429, soon), notFound],
        removal: answered("alreadyGone"),
      },
      {
        name: "404 of a gateway",
        replies: [{ status: 404, headers: { "content-type": "text/html" }, body: "<html>" }],
        removal: { kind: "unknown", requestId: null },
      },
      {
        name: "404 of an address that Graph does not serve",
        replies: [says(404, '{"Message":"No HTTP resource was found that matches …"}')],
        removal: answered("refusedByGraph"),
      },
      {
        name: "the default method while others are configured",
        replies: [
          says(
            400,
            "Cannot delete default method with other methods configured. Please change default method before deletion.",
          ),
        ],
        removal: answered("isDefaultMethod"),
      },
      {
        name: "the default method in the other wording, after a 503",
        replies: [
          refused(503, soon),
          says(
            400,
            `The requested authentication method id of [${PHONE}] matches the user's current default authentication method, and cannot be deleted until the default authentication method is changed`,
          ),
        ],
        removal: answered("isDefaultMethod"),
      },
      {
        name: "400 for another reason",
        replies: [says(400, "Resource not found for the segment 'x'.")],
        removal: answered("refusedByGraph"),
      },
      {
        name: "400 without a body",
        replies: [{ status: 400, headers: { "request-id": REQUEST_ID }, body: "" }],
        removal: answered("refusedByGraph"),
      },
      { name: "405", replies: [refused(405)], removal: answered("refusedByGraph") },
      {
        name: "401",
        replies: [refused(401)],
        removal: answered("freshSignInNeeded", { claims: null }),
      },
      {
        name: "401 with a claims challenge",
        replies: [refused(401, challenge(encoded))],
        removal: answered("freshSignInNeeded", { claims: asked }),
      },
      {
        name: "401 with a claims challenge in base64url",
        replies: [refused(401, challenge(Buffer.from(asked).toString("base64url")))],
        removal: answered("freshSignInNeeded", { claims: asked }),
      },
      ...["bm90IGpzb24=", Buffer.from('"text"').toString("base64"), "%%%"].map((claims) => ({
        name: `401 with a claims challenge that cannot be read: ${claims}`,
        replies: [refused(401, challenge(claims))],
        removal: answered("freshSignInNeeded", { claims: null }),
      })),
      { name: "403", replies: [refused(403)], removal: answered("stepUpNeeded") },
      {
        name: "429 with a long wait",
        replies: [refused(429, { "Retry-After": "30" })],
        removal: answered("throttled", { retryAfterSeconds: 30 }),
      },
      {
        name: "429 three times",
        replies: Array.from({ length: 3 }, () => refused(429, soon)),
        removal: answered("throttled", { retryAfterSeconds: 0 }),
      },
      {
        name: "204 after a 429 and a 503",
        replies: [refused(429, soon), refused(503, soon), done],
        removal: answered("removed"),
      },
      ...[500, 502].map((status) => ({
        name: `${status}, which may have done it`,
        replies: [refused(status)],
        removal: answered("unknown"),
      })),
      {
        name: "503 with a long wait",
        replies: [refused(503, { "Retry-After": "120" })],
        removal: answered("unknown"),
      },
      {
        name: "504 three times",
        replies: Array.from({ length: 3 }, () => refused(504, soon)),
        removal: answered("unknown"),
      },
      ...[401, 403, 405].map((status) => ({
        name: `${status} after a 503 that may have done it`,
        replies: [refused(503, soon), refused(status)],
        removal: answered("unknown"),
      })),
      {
        name: "429 after a 504 that may have done it",
        replies: [refused(504, soon), refused(429, { "Retry-After": "30" })],
        removal: answered("unknown"),
      },
      ...[200, 202, 302, 408].map((status) => ({
        name: `${status}, which is not documented`,
        replies: [refused(status, { location: "/elsewhere" })],
        removal: answered("unknown"),
      })),
    ];

    for (const { name, replies, removal } of cases) {
      it(`tells ${name}`, async () => {
        graph.on(path(PHONE), ...replies);

        assert.deepEqual(await remove(), removal);
        assert.equal(graph.seen.length, replies.length);
        assert.deepEqual(unanswered, []);
      });
    }

    it("passes on no request id that is none", async () => {
      graph.on(path(PHONE), { status: 204, headers: { "request-id": "x".repeat(101) } });

      assert.deepEqual(await remove(), { kind: "removed", requestId: null });
    });
  });

  describe("when no answer comes", () => {
    const unknown = { kind: "unknown", requestId: null };
    const unavailable = { kind: "unavailable", requestId: null };

    for (const broken of ["reset", "resetWithinBody"] as const) {
      it(`cannot tell after a connection that breaks (${broken})`, async () => {
        graph.on(path(PHONE), broken);

        assert.deepEqual(await remove(), unknown);
        assert.equal(graph.seen.length, 1);
        assert.equal(unanswered.length, 1);
      });
    }

    it("cannot tell when the time is over", async () => {
      graph.on(path(PHONE), "hang");

      assert.deepEqual(await remove(PHONE, { budgetMs: 40 }), unknown);
      assert.equal(unanswered.length, 1);
    });

    it("cannot tell when a repeat breaks off", async () => {
      graph.on(path(PHONE), refused(429, soon), "reset");

      assert.deepEqual(await remove(), unknown);
    });

    it("knows that nothing was sent to a port where nobody listens", async () => {
      const url = `http://127.0.0.1:${await closedPort()}`;

      assert.deepEqual(await remove(PHONE, { url }), unavailable);
      assert.equal(unanswered.length, 1);
    });

    it("knows that nothing was sent to a host without an address", async () => {
      assert.deepEqual(await remove(PHONE, { url: "http://graph.invalid" }), unavailable);
    });

    it("knows that nothing was sent to a host with several addresses where nobody listens", async () => {
      const url = `http://localhost:${await closedPort()}`;

      assert.deepEqual(await remove(PHONE, { url }), unavailable);
    });

    for (const value of ["two words", "line\nbreak", "naïve", ""]) {
      it(`sends nothing with a token that no header can carry: ${JSON.stringify(value)}`, async () => {
        const remover = new GraphDeviceRemover(
          createGraphClient({ url: graph.url, version: "v1.0" }),
          { onUnanswered: (error) => unanswered.push(error) },
        );

        assert.deepEqual(await remover.remove(delegatedToken(value), PHONE), unavailable);
        assert.deepEqual(unanswered, []);
      });
    }
  });

  it("puts the token into no answer and no error, whatever happens", async () => {
    const shown: string[] = [];
    for (const reply of [refused(401), refused(403), refused(500), "reset", "hang"] as const) {
      graph.on(path(PHONE), reply);
      shown.push(JSON.stringify(await remove(PHONE, { budgetMs: 100 })));
    }

    assert.equal(unanswered.length, 2);
    for (const text of [...shown, ...unanswered.map(everything)]) {
      assert.ok(!text.includes(TOKEN.value), text);
    }
  });
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}

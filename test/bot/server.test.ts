import assert from "node:assert/strict";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { createHttpServer, ListenError } from "../../src/bot/server.ts";
import { aMessage, anActivity, anInvoke, type Json } from "./activities.ts";
import { REFERENCE, RunningServer } from "./running-server.ts";

describe("createHttpServer", () => {
  let running: RunningServer;
  let turns: number;
  let ready: () => Promise<boolean>;

  before(async () => {
    running = await RunningServer.start({
      onTurn: () => {
        turns += 1;
        return Promise.resolve();
      },
      isReady: () => ready(),
    });
  });

  after(() => running.close());

  // Servers of single tests, closed also when the test fails.
  const opened: RunningServer[] = [];
  const startOwn: typeof RunningServer.start = async (does) => {
    const own = await RunningServer.start(does);
    opened.push(own);
    return own;
  };
  afterEach(() => Promise.all(opened.splice(0).map((own) => own.close())));

  beforeEach(() => {
    turns = 0;
    ready = () => Promise.resolve(true);
  });

  const postRaw = async (
    body: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>> = {},
  ) =>
    running.fetch("/api/messages", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: await running.authorization(),
        ...headers,
      },
      body,
    });
  const aliveAfter = async (): Promise<void> => {
    assert.equal((await running.fetch("/healthz")).status, 200);
    assert.equal(turns, 0);
  };

  describe("answers a body that is no activity", () => {
    const bodies: readonly (readonly [name: string, body: string, status: number])[] = [
      ["no JSON", "{", 400],
      ["a list", "[]", 400],
      ["a text", '"hello"', 400],
      ["a number", "5", 400],
      ["null", "null", 400],
      ["an object without type", "{}", 400],
      ["a type that is no text", '{"type":5}', 400],
      ["an empty type", '{"type":""}', 400],
      ["a body that is too large", `{"type":"message","text":"${"x".repeat(300_000)}"}`, 413],
    ];
    for (const [name, body, status] of bodies) {
      it(`${name} → ${status}, with a reference and no word of the parser`, async () => {
        const answer = await postRaw(body);

        const code = JSON.parse(answer.body) as { error: { code: string; reference: string } };
        assert.deepEqual([answer.status, code.error.reference], [status, REFERENCE]);
        assert.ok(answer.body.length < 100);
        await aliveAfter();
      });
    }

    it("nothing → 400", async () => {
      assert.equal((await postRaw("")).status, 400);
      await aliveAfter();
    });

    for (const type of ["text/plain", "application/x-www-form-urlencoded", "text/csv"]) {
      it(`${type} → 4xx`, async () => {
        const answer = await postRaw("type=message", { "content-type": type });

        assert.ok(answer.status === 400 || answer.status === 415, String(answer.status));
        await aliveAfter();
      });
    }

    it("an upload → 4xx, and no file is left behind", async () => {
      const before = await readdir(tmpdir());
      const boundary = "boundary";
      const upload = `--${boundary}\r\ncontent-disposition: form-data; name="f"; filename="f.txt"\r\n\r\nhello\r\n--${boundary}--\r\n`;

      const answer = await postRaw(upload, {
        "content-type": `multipart/form-data; boundary=${boundary}`,
      });

      assert.ok(answer.status === 400 || answer.status === 415, String(answer.status));
      const isUpload = (name: string) => !before.includes(name) && /^[\w-]{20,}/.test(name);
      assert.deepEqual((await readdir(tmpdir())).filter(isUpload), []);
      await aliveAfter();
    });
  });

  describe("survives", () => {
    it("a body that says it is compressed and is not", async () => {
      assert.equal((await postRaw("not gzip", { "content-encoding": "gzip" })).status, 415);
      await aliveAfter();
    });

    it("a small body that unpacks to a large one", async () => {
      const bomb = gzipSync(JSON.stringify({ type: "message", text: "x".repeat(20_000_000) }));

      assert.equal((await postRaw(bomb, { "content-encoding": "gzip" })).status, 415);
      await aliveAfter();
    });

    it("a client that leaves in the middle", async () => {
      await new Promise<void>((resolve) => {
        const socket = connect(running.port, "127.0.0.1", () => {
          socket.write(
            "POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
            () => socket.destroy(),
          );
        });
        socket.on("close", () => {
          resolve();
        });
      });

      await aliveAfter();
    });

    it("a request that is no HTTP", async () => {
      await new Promise<void>((resolve) => {
        const socket = connect(running.port, "127.0.0.1", () => socket.write("hello\r\n\r\n"));
        socket.on("close", () => {
          resolve();
        });
        socket.resume();
      });

      await aliveAfter();
    });
  });

  describe("answers an activity of the channel that lacks a part", () => {
    const broken: readonly (readonly [string, Json, number])[] = [
      ["no sender", { from: undefined }, 400],
      ["a sender that is a text", { from: "anna" }, 400],
      ["no recipient", { recipient: undefined }, 400],
      ["no conversation", { conversation: undefined }, 400],
      ["no conversation id", { conversation: { conversationType: "personal" } }, 400],
      ["no tenant", { channelData: undefined, conversation: { id: "a:1" } }, 403],
      ["a tenant that is no text", { channelData: { tenant: { id: 5 } } }, 400],
      ["channel data that is a text", { channelData: "tenant" }, 400],
      ["a text that is none", { text: ["check"] }, 400],
      ["a name that is none", { from: { id: "29:a", name: 5 } }, 400],
      ["a language that is none", { locale: {} }, 400],
      ["an id that is none", { id: {} }, 400],
      ["an id that fits in no URL", { id: "\ud800" }, 400],
      ["a sender that no database keeps", { from: { id: "29:\u0000" } }, 400],
      ["an entity without a type", { entities: [{}] }, 400],
      ["a mention of nobody", { entities: [{ type: "mention", text: "<at>x</at>" }] }, 400],
      ["members that are no list", { membersRemoved: { id: "28:bot" } }, 400],
      ["an action that is none", { action: 5 }, 400],
      // The channel's key is endorsed for channels by name.
      ["no channel", { channelId: undefined }, 401],
    ];
    for (const [name, properties, status] of broken) {
      it(`${name} → ${status}`, async () => {
        for (const activity of [aMessage("hello", properties), anInvoke("any", {}, properties)]) {
          const answer = await running.post(activity);

          assert.deepEqual([answer.status, answer.body], [status, ""]);
        }
        await aliveAfter();
      });
    }

    it("a date that is none → 200", async () => {
      assert.equal((await running.post(aMessage("hello", { timestamp: "soon" }))).status, 200);
    });

    it("a type that nobody knows → 200", async () => {
      assert.equal((await running.post(anActivity({ type: "novelty" }))).status, 200);
    });

    it("an invoke that nobody answers → 501", async () => {
      assert.equal((await running.post(anInvoke("novelty/invoke", {}))).status, 501);
    });
  });

  it("tells a failed turn by a reference alone", async () => {
    const failing = await startOwn({
      onTurn: () => Promise.reject(new Error("secret words")),
    });

    const answer = await failing.post(aMessage("hello"));

    assert.equal(answer.status, 500);
    assert.deepEqual(JSON.parse(answer.body), {
      error: { code: "turnFailed", reference: REFERENCE },
    });
    const logged = failing.lines.filter((line) => line.includes(REFERENCE));
    assert.ok(logged.some((line) => line.includes("secret words")));
  });

  it("names no library and no version in its headers", async () => {
    for (const answer of [
      await running.post(aMessage("hello")),
      await running.post(aMessage("hello"), null),
      await running.fetch("/nothing"),
    ]) {
      const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
      assert.ok(!/teamsai|restify|express|node|\d+\.\d+\.\d+/i.test(headers), headers);
    }
  });

  it("lets nobody keep, frame or sniff any of its answers", async () => {
    ready = () => Promise.resolve(false);
    for (const { headers } of [
      await running.fetch("/healthz"),
      await running.fetch("/readyz"),
      await running.fetch("/nothing"),
      await running.post(aMessage("hello")),
      await running.post(aMessage("hello"), null),
      await postRaw("{"),
    ]) {
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("cache-control"), "no-store");
      assert.match(headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
      assert.equal(headers.get("server"), null);
      assert.equal(headers.get("strict-transport-security"), null);
    }
  });

  it("asks for https alone where clients reach it so", async () => {
    const server = createHttpServer({ ...running.parts, isEncrypted: true });
    const { headers } = await fetch(`http://127.0.0.1:${await server.listen()}/healthz`);
    await server.close();

    assert.equal(headers.get("strict-transport-security"), "max-age=31536000");
  });

  it("has a reference on every failure, and the same in the log", async () => {
    ready = () => Promise.resolve(false);
    const failing = await startOwn({ onTurn: () => Promise.reject(new Error("broken")) });
    for (const [own, send, status] of [
      [running, () => running.fetch("/readyz"), 503],
      [running, () => running.post(anInvoke("novelty/invoke", {})), 501],
      [failing, () => failing.post(aMessage("hello")), 500],
    ] as const) {
      own.lines.length = 0;
      const answer = await send();

      assert.deepEqual([answer.status, answer.headers.get("x-reference")], [status, REFERENCE]);
      assert.equal(own.lines.filter((line) => line.includes(REFERENCE)).length, 1);
    }
  });

  it("knows other methods and paths as such", async () => {
    const get = await running.fetch("/api/messages");
    const elsewhere = await running.fetch("/api/other", { method: "POST" });

    assert.deepEqual([get.status, elsewhere.status], [405, 404]);
    assert.ok(!get.body.includes("/api/messages") && !elsewhere.body.includes("/api/other"));
  });

  it("says that it lives, and whether it is ready", async () => {
    const states: (readonly [number, unknown])[] = [];
    for (const isReady of [
      () => Promise.resolve(true),
      () => Promise.resolve(false),
      () => Promise.reject(new Error("the database is away")),
    ]) {
      ready = isReady;
      const { status, body } = await running.fetch("/readyz");
      states.push([status, JSON.parse(body)]);
    }

    assert.deepEqual(states, [
      [200, { status: "ready", parts: [{ name: "database", state: "ok" }] }],
      [503, { status: "notReady", parts: [{ name: "database", state: "notOk" }] }],
      [503, { status: "notReady", parts: [{ name: "database", state: "notOk" }] }],
    ]);
    assert.equal((await running.fetch("/healthz")).status, 200);
  });

  describe("listen", () => {
    const listenOn = (host: string, port: number): Promise<number> =>
      createHttpServer({ ...running.parts, host, port }).listen();
    const refusal = (host: string, port: number): Promise<ListenError> =>
      listenOn(host, port).then(
        () => assert.fail("it listens"),
        (error: unknown) => {
          assert.ok(error instanceof ListenError);
          return error;
        },
      );

    it("says what to do about a port in use", async () => {
      const { port } = running;

      const error = await refusal("127.0.0.1", port);

      assert.equal(error.code, "server.listen");
      assert.match(error.message, new RegExp(`Port ${port} .* is in use: .* set PORT`));
    });

    it("says what to do about an address of another machine", async () => {
      assert.match((await refusal("192.0.2.1", 0)).message, /no address of this machine: set HOST/);
    });

    it("says what to do about a name that nobody has", async () => {
      assert.match((await refusal("nowhere.invalid", 0)).message, /nowhere\.invalid.*set HOST/);
    });
  });

  describe("close", () => {
    it("ends although a client keeps its connection open", async () => {
      const own = await startOwn();
      const agent = new Agent({ keepAlive: true });
      await get(own.port, "/healthz", agent);

      await own.close();

      agent.destroy();
    });

    it("lets a turn under way finish, and ends then", async () => {
      const started = Promise.withResolvers<undefined>();
      const finish = Promise.withResolvers<undefined>();
      const own = await startOwn({
        onTurn: async () => {
          started.resolve(undefined);
          await finish.promise;
        },
      });

      const answer = own.post(aMessage("hello"));
      await started.promise;
      const closed = own.close();
      finish.resolve(undefined);
      const { status } = await answer;
      const finishedAt = performance.now();
      await closed;

      assert.equal(status, 200);
      // Left alone, the connection would be kept for seconds more.
      assert.ok(performance.now() - finishedAt < 2_500);
    });

    it("says first that it is not ready, and lives on until nobody sends anything new", async () => {
      const drained = Promise.withResolvers<undefined>();
      const own = await startOwn({ drain: () => drained.promise });

      const closed = own.close();
      const readiness = await own.fetch("/readyz");
      const life = await own.fetch("/healthz");
      const turn = await own.post(aMessage("hello"));
      drained.resolve(undefined);
      await closed;

      assert.deepEqual(
        [readiness.status, JSON.parse(readiness.body), life.status, turn.status],
        [503, { status: "notReady", parts: [{ name: "service", state: "stopping" }] }, 200, 200],
      );
      await assert.rejects(own.fetch("/healthz"));
    });

    it("asks for connections to be let go while it drains", async () => {
      const drained = Promise.withResolvers<undefined>();
      const own = await startOwn({ drain: () => drained.promise });

      const before = await own.post(aMessage("hello"));
      const closed = own.close();
      const after = await own.post(aMessage("hello"));
      drained.resolve(undefined);
      await closed;

      assert.notEqual(before.headers.get("connection"), "close");
      assert.equal(after.headers.get("connection"), "close");
    });

    it("sends on to another replica what comes on a connection that is still busy", async () => {
      const started = Promise.withResolvers<undefined>();
      const finish = Promise.withResolvers<undefined>();
      const own = await startOwn({
        onTurn: async () => {
          started.resolve(undefined);
          await finish.promise;
        },
      });
      const turn = own.post(aMessage("hello"));
      await started.promise;
      const socket = connect(own.port, "127.0.0.1");
      await once(socket, "connect");
      const first = "GET /healthz HTTP/1.1\r\nHost: here\r\n";
      // Half of a request keeps its connection busy while the others are closed.
      socket.write(first);
      await own.fetch("/healthz");

      const closed = own.close();
      socket.write("\r\n");
      const answer = await text(socket);
      finish.resolve(undefined);
      await closed;

      assert.match(answer, /^HTTP\/1\.1 503 /);
      assert.match(answer, /^Retry-After: 1\r$/m);
      assert.match(answer, /^Connection: close\r$/m);
      assert.match(answer, /^X-Reference: REFE-RENC\r$/m);
      assert.equal((await turn).status, 200);
    });

    it("takes no more requests", async () => {
      const own = await startOwn();
      await own.close();

      await assert.rejects(own.fetch("/healthz"));
    });
  });
});

function get(port: number, path: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest({ port, path, agent, host: "127.0.0.1" }, (response) => {
      response.resume();
      response.on("end", () => {
        resolve(response.statusCode ?? 0);
      });
    })
      .on("error", reject)
      .end();
  });
}

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { isFree } from "../../../src/sandbox/demo/ports.ts";
import { cast } from "../../../src/sandbox/people/cast.ts";
import { playgroundSettings } from "../../../src/sandbox/playground/playground-settings.ts";
import {
  type Playground,
  startPlayground,
} from "../../../src/sandbox/playground/start-playground.ts";
import { chatOfSam, sam } from "../teams/fakes.ts";
import { type RecordingServer, recordingServer } from "../teams/recording-server.ts";

const everybody = cast(new Date("2026-03-01T10:00:00Z")).map(({ person }) => person);

describe("playgroundSettings", () => {
  it("puts the person before the playground, with five others", () => {
    const settings: unknown = JSON.parse(playgroundSettings(sam, everybody));

    assert.ok(typeof settings === "object" && settings !== null && "users" in settings);
    assert.ok(Array.isArray(settings.users));
    assert.equal(settings.users.length, 5);
    assert.doesNotMatch(JSON.stringify(settings.users), /sandbox-sam/);
    assert.match(JSON.stringify(settings), new RegExp(`"personalChat":{"id":"${chatOfSam}"}`));
  });
});

describe("startPlayground", function () {
  this.timeout(60_000);
  let folder: string;
  let bot: RecordingServer;
  let playground: Playground;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pushready-playground-test-"));
    bot = await recordingServer(() => ({ status: 200, body: {} }));
    playground = await startPlayground({
      person: sam,
      everybody,
      messagesUrl: `${bot.url}/teams/messages`,
      port: 0,
      logFile: join(folder, "playground.log"),
      env: process.env,
    });
  });

  after(async () => {
    await playground.stop();
    await bot.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("posts to the given address as the person, in the chat of that person", async () => {
    await fetch(`${playground.url}/_conversation/v1/conversations/${chatOfSam}/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        type: "text",
        text: "hello",
        textFormat: "plain",
        from: { id: sam.teamsUserId },
      }),
    });

    const request = await bot.seen(({ body }) => body.includes("hello"));
    assert.equal(request.url, "/teams/messages");
    assert.match(request.body, new RegExp(`"aadObjectId":"${sam.id}"`));
    assert.match(request.body, /"channelId":"msteams"/);
  });

  it("listens on loopback only", async function () {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === "IPv4" && !internal);
    // A machine without another address has nothing to be reached from.
    if (!outside) this.skip();
    const { promise, resolve } = Promise.withResolvers<string>();
    const socket = connect(Number(new URL(playground.url).port), outside.address);
    socket.on("connect", () => {
      resolve("connected");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? "");
    });

    assert.equal(await promise, "ECONNREFUSED");
    socket.destroy();
  });

  it("is gone after stop", async () => {
    const other = await startPlayground({
      person: sam,
      everybody,
      messagesUrl: `${bot.url}/teams/messages`,
      port: 0,
      logFile: join(folder, "other.log"),
      env: process.env,
    });

    await other.stop();

    assert.equal(await isFree(Number(new URL(other.url).port)), true);
  });

  it("says what it printed last when it ends early", async () => {
    await assert.rejects(
      startPlayground({
        person: { ...sam, displayName: "x".repeat(300) },
        everybody,
        messagesUrl: `${bot.url}/teams/messages`,
        port: 0,
        logFile: join(folder, "broken.log"),
        env: process.env,
      }),
      /ended early/,
    );
  });
});

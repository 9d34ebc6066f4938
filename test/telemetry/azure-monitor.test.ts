import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tenantId } from "../../src/sandbox/constants.ts";
import { anyFreePorts } from "../../src/sandbox/demo/ports.ts";
import { type BotProcess, startBot } from "../../src/sandbox/demo/start-bot.ts";
import { cast } from "../../src/sandbox/people/cast.ts";
import type { SandboxPart } from "../../src/sandbox/tenant.ts";
import { start, type TestSandbox } from "../sandbox/support/sandbox.ts";
import { Ingestion, NO_STATISTICS } from "./ingestion.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** The channel takes what the bot writes, unless the test says otherwise. */
const connector = (status: () => number): SandboxPart => ({
  routes: (server) => {
    server.post("/connector/v3/conversations/:id/activities", async (_request, response) => {
      response.send(status(), { id: "1:1" });
      await Promise.resolve();
    });
    server.post("/connector/v3/conversations/:id/activities/:of", async (_request, response) => {
      response.send(status(), { id: "1:1" });
      await Promise.resolve();
    });
  },
});

describe("the service with Application Insights", () => {
  let tenant: TestSandbox;
  let ingestion: Ingestion;
  let folder: string;
  let bot: BotProcess;
  let log: string;
  let connectorStatus = 200;
  const secrets: string[] = [];

  const post = async (activity: Readonly<Record<string, unknown>>) => {
    const serviceUrl = `${tenant.url}/connector`;
    const token = await tenant.sandbox.tenant.channel.signChannelToken({ serviceUrl });
    secrets.push(token);
    const sam = tenant.person("sam");
    const reply = await fetch(`${bot.url}/api/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({
        id: crypto.randomUUID(),
        channelId: "msteams",
        serviceUrl,
        from: { id: sam.teamsUserId, name: sam.displayName, aadObjectId: sam.id },
        recipient: { id: "28:bot", name: "PushReady" },
        conversation: { id: "a:sams-chat", conversationType: "personal", tenantId },
        channelData: { tenant: { id: tenantId } },
        locale: "en-US",
        ...activity,
      }),
    });
    return { status: reply.status, body: await reply.text() };
  };

  const check = async () => {
    const token = await tenant.sandbox.tenant.tokens.signSsoToken(tenant.person("sam"));
    secrets.push(token);
    return post({
      type: "invoke",
      name: "adaptiveCard/action",
      value: {
        action: {
          type: "Action.Execute",
          verb: "numberPrompt.answer",
          data: { card: "numberPrompt", v: 1, answer: "no" },
        },
        authentication: { id: "1", connectionName: "graph", token },
      },
    });
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pushready-telemetry-"));
    ingestion = await Ingestion.start();
    tenant = await start({ parts: [connector(() => connectorStatus)] });
    tenant.sandbox.tenant.consents.grant(tenant.person("sam"), ["UserAuthenticationMethod.Read"]);
    const [port = 0] = await anyFreePorts(1);
    bot = await startBot({
      script: main,
      port,
      tenantUrl: tenant.url,
      dataFolder: join(folder, "data"),
      logFile: join(folder, "bot.log"),
      env: {
        PATH: process.env["PATH"],
        ...NO_STATISTICS,
        APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
        SCAN_CRON: "off",
      },
    });
    assert.equal((await check()).status, 200);
    const throttled = { fault: "throttle", retryAfterSeconds: 30, requests: null } as const;
    tenant.sandbox.faults.on(tenant.person("sam"), throttled);
    assert.equal((await check()).status, 200);
    tenant.sandbox.faults.reset();
    await post({ type: "invoke", name: "signin/failure", value: { code: "resourcematchfailed" } });
    await post({ type: "invoke", name: "signin/failure", value: { code: "madeUpByAClient" } });
    connectorStatus = 400;
    await post({ type: "message", text: "hello" });
    // What is left is sent at the end.
    await bot.child.stop();
    log = await readFile(join(folder, "bot.log"), "utf8");
  });

  after(async () => {
    await bot.child.kill();
    await tenant.close();
    ingestion.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("reports a turn, and Graph's answer as a part of it", () => {
    const turn = ingestion
      .of("RequestData")
      .find(({ data }) => data.baseData.name === "turn action");
    const asked = ingestion
      .of("RemoteDependencyData")
      .filter(({ tags }) => tags["ai.operation.id"] === turn?.tags["ai.operation.id"]);

    assert.equal(turn?.data.baseData.properties?.["pushready.outcome"], "completed");
    assert.deepEqual(
      asked.map(({ tags, data: { baseData } }) => [
        tags["ai.operation.parentId"],
        baseData.name,
        baseData.resultCode,
      ]),
      [[turn.data.baseData.id, "Graph GET /{}/v1.0/me/authentication/methods", "200"]],
    );
  });

  it("counts what an operator is alarmed by, under the names of the alert rules", () => {
    const attributes = (name: string) => ingestion.counted(name).map(([, told]) => told);

    assert.deepEqual(
      ingestion.counted("pushready.turns").map(([count, told]) => ({ count, ...told })),
      [
        { count: 2, kind: "action", outcome: "completed" },
        { count: 2, kind: "signIn", outcome: "completed" },
        { count: 1, kind: "message", outcome: "failed" },
      ],
    );
    assert.ok(attributes("pushready.turn.duration").length > 0);
    assert.deepEqual(
      attributes("pushready.graph.requests").filter((told) => told["throttled"] === "true"),
      [{ status: "429", throttled: "true" }],
    );
    assert.ok(attributes("pushready.graph.duration").length > 0);
    assert.deepEqual(attributes("pushready.signin.failures"), [
      { code: "resourcematchfailed" },
      { code: "other" },
    ]);
  });

  it("finds a person's reference on the span and in the log, joined by the trace", () => {
    const lines = log.split("\n").flatMap((line) => (line.includes('"turn failed"') ? [line] : []));
    const [line] = lines.map((text) => JSON.parse(text) as Record<string, unknown>);
    const span = ingestion
      .of("RequestData")
      .find(
        ({ data }) => data.baseData.properties?.["pushready.reference"] === line?.["reference"],
      );
    const exported = ingestion
      .of("ExceptionData")
      .find(({ data }) => data.baseData.properties?.["reference"] === line?.["reference"]);

    assert.match(String(line?.["reference"]), /^\w{4}-\w{4}$/);
    assert.equal(span?.tags["ai.operation.id"], line?.["traceId"]);
    assert.equal(span?.data.baseData.success, false);
    assert.equal(exported?.tags["ai.operation.id"], line?.["traceId"]);
    assert.equal(exported?.data.baseData.properties?.["doing"], "turn failed");
  });

  it("reports each line of the log, under the name of the service", () => {
    const ready = ingestion.of("MessageData").find(({ data }) => data.baseData.message === "ready");

    assert.equal(ready?.tags["ai.cloud.role"], "pushready");
    assert.equal(ready.data.baseData.properties?.["graph"], "v1.0");
  });

  it("reports nobody: no id, no name, no address, no number, no token", () => {
    const people = cast(new Date()).map(({ person }) => person);
    const private_ = people.flatMap((person) => [
      person.id,
      person.teamsUserId,
      person.userPrincipalName,
      person.displayName,
      person.surname,
    ]);

    for (const word of [...private_, ...secrets, "a:sams-chat", "2065550101", "sandbox-only"]) {
      assert.ok(!ingestion.text.includes(word), word);
    }
    assert.ok(!/eyJ[\w-]{10}|Bearer /.test(ingestion.text));
  });

  it("writes no address with a query", () => {
    assert.ok(!/https?:[^"\\ ]*\?/.test(ingestion.text));
  });
});

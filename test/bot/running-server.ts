import type { TurnContext } from "botbuilder";
import { PushReadyAdapter } from "../../src/bot/adapter.ts";
import { Readiness } from "../../src/bot/readiness.ts";
import { createHttpServer, type HttpServer } from "../../src/bot/server.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { captureSdkConsole } from "../../src/telemetry/sdk-console.ts";
import type { Json } from "./activities.ts";
import { FakeCloud } from "./fake-cloud.ts";

export type Answer = { readonly status: number; readonly body: string; readonly headers: Headers };

type ServerParts = Parameters<typeof createHttpServer>[0];

/** Every reference of a test is this one. */
export const REFERENCE = "REFE-RENC";

/** The bot's HTTP server on a free port, before a {@link FakeCloud}; what a turn does is up to the test. */
export class RunningServer {
  readonly cloud: FakeCloud;
  readonly server: HttpServer;
  /** What was logged, as lines of JSON. */
  readonly lines: string[];
  /** What the server was made of. */
  readonly parts: ServerParts;
  readonly #port: number;
  readonly #releaseConsole: () => void;

  private constructor(parts: {
    readonly cloud: FakeCloud;
    readonly server: HttpServer;
    readonly lines: string[];
    readonly parts: ServerParts;
    readonly port: number;
    readonly releaseConsole: () => void;
  }) {
    this.cloud = parts.cloud;
    this.server = parts.server;
    this.lines = parts.lines;
    this.parts = parts.parts;
    this.#port = parts.port;
    this.#releaseConsole = parts.releaseConsole;
  }

  static async start(
    does: {
      readonly onTurn?: (context: TurnContext) => Promise<unknown>;
      readonly isReady?: () => Promise<boolean>;
      readonly drain?: () => Promise<void>;
    } = {},
  ): Promise<RunningServer> {
    const cloud = await FakeCloud.start();
    const lines: string[] = [];
    const log = createLogger("trace", { write: (line) => lines.push(line) });
    const releaseConsole = captureSdkConsole(log);
    const newReference = (): string => REFERENCE;
    let nowMs = 0;
    const parts: ServerParts = {
      host: "127.0.0.1",
      port: 0,
      adapter: new PushReadyAdapter(cloud.config, { log, newReference }),
      onTurn: does.onTurn ?? (() => Promise.resolve()),
      // A clock that jumps, so that nothing is answered from before.
      readiness: new Readiness({
        parts: { database: does.isReady ?? (() => Promise.resolve(true)) },
        nowMs: () => (nowMs += 1_000),
        log,
      }),
      ...(does.drain === undefined ? {} : { drain: does.drain }),
      log,
      newReference,
    };
    const server = createHttpServer(parts);
    const port = await server.listen();
    return new RunningServer({ cloud, server, lines, parts, port, releaseConsole });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Answer> {
    const reply = await fetch(`${this.url}${path}`, init);
    return { status: reply.status, body: await reply.text(), headers: reply.headers };
  }

  /** Posts an activity with the channel's token, or with another header, or with none. */
  async post(activity: Json, authorization?: string | null): Promise<Answer> {
    const header = authorization === undefined ? await this.authorization() : authorization;
    return this.fetch("/api/messages", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(header === null ? {} : { authorization: header }),
      },
      body: JSON.stringify({ serviceUrl: this.cloud.serviceUrl, ...activity }),
    });
  }

  /** An Authorization header as the channel sends it, with claims changed. */
  async authorization(claims: Json = {}): Promise<string> {
    return `Bearer ${await this.cloud.signToken(claims)}`;
  }

  /** Closes all of it; once more does nothing. */
  async close(): Promise<void> {
    await this.server.close();
    await this.cloud.close();
    this.#releaseConsole();
  }
}

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { z } from "zod/v4";
import { BOT_ID, TENANT_ID } from "../../bench/stage.ts";
import { createPostgresDatabase } from "../contracts/databases.ts";
import { freePort } from "../contracts/postgres-server.ts";

/** `status` 0: the connection ended without an answer. */
export type Answer = {
  readonly status: number;
  readonly reference: string | null;
  readonly text: string;
};

export type Memory = {
  readonly heapUsed: number;
  readonly rss: number;
  readonly strange: readonly string[];
};

export const TOKEN_KEY = Buffer.alloc(32, 7).toString("base64");
/** A client that promised more than it sends is not waited for. */
const SILENCE_MS = 120;
const READY_MS = 60_000;

const memory = z.object({
  heapUsed: z.number(),
  rss: z.number(),
  strange: z.array(z.string()),
});
const pathOf = (path: string): string => new URL(path, import.meta.url).pathname;

/** The service as it is, in a process of its own, before a stand-in for Microsoft's side, on a real database. */
export class FuzzTarget {
  readonly stubUrl: string;
  readonly databaseUrl: string;
  readonly authorization: string;
  /** References that the log names. */
  readonly logged = new Set<string>();
  /** Lines of the log at level error, the newest few. */
  readonly errors: string[] = [];
  readonly #port: number;
  readonly #service: ChildProcess;
  readonly #stub: ChildProcess;
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(
    parts: Pick<FuzzTarget, "stubUrl" | "databaseUrl" | "authorization"> & {
      readonly port: number;
      readonly service: ChildProcess;
      readonly stub: ChildProcess;
    },
  ) {
    this.stubUrl = parts.stubUrl;
    this.databaseUrl = parts.databaseUrl;
    this.authorization = parts.authorization;
    this.#port = parts.port;
    this.#service = parts.service;
    this.#stub = parts.stub;
    if (this.#service.stdout === null) throw new Error("It is piped");
    createInterface({ input: this.#service.stdout }).on("line", (line) => {
      this.#onLine(line);
    });
  }

  static async start(): Promise<FuzzTarget> {
    const stub = fork(pathOf("../../bench/processes/stub.ts"), {
      env: { ...process.env, BOT_ID, TENANT_ID, PORT: "0" },
    });
    const [ready] = (await once(stub, "message")) as unknown[];
    const { ready: stubUrl } = z.object({ ready: z.string() }).parse(ready);
    const reply = await fetch(`${stubUrl}/bench/channel-token`);
    const { token } = z.object({ token: z.string() }).parse(await reply.json());
    const databaseUrl = await createPostgresDatabase();
    const port = await freePort();
    const service = fork(pathOf("../../src/main.ts"), {
      execArgv: ["--expose-gc", "--import", pathOf("children/report-memory.ts")],
      stdio: ["ignore", "pipe", "inherit", "ipc"],
      env: {
        PATH: process.env["PATH"],
        NODE_ENV: "development",
        SANDBOX_URL: stubUrl,
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        TOKEN_KEY,
        MESSAGES_PER_MINUTE: "1000000",
        TRUSTED_PROXIES: "1",
      },
    });
    const authorization = `Bearer ${token}`;
    const target = new FuzzTarget({ stubUrl, databaseUrl, authorization, port, service, stub });
    await target.#untilReady();
    return target;
  }

  get isAlive(): boolean {
    return this.#service.exitCode === null && this.#service.signalCode === null;
  }

  async memory(): Promise<Memory> {
    const reply = once(this.#service, "message");
    this.#service.send("memory");
    const [told] = (await reply) as unknown[];
    return memory.parse(told);
  }

  send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Buffer | null,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const ended = { status: 0, reference: null, text: "" };
      const request = httpRequest(
        { host: "127.0.0.1", port: this.#port, agent: this.#agent, method, path, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", () => {
            resolve(ended);
          });
          response.on("end", () => {
            const head = response.rawHeaders.join("\n");
            const text = `${head}\n\n${Buffer.concat(chunks).toString("utf8")}`;
            resolve(answerOf(response.statusCode ?? 0, text));
          });
        },
      );
      request.on("error", () => {
        resolve(ended);
      });
      request.end(body ?? undefined);
    });
  }

  /** Bytes as they are, over a connection of their own. */
  sendRaw(bytes: Buffer): Promise<Answer> {
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const socket = connect(this.#port, "127.0.0.1");
      socket.setTimeout(SILENCE_MS, () => socket.destroy());
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve(answerOf(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text));
      });
      socket.end(bytes);
    });
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    for (const child of [this.#service, this.#stub]) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    }
  }

  async #untilReady(): Promise<void> {
    const until = performance.now() + READY_MS;
    while (performance.now() < until && this.isAlive) {
      if ((await this.send("GET", "/readyz", {}, null)).status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("The service did not become ready");
  }

  #onLine(line: string): void {
    for (const [reference] of line.matchAll(REFERENCE)) this.logged.add(reference);
    if (!line.includes('"level":"error"')) return;
    this.errors.push(line);
    if (this.errors.length > 50) this.errors.shift();
  }
}

const REFERENCE = /\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b/g;

const answerOf = (status: number, text: string): Answer => ({
  status,
  text,
  reference: text.match(REFERENCE)?.[0] ?? null,
});

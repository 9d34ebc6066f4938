import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "../../contracts/postgres-server.ts";

const root = new URL("../../../", import.meta.url);
const pathTo = (place: string): string => fileURLToPath(new URL(place, root));
/** What {@link compileService} makes. */
export const COMPILED = pathTo("out/production");
const preload = new URL("local-tenant.ts", import.meta.url).href;

/**
 * Compiles the service as `npm run build` does. Types are checked elsewhere; here that would take most of the time.
 * Below the checkout, so that packages are found.
 */
export async function compileService(): Promise<void> {
  await promisify(execFile)(process.execPath, [
    pathTo("node_modules/typescript/bin/tsc"),
    ...["-p", pathTo("tsconfig.build.json"), "--noCheck", "--outDir", join(COMPILED, "dist")],
    ...["--incremental", "--tsBuildInfoFile", join(COMPILED, "tsbuildinfo")],
  ]);
}

export type LogLine = { readonly time: string; readonly level: string; readonly msg: string };

/** One replica: the compiled service in a process of its own. */
export class ServiceReplica {
  readonly name: string;
  readonly port: number;
  readonly errors: string[] = [];
  readonly log: LogLine[] = [];
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly #child: ChildProcess;

  private constructor(name: string, port: number, child: ChildProcess) {
    this.name = name;
    this.port = port;
    this.#child = child;
    this.ended = once(child, "exit").then(([code, signal]: unknown[]) => ({
      code: typeof code === "number" ? code : null,
      signal: typeof signal === "string" ? signal : null,
    }));
  }

  /** Resolves when it says that it is ready. */
  static async start(
    name: string,
    places: {
      readonly tenantUrl: string;
      readonly databaseUrl: string;
      /** Where `dist` is; the checkout's own build unless told. */
      readonly folder?: string;
      readonly env?: Readonly<Record<string, string>>;
    },
  ): Promise<ServiceReplica> {
    const port = await freePort();
    const child = spawn(
      process.execPath,
      ["--import", preload, join(places.folder ?? COMPILED, "dist/main.js")],
      {
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          PATH: process.env["PATH"],
          NODE_ENV: "production",
          HOST: "127.0.0.1",
          PORT: String(port),
          DATABASE_URL: `${places.databaseUrl}?application_name=${name}`,
          LOCAL_TENANT_URL: places.tenantUrl,
          ...places.env,
        },
      },
    );
    const replica = new ServiceReplica(name, port, child);
    const { promise: ready, resolve, reject } = Promise.withResolvers<undefined>();
    createInterface(child.stdout).on("line", (line) => {
      // The service's own log: one JSON object a line.
      const said = JSON.parse(line) as LogLine;
      replica.log.push(said);
      if (said.msg === "ready") resolve(undefined);
    });
    createInterface(child.stderr).on("line", (line) => {
      replica.errors.push(line);
    });
    void replica.ended.then(() => {
      reject(new Error(`${name} ended before it was ready: ${replica.errors.join("\n")}`));
    });
    await ready;
    return replica;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  signal(signal: "SIGTERM" | "SIGKILL"): void {
    this.#child.kill(signal);
  }

  /** Resolves when its log says this, or has said it after its first `from` lines. */
  async hasLogged(msg: string, from = 0): Promise<void> {
    const deadline = AbortSignal.timeout(30_000);
    while (!this.log.slice(from).some((line) => line.msg === msg)) {
      deadline.throwIfAborted();
      if (!this.isRunning) throw new Error(`${this.name} ended without having logged "${msg}"`);
      await new Promise(setImmediate);
    }
  }

  /** What `/readyz` answers; null when nothing does. */
  async readyz(): Promise<number | null> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.port}/readyz`);
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }

  /** Asks again and again until `/readyz` answers this. */
  async says(status: number): Promise<void> {
    const deadline = AbortSignal.timeout(60_000);
    while ((await this.readyz()) !== status) {
      deadline.throwIfAborted();
      if (!this.isRunning) throw new Error(`${this.name} ended without having said ${status}`);
    }
  }
}

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, startChild } from "../demo/child.ts";
import { DemoError } from "../demo/demo-error.ts";
import type { Person } from "../people/person.ts";
import { playgroundSettings } from "./playground-settings.ts";

export type PlaygroundOptions = {
  readonly person: Person;
  /** Everybody of the tenant; the playground shows five of them as colleagues. */
  readonly everybody: readonly Person[];
  /** Where it posts activities: `S/teams/messages`. */
  readonly messagesUrl: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly logFile: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
};

export type Playground = {
  readonly url: string;
  readonly child: Child;
  stop(): Promise<void>;
};

const cli = fileURLToPath(import.meta.resolve("@microsoft/m365agentsplayground/cli.js"));
const loopbackOnly = new URL("loopback-only.mjs", import.meta.url).href;
const startPatienceMs = 60_000;

/**
 * Starts the Microsoft 365 Agents Playground for one person: its user is fixed per process.
 * Resolves when it listens, on loopback.
 * @throws DemoError `demo.not-ready`, `demo.part-ended`
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { person, everybody, messagesUrl, port, logFile, env, signal } = options;
  // It reads its settings from, and writes notes into, the folder that it starts in.
  const folder = await mkdtemp(join(tmpdir(), "pushready-playground-"));
  await writeFile(join(folder, ".m365agentsplayground.yml"), playgroundSettings(person, everybody));
  const listening = Promise.withResolvers<number>();
  const child = await startChild({
    name: "Agents Playground",
    args: [cli, "start", "-e", messagesUrl, "-p", String(port), "--disable-telemetry", "true"],
    preload: [loopbackOnly],
    cwd: folder,
    env: {
      ...env,
      // Its megabytes are nobody's coverage.
      NODE_V8_COVERAGE: undefined,
      // The demo prints the address itself.
      TEAMSAPPTESTER_BROWSER: "none",
      M365_AGENTS_PLAYGROUND_LOGFILE: logFile,
      // Its HTTP client would ask a proxy of the environment even for loopback.
      NO_PROXY: "127.0.0.1,localhost",
      no_proxy: "127.0.0.1,localhost",
    },
    logFile: `${logFile}.out`,
    onLine: (line) => {
      const found = /^Listening on (\d+)$/.exec(line)?.[1];
      if (found !== undefined) listening.resolve(Number(found));
    },
  });
  let stream: WebSocket | null = null;
  const stop = async () => {
    stream?.close();
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const ready = listening.promise.then(async (at) => {
      const url = `http://127.0.0.1:${String(at)}`;
      return { url, stream: await openStream(url) };
    });
    const started = await orGiveUp(ready, child, logFile, signal);
    stream = started.stream;
    return { url: started.url, child, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/**
 * Listens to the chat as a page does. While nobody listens, the playground keeps messages for the next page, and a page
 * that gets them before it is ready stops working; with this listener it never keeps any.
 */
function openStream(url: string): Promise<WebSocket> {
  const { promise, resolve } = Promise.withResolvers<WebSocket>();
  const stream = new WebSocket(
    `${url.replace("http:", "ws:")}/_ws_conversation/v1/conversations/stream`,
  );
  stream.addEventListener("open", () => {
    resolve(stream);
  });
  // When it does not open, the playground has ended or does not get ready, and that is the reason to give.
  stream.addEventListener("error", () => undefined);
  return promise;
}

/** Waits for `ready`, the end of the child, the signal or the deadline. */
async function orGiveUp<Ready>(
  ready: Promise<Ready>,
  child: Child,
  logFile: string,
  signal?: AbortSignal,
): Promise<Ready> {
  const deadline = AbortSignal.timeout(startPatienceMs);
  const end = signal ? AbortSignal.any([deadline, signal]) : deadline;
  const late = Promise.withResolvers<never>();
  const giveUp = () => {
    late.reject(new DemoError("demo.not-ready", `The playground is not ready; see ${logFile}`));
  };
  end.addEventListener("abort", giveUp);
  if (end.aborted) giveUp();
  try {
    return await Promise.race([ready, late.promise, child.ended.then(endedEarly)]);
  } finally {
    end.removeEventListener("abort", giveUp);
  }

  async function endedEarly(how: string): Promise<never> {
    // Without a terminal it writes to its log file alone.
    const log = await readFile(logFile, "utf8").catch(() => "");
    const last = [...child.lastLines(), ...log.trimEnd().split("\n").slice(-10)].join("\n");
    throw new DemoError("demo.part-ended", `The playground ended early (${how}).\n${last}`);
  }
}

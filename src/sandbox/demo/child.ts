import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { DemoError } from "./demo-error.ts";

export type ChildOptions = {
  /** For messages, e.g. `bot`. */
  readonly name: string;
  /** Script and arguments for this Node; before them, `--import` of each URL in `preload`. */
  readonly args: readonly string[];
  readonly preload?: readonly string[];
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gets everything that the child prints. */
  readonly logFile: string;
  readonly onLine?: (line: string) => void;
};

/** A Node process of ours. It ends when we do, whatever ends us. */
export type Child = {
  readonly name: string;
  readonly pid: number;
  /** How it ended, e.g. `exit code 1` or `signal SIGKILL`. */
  readonly ended: Promise<string>;
  /** What it printed last. */
  lastLines(): readonly string[];
  /** Asks it to end, and insists after a while. Resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends it without asking, as a crash does. Resolves when it is gone. */
  kill(): Promise<void>;
};

const keptLines = 30;
const stopPatienceMs = 5000;

const endWithParent = new URL("end-with-parent.mjs", import.meta.url).href;

/** @throws DemoError `demo.cannot-start` when the system refuses a new process. */
export function startChild(options: ChildOptions): Promise<Child> {
  const { name, args, preload = [], cwd, env, logFile, onLine } = options;
  const process_ = spawn(
    process.execPath,
    [...[endWithParent, ...preload].flatMap((url) => ["--import", url]), ...args],
    {
      ...(cwd === undefined ? {} : { cwd }),
      env,
      // Its own process group: Ctrl-C in a terminal reaches us alone, and we stop the parts in order.
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  const { promise, resolve, reject } = Promise.withResolvers<Child>();
  process_.once("error", (cause) => {
    reject(new DemoError("demo.cannot-start", `Cannot start the ${name}: ${cause.message}`));
  });
  process_.once("spawn", () => {
    resolve(followed(process_, name, logFile, onLine));
  });
  return promise;
}

function followed(
  process_: ChildProcess,
  name: string,
  logFile: string,
  onLine: (line: string) => void = () => undefined,
): Child {
  const last: string[] = [];
  const log = createWriteStream(logFile);
  const keep = (line: string) => {
    last.push(line);
    if (last.length > keptLines) last.shift();
    onLine(line);
  };
  for (const stream of [process_.stdout, process_.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log.write(text);
      const lines = `${rest}${text}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) keep(line);
    });
    stream?.on("end", () => {
      if (rest !== "") keep(rest);
    });
  }
  const ended = new Promise<string>((resolve) => {
    process_.once("close", (code, signal) => {
      log.end();
      resolve(signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
    });
  });
  return {
    name,
    pid: process_.pid ?? 0,
    ended,
    lastLines: () => [...last],
    async stop() {
      process_.kill("SIGTERM");
      const insist = setTimeout(() => process_.kill("SIGKILL"), stopPatienceMs);
      await ended;
      clearTimeout(insist);
    },
    async kill() {
      process_.kill("SIGKILL");
      await ended;
    },
  };
}

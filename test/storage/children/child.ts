import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A script beside this file, running in a process of its own. */
export type Child = {
  readonly lines: AsyncIterator<string>;
  /** The next line that it prints. */
  readonly nextLine: () => Promise<string>;
  /** Stops it where it is, until it is woken. */
  readonly freeze: () => void;
  /** Lets it go on. */
  readonly thaw: () => void;
  /** Ends it at once, as a crash or the system would, and waits until it is gone. */
  readonly kill: () => Promise<void>;
  /** Waits until it ends by itself; rejects unless it ends well. */
  readonly exited: () => Promise<void>;
};

const running = new Set<ChildProcess>();

// A test that fails early leaves its children running, and mocha waits for them.
after(() => {
  for (const child of running) child.kill("SIGKILL");
});

export function startChild(script: string, ...args: readonly string[]): Child {
  const child = spawn(process.execPath, [new URL(script, import.meta.url).pathname, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  running.add(child);
  const exit = once(child, "exit").finally(() => running.delete(child));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    lines,
    nextLine: async () => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${script} ended: ${errors}`);
      return value;
    },
    freeze: () => {
      child.kill("SIGSTOP");
    },
    thaw: () => {
      child.kill("SIGCONT");
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exit;
    },
    exited: async () => {
      await exit;
      requireSuccess(child, script, errors);
    },
  };
}

function requireSuccess(child: ChildProcess, script: string, errors: string): void {
  if (child.exitCode !== 0) throw new Error(`${script} ended with ${child.exitCode}: ${errors}`);
}

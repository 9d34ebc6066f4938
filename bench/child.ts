import { type ChildProcess, fork } from "node:child_process";

/** A child process with an IPC channel; its output goes to ours only when it fails. */
export class Child {
  readonly #process: ChildProcess;
  readonly #output: string[] = [];
  readonly #name: string;

  constructor(
    name: string,
    script: string,
    options: {
      readonly args?: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
      readonly isMeasured?: boolean;
      /** Of V8, for instance those that the service is started with. */
      readonly flags?: readonly string[];
    },
  ) {
    this.#name = name;
    const probe = new URL("processes/cpu-probe.ts", import.meta.url).href;
    this.#process = fork(script, options.args ?? [], {
      env: { ...process.env, ...options.env },
      execArgv: [
        ...(options.flags ?? []),
        ...(options.isMeasured === true ? ["--import", probe] : []),
      ],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      serialization: "advanced",
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output.push(chunk.toString("utf8"));
        if (this.#output.length > 200) this.#output.shift();
      });
    }
  }

  /** Sends a message, if any, and waits for the next one that `pick` takes. */
  ask<Answer>(
    message: object | string | null,
    pick: (reply: unknown) => Answer | undefined,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onMessage = (reply: unknown): void => {
        const answer = pick(reply);
        if (answer === undefined) return;
        done();
        resolve(answer);
      };
      const onExit = (code: number | null): void => {
        done();
        reject(new Error(`${this.#name} ended with ${String(code)}:\n${this.#output.join("")}`));
      };
      const done = (): void => {
        this.#process.off("message", onMessage);
        this.#process.off("exit", onExit);
      };
      this.#process.on("message", onMessage);
      this.#process.on("exit", onExit);
      if (message !== null) this.#process.send(message);
    });
  }

  tell(message: object | string): void {
    this.#process.send(message);
  }

  /** Waits until it has written this to its output. */
  says(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setInterval(() => {
        const hasEnded = this.#process.exitCode !== null || this.#process.signalCode !== null;
        if (!this.output.includes(text) && !hasEnded) return;
        clearInterval(timer);
        if (this.output.includes(text)) resolve();
        else reject(new Error(`${this.#name} ended:\n${this.output}`));
      }, 20);
    });
  }

  async usage(): Promise<Usage> {
    return this.ask("usage", (reply) => (isUsage(reply) ? reply : undefined));
  }

  /** Ends the child and waits for it. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        resolve();
        return;
      }
      this.#process.once("exit", () => {
        resolve();
      });
      this.#process.kill("SIGTERM");
      setTimeout(() => this.#process.kill("SIGKILL"), 5_000).unref();
    });
  }

  get output(): string {
    return this.#output.join("");
  }
}

export type Usage = {
  readonly cpu: { readonly user: number; readonly system: number };
  readonly rss: number;
};

function isUsage(value: unknown): value is Usage {
  return typeof value === "object" && value !== null && "cpu" in value && "rss" in value;
}

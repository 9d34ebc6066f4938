import { setTimeout as pause } from "node:timers/promises";
import { type Child, startChild } from "./child.ts";
import { DemoError } from "./demo-error.ts";

export type BotOptions = {
  /** The bot's main script. */
  readonly script: string;
  readonly port: number;
  /** S. */
  readonly tenantUrl: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
};

export type BotProcess = { readonly url: string; readonly child: Child };

const startPatienceMs = 120_000;
const betweenAsksMs = 100;

/**
 * Starts the bot against the local tenant. Resolves when it says that it is ready (`GET /readyz`, 200).
 * @throws DemoError `demo.part-ended`, `demo.not-ready`
 */
export async function startBot(options: BotOptions): Promise<BotProcess> {
  const { script, port, tenantUrl, dataFolder, logFile, env, signal } = options;
  const url = `http://127.0.0.1:${String(port)}`;
  const child = await startChild({
    name: "bot",
    args: [script],
    env: {
      ...env,
      NODE_ENV: "development",
      HOST: "127.0.0.1",
      PORT: String(port),
      SANDBOX_URL: tenantUrl,
      DATA_FOLDER: dataFolder,
    },
    logFile,
  });
  const ended = child.ended.then((how) => {
    const last = child.lastLines().join("\n");
    throw new DemoError("demo.part-ended", `The bot ended early (${how}). It said:\n${last}`);
  });
  try {
    await Promise.race([ready(url, logFile, signal), ended]);
    // From here on the caller watches the child.
    ended.catch(() => undefined);
    return { url, child };
  } catch (cause) {
    ended.catch(() => undefined);
    await child.stop();
    throw cause;
  }
}

async function ready(url: string, logFile: string, signal?: AbortSignal): Promise<void> {
  const deadline = AbortSignal.timeout(startPatienceMs);
  const either = signal ? AbortSignal.any([deadline, signal]) : deadline;
  while (!(await saysReady(url))) {
    await pause(betweenAsksMs, undefined, { signal: either }).catch((cause: unknown) => {
      throw new DemoError("demo.not-ready", `The bot is not ready; see ${logFile}`, { cause });
    });
  }
}

async function saysReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Writable } from "node:stream";
import { cast } from "../people/cast.ts";
import { SandboxError } from "../sandbox-error.ts";
import { type DemoArguments, listing, readArguments, usage } from "./arguments.ts";
import { DemoError } from "./demo-error.ts";
import { takenPorts } from "./ports.ts";
import { Progress } from "./progress.ts";
import { type Demo, type DemoPorts, startDemo } from "./start-demo.ts";

export type DemoSurroundings = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Writable & { readonly isTTY?: boolean };
  readonly errors: Writable;
  readonly now: () => Date;
  /** Aborts when the person wants it to end. */
  readonly signal: AbortSignal;
  /** The bot's main script; the real one by default. */
  readonly botScript?: string;
};

type Run = Extract<DemoArguments, { kind: "run" }>;

const firstPort = 4300;
const portsPerDemo = 3;
const mostDemos = 20;

/** `npm run demo`: runs until the signal, and resolves to the exit code. */
export async function runDemo(surroundings: DemoSurroundings): Promise<0 | 1 | 2> {
  const { argv, out, errors, now, signal } = surroundings;
  const everybody = cast(now()).map(({ person }) => person);
  const asked = readArguments(argv, everybody);
  switch (asked.kind) {
    case "help":
      out.write(usage);
      return 0;
    case "list":
      out.write(listing(everybody));
      return 0;
    case "wrong":
      errors.write(`${asked.problem}\n`);
      return 2;
    case "run":
      break;
  }
  const progress = new Progress({ out, now: () => now().getTime() });
  try {
    if (asked.fresh) await forget(asked.dataFolder);
    const ports = await choosePorts(asked.port);
    const demo = await startDemo({
      person: asked.person,
      everybody,
      ports,
      dataFolder: resolve(asked.dataFolder),
      env: surroundings.env,
      ...(surroundings.botScript === undefined ? {} : { botScript: surroundings.botScript }),
      watch: (title, work) => progress.watch(title, work),
      signal,
    });
    await untilTheEnd(demo, asked, surroundings);
    return 0;
  } catch (cause) {
    progress.stop();
    if (signal.aborted) return 0;
    if (!(cause instanceof DemoError || cause instanceof SandboxError)) throw cause;
    errors.write(`${cause.message}\n`);
    return 1;
  }
}

async function untilTheEnd(demo: Demo, asked: Run, { out, signal }: DemoSurroundings) {
  const { person } = asked;
  out.write(`
Open ${demo.chat.url}

You are ${person.displayName}: ${person.situation}.
The tenant behind it, with switches for faults: ${demo.sandbox.url}
Security info:  ${demo.sandbox.url}/security-info
Virtual phones: ${demo.sandbox.url}/phones
Help desk:      ${demo.sandbox.url}/help-desk
Logs: ${join(asked.dataFolder, "logs")}
Stop with Ctrl-C.
`);
  if (asked.open) openInBrowser(demo.chat.url);
  try {
    await Promise.race([demo.broken, aborted(signal)]);
    out.write("Stopping.\n");
  } finally {
    await demo.stop();
  }
}

/** Only what the demo itself wrote: the folder may be anything that the person named. */
async function forget(dataFolder: string): Promise<void> {
  for (const part of ["bot", "logs"]) {
    await rm(join(dataFolder, part), { recursive: true, force: true });
  }
}

/** @throws DemoError `demo.port-in-use` when a port that was asked for is taken, or all are. */
async function choosePorts(asked: number | null): Promise<DemoPorts> {
  const firsts =
    asked === null
      ? Array.from({ length: mostDemos }, (_, index) => firstPort + index * 10)
      : [asked];
  let taken: readonly number[] = [];
  for (const chat of firsts) {
    taken = await takenPorts(chat, portsPerDemo);
    if (taken.length === 0) return { chat, tenant: chat + 1, bot: chat + 2 };
  }
  throw new DemoError(
    "demo.port-in-use",
    `In use: port ${taken.join(", ")}. Stop what listens there, or choose another with --port N.`,
  );
}

function aborted(signal: AbortSignal): Promise<undefined> {
  const { promise, resolve: end } = Promise.withResolvers<undefined>();
  if (signal.aborted) end(undefined);
  signal.addEventListener("abort", () => {
    end(undefined);
  });
  return promise;
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

function openInBrowser(url: string): void {
  const [command, ...args] = openers[process.platform] ?? ["xdg-open"];
  const opener = spawn(command, [...args, url], { stdio: "ignore", detached: true });
  // No desktop: the address is on the screen.
  opener.on("error", () => undefined);
  opener.unref();
}

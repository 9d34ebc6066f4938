import { appendFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import type { Clock } from "../clock.ts";
import type { Person } from "../people/person.ts";
import { type Playground, startPlayground } from "../playground/start-playground.ts";
import { type Sandbox, startSandbox } from "../server.ts";
import { TeamsPart } from "../teams/teams-part.ts";
import type { Child } from "./child.ts";
import { DemoError } from "./demo-error.ts";
import { type BotProcess, startBot } from "./start-bot.ts";

export type DemoPorts = { readonly chat: number; readonly tenant: number; readonly bot: number };

export type DemoOptions = {
  /** Whom the first chat belongs to. */
  readonly person: Person;
  /** Everybody of the tenant. */
  readonly everybody: readonly Person[];
  readonly ports: DemoPorts;
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The bot's main script; the real one by default. */
  readonly botScript?: string;
  /** The tenant's; the machine's by default. */
  readonly clock?: Clock;
  /** Shows how a part comes up. */
  readonly watch?: <Result>(title: string, work: Promise<Result>) => Promise<Result>;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
};

/** The local tenant, the bot and Agents Playgrounds, all running. */
export type Demo = {
  readonly sandbox: Sandbox;
  readonly teams: TeamsPart;
  readonly bot: BotProcess;
  /** The chat of the first person. */
  readonly chat: Playground;
  /** Starts a playground for one more person of the same tenant and bot. */
  openChat(person: Person): Promise<Playground>;
  /** Rejects when a part ends on its own; never resolves. */
  readonly broken: Promise<never>;
  /** Stops everything; nothing is left on a port. */
  stop(): Promise<void>;
};

const realBot = fileURLToPath(new URL("../../main.ts", import.meta.url));

/**
 * Starts all parts side by side.
 * @throws DemoError when a part does not come up; the others are stopped by then
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { person, ports, dataFolder, env } = options;
  const watch = options.watch ?? ((_title, work) => work);
  const running = new RunningParts(options.signal);
  const logs = join(dataFolder, "logs");
  await mkdir(logs, { recursive: true });

  const tenantUrl = local(ports.tenant);
  const chats = new Map<string, string>();
  const teams = new TeamsPart({ playgroundUrlOf: ({ id }) => chats.get(id) ?? null });
  const openChat = async (someone: Person, port = 0): Promise<Playground> => {
    const playground = await startPlayground({
      person: someone,
      everybody: options.everybody,
      messagesUrl: `${tenantUrl}/teams/messages`,
      port,
      logFile: join(logs, `playground-${someone.name}.log`),
      env,
      signal: running.signal,
    });
    chats.set(someone.id, playground.url);
    return running.addChild(playground, playground.child, () => playground.stop());
  };
  const openTenant = async (): Promise<Sandbox> => {
    const sandbox = await startSandbox({
      port: ports.tenant,
      person: person.name,
      botUrl: local(ports.bot),
      playgroundUrl: local(ports.chat),
      parts: [teams],
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      onError: (error) => {
        appendFileSync(join(logs, "tenant.log"), `${inspect(error)}\n`);
      },
    });
    return running.add(sandbox, () => sandbox.close());
  };
  const openBot = async () => {
    const bot = await startBot({
      script: options.botScript ?? realBot,
      port: ports.bot,
      tenantUrl,
      dataFolder: join(dataFolder, "bot"),
      logFile: join(logs, "bot.log"),
      env,
      signal: running.signal,
    });
    return running.addChild(bot, bot.child, () => bot.child.stop());
  };

  const [sandbox, bot, chat] = await running.all([
    watch("Local tenant: sign-in, Graph, channel", openTenant()),
    watch("PushReady", openBot()),
    watch("Microsoft 365 Agents Playground", openChat(person, ports.chat)),
  ]);
  return {
    sandbox,
    teams,
    bot,
    chat,
    openChat: (someone) => openChat(someone),
    broken: running.broken,
    stop: () => running.stop(),
  };
}

/** What has been started, so that all of it can be stopped, whenever that is. */
class RunningParts {
  readonly signal: AbortSignal;
  readonly broken: Promise<never>;
  readonly #breakDown: (reason: DemoError) => void;
  readonly #giveUp = new AbortController();
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(signal?: AbortSignal) {
    const own = this.#giveUp.signal;
    this.signal = signal ? AbortSignal.any([own, signal]) : own;
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    this.broken = promise;
    this.#breakDown = reject;
  }

  add<Part>(part: Part, stop: () => Promise<void>): Part {
    this.#stops.push(stop);
    return part;
  }

  addChild<Part>(part: Part, child: Child, stop: () => Promise<void>): Part {
    let isStopping = false;
    void child.ended.then((how) => {
      if (!isStopping) this.#breakDown(endedOnItsOwn(child, how));
    });
    return this.add(part, () => {
      isStopping = true;
      return stop();
    });
  }

  /** Waits for all; when one fails, stops the others and throws its reason. */
  async all<Parts extends readonly Promise<unknown>[] | []>(
    parts: Parts,
  ): Promise<{ -readonly [Index in keyof Parts]: Awaited<Parts[Index]> }> {
    try {
      return await Promise.all(parts);
    } catch (cause) {
      this.#giveUp.abort();
      await Promise.allSettled(parts);
      await this.stop();
      throw cause;
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#stops.splice(0).map((stopPart) => stopPart()));
  }
}

const local = (port: number): string => `http://127.0.0.1:${String(port)}`;

const endedOnItsOwn = (child: Child, how: string): DemoError =>
  new DemoError(
    "demo.part-ended",
    `The ${child.name} ended (${how}). It said last:\n${child.lastLines().join("\n")}`,
  );

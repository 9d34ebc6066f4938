import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { anyFreePorts } from "../../../src/sandbox/demo/ports.ts";
import { startDemo } from "../../../src/sandbox/demo/start-demo.ts";
import { cast } from "../../../src/sandbox/people/cast.ts";
import type { Sandbox } from "../../../src/sandbox/server.ts";
import { type BotSettings, RestartableBot } from "./bot-process.ts";
import { ChatPage } from "./chat-page.ts";
import { openBrowser } from "./open-browser.ts";
import { TenantClock } from "./tenant-clock.ts";

/** The local tenant, one bot, one browser, and a playground per person who is asked for. */
export type World = {
  readonly sandbox: Sandbox;
  readonly bot: RestartableBot;
  readonly clock: TenantClock;
  /** Opens the chat of a person (short name) in a fresh browser context. */
  chatOf(name: string): Promise<ChatPage>;
  /**
   * People's methods, phones, consents, faults and chats as at the start; what the bot stored stays. A page opened afterwards
   * is empty and reports an installation.
   */
  reset(): void;
  stop(): Promise<void>;
};

/**
 * Starts all of it on free ports with a temporary data folder.
 * `botScript`: the bot's main script; the real one by default. `settings`: variables of the bot's environment.
 */
export async function startWorld(botScript?: string, given: BotSettings = {}): Promise<World> {
  // A test presses faster than a person.
  const settings = { MESSAGES_PER_MINUTE: "10000", ...given };
  const everybody = cast(new Date()).map(({ person }) => person);
  const [first] = everybody;
  if (!first) throw new Error("the tenant has no people");
  const dataFolder = await mkdtemp(join(tmpdir(), "pushready-e2e-"));
  const [chat = 0, tenant = 0, bot = 0] = await anyFreePorts(3);
  const clock = new TenantClock();
  const [browser, demo] = await Promise.all([
    openBrowser(),
    startDemo({
      person: first,
      everybody,
      ports: { chat, tenant, bot },
      dataFolder,
      clock,
      env: { ...process.env, ...settings },
      ...(botScript === undefined ? {} : { botScript }),
    }),
  ]);
  const restartable = new RestartableBot(demo.bot, demo.sandbox.url, dataFolder, settings);
  const playgrounds = new Map([[first.name, Promise.resolve(demo.chat)]]);
  return {
    sandbox: demo.sandbox,
    bot: restartable,
    clock,
    async chatOf(name) {
      const person = demo.sandbox.people.find(name);
      if (!person) throw new Error(`the tenant has nobody named ${name}`);
      const playground = playgrounds.get(name) ?? demo.openChat(person);
      playgrounds.set(name, playground);
      return openChat(browser, (await playground).url);
    },
    reset() {
      demo.sandbox.reset();
      demo.teams.reset();
    },
    stop: async () => {
      await Promise.all([browser.close(), restartable.stop(), demo.stop()]);
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

async function openChat(browser: Browser, url: string): Promise<ChatPage> {
  const context = await browser.newContext({ viewport: { width: 900, height: 1000 } });
  // Fonts and icons of a CDN; the tests leave this machine for nothing.
  await context.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => route.abort());
  return ChatPage.open(context, url);
}

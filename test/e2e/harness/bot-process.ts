import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BotProcess, startBot } from "../../../src/sandbox/demo/start-bot.ts";

export type BotSettings = Readonly<Record<string, string>>;

const realBot = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));
const laterClock = new URL("later-clock.mjs", import.meta.url).href;

/** The bot of a world: a process that can die and come back, on the same port and the same data. */
export class RestartableBot {
  readonly #tenantUrl: string;
  readonly #dataFolder: string;
  readonly #settings: BotSettings;
  #running: BotProcess;
  #starts = 1;

  /** @param dataFolder of the demo that started it */
  constructor(running: BotProcess, tenantUrl: string, dataFolder: string, settings: BotSettings) {
    this.#running = running;
    this.#tenantUrl = tenantUrl;
    this.#dataFolder = dataFolder;
    this.#settings = settings;
  }

  /** Ends it as a crash does, in the middle of whatever it does. Until it is started again, nobody answers. */
  async kill(): Promise<void> {
    await this.#running.child.kill();
  }

  /**
   * Starts it again; resolves when it is ready. `settings` come on top of those of the world. With `minutesLater` it
   * takes the time for so much later, as after an outage.
   */
  async start(again: { readonly settings?: BotSettings; readonly minutesLater?: number } = {}) {
    const { settings = {}, minutesLater = 0 } = again;
    this.#starts += 1;
    this.#running = await startBot({
      script: realBot,
      port: Number(new URL(this.#running.url).port),
      tenantUrl: this.#tenantUrl,
      dataFolder: join(this.#dataFolder, "bot"),
      logFile: join(this.#dataFolder, "logs", `bot-${this.#starts}.log`),
      env: {
        ...process.env,
        ...this.#settings,
        ...settings,
        ...(minutesLater === 0
          ? {}
          : { NODE_OPTIONS: `--import=${laterClock}`, MINUTES_LATER: String(minutesLater) }),
      },
    });
  }

  async stop(): Promise<void> {
    await this.#running.child.stop();
  }
}

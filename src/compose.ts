import { PushReadyAdapter } from "./bot/adapter.ts";
import { Bot } from "./bot/application.ts";
import { newReference } from "./bot/reference-id.ts";
import { createHttpServer } from "./bot/server.ts";
import { SignIn } from "./bot/sign-in.ts";
import { prepareCards } from "./cards/prepare.ts";
import type { Config, StorageConfig } from "./config/config.ts";
import { CheckDialog } from "./dialogs/check.dialog.ts";
import { createCheckReadiness } from "./enrollment/check.ts";
import type { Clock } from "./enrollment/clock.ts";
import type { SignInExchangeStore } from "./enrollment/person.ts";
import { createGraphClient } from "./graph/client.ts";
import { GraphMethodsReader } from "./graph/me-methods-reader.ts";
import { PostgresBotStateStore } from "./storage/bot-state-store.ts";
import { type DatabaseOptions, openDatabase } from "./storage/database.ts";
import { PostgresPersonStore } from "./storage/person-store.ts";
import { PostgresSignInExchangeStore } from "./storage/sign-in-exchange-store.ts";
import { createLogger, type Logger } from "./telemetry/logger.ts";
import { captureSdkConsole } from "./telemetry/sdk-console.ts";

/** Teams repeats a token exchange within seconds; a day is far more than any client keeps trying. */
const EXCHANGES_KEPT_MS = 24 * 60 * 60 * 1000;
const CLEAN_UP_EVERY_MS = 60 * 60 * 1000;

export type Service = {
  readonly port: number;
  /** Takes no more turns, finishes those under way, closes the database. */
  stop(reason: string): Promise<void>;
};

/** Builds the service from its parts and starts it. The only place that knows every concrete class. */
export async function compose(config: Config): Promise<Service> {
  const clock: Clock = { now: () => new Date() };
  const log = createLogger(config.log.level);
  const releaseConsole = captureSdkConsole(log);
  const database = await openDatabase(databaseOptions(config.storage, log));

  const people = new PostgresPersonStore(database);
  const exchanges = new PostgresSignInExchangeStore(database);
  const adapter = new PushReadyAdapter(config.bot, { log, newReference });
  const checkReadiness = createCheckReadiness({
    reader: new GraphMethodsReader(createGraphClient(config.graph), {
      onUnanswered: (error) => {
        log.warn({ err: error }, "Graph gave no answer");
      },
    }),
    policy: config.policy,
    clock,
  });
  const links = config.organisation;
  const bot = new Bot({
    adapter,
    appId: config.bot.appId,
    tenantId: config.bot.tenantId,
    storage: new PostgresBotStateStore(database),
    people,
    signIn: new SignIn({ connectionName: config.oauthConnection, exchanges, clock, log }),
    checkDialog: new CheckDialog({ checkReadiness, people, links, clock }),
    links,
    clock,
    log,
    newReference,
  });
  const server = createHttpServer({
    ...config.server,
    adapter,
    onTurn: (context) => bot.run(context),
    isReady: () => database.isReady(),
    log,
    newReference,
  });

  const port = await server.listen().catch(async (error: unknown) => {
    // Nothing else holds the process open; an embedded folder must not stay locked either.
    await database.close();
    throw error;
  });
  // After listening: the template engine takes 0.2 s to load, and the first turn is not there yet.
  setImmediate(prepareCards);
  const cleaning = setInterval(() => void cleanUp(exchanges, clock, log), CLEAN_UP_EVERY_MS);
  log.info({ port, storage: database.kind, graph: config.graph.version }, "ready");
  return {
    port,
    stop: async (reason) => {
      log.info({ reason }, "stopping");
      clearInterval(cleaning);
      await server.close();
      await database.close();
      releaseConsole();
      log.info("stopped");
    },
  };
}

function databaseOptions(storage: StorageConfig, log: Logger): DatabaseOptions {
  if (storage.kind === "embedded") return storage;
  return {
    kind: "postgres",
    url: storage.url.reveal(),
    onConnectionLost: (error) => {
      log.warn({ err: error }, "database connection lost");
    },
  };
}

async function cleanUp(exchanges: SignInExchangeStore, clock: Clock, log: Logger): Promise<void> {
  const before = new Date(clock.now().getTime() - EXCHANGES_KEPT_MS);
  await exchanges.deleteOlderThan(before).catch((error: unknown) => {
    log.warn({ err: error }, "old sign-in exchanges were not deleted; tried again in an hour");
  });
}

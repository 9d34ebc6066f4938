import { setTimeout as sleep } from "node:timers/promises";
import { PushReadyAdapter } from "./bot/adapter.ts";
import { Bot } from "./bot/application.ts";
import { Background } from "./bot/background.ts";
import { RateLimit } from "./bot/rate-limit.ts";
import { Readiness } from "./bot/readiness.ts";
import { newReference as anyReference } from "./bot/reference-id.ts";
import { createHttpServer } from "./bot/server.ts";
import { SignIn } from "./bot/sign-in.ts";
import { tracedTurns } from "./bot/traced-turns.ts";
import { TurnBrake } from "./bot/turn-brake.ts";
import { prepareCards } from "./cards/prepare.ts";
import { composeCleanup, composeRemovals } from "./compose-cleanup.ts";
import { composeGuide } from "./compose-guide.ts";
import { composeReminders } from "./compose-reminders.ts";
import type { Config, StorageConfig } from "./config/config.ts";
import { CheckDialog } from "./dialogs/check.dialog.ts";
import { createCheckReadiness } from "./enrollment/check.ts";
import type { Clock } from "./enrollment/clock.ts";
import type { FreshSignInStore } from "./enrollment/fresh-sign-in.ts";
import type { SignInExchangeStore } from "./enrollment/person.ts";
import { settlingFirst } from "./enrollment/settling-check.ts";
import { databasePassword } from "./entra/database-password.ts";
import { createGraphClient } from "./graph/client.ts";
import { GraphMethodsReader } from "./graph/me-methods-reader.ts";
import { PostgresBotStateStore } from "./storage/bot-state-store.ts";
import { type DatabaseOptions, openDatabase } from "./storage/database.ts";
import { PostgresFreshSignInStore } from "./storage/fresh-sign-in-store.ts";
import { PostgresPersonStore } from "./storage/person-store.ts";
import { isQueueReachable } from "./storage/queue-health.ts";
import { Seal } from "./storage/seal.ts";
import { PostgresSignInExchangeStore } from "./storage/sign-in-exchange-store.ts";
import { createLogger, type Logger, standardOutput } from "./telemetry/logger.ts";
import { openTelemetry } from "./telemetry/open-telemetry.ts";
import { captureSdkConsole } from "./telemetry/sdk-console.ts";
import { referencesOnSpans } from "./telemetry/telemetry.ts";
import { mountFreshSignIn } from "./web/mount.ts";
import { SignInLimits } from "./web/sign-in-limits.ts";

/** Teams repeats a token exchange within seconds; a day is far more than any client keeps trying. */
const EXCHANGES_KEPT_MS = 24 * 60 * 60 * 1000;
/** A whole office may share an address; a link is opened once, and looked at by its scanners. */
const SIGN_IN_PAGES_PER_MINUTE = { address: 600, link: 20 } as const;
/** What distributes requests looks at readiness every few seconds, and may send some more until it has. */
const DRAIN_MS = 3_000;
/** Tokens of fresh sign-ins live ten minutes at most, used or not. */
const CLEAN_UP_EVERY_MS = 60 * 1000;

export type Service = {
  readonly port: number;
  /** Takes no more turns, finishes those under way, closes the database. */
  stop(reason: string): Promise<void>;
  /** Logs an error that nobody handled, with a reference. */
  reportUnexpected(error: unknown): void;
};

/** Builds the service from its parts and starts it. The only place that knows every concrete class. */
export async function compose(config: Config): Promise<Service> {
  const clock: Clock = { now: () => new Date() };
  const nowMs = (): number => performance.now();
  const out = standardOutput();
  // Its own trouble goes to the log alone: reporting it would fail as well.
  const reporting = await openTelemetry(config.telemetry, {
    nowMs,
    onTrouble: (what) => {
      createLogger(config.log.level, out).warn({ what }, "telemetry could not be sent");
    },
  });
  const { telemetry } = reporting;
  const log = createLogger(config.log.level, reporting.withLogs(out), () => telemetry.logFields());
  const newReference = referencesOnSpans(telemetry, anyReference);
  const releaseConsole = captureSdkConsole(log);
  const database = await openDatabase(databaseOptions(config.storage, { clock, log }));

  const people = new PostgresPersonStore(database);
  const exchanges = new PostgresSignInExchangeStore(database);
  const adapter = new PushReadyAdapter(config.bot, { log, newReference });
  const reader = new GraphMethodsReader(createGraphClient({ ...config.graph, telemetry }), {
    onUnanswered: (error) => {
      log.warn({ err: error }, "Graph gave no answer");
    },
  });
  const removals = composeRemovals({ database, reader, clock });
  const settling = settlingFirst(
    createCheckReadiness({ reader, policy: config.policy, clock }),
    removals.settleRemovalOf,
    (error) => {
      log.warn({ err: error }, "an open removal could not be settled");
    },
  );
  const reminders = composeReminders(config, {
    database,
    clock,
    log,
    telemetry,
    checkReadiness: settling,
  });
  const { checkReadiness } = reminders;
  const signInFailed = (code: string): void => {
    telemetry.count("pushready.signin.failures", { code });
  };
  const signIn = new SignIn({
    connectionName: config.oauthConnection,
    exchanges,
    clock,
    log,
    onFailure: signInFailed,
  });
  const freshSignIns = new PostgresFreshSignInStore(database, sealOf(config));
  const background = new Background({
    adapter,
    appId: config.bot.appId,
    people,
    signIn,
    log,
    newReference,
    telemetry,
  });
  const shared = { background, freshSignIns, checkReadiness, log, telemetry };
  const guide = composeGuide(config, { ...shared, database, reader, clock });
  const cleanup = composeCleanup(config, {
    ...shared,
    ...guide,
    removals,
    guideDialog: guide.dialog,
  });
  const links = config.organisation;
  const bot = new Bot({
    adapter,
    appId: config.bot.appId,
    tenantId: config.bot.tenantId,
    storage: new PostgresBotStateStore(database),
    people,
    signIn,
    guideDialog: guide.dialog,
    cleanupDialog: cleanup.dialog,
    reminderDialog: reminders.reminderDialog,
    campaignDialog: reminders.campaignDialog,
    checkDialog: new CheckDialog({ checkReadiness, people, links, clock }),
    links,
    clock,
    log,
    newReference,
    brake: new TurnBrake({ ...config.protection, tenantId: config.bot.tenantId, log }),
  });
  const server = createHttpServer({
    ...config.server,
    adapter,
    isEncrypted: config.freshSignIn.publicUrl.startsWith("https:"),
    onTurn: tracedTurns(telemetry, (context) => bot.run(context)),
    readiness: new Readiness({
      parts: {
        database: () => database.isReady(),
        queue: () => isQueueReachable(database),
      },
      nowMs,
      log,
    }),
    drain: () => sleep(config.environment === "production" ? DRAIN_MS : 0),
    mount: (http) => {
      mountFreshSignIn(http, {
        config: config.freshSignIn,
        organisationName: links.organisationName,
        store: freshSignIns,
        onOutcome: (key, purpose, outcome) => {
          if (outcome !== "completed") signInFailed(`freshSignIn.${outcome}`);
          return (purpose === "prove" ? guide : cleanup).events.signInEnded(key, outcome);
        },
        clock,
        log,
        newReference,
        limits: new SignInLimits({
          ...config.protection,
          address: new RateLimit(SIGN_IN_PAGES_PER_MINUTE.address),
          link: new RateLimit(SIGN_IN_PAGES_PER_MINUTE.link),
        }),
      });
    },
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
  const cleaning = setInterval(() => {
    void cleanUp({ exchanges, freshSignIns, clock, log });
  }, CLEAN_UP_EVERY_MS);
  cleanup.startSettling();
  reminders.start({ adapter, guides: guide.guides });
  log.info({ port, storage: database.kind, graph: config.graph.version }, "ready");
  return {
    port,
    reportUnexpected: (error) => {
      log.fatal({ err: error, reference: newReference() }, "unexpected error");
    },
    stop: async (reason) => {
      log.info({ reason }, "stopping");
      clearInterval(cleaning);
      // Reminders under way get their answers while turns under way get theirs.
      await Promise.all([server.close(), reminders.stop()]);
      await guide.stop();
      await cleanup.stop();
      await reminders.settled();
      await database.close();
      releaseConsole();
      log.info("stopped");
      await reporting.close();
    },
  };
}

const sealOf = ({ freshSignIn }: Config): Seal =>
  new Seal(freshSignIn.tokenKeys.map((key) => Buffer.from(key.reveal(), "base64")));

function databaseOptions(
  storage: StorageConfig,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): DatabaseOptions {
  if (storage.kind === "embedded") return storage;
  return {
    kind: "postgres",
    url: storage.url.reveal(),
    ...databasePassword(storage.identity, clock),
    onConnectionLost: (error) => {
      log.warn({ err: error }, "database connection lost");
    },
  };
}

async function cleanUp(parts: {
  readonly exchanges: SignInExchangeStore;
  readonly freshSignIns: FreshSignInStore;
  readonly clock: Clock;
  readonly log: Logger;
}): Promise<void> {
  const now = parts.clock.now();
  try {
    await parts.exchanges.deleteOlderThan(new Date(now.getTime() - EXCHANGES_KEPT_MS));
    await parts.freshSignIns.deleteExpired(now);
  } catch (error) {
    parts.log.warn({ err: error }, "what has expired was not deleted; tried again later");
  }
}

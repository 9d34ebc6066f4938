import { randomUUID } from "node:crypto";
import type { PushReadyAdapter } from "./bot/adapter.ts";
import { besideTheGuide } from "./bot/beside-the-guide.ts";
import { TeamsMessenger } from "./bot/messenger.ts";
import { composePlan, composeScan, machineTime } from "./compose-scan.ts";
import type { Config } from "./config/config.ts";
import { wishesOf } from "./config/reminder-wishes.ts";
import { ReminderMessages } from "./dialogs/reminder-messages.ts";
import type { Clock } from "./enrollment/clock.ts";
import type { GuideStore } from "./enrollment/guide-store.ts";
import type { OpenDirectory } from "./graph/directory/open-directory.ts";
import type { CampaignStore } from "./reminders/campaign-store.ts";
import type { AppInstaller } from "./reminders/directory.ts";
import { Dispatcher } from "./reminders/dispatcher.ts";
import { policyConflicts } from "./reminders/policy-conflicts.ts";
import { permissionsNeeded } from "./reminders/reminder-needs.ts";
import { createReminderWork } from "./reminders/reminder-work.ts";
import type { ScanStore } from "./reminders/scan-store.ts";
import type { Database } from "./storage/database.ts";
import { PostgresDeliveryQueue } from "./storage/delivery-queue.ts";
import { createJobs, type Jobs } from "./storage/jobs.ts";
import { Retention } from "./storage/retention.ts";
import { retentionJob } from "./storage/retention-job.ts";
import type { Logger } from "./telemetry/logger.ts";
import { ReminderLog } from "./telemetry/reminder-log.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";
import { tracedMessenger } from "./telemetry/traced-messenger.ts";

/** Often enough that each next reminder is planned days before it is due. */
const PLAN_CRON = "7 * * * *";
const FIRST_LOOK_MS = 30_000;

export type BackgroundParts = {
  readonly database: Database;
  readonly directory: OpenDirectory;
  readonly campaigns: Pick<CampaignStore, "current">;
  readonly scans: Pick<ScanStore, "saveRegistrations" | "saveMailboxZones">;
  readonly adapter: PushReadyAdapter;
  readonly guides: GuideStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly telemetry: Telemetry;
};

/** What runs without anybody asking: the jobs, and the dispatcher. */
export class ReminderBackground {
  readonly #config: Config;
  readonly #parts: BackgroundParts;
  readonly #log: ReminderLog;
  readonly #stopping = new AbortController();
  readonly #holder = randomUUID();
  readonly #dispatcher: Dispatcher;
  readonly #jobs: Jobs;

  constructor(config: Config, parts: BackgroundParts) {
    this.#config = config;
    this.#parts = parts;
    this.#log = new ReminderLog(parts.log);
    this.#dispatcher = this.#composeDispatcher();
    this.#jobs = this.#composeJobs();
  }

  start(): void {
    const { log } = this.#parts;
    this.#dispatcher.start();
    this.#jobs.start().catch((error: unknown) => {
      log.error({ err: error }, "scans and plans do not run by themselves; start again");
    });
    this.#look().catch((error: unknown) => {
      log.error({ err: error }, "the directory could not be looked at");
    });
  }

  /** Begins nothing more, lets what is under way end, and hands the sending over. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.#dispatcher.stop(), this.#jobs.stop()]);
  }

  /** Says once whether the directory can be read at all, and what in it works against us. */
  async #look(): Promise<void> {
    const { directory } = this.#parts.directory;
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(FIRST_LOOK_MS)]);
    const answer = await directory.policies(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      return { kind: "unavailable", why: "timeout", requestId: null } as const;
    });
    if (this.#stopping.signal.aborted) return;
    if (answer.kind === "read") {
      this.#log.conflicts(policyConflicts(answer.policies, this.#config.policy));
    } else {
      this.#log.needs(permissionsNeeded(wishesOf(this.#config)), answer);
    }
  }

  #composeJobs(): Jobs {
    const { database, clock, directory, campaigns, log } = this.#parts;
    const config = this.#config;
    const { settings, scan } = config.reminders;
    const timeZone = settings.defaultTimeZone;
    const work = createReminderWork({
      tenantId: config.bot.tenantId,
      scan: composeScan(config, { database, directory, clock, holder: this.#holder }),
      plan: composePlan(config, { database, clock }),
      campaigns,
      planSoon: async () => {
        await jobs.runNow("plan");
      },
      onScanned: (outcome) => {
        this.#log.scanned(outcome);
      },
      onPlanned: (report) => {
        this.#log.planned(report);
      },
    });
    const jobs = createJobs(database, {
      definitions: [
        {
          name: "scan",
          schedule: scan.cron === null ? null : { cron: scan.cron, timeZone },
          run: (signal) => work.scan(signal),
        },
        {
          name: "plan",
          schedule: { cron: PLAN_CRON, timeZone },
          run: (signal) => work.plan(signal),
        },
        retentionJob({
          retention: new Retention(database),
          order: {
            tenantId: config.bot.tenantId,
            retentionDays: config.protection.retentionDays,
          },
          onDone: (report) => {
            if (report.tooManyGone > 0)
              log.warn(report, "too many people are gone at once to forget them");
            log.info(report, "what has been kept for its time is deleted");
          },
        }),
      ],
      onTrouble: (error) => {
        log.warn({ err: error }, "a background job had trouble");
      },
    });
    return jobs;
  }

  #composeDispatcher(): Dispatcher {
    const { database, clock, scans, adapter, guides, telemetry } = this.#parts;
    const { people, installer } = this.#parts.directory;
    const { bot, reminders, organisation, policy } = this.#config;
    const { settings } = reminders;
    const messages = new ReminderMessages({ settings, links: organisation, clock });
    const messenger = new TeamsMessenger({
      adapter,
      appId: bot.appId,
      serviceUrlHosts: bot.serviceUrlHosts,
      defaultServiceUrl: defaultServiceUrl(bot),
      clock,
      remind: (reminder) => messages.remind(reminder),
      done: (locale) => messages.done(locale),
    });
    return new Dispatcher({
      ...reminders,
      queue: new PostgresDeliveryQueue(database),
      messenger: besideTheGuide(tracedMessenger(messenger, telemetry), guides),
      people,
      installer: installer ?? NO_INSTALLER,
      scans,
      policy,
      tenantId: bot.tenantId,
      holder: this.#holder,
      now: () => clock.now(),
      onNews: (news) => {
        this.#log.dispatch(news);
      },
      ...machineTime,
    });
  }
}

/** Configuration does not know the app, so there is none to install. */
const NO_INSTALLER: AppInstaller = {
  install: () => Promise.resolve({ kind: "noSuchApp" }),
  findChat: () => Promise.resolve({ kind: "notInstalled" }),
};

/**
 * Where people are written to whose chat only Graph told us: the connector of the organisation's cloud, which is the
 * first of the hosts that may be written to. Source: Teams, "Send proactive messages".
 */
function defaultServiceUrl({ channel, serviceUrlHosts }: Config["bot"]): string {
  if (channel !== null) return `${new URL(channel.issuer).origin}/connector`;
  const [host = "smba.trafficmanager.net"] = serviceUrlHosts;
  return `https://${host}/teams/`;
}

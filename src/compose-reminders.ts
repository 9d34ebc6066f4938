import { randomUUID } from "node:crypto";
import type { PushReadyAdapter } from "./bot/adapter.ts";
import { besideTheGuide } from "./bot/beside-the-guide.ts";
import { TeamsMessenger } from "./bot/messenger.ts";
import { composePlan, composeScan, machineTime } from "./compose-scan.ts";
import type { Config } from "./config/config.ts";
import { CampaignDialog } from "./dialogs/campaign.dialog.ts";
import { ReminderDialog } from "./dialogs/reminder.dialog.ts";
import { ReminderMessages } from "./dialogs/reminder-messages.ts";
import type { CheckReadiness } from "./enrollment/check.ts";
import type { Clock } from "./enrollment/clock.ts";
import type { GuideStore } from "./enrollment/guide-store.ts";
import { type OpenDirectory, openDirectory } from "./graph/directory/open-directory.ts";
import { Administrators } from "./reminders/administrators.ts";
import { CampaignStatusReader } from "./reminders/campaign-status.ts";
import { ChatRegistrations } from "./reminders/chat-registrations.ts";
import type { AppInstaller } from "./reminders/directory.ts";
import { Dispatcher } from "./reminders/dispatcher.ts";
import { policyConflicts } from "./reminders/policy-conflicts.ts";
import { permissionsNeeded } from "./reminders/reminder-needs.ts";
import { createReminderWork } from "./reminders/reminder-work.ts";
import { PostgresCampaignStore } from "./storage/campaign-store.ts";
import { PostgresCandidateStore } from "./storage/candidate-store.ts";
import type { Database } from "./storage/database.ts";
import { PostgresDeliveryCounts } from "./storage/delivery-counts.ts";
import { PostgresDeliveryQueue } from "./storage/delivery-queue.ts";
import { createJobs, type Jobs } from "./storage/jobs.ts";
import { PostgresScanStore } from "./storage/scan-store.ts";
import { PostgresStanceStore } from "./storage/stance-store.ts";
import { type Logger, redactId } from "./telemetry/logger.ts";
import { ReminderLog } from "./telemetry/reminder-log.ts";

/** Often enough that each next reminder is planned days before it is due. */
const PLAN_CRON = "7 * * * *";
const FIRST_LOOK_MS = 30_000;

export type RemindersService = {
  readonly reminderDialog: ReminderDialog;
  readonly campaignDialog: CampaignDialog;
  /** The check, with what it sees made known to the reminders. */
  readonly checkReadiness: CheckReadiness;
  /** Begins to scan, plan and send, in the background. For when the service listens. */
  start(parts: { readonly adapter: PushReadyAdapter; readonly guides: GuideStore }): void;
  /** Ends what runs, and hands the sending over to another replica. */
  stop(): Promise<void>;
  /** Resolves when all that checks have seen so far is noted. */
  settled(): Promise<void>;
};

type Shared = {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
};

/** Reminders, from the directory to the chat, and what people and administrators do about them in Teams. */
export function composeReminders(
  config: Config,
  parts: Shared & { readonly checkReadiness: CheckReadiness },
): RemindersService {
  const { database, clock, log } = parts;
  const { settings, ratePerSecond, adminGroupId } = config.reminders;
  const { tenantId } = config.bot;
  const links = config.organisation;
  const directory = once(() => openDirectory(config, directoryOptions(parts)));
  const campaigns = new PostgresCampaignStore(database);
  const scans = new PostgresScanStore(database);
  const now = (): Date => clock.now();
  const registrations = new ChatRegistrations({
    check: parts.checkReadiness,
    scans,
    now,
    onTrouble: (error) => {
      log.warn({ err: error }, "what the chat saw was not noted for the reminders");
    },
  });
  const background = new ReminderBackground(config, { ...parts, directory, campaigns, scans });
  return {
    reminderDialog: new ReminderDialog({
      campaigns,
      candidates: new PostgresCandidateStore(database),
      stances: new PostgresStanceStore(database),
      settings,
      links,
      clock,
    }),
    campaignDialog: new CampaignDialog({
      administrators: new Administrators({
        groupId: adminGroupId,
        membership: {
          isMember: async (...asked) => (await directory()).membership.isMember(...asked),
        },
        nowMs: machineTime.nowMs,
      }),
      status: new CampaignStatusReader({
        tenantId,
        campaigns,
        scans,
        deliveries: new PostgresDeliveryCounts(database),
        now,
        nowMs: machineTime.nowMs,
      }),
      campaigns,
      ratePerSecond,
      defaultTimeZone: settings.defaultTimeZone,
      links,
      clock,
      onChange: ({ userId }, { campaignId, state }) => {
        log.info({ by: redactId(userId), campaignId, state }, "campaign changed from Teams");
      },
    }),
    checkReadiness: registrations.check,
    start: (started) => {
      background.start(started);
    },
    stop: () => background.stop(),
    settled: () => registrations.settled(),
  };
}

type BackgroundParts = Shared & {
  readonly directory: () => Promise<OpenDirectory>;
  readonly campaigns: PostgresCampaignStore;
  readonly scans: PostgresScanStore;
};

/** What runs without anybody asking: the jobs, and the dispatcher. */
class ReminderBackground {
  readonly #config: Config;
  readonly #parts: BackgroundParts;
  readonly #log: ReminderLog;
  readonly #stopping = new AbortController();
  readonly #holder = randomUUID();
  #starting: Promise<void> = Promise.resolve();
  #jobs: Jobs | null = null;
  #dispatcher: Dispatcher | null = null;

  constructor(config: Config, parts: BackgroundParts) {
    this.#config = config;
    this.#parts = parts;
    this.#log = new ReminderLog(parts.log);
  }

  start(started: { readonly adapter: PushReadyAdapter; readonly guides: GuideStore }): void {
    this.#starting = this.#start(started).catch((error: unknown) => {
      this.#parts.log.error({ err: error }, "reminders could not be started; start again");
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#starting;
    await Promise.all([this.#dispatcher?.stop(), this.#jobs?.stop()]);
  }

  async #start(started: {
    readonly adapter: PushReadyAdapter;
    readonly guides: GuideStore;
  }): Promise<void> {
    const { log } = this.#parts;
    const directory = await this.#parts.directory();
    if (this.#stopping.signal.aborted) return;
    this.#dispatcher = this.#composeDispatcher(directory, started);
    this.#dispatcher.start();
    this.#jobs = this.#composeJobs(directory);
    void this.#jobs.start().catch((error: unknown) => {
      log.error({ err: error }, "scans and plans do not run by themselves; start again");
    });
    await this.#look(directory);
  }

  /** Says once whether the directory can be read at all, and what in it works against us. */
  async #look({ directory }: OpenDirectory): Promise<void> {
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

  #composeJobs(directory: OpenDirectory): Jobs {
    const { database, clock, campaigns, log } = this.#parts;
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
      ],
      onTrouble: (error) => {
        log.warn({ err: error }, "a background job had trouble");
      },
    });
    return jobs;
  }

  #composeDispatcher(
    { people, installer }: OpenDirectory,
    { adapter, guides }: { readonly adapter: PushReadyAdapter; readonly guides: GuideStore },
  ): Dispatcher {
    const { database, clock, scans } = this.#parts;
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
      messenger: besideTheGuide(messenger, guides),
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

const wishesOf = ({ reminders, directory }: Config) => ({
  ...reminders,
  hasGroups:
    reminders.audience.groups.length > 0 ||
    reminders.audience.exceptGroups.length > 0 ||
    reminders.adminGroupId !== null,
  looksUpApp: directory.teamsApp?.kind === "manifest",
});

const directoryOptions = ({ clock, log }: Shared) => ({
  clock,
  onUnanswered: (error: unknown): void => {
    log.warn({ err: error }, "Graph gave no answer to the app itself");
  },
  onUnreadable: (count: number): void => {
    log.warn({ count }, "entries of the directory could not be read, and are left out");
  },
});

/**
 * Where people are written to whose chat only Graph told us: the connector of the organisation's cloud, which is the
 * first of the hosts that may be written to. Source: Teams, "Send proactive messages".
 */
function defaultServiceUrl({ channel, serviceUrlHosts }: Config["bot"]): string {
  if (channel !== null) return `${new URL(channel.issuer).origin}/connector`;
  const [host = "smba.trafficmanager.net"] = serviceUrlHosts;
  return `https://${host}/teams/`;
}

/** Makes it when it is first asked for; a failure is not remembered. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}

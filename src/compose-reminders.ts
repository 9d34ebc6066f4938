import type { PushReadyAdapter } from "./bot/adapter.ts";
import type { ReminderBackground } from "./compose-reminder-background.ts";
import type { Config } from "./config/config.ts";
import { CampaignDialog } from "./dialogs/campaign.dialog.ts";
import { ReminderDialog } from "./dialogs/reminder.dialog.ts";
import type { CheckReadiness } from "./enrollment/check.ts";
import type { Clock } from "./enrollment/clock.ts";
import type { GuideStore } from "./enrollment/guide-store.ts";
import { Administrators } from "./reminders/administrators.ts";
import { CampaignStatusReader } from "./reminders/campaign-status.ts";
import { ChatRegistrations } from "./reminders/chat-registrations.ts";
import { PostgresCampaignStore } from "./storage/campaign-store.ts";
import { PostgresCandidateStore } from "./storage/candidate-store.ts";
import type { Database } from "./storage/database.ts";
import { PostgresDeliveryCounts } from "./storage/delivery-counts.ts";
import { PostgresScanStore } from "./storage/scan-store.ts";
import { PostgresStanceStore } from "./storage/stance-store.ts";
import { type Logger, redactId } from "./telemetry/logger.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";

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
  readonly telemetry: Telemetry;
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
  // After the start: the directory and what sends are much to load, and nobody waits for them.
  const directory = once(async () => {
    const { openDirectory } = await import("./graph/directory/open-directory.ts");
    return openDirectory(config, directoryOptions(parts));
  });
  const campaigns = new PostgresCampaignStore(database);
  const scans = new PostgresScanStore(database);
  const now = (): Date => clock.now();
  const nowMs = (): number => performance.now();
  const registrations = new ChatRegistrations({
    check: parts.checkReadiness,
    scans,
    now,
    onTrouble: (error) => {
      log.warn({ err: error }, "what the chat saw was not noted for the reminders");
    },
  });
  const background = new LateStart(parts.log);
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
        nowMs,
      }),
      status: new CampaignStatusReader({
        tenantId,
        campaigns,
        scans,
        deliveries: new PostgresDeliveryCounts(database),
        now,
        nowMs,
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
      background.start(async () => {
        const { ReminderBackground } = await import("./compose-reminder-background.ts");
        const found = { directory: await directory(), campaigns, scans };
        return new ReminderBackground(config, { ...parts, ...started, ...found });
      });
    },
    stop: () => background.stop(),
    settled: () => registrations.settled(),
  };
}

/** What begins after the start, and may be told to stop before it has. */
class LateStart {
  readonly #log: Logger;
  #starting: Promise<ReminderBackground | null> = Promise.resolve(null);
  #isStopping = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  start(make: () => Promise<ReminderBackground>): void {
    this.#starting = make().then(
      (background) => {
        if (!this.#isStopping) background.start();
        return background;
      },
      (error: unknown) => {
        this.#log.error({ err: error }, "reminders could not be started; start again");
        return null;
      },
    );
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await (await this.#starting)?.stop();
  }
}

const directoryOptions = ({ clock, log, telemetry }: Shared) => ({
  clock,
  telemetry,
  onUnanswered: (error: unknown): void => {
    log.warn({ err: error }, "Graph gave no answer to the app itself");
  },
  onUnreadable: (count: number): void => {
    log.warn({ count }, "entries of the directory could not be read, and are left out");
  },
});

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

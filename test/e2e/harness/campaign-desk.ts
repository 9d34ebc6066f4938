import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { composePlan, composeScan } from "../../../src/compose-scan.ts";
import { readConfig } from "../../../src/config/read-config.ts";
import type { Clock } from "../../../src/enrollment/clock.ts";
import { openDirectory } from "../../../src/graph/directory/open-directory.ts";
import type { ComplianceCounts } from "../../../src/reminders/compliance-history.ts";
import type { PlanReport } from "../../../src/reminders/plan.ts";
import { PostgresCampaignStore } from "../../../src/storage/campaign-store.ts";
import { type Database, openDatabase } from "../../../src/storage/database.ts";
import { postgresOptions } from "../../contracts/databases.ts";
import type { BotSettings } from "./bot-process.ts";

const patient = new AbortController().signal;

/** Where campaigns are run from: another process beside the service, on the same database. */
export class CampaignDesk {
  readonly #config: ReturnType<typeof readConfig>;
  readonly #database: Database;
  readonly #clock: Clock;

  private constructor(config: ReturnType<typeof readConfig>, database: Database, clock: Clock) {
    this.#config = config;
    this.#database = database;
    this.#clock = clock;
  }

  /** @param settings of the bot, its `DATABASE_URL` among them */
  static async open(
    tenantUrl: string,
    settings: BotSettings & { readonly DATABASE_URL: string },
    clock: Clock,
  ): Promise<CampaignDesk> {
    const config = readConfig({ ...settings, NODE_ENV: "development", SANDBOX_URL: tenantUrl });
    return new CampaignDesk(
      config,
      await openDatabase(postgresOptions(settings.DATABASE_URL)),
      clock,
    );
  }

  async startCampaign(deadline: Date | null): Promise<void> {
    const now = this.#clock.now();
    const started = await new PostgresCampaignStore(this.#database).start(
      {
        campaignId: randomUUID(),
        tenantId: this.#config.bot.tenantId,
        startsAt: now,
        deadline,
        state: "running",
      },
      now,
    );
    assert.equal(started.kind, "started");
  }

  /** Finds out who is not set up. Takes ten seconds: so long it may be that somebody else just asked for the report. */
  async scan(): Promise<ComplianceCounts> {
    const clock = this.#clock;
    const directory = await openDirectory(this.#config, {
      clock,
      onUnanswered: (error) => {
        assert.fail(error instanceof Error ? error : String(error));
      },
      onUnreadable: (count) => {
        assert.fail(`${count} rows could not be read`);
      },
    });
    const parts = { database: this.#database, directory, clock, holder: randomUUID() };
    const outcome = await composeScan(this.#config, parts)(this.#config.bot.tenantId, patient);
    assert.ok(outcome.kind === "completed", JSON.stringify(outcome));
    return outcome.counts;
  }

  /** Plans who is reminded when. */
  async plan(): Promise<PlanReport> {
    const campaigns = new PostgresCampaignStore(this.#database);
    const campaign = await campaigns.current(this.#config.bot.tenantId);
    assert.ok(campaign);
    const parts = { database: this.#database, clock: this.#clock };
    return composePlan(this.#config, parts)(campaign, patient);
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

import { randomUUID } from "node:crypto";
import { AdminError } from "./admin/admin-error.ts";
import type { Workspace } from "./admin/workspace.ts";
import { composePlan, composeScan } from "./compose-scan.ts";
import type { Config, StorageConfig } from "./config/config.ts";
import { ReminderMessages } from "./dialogs/reminder-messages.ts";
import type { RemovalAudit } from "./enrollment/removal-audit.ts";
import { databasePassword } from "./entra/database-password.ts";
import { openDirectory } from "./graph/directory/open-directory.ts";
import { PostgresCampaignStore } from "./storage/campaign-store.ts";
import { PostgresCandidateStore } from "./storage/candidate-store.ts";
import { PostgresComplianceHistory } from "./storage/compliance-history.ts";
import { type Database, type DatabaseOptions, openExistingDatabase } from "./storage/database.ts";
import { PostgresDeliveryCounts } from "./storage/delivery-counts.ts";
import { PostgresDeliveryExport } from "./storage/delivery-export.ts";
import { PostgresPeopleRegister } from "./storage/people-register.ts";
import { PostgresRemovalAudit } from "./storage/removal-audit.ts";
import { PostgresScanStore } from "./storage/scan-store.ts";
import { PostgresStanceStore } from "./storage/stance-store.ts";
import { StorageError } from "./storage/storage-error.ts";

/** Opens the service's database for as long as the work takes, and changes nothing about it. */
export async function withRemovalAudit<Result>(
  storage: StorageConfig,
  work: (audit: RemovalAudit) => Promise<Result>,
): Promise<Result> {
  const database = await openStored(storage, openExistingDatabase);
  try {
    return await work(new PostgresRemovalAudit(database));
  } finally {
    await database.close();
  }
}

/** Opens what commands about reminders work on, for as long as the work takes. */
export async function withWorkspace<Result>(
  config: Config,
  parts: {
    readonly work: (workspace: Workspace) => Promise<Result>;
    readonly tell: (line: string) => void;
  },
): Promise<Result> {
  const database = await openStored(config.storage, openExistingDatabase);
  try {
    return await parts.work(workspaceOn(database, config, parts.tell));
  } finally {
    await database.close();
  }
}

function workspaceOn(database: Database, config: Config, tell: (line: string) => void): Workspace {
  const clock = { now: () => new Date() };
  const { settings, ratePerSecond } = config.reminders;
  const links = config.organisation;
  return {
    tenantId: config.bot.tenantId,
    organisationName: links.organisationName,
    settings,
    ratePerSecond,
    policy: config.policy,
    campaigns: new PostgresCampaignStore(database),
    candidates: new PostgresCandidateStore(database),
    register: new PostgresPeopleRegister(database),
    stances: new PostgresStanceStore(database),
    scans: new PostgresScanStore(database),
    history: new PostgresComplianceHistory(database),
    deliveries: new PostgresDeliveryCounts(database),
    exported: new PostgresDeliveryExport(database),
    plan: composePlan(config, { database, clock }),
    messages: new ReminderMessages({ settings, links, clock }),
    openDirectory: async () => {
      const directory = await openDirectory(config, {
        clock,
        onUnanswered: (error) => {
          tell(
            `Microsoft Graph gave no answer: ${error instanceof Error ? error.message : "unknown error"}`,
          );
        },
        onUnreadable: (count) => {
          tell(
            `Microsoft Graph listed ${count} people without an id that can be read; they are left out.`,
          );
        },
      });
      return {
        scan: composeScan(config, {
          database,
          directory,
          clock,
          holder: `command-${randomUUID()}`,
        }),
        policies: (signal) => directory.directory.policies(signal),
        mayRead: async (signal) => {
          const accounts = await directory.directory.accountPage(null, signal);
          if (accounts.kind !== "page" && accounts.kind !== "linkExpired") return accounts;
          const report = await directory.directory.registrationPage(null, signal);
          return report.kind === "page" || report.kind === "linkExpired"
            ? { kind: "allowed" }
            : report;
        },
      };
    },
    now: () => clock.now(),
  };
}

/** @param openWith changes nothing about the database either */
export async function openStored(
  storage: StorageConfig,
  openWith: (options: DatabaseOptions) => Promise<Database>,
): Promise<Database> {
  if (storage.kind === "postgres") {
    return openWith({
      kind: "postgres",
      url: storage.url.reveal(),
      ...databasePassword(storage.identity, { now: () => new Date() }),
      // The statement that needed the connection fails by itself, and that is told.
      onConnectionLost: () => undefined,
    });
  }
  try {
    return await openWith(storage);
  } catch (cause) {
    if (!(cause instanceof StorageError) || cause.code !== "storage.folder-in-use") throw cause;
    throw new AdminError(
      "admin.database-in-use",
      `The service is running on the files in ${storage.folder}, and only one process can open them: stop the service, run this again, and start the service. On a PostgreSQL server (DATABASE_URL) both work at the same time.`,
    );
  }
}

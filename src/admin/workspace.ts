import type { Writable } from "node:stream";
import type { WrittenReminder } from "../dialogs/reminder-messages.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { TenantId } from "../methods/ids.ts";
import type { MethodPolicy } from "../methods/policy.ts";
import type { CampaignStore, CandidateStore } from "../reminders/campaign-store.ts";
import type { ComplianceHistory } from "../reminders/compliance-history.ts";
import type { DeliveryCounts } from "../reminders/delivery-queue.ts";
import type { Directory, DirectoryRefusal } from "../reminders/directory.ts";
import type { Reminder } from "../reminders/messenger.ts";
import type { PeopleRegister, PersonDelivery } from "../reminders/people-register.ts";
import type { Plan } from "../reminders/plan.ts";
import type { Scan } from "../reminders/scan.ts";
import type { ScanStore } from "../reminders/scan-store.ts";
import type { ReminderSettings } from "../reminders/settings.ts";
import type { StanceStore } from "../reminders/stance-store.ts";
import type { StartProgress } from "./progress.ts";

/** One delivery, with whom it is for. */
export type CampaignDelivery = PersonDelivery & { readonly key: PersonKey };

/** What commands about reminders work on: the service's own stores and rules, by the service's own settings. */
export type Workspace = {
  readonly tenantId: TenantId;
  readonly organisationName: string;
  readonly settings: ReminderSettings;
  readonly ratePerSecond: number;
  readonly policy: MethodPolicy;
  readonly campaigns: CampaignStore;
  readonly candidates: CandidateStore;
  readonly register: PeopleRegister;
  readonly stances: StanceStore;
  readonly scans: Pick<ScanStore, "count" | "lastCompletedAt">;
  readonly history: Pick<ComplianceHistory, "list">;
  readonly deliveries: DeliveryCounts;
  /** By person, in batches, so that memory does not grow with the campaign. */
  readonly exported: {
    batches(
      campaignId: string,
      batchSize: number,
      signal: AbortSignal,
    ): AsyncIterable<readonly CampaignDelivery[]>;
  };
  readonly plan: Plan;
  readonly messages: { remind(reminder: Reminder): WrittenReminder };
  /** Nothing is asked of Graph before it. */
  readonly openDirectory: () => Promise<{
    readonly scan: Scan;
    readonly policies: Directory["policies"];
    /** Asks for one page of accounts and one of the report, and keeps nothing. */
    readonly mayRead: (
      signal: AbortSignal,
    ) => Promise<{ readonly kind: "allowed" } | { readonly kind: "noLicence" } | DirectoryRefusal>;
  }>;
  readonly now: () => Date;
};

export type WorkspaceParts = {
  /** Opens the workspace for as long as the work takes. */
  readonly withWorkspace: <Result>(
    work: (workspace: Workspace) => Promise<Result>,
  ) => Promise<Result>;
  /** For results: what programs read, too. */
  readonly output: Writable;
  /** For what the operator reads beside the results. */
  readonly tell: (line: string) => void;
  readonly startProgress: StartProgress;
  readonly signal: AbortSignal;
};

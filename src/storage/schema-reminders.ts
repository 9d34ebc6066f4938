import type { Generated } from "kysely";
import type { CampaignState } from "../reminders/campaign.ts";
import type { Reachability, Registration } from "../reminders/candidate.ts";
import type { DeliveryState } from "../reminders/delivery-queue.ts";
import type { CannotReason } from "../reminders/settings.ts";

/** The tables of the reminders. People who were scanned are apart from `people`, who have talked to us. */
export type ReminderTables = {
  readonly registrations: RegistrationsTable;
  readonly scan_runs: ScanRunsTable;
  readonly compliance_history: ComplianceHistoryTable;
  readonly campaigns: CampaignsTable;
  readonly stances: StancesTable;
  readonly snoozes: SnoozesTable;
  readonly reachability: ReachabilityTable;
  readonly deliveries: DeliveriesTable;
  readonly dispatch_leases: DispatchLeasesTable;
};

type RegistrationsTable = {
  tenant_id: string;
  user_id: string;
  /** Number of the run that saw the account last; null for people whom only a check or the report has seen. */
  account_run: number | null;
  is_guest: Generated<boolean>;
  is_enabled: Generated<boolean>;
  included_run: number | null;
  excluded_run: number | null;
  report_run: number | null;
  /** Bits by the order of `REPORT_METHODS`; null while nothing is known. */
  methods: number | null;
  is_ready: boolean | null;
  registered_at: Date | null;
  source: Registration["source"] | null;
  /** Whether the mailbox has been asked; `mailbox_zone` is null then for one without a zone. */
  mailbox_read: Generated<boolean>;
  mailbox_zone: string | null;
};

type ScanRunsTable = {
  tenant_id: string;
  run: number;
  plan: string;
  requires_inclusion: boolean;
  started_at: Date;
  completed_at: Date | null;
  step: Generated<number>;
  next_link: string | null;
  members_read: Generated<number>;
  accounts_read: Generated<number>;
  report_read: Generated<number>;
  holder: string | null;
  /** On the database's clock. */
  leased_until: Date | null;
};

type ComplianceHistoryTable = {
  tenant_id: string;
  run: number;
  at: Date;
  /** JSON of `ComplianceCounts`. */
  counts: string;
};

type CampaignsTable = {
  campaign_id: string;
  tenant_id: string;
  starts_at: Date;
  deadline: Date | null;
  state: CampaignState;
  /** When `state` last changed. */
  state_at: Date;
};

type StancesTable = {
  tenant_id: string;
  user_id: string;
  exempt_reason: string | null;
  exempt_until: Date | null;
  exempted_at: Date | null;
  opted_out_at: Date | null;
  cannot_reason: CannotReason | null;
  cannot_at: Date | null;
};

type SnoozesTable = {
  tenant_id: string;
  user_id: string;
  campaign_id: string;
  snoozed_until: Date;
  /** How many of this campaign. */
  snoozes: number;
  snoozed_at: Date;
};

type ReachabilityTable = {
  tenant_id: string;
  user_id: string;
  state: Generated<Reachability>;
  why: string | null;
  at: Date | null;
  chat_id: string | null;
  chat_at: Date | null;
};

type DeliveriesTable = {
  delivery_id: Generated<string>;
  tenant_id: string;
  user_id: string;
  campaign_id: string;
  ordinal: number;
  state: DeliveryState;
  due_at: Date;
  tries: Generated<number>;
  why: string | null;
  /** Who has it claimed or is sending it; on an unknown one, whom `recover` took it from. */
  holder: string | null;
  planned_at: Date;
  sending_at: Date | null;
  ended_at: Date | null;
  activity_id: string | null;
  /** `stale`: still offers to start, to somebody who is ready. Null for what was not sent, or cannot be found again. */
  card: "open" | "stale" | "closed" | null;
};

type DispatchLeasesTable = {
  tenant_id: string;
  holder: string | null;
  /** On the database's clock, as the other. */
  leased_until: Date | null;
  paused_until: Date | null;
};

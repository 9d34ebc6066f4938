import type { PersonKey } from "../enrollment/person.ts";
import type { TenantId, UserId } from "../methods/ids.ts";
import type { Registration } from "./candidate.ts";
import type { ComplianceCounts } from "./compliance-history.ts";
import type { AccountRow } from "./directory.ts";
import type { ReportMethod } from "./report-methods.ts";

/** Whether a group or a list takes people in or leaves them out. */
export type AudienceUse = "include" | "exclude";

/** Where a scan stands: written after each page, so that it goes on there after a crash. */
export type ScanProgress = {
  /** Which of the scan's steps, from 0. */
  readonly step: number;
  /** Link to the next page of the step; null: its first. Opaque, and up to some thousand characters long. */
  readonly next: string | null;
  /** Rows read so far, of each kind; `report` counts registrations, however they were read. */
  readonly read: { readonly members: number; readonly accounts: number; readonly report: number };
};

export type ScanStart = {
  /** Says which steps the scan has, as text; a run that was begun with other steps cannot be resumed. */
  readonly plan: string;
  /** Whether only people of included groups and lists are meant. */
  readonly requiresInclusion: boolean;
  /** Runs that began before this are not resumed either: their links are too old. */
  readonly resumeAfter: Date;
  readonly at: Date;
};

/** One run of the scan, numbered upward per tenant. */
export type ScanRun = {
  readonly run: number;
  readonly startedAt: Date;
  readonly progress: ScanProgress;
  /** False for a new run. */
  readonly isResumed: boolean;
};

export type ScannedReportRow = {
  readonly userId: UserId;
  readonly methods: readonly ReportMethod[];
  readonly registration: Registration;
};

/**
 * What scans find out about people, and how far a scan got. Each batch is one statement, and may be written twice.
 *
 * A scan never has to touch everybody at its end: rows carry the number of the run that saw them last (as an account, as
 * included, as excluded), and readers compare it with the tenant's newest *complete* run C. Somebody is in the directory
 * when their account was seen in C or later, excluded when seen as such in C or later, and included likewise (asked only
 * where C or a run under way requires inclusion). So what a run under way takes away counts at once, and what it no
 * longer finds counts only when it is complete.
 */
export interface ScanStore {
  /**
   * Begins a run or resumes the unfinished one of the same plan, for `holder`. `underWay`: another holder's lease has not
   * run out (on the database's clock). A new run's number is above all earlier ones.
   */
  begin(
    tenantId: TenantId,
    holder: string,
    leaseMs: number,
    start: ScanStart,
  ): Promise<{ readonly kind: "begun"; readonly scan: ScanRun } | { readonly kind: "underWay" }>;
  /** Keeps the progress and extends the lease; false, and nothing written, when the holder no longer has the run. */
  saveProgress(
    tenantId: TenantId,
    run: number,
    holder: string,
    leaseMs: number,
    progress: ScanProgress,
  ): Promise<boolean>;
  /** Gives the run back unfinished, for somebody else to resume; nothing when the holder no longer has it. */
  release(tenantId: TenantId, run: number, holder: string): Promise<void>;
  /** Makes the run the newest complete one; false when the holder no longer has it. */
  complete(tenantId: TenantId, run: number, holder: string, at: Date): Promise<boolean>;
  /** When the newest complete run was finished; null while there is none. */
  lastCompletedAt(tenantId: TenantId): Promise<Date | null>;

  /** Creates or refreshes accounts. Nothing of a lower run overwrites what a higher one wrote. */
  saveAccounts(tenantId: TenantId, run: number, rows: readonly AccountRow[]): Promise<void>;
  saveMembers(
    tenantId: TenantId,
    run: number,
    use: AudienceUse,
    userIds: readonly UserId[],
  ): Promise<void>;
  /**
   * Creates or refreshes registrations, newer facts winning (`newerRegistration`). `methods` are those of the report, for
   * counting; they are written even where an older `isReady` stays.
   */
  saveReport(tenantId: TenantId, run: number, rows: readonly ScannedReportRow[]): Promise<void>;
  /** What a re-check or the chat saw, newer facts winning. People who were never scanned are created. */
  saveRegistrations(
    rows: readonly {
      readonly key: PersonKey;
      readonly registration: Registration;
      /** Null: the reading was not about all methods, and what is stored stays. */
      readonly methods: readonly ReportMethod[] | null;
    }[],
  ): Promise<void>;
  /** What mailboxes said about zones; null for a mailbox without one. */
  saveMailboxZones(
    rows: readonly { readonly key: PersonKey; readonly zone: string | null }[],
  ): Promise<void>;
  /**
   * Enabled members of this run, not excluded, by id after `after`: the people that a reading one by one is about. An
   * empty page is the end.
   */
  membersPage(
    tenantId: TenantId,
    run: number,
    after: UserId | null,
    limit: number,
  ): Promise<readonly UserId[]>;
  /** Counts everybody, by what the newest complete run (and newer facts) say. One statement. */
  count(tenantId: TenantId, at: Date): Promise<ComplianceCounts>;
}

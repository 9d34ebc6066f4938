import type { PersonKey } from "../enrollment/person.ts";
import { type TenantId, type UserId, userId } from "../methods/ids.ts";
import type { Registration } from "../reminders/candidate.ts";
import type { ComplianceCounts } from "../reminders/compliance-history.ts";
import type { AccountRow } from "../reminders/directory.ts";
import { newerRegistration } from "../reminders/registration.ts";
import type { ReportMethod } from "../reminders/report-methods.ts";
import type {
  AudienceUse,
  ScannedReportRow,
  ScanProgress,
  ScanRun,
  ScanStart,
  ScanStore,
} from "../reminders/scan-store.ts";
import { oneOfEach } from "./batch.ts";
import { type CountRow, type CountValues, countPeople, toCounts } from "./compliance-count.ts";
import type { Database, Statement } from "./database.ts";
import { methodBits } from "./method-bits.ts";
import * as people from "./registration-statements.ts";
import * as runs from "./scan-run-statements.ts";

type Checked = {
  readonly key: PersonKey;
  readonly registration: Registration;
  readonly methods: readonly ReportMethod[] | null;
};

/** What scans find out, on either engine. Leases are on the database's clock. Rejects with StorageError only. */
export class PostgresScanStore implements ScanStore {
  readonly #resume: Statement<runs.BeginValues, runs.RunRow>;
  readonly #beginNew: Statement<runs.BeginValues, runs.RunRow>;
  readonly #saveProgress: Statement<runs.ProgressValues, unknown>;
  readonly #release: Statement<runs.RunValues, unknown>;
  readonly #complete: Statement<runs.CompleteValues, unknown>;
  readonly #lastCompleted: Statement<runs.TenantValues, { readonly completed_at: Date | null }>;
  readonly #saveAccounts: Statement<people.AccountsValues, unknown>;
  readonly #saveMembers: Readonly<Record<AudienceUse, Statement<people.MembersValues, unknown>>>;
  readonly #saveReport: Statement<people.ReportValues, unknown>;
  readonly #saveChecked: Statement<people.CheckedValues, unknown>;
  readonly #saveZones: Statement<people.ZonesValues, unknown>;
  readonly #membersPage: Statement<people.PageValues, { readonly user_id: string }>;
  readonly #count: Statement<CountValues, CountRow>;

  constructor(database: Database) {
    this.#resume = database.prepare("scan_runs.resume", runs.resume);
    this.#beginNew = database.prepare("scan_runs.begin_new", runs.beginNew);
    this.#saveProgress = database.prepare("scan_runs.save_progress", runs.saveProgress);
    this.#release = database.prepare("scan_runs.release", runs.release);
    this.#complete = database.prepare("scan_runs.complete", runs.complete);
    this.#lastCompleted = database.prepare("scan_runs.last_completed", runs.lastCompleted);
    this.#saveAccounts = database.prepare("registrations.save_accounts", people.saveAccounts);
    this.#saveMembers = {
      include: database.prepare("registrations.save_included", people.saveIncluded),
      exclude: database.prepare("registrations.save_excluded", people.saveExcluded),
    };
    this.#saveReport = database.prepare("registrations.save_report", people.saveReport);
    this.#saveChecked = database.prepare("registrations.save_checked", people.saveChecked);
    this.#saveZones = database.prepare("registrations.save_zones", people.saveZones);
    this.#membersPage = database.prepare("registrations.members_page", people.membersPage);
    this.#count = database.prepare("registrations.count", countPeople);
  }

  async begin(
    tenantId: TenantId,
    holder: string,
    leaseMs: number,
    start: ScanStart,
  ): Promise<{ readonly kind: "begun"; readonly scan: ScanRun } | { readonly kind: "underWay" }> {
    const values = { tenantId, holder, leaseMs, ...start };
    const [resumed] = await this.#resume.run(values);
    if (resumed !== undefined) return { kind: "begun", scan: toRun(resumed, true) };
    const [begun] = await this.#beginNew.run(values);
    return begun === undefined
      ? { kind: "underWay" }
      : { kind: "begun", scan: toRun(begun, false) };
  }

  async saveProgress(
    tenantId: TenantId,
    run: number,
    holder: string,
    leaseMs: number,
    { step, next, read }: ScanProgress,
  ): Promise<boolean> {
    const values = { tenantId, run, holder, leaseMs, step, next, ...read };
    return (await this.#saveProgress.run(values)).length > 0;
  }

  async release(tenantId: TenantId, run: number, holder: string): Promise<void> {
    await this.#release.run({ tenantId, run, holder });
  }

  async complete(tenantId: TenantId, run: number, holder: string, at: Date): Promise<boolean> {
    return (await this.#complete.run({ tenantId, run, holder, at })).length > 0;
  }

  async lastCompletedAt(tenantId: TenantId): Promise<Date | null> {
    const [row] = await this.#lastCompleted.run({ tenantId });
    return row?.completed_at ?? null;
  }

  async saveAccounts(tenantId: TenantId, run: number, given: readonly AccountRow[]): Promise<void> {
    const rows = oneOfEach(given, (row) => row.userId);
    if (rows.length === 0) return;
    await this.#saveAccounts.run({
      tenantId,
      run,
      userIds: rows.map((row) => row.userId),
      areGuests: rows.map((row) => row.isGuest),
      areEnabled: rows.map((row) => row.isEnabled),
    });
  }

  async saveMembers(
    tenantId: TenantId,
    run: number,
    use: AudienceUse,
    given: readonly UserId[],
  ): Promise<void> {
    const userIds = oneOfEach(given, (id) => id);
    if (userIds.length > 0) await this.#saveMembers[use].run({ tenantId, run, userIds });
  }

  async saveReport(
    tenantId: TenantId,
    run: number,
    given: readonly ScannedReportRow[],
  ): Promise<void> {
    const rows = oneOfEach(given, (row) => row.userId);
    if (rows.length > 0) await this.#saveReport.run({ tenantId, run, ...toFacts(rows) });
  }

  async saveRegistrations(given: readonly Checked[]): Promise<void> {
    const rows = oneOfEach(given, ({ key }) => `${key.tenantId}/${key.userId}`, newerOf);
    if (rows.length === 0) return;
    await this.#saveChecked.run({
      tenantIds: rows.map(({ key }) => key.tenantId),
      ...toFacts(rows.map((row) => ({ ...row, userId: row.key.userId }))),
    });
  }

  async saveMailboxZones(
    given: readonly { readonly key: PersonKey; readonly zone: string | null }[],
  ): Promise<void> {
    const rows = oneOfEach(given, ({ key }) => `${key.tenantId}/${key.userId}`);
    if (rows.length === 0) return;
    await this.#saveZones.run({
      tenantIds: rows.map(({ key }) => key.tenantId),
      userIds: rows.map(({ key }) => key.userId),
      zones: rows.map(({ zone }) => zone),
    });
  }

  async membersPage(
    tenantId: TenantId,
    run: number,
    after: UserId | null,
    limit: number,
  ): Promise<readonly UserId[]> {
    const rows = await this.#membersPage.run({ tenantId, run, after: after ?? "", limit });
    return rows.map((row) => userId(row.user_id));
  }

  async count(tenantId: TenantId, at: Date): Promise<ComplianceCounts> {
    const [row] = await this.#count.run({ tenantId, at });
    if (row === undefined) throw new Error("A statement that counts returns one row");
    return toCounts(row);
  }
}

function toRun(row: runs.RunRow, isResumed: boolean): ScanRun {
  return {
    run: row.run,
    startedAt: row.started_at,
    progress: {
      step: row.step,
      next: row.next_link,
      read: {
        members: row.members_read,
        accounts: row.accounts_read,
        report: row.report_read,
      },
    },
    isResumed,
  };
}

const newerOf = (earlier: Checked, later: Checked): Checked =>
  newerRegistration(earlier.registration, later.registration) === later.registration
    ? later
    : earlier;

function toFacts(
  rows: readonly {
    readonly userId: UserId;
    readonly registration: Registration;
    readonly methods: readonly ReportMethod[] | null;
  }[],
): people.FactsValues {
  return {
    userIds: rows.map((row) => row.userId),
    areReady: rows.map((row) => row.registration.isReady),
    seenAt: rows.map((row) => row.registration.at.toISOString()),
    sources: rows.map((row) => row.registration.source),
    methods: rows.map((row) => (row.methods === null ? null : methodBits(row.methods))),
  };
}

import type { PersonKey } from "../../src/enrollment/person.ts";
import type { TenantId, UserId } from "../../src/methods/ids.ts";
import type { Registration } from "../../src/reminders/candidate.ts";
import type { ComplianceCounts } from "../../src/reminders/compliance-history.ts";
import type { AccountRow } from "../../src/reminders/directory.ts";
import { newerRegistration } from "../../src/reminders/registration.ts";
import type { ReportMethod } from "../../src/reminders/report-methods.ts";
import type {
  AudienceUse,
  ScannedReportRow,
  ScanProgress,
  ScanRun,
  ScanStart,
  ScanStore,
} from "../../src/reminders/scan-store.ts";
import { fakeCount } from "./fake-count.ts";
import {
  type FakeReminderTables,
  personId,
  type RegistrationRow,
  type ScanRunRow,
} from "./fake-reminder-tables.ts";

const AT_FIRST: ScanProgress = {
  step: 0,
  next: null,
  read: { members: 0, accounts: 0, report: 0 },
};

/** ScanStore in memory; `test/contracts/scan-store.contract.ts` holds it to what the database does. */
export class FakeScanStore implements ScanStore {
  readonly #tables: FakeReminderTables;

  constructor(tables: FakeReminderTables) {
    this.#tables = tables;
  }

  begin(
    tenantId: TenantId,
    holder: string,
    leaseMs: number,
    start: ScanStart,
  ): Promise<{ readonly kind: "begun"; readonly scan: ScanRun } | { readonly kind: "underWay" }> {
    const newest = this.#newest(tenantId);
    const nowMs = this.#tables.nowMs();
    const isHeld =
      newest?.completedAt === null &&
      newest.lease !== null &&
      newest.lease.holder !== holder &&
      newest.lease.untilMs > nowMs;
    if (isHeld) return Promise.resolve({ kind: "underWay" });
    const lease = { holder, untilMs: nowMs + leaseMs };
    const isResumed =
      newest?.completedAt === null &&
      newest.plan === start.plan &&
      newest.startedAt >= start.resumeAfter;
    const row: ScanRunRow = isResumed
      ? { ...newest, lease }
      : {
          run: (newest?.run ?? 0) + 1,
          plan: start.plan,
          requiresInclusion: start.requiresInclusion,
          startedAt: start.at,
          completedAt: null,
          progress: AT_FIRST,
          lease,
        };
    this.#put(tenantId, row);
    const { run, startedAt, progress } = row;
    return Promise.resolve({ kind: "begun", scan: { run, startedAt, progress, isResumed } });
  }

  saveProgress(
    tenantId: TenantId,
    run: number,
    holder: string,
    leaseMs: number,
    progress: ScanProgress,
  ): Promise<boolean> {
    const row = this.#held(tenantId, run, holder);
    if (row === null) return Promise.resolve(false);
    const lease = { holder, untilMs: this.#tables.nowMs() + leaseMs };
    this.#put(tenantId, { ...row, progress, lease });
    return Promise.resolve(true);
  }

  release(tenantId: TenantId, run: number, holder: string): Promise<void> {
    const row = this.#held(tenantId, run, holder);
    if (row !== null) this.#put(tenantId, { ...row, lease: null });
    return Promise.resolve();
  }

  complete(tenantId: TenantId, run: number, holder: string, at: Date): Promise<boolean> {
    const row = this.#held(tenantId, run, holder);
    if (row === null) return Promise.resolve(false);
    // Only the newest complete run decides whether inclusion is required.
    const others = this.#runs(tenantId).filter((other) => other.run > run);
    this.#tables.scanRuns.set(tenantId, [...others, { ...row, completedAt: at, lease: null }]);
    return Promise.resolve(true);
  }

  lastCompletedAt(tenantId: TenantId): Promise<Date | null> {
    const complete = this.#runs(tenantId).findLast(({ completedAt }) => completedAt !== null);
    return Promise.resolve(complete?.completedAt ?? null);
  }

  saveAccounts(tenantId: TenantId, run: number, rows: readonly AccountRow[]): Promise<void> {
    for (const { userId, isGuest, isEnabled } of rows) {
      const row = this.#row({ tenantId, userId });
      if ((row.accountRun ?? 0) > run) continue;
      this.#tables.saveRegistration({ ...row, accountRun: run, isGuest, isEnabled });
    }
    return Promise.resolve();
  }

  saveMembers(
    tenantId: TenantId,
    run: number,
    use: AudienceUse,
    userIds: readonly UserId[],
  ): Promise<void> {
    for (const userId of userIds) {
      const row = this.#row({ tenantId, userId });
      this.#tables.saveRegistration(
        use === "include"
          ? { ...row, includedRun: Math.max(row.includedRun ?? 0, run) }
          : { ...row, excludedRun: Math.max(row.excludedRun ?? 0, run) },
      );
    }
    return Promise.resolve();
  }

  saveReport(tenantId: TenantId, run: number, rows: readonly ScannedReportRow[]): Promise<void> {
    for (const { userId, methods, registration } of rows) {
      const row = this.#row({ tenantId, userId });
      if ((row.reportRun ?? 0) > run) continue;
      this.#seen({ ...row, reportRun: run, methods }, registration);
    }
    return Promise.resolve();
  }

  saveRegistrations(
    rows: readonly {
      readonly key: PersonKey;
      readonly registration: Registration;
      readonly methods: readonly ReportMethod[] | null;
    }[],
  ): Promise<void> {
    for (const { key, registration, methods } of rows) {
      const row = this.#row(key);
      this.#seen({ ...row, methods: methods ?? row.methods }, registration);
    }
    return Promise.resolve();
  }

  saveMailboxZones(
    rows: readonly { readonly key: PersonKey; readonly zone: string | null }[],
  ): Promise<void> {
    for (const { key, zone } of rows) {
      const row = this.#tables.registrations.get(personId(key));
      if (row !== undefined) this.#tables.saveRegistration({ ...row, mailbox: { zone } });
    }
    return Promise.resolve();
  }

  membersPage(
    tenantId: TenantId,
    run: number,
    after: UserId | null,
    limit: number,
  ): Promise<readonly UserId[]> {
    const members = this.#tables
      .registrationsOf(tenantId)
      .filter((row) => row.accountRun === run && row.isEnabled && !row.isGuest)
      .filter((row) => !this.#tables.isExcluded(row))
      .map(({ key }) => key.userId)
      .filter((id) => after === null || id > after);
    return Promise.resolve(members.slice(0, limit));
  }

  count(tenantId: TenantId, at: Date): Promise<ComplianceCounts> {
    return Promise.resolve(fakeCount(this.#tables, tenantId, at));
  }

  #row(key: PersonKey): RegistrationRow {
    return this.#tables.registration(key);
  }

  /** A person of whom the newer facts count; who is ready has no use for the cards that say otherwise. */
  #seen(row: RegistrationRow, seen: Registration): void {
    const registration = newerRegistration(row.registration, seen);
    this.#tables.saveRegistration({ ...row, registration });
    if (!registration.isReady) return;
    for (const delivery of this.#tables.deliveriesOf(row.key, null)) {
      if (delivery.card !== "open") continue;
      this.#tables.deliveries.set(delivery.deliveryId, { ...delivery, card: "stale" });
    }
  }

  #runs(tenantId: TenantId): readonly ScanRunRow[] {
    return this.#tables.scanRuns.get(tenantId) ?? [];
  }

  #newest(tenantId: TenantId): ScanRunRow | undefined {
    return this.#runs(tenantId)
      .toSorted((a, b) => a.run - b.run)
      .at(-1);
  }

  #put(tenantId: TenantId, row: ScanRunRow): void {
    // Of runs that were never completed only the newest can be gone on with.
    const kept = this.#runs(tenantId).filter(
      (other) => other.run !== row.run && other.completedAt !== null,
    );
    this.#tables.scanRuns.set(tenantId, [...kept, row]);
  }

  #held(tenantId: TenantId, run: number, holder: string): ScanRunRow | null {
    const row = this.#newest(tenantId);
    const isHeld = row?.run === run && row.lease?.holder === holder && row.completedAt === null;
    return isHeld ? row : null;
  }
}

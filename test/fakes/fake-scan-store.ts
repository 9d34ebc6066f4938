import type { PersonKey } from "../../src/enrollment/person.ts";
import type { TenantId, UserId } from "../../src/methods/ids.ts";
import type { Registration } from "../../src/reminders/candidate.ts";
import type { ComplianceCounts } from "../../src/reminders/compliance-history.ts";
import type { AccountRow } from "../../src/reminders/directory.ts";
import { newerRegistration } from "../../src/reminders/registration.ts";
import { REPORT_METHODS, type ReportMethod } from "../../src/reminders/report-methods.ts";
import type {
  AudienceUse,
  ScannedReportRow,
  ScanProgress,
  ScanRun,
  ScanStart,
  ScanStore,
} from "../../src/reminders/scan-store.ts";

/** One person as scans left them. Runs are 0 where no scan has seen them so. */
export type ScannedPerson = {
  account: (AccountRow & { readonly run: number }) | null;
  includedRun: number;
  excludedRun: number;
  registration: Registration | null;
  methods: readonly ReportMethod[];
  mailboxZone: { readonly zone: string | null } | null;
};

type Run = {
  readonly run: number;
  readonly start: ScanStart;
  progress: ScanProgress;
  completedAt: Date | null;
};

const ZERO: ScanProgress = { step: 0, next: null, read: { members: 0, accounts: 0, report: 0 } };

/** ScanStore in memory, for one tenant. */
export class FakeScanStore implements ScanStore {
  readonly people = new Map<UserId, ScannedPerson>();
  readonly runs: Run[] = [];
  /** How many statements with rows were written, and the longest of them. */
  readonly writes = { count: 0, longest: 0 };
  #lease: { readonly holder: string; readonly untilMs: number } | null = null;
  readonly #nowMs: () => number;

  /** @param nowMs Stands for the database's clock. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  begin(
    _tenantId: TenantId,
    holder: string,
    leaseMs: number,
    start: ScanStart,
  ): Promise<{ readonly kind: "begun"; readonly scan: ScanRun } | { readonly kind: "underWay" }> {
    const lease = this.#lease;
    if (lease !== null && lease.holder !== holder && lease.untilMs > this.#nowMs()) {
      return Promise.resolve({ kind: "underWay" });
    }
    this.#lease = { holder, untilMs: this.#nowMs() + leaseMs };
    const newest = this.runs.at(-1);
    const isResumed =
      newest?.completedAt === null &&
      newest.start.plan === start.plan &&
      newest.start.at >= start.resumeAfter;
    const run = isResumed
      ? newest
      : { run: this.runs.length + 1, start, progress: ZERO, completedAt: null };
    if (!isResumed) this.runs.push(run);
    const scan = { run: run.run, startedAt: run.start.at, progress: run.progress, isResumed };
    return Promise.resolve({ kind: "begun", scan });
  }

  saveProgress(
    _tenantId: TenantId,
    run: number,
    holder: string,
    leaseMs: number,
    progress: ScanProgress,
  ): Promise<boolean> {
    const current = this.#held(run, holder);
    if (current === null) return Promise.resolve(false);
    current.progress = progress;
    this.#lease = { holder, untilMs: this.#nowMs() + leaseMs };
    return Promise.resolve(true);
  }

  release(_tenantId: TenantId, run: number, holder: string): Promise<void> {
    if (this.#held(run, holder) !== null) this.#lease = null;
    return Promise.resolve();
  }

  complete(_tenantId: TenantId, run: number, holder: string, at: Date): Promise<boolean> {
    const current = this.#held(run, holder);
    if (current === null) return Promise.resolve(false);
    current.completedAt = at;
    this.#lease = null;
    return Promise.resolve(true);
  }

  lastCompletedAt(): Promise<Date | null> {
    return Promise.resolve(this.#lastComplete()?.completedAt ?? null);
  }

  saveAccounts(_tenantId: TenantId, run: number, rows: readonly AccountRow[]): Promise<void> {
    this.#wrote(rows);
    for (const row of rows) {
      const person = this.#person(row.userId);
      if ((person.account?.run ?? 0) <= run) person.account = { ...row, run };
    }
    return Promise.resolve();
  }

  saveMembers(
    _tenantId: TenantId,
    run: number,
    use: AudienceUse,
    userIds: readonly UserId[],
  ): Promise<void> {
    this.#wrote(userIds);
    for (const id of userIds) {
      const person = this.#person(id);
      if (use === "include") person.includedRun = Math.max(person.includedRun, run);
      else person.excludedRun = Math.max(person.excludedRun, run);
    }
    return Promise.resolve();
  }

  saveReport(_tenantId: TenantId, _run: number, rows: readonly ScannedReportRow[]): Promise<void> {
    this.#wrote(rows);
    for (const { userId, methods, registration } of rows) {
      const person = this.#person(userId);
      person.registration = newerRegistration(person.registration, registration);
      person.methods = methods;
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
    this.#wrote(rows);
    for (const { key, registration, methods } of rows) {
      const person = this.#person(key.userId);
      person.registration = newerRegistration(person.registration, registration);
      person.methods = methods ?? person.methods;
    }
    return Promise.resolve();
  }

  saveMailboxZones(
    rows: readonly { readonly key: PersonKey; readonly zone: string | null }[],
  ): Promise<void> {
    this.#wrote(rows);
    for (const { key, zone } of rows) this.#person(key.userId).mailboxZone = { zone };
    return Promise.resolve();
  }

  membersPage(
    _tenantId: TenantId,
    run: number,
    after: UserId | null,
    limit: number,
  ): Promise<readonly UserId[]> {
    const ids = [...this.people]
      .filter(
        ([id, { account, excludedRun }]) =>
          account?.run === run &&
          account.isEnabled &&
          !account.isGuest &&
          excludedRun < run &&
          (after === null || id > after),
      )
      .map(([id]) => id)
      .sort();
    return Promise.resolve(ids.slice(0, limit));
  }

  count(): Promise<ComplianceCounts> {
    const counted = [...this.people.values()].filter(
      (person) =>
        this.isInDirectory(person) &&
        person.account?.isGuest === false &&
        person.account.isEnabled &&
        !this.isExcluded(person),
    );
    const some = (test: (person: ScannedPerson) => boolean): number => counted.filter(test).length;
    const listed = [...this.people.values()].filter((person) => this.isInDirectory(person));
    const guests = listed.filter(({ account }) => account?.isGuest).length;
    const disabled = listed.filter(
      ({ account }) => account !== null && !account.isGuest && !account.isEnabled,
    ).length;
    return Promise.resolve({
      people: counted.length,
      ready: some(({ registration }) => registration?.isReady === true),
      notReady: some(({ registration }) => registration?.isReady === false),
      notKnown: some(({ registration }) => registration === null),
      leftOut: {
        guests,
        disabled,
        excluded: listed.length - guests - disabled - counted.length,
        exempt: 0,
      },
      byMethod: byEach(REPORT_METHODS, (method) => some(({ methods }) => methods.includes(method))),
      byReachability: {
        unknown: counted.length,
        reachable: 0,
        notInstalled: 0,
        removed: 0,
        blocked: 0,
        gone: 0,
      },
    });
  }

  isInDirectory({ account }: ScannedPerson): boolean {
    return account !== null && account.run >= (this.#lastComplete()?.run ?? 0);
  }

  isExcluded({ includedRun, excludedRun }: ScannedPerson): boolean {
    const complete = this.#lastComplete();
    const since = Math.max(1, complete?.run ?? 0);
    const requires = [complete, this.runs.at(-1)].some((run) => run?.start.requiresInclusion);
    return excludedRun >= since || (requires && includedRun < since);
  }

  #lastComplete(): Run | undefined {
    return this.runs.findLast(({ completedAt }) => completedAt !== null);
  }

  #held(run: number, holder: string): Run | null {
    const current = this.runs.at(-1);
    const isHeld = this.#lease?.holder === holder && current?.run === run;
    return isHeld && current.completedAt === null ? current : null;
  }

  #person(id: UserId): ScannedPerson {
    const person = this.people.get(id) ?? {
      account: null,
      includedRun: 0,
      excludedRun: 0,
      registration: null,
      methods: [],
      mailboxZone: null,
    };
    this.people.set(id, person);
    return person;
  }

  #wrote(rows: readonly unknown[]): void {
    this.writes.count += 1;
    this.writes.longest = Math.max(this.writes.longest, rows.length);
  }
}

function byEach<Name extends string>(
  names: readonly Name[],
  valueOf: (name: Name) => number,
): Readonly<Record<Name, number>> {
  // `fromEntries` forgets the names; they are exactly those of the list.
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, number>;
}

import type { ConversationReference, PersonKey, SeenTurn } from "../../src/enrollment/person.ts";
import type { TenantId } from "../../src/methods/ids.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { Candidate, Reachability, Registration } from "../../src/reminders/candidate.ts";
import type { DeliveryState } from "../../src/reminders/delivery-queue.ts";
import type { ReportMethod } from "../../src/reminders/report-methods.ts";
import type { ScanProgress } from "../../src/reminders/scan-store.ts";
import type { Stance } from "../../src/reminders/stance-store.ts";

export type RegistrationRow = {
  readonly key: PersonKey;
  readonly accountRun: number | null;
  readonly isGuest: boolean;
  readonly isEnabled: boolean;
  readonly includedRun: number | null;
  readonly excludedRun: number | null;
  readonly reportRun: number | null;
  readonly methods: readonly ReportMethod[] | null;
  readonly registration: Registration | null;
  readonly mailbox: { readonly zone: string | null } | null;
};
export type ScanRunRow = {
  readonly run: number;
  readonly plan: string;
  readonly requiresInclusion: boolean;
  readonly startedAt: Date;
  readonly completedAt: Date | null;
  readonly progress: ScanProgress;
  readonly lease: Lease | null;
};
export type Lease = { readonly holder: string; readonly untilMs: number };
export type CampaignRow = { readonly campaign: Campaign; readonly stateAt: Date };
export type SnoozeRow = { readonly until: Date; readonly count: number };
export type ReachabilityRow = {
  readonly state: Reachability;
  readonly why: string | null;
  readonly at: Date | null;
  readonly chat: { readonly chatId: string; readonly at: Date } | null;
};
export type PersonRow = {
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly reference: ConversationReference;
};
export type DeliveryRow = {
  readonly deliveryId: string;
  readonly key: PersonKey;
  readonly campaignId: string;
  readonly ordinal: number;
  readonly state: DeliveryState;
  readonly dueAt: Date;
  readonly tries: number;
  readonly why: string | null;
  readonly holder: string | null;
  readonly endedAt: Date | null;
  readonly activityId: string | null;
  readonly card: "open" | "stale" | "closed" | null;
};

export const personId = ({ tenantId, userId }: PersonKey): string => `${tenantId}/${userId}`;

const NEW_ROW: Omit<RegistrationRow, "key"> = {
  accountRun: null,
  isGuest: false,
  isEnabled: false,
  includedRun: null,
  excludedRun: null,
  reportRun: null,
  methods: null,
  registration: null,
  mailbox: null,
};
const OPEN: ReadonlySet<DeliveryState> = new Set(["pending", "claimed", "sending"]);
const TRIED: ReadonlySet<DeliveryState> = new Set(["sent", "failed", "unknown"]);

/** What the tables of the reminders hold, in memory; the fakes of the stores share one. */
export class FakeReminderTables {
  readonly registrations = new Map<string, RegistrationRow>();
  readonly scanRuns = new Map<TenantId, readonly ScanRunRow[]>();
  readonly campaigns = new Map<string, CampaignRow>();
  readonly stances = new Map<string, Omit<Stance, "snooze">>();
  readonly snoozes = new Map<string, SnoozeRow>();
  readonly reachability = new Map<string, ReachabilityRow>();
  readonly people = new Map<string, PersonRow>();
  readonly deliveries = new Map<string, DeliveryRow>();
  readonly leases = new Map<TenantId, Lease>();
  readonly pausedUntilMs = new Map<TenantId, number>();
  readonly nowMs: () => number;

  /** @param nowMs Stands for the database's clock. */
  constructor(nowMs: () => number = Date.now) {
    this.nowMs = nowMs;
  }

  /** What `PersonStore.recordTurn` does to these tables. */
  meet({ tenantId, userId, locale, timeZone, reference, at }: SeenTurn): void {
    const id = personId({ tenantId, userId });
    this.people.set(id, { locale, timeZone, reference });
    const known = this.reachability.get(id);
    if (known?.state === "reachable" || (known?.at ?? at) > at) return;
    this.reachability.set(id, { state: "reachable", why: null, at, chat: known?.chat ?? null });
  }

  /** What `PersonStore.saveInstalled` does to these tables. */
  setInstalled(key: PersonKey, installed: boolean, at: Date): void {
    const known = this.reachability.get(personId(key));
    if (known === undefined || (known.at ?? at) > at) return;
    const state = installed ? "reachable" : "removed";
    this.reachability.set(personId(key), { ...known, state, why: null, at });
  }

  registration(key: PersonKey): RegistrationRow {
    const { tenantId, userId } = key;
    return this.registrations.get(personId(key)) ?? { key: { tenantId, userId }, ...NEW_ROW };
  }

  saveRegistration(row: RegistrationRow): void {
    this.registrations.set(personId(row.key), row);
  }

  /** Which scan counts for the tenant. */
  scan(tenantId: TenantId): { readonly complete: number; readonly requiresInclusion: boolean } {
    const runs = this.scanRuns.get(tenantId) ?? [];
    const complete = Math.max(0, ...runs.filter((run) => run.completedAt).map((run) => run.run));
    return { complete, requiresInclusion: runs.some((run) => run.requiresInclusion) };
  }

  isExcluded(row: RegistrationRow): boolean {
    const { complete, requiresInclusion } = this.scan(row.key.tenantId);
    return (
      (row.excludedRun ?? -1) >= complete ||
      (requiresInclusion && !((row.includedRun ?? -1) >= complete))
    );
  }

  /** In the order of ids. */
  registrationsOf(tenantId: TenantId): readonly RegistrationRow[] {
    return [...this.registrations.values()]
      .filter(({ key }) => key.tenantId === tenantId)
      .sort((a, b) => (a.key.userId < b.key.userId ? -1 : 1));
  }

  deliveriesOf(key: PersonKey, campaignId: string | null): readonly DeliveryRow[] {
    return [...this.deliveries.values()].filter(
      (row) =>
        personId(row.key) === personId(key) &&
        (campaignId === null || row.campaignId === campaignId),
    );
  }

  stance(key: PersonKey, campaignId: string | null): Stance {
    const nothing = { exemption: null, optedOutAt: null, cannot: null };
    return {
      ...(this.stances.get(personId(key)) ?? nothing),
      snooze: this.snoozes.get(`${personId(key)}/${campaignId ?? ""}`) ?? null,
    };
  }

  candidate(row: RegistrationRow, campaignId: string | null): Candidate {
    const { key } = row;
    const reach = this.reachability.get(personId(key));
    const person = this.people.get(personId(key));
    const tried = this.deliveriesOf(key, campaignId).filter(
      ({ state }) => campaignId !== null && TRIED.has(state),
    );
    const endedAt = tried.flatMap((delivery) => delivery.endedAt ?? []);
    return {
      key: { tenantId: key.tenantId, userId: key.userId },
      isInDirectory: (row.accountRun ?? -1) >= this.scan(key.tenantId).complete,
      isGuest: row.isGuest,
      isEnabled: row.isEnabled,
      isExcluded: this.isExcluded(row),
      registration: row.registration,
      ...this.stance(key, campaignId),
      reachability: reach?.state ?? "unknown",
      reachabilityAt: reach?.at ?? null,
      teamsTimeZone: person?.timeZone ?? null,
      mailboxTimeZone: row.mailbox,
      locale: person?.locale ?? null,
      reminders: {
        count: tried.length,
        lastAt: endedAt.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null,
      },
    };
  }

  planned(key: PersonKey, campaignId: string): DeliveryRow | null {
    return this.deliveriesOf(key, campaignId).find(({ state }) => OPEN.has(state)) ?? null;
  }
}

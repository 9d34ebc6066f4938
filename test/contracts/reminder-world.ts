import { randomUUID } from "node:crypto";
import type { PersonKey, SeenTurn } from "../../src/enrollment/person.ts";
import { type TenantId, tenantId, userId } from "../../src/methods/ids.ts";
import type { Campaign } from "../../src/reminders/campaign.ts";
import type { CampaignStore, CandidateStore } from "../../src/reminders/campaign-store.ts";
import type { Registration } from "../../src/reminders/candidate.ts";
import type { ComplianceHistory } from "../../src/reminders/compliance-history.ts";
import type { DeliveryCounts, DeliveryQueue } from "../../src/reminders/delivery-queue.ts";
import type { PeopleRegister } from "../../src/reminders/people-register.ts";
import type { ScanStore } from "../../src/reminders/scan-store.ts";
import type { StanceStore } from "../../src/reminders/stance-store.ts";
import { PostgresCampaignStore } from "../../src/storage/campaign-store.ts";
import { PostgresCandidateStore } from "../../src/storage/candidate-store.ts";
import { PostgresComplianceHistory } from "../../src/storage/compliance-history.ts";
import type { Database } from "../../src/storage/database.ts";
import { PostgresDeliveryCounts } from "../../src/storage/delivery-counts.ts";
import { PostgresDeliveryQueue } from "../../src/storage/delivery-queue.ts";
import { PostgresPeopleRegister } from "../../src/storage/people-register.ts";
import { PostgresPersonStore } from "../../src/storage/person-store.ts";
import { PostgresScanStore } from "../../src/storage/scan-store.ts";
import { PostgresStanceStore } from "../../src/storage/stance-store.ts";
import { FakeCampaignStore, FakeCandidateStore } from "../fakes/fake-campaign-store.ts";
import { FakeDeliveryQueue } from "../fakes/fake-delivery-queue.ts";
import {
  FakeComplianceHistory,
  FakeDeliveryCounts,
  FakePeopleRegister,
} from "../fakes/fake-people-register.ts";
import { FakeReminderTables } from "../fakes/fake-reminder-tables.ts";
import { FakeScanStore } from "../fakes/fake-scan-store.ts";
import { FakeStanceStore } from "../fakes/fake-stance-store.ts";
import { forEachDatabase } from "./databases.ts";
import { aTurn } from "./person-builders.ts";

/** Every store of the reminders, over the same tables, and what happens to people outside of them. */
export type ReminderWorld = {
  readonly scans: ScanStore;
  readonly campaigns: CampaignStore;
  readonly candidates: CandidateStore;
  readonly stances: StanceStore;
  readonly queue: DeliveryQueue;
  readonly counts: DeliveryCounts;
  readonly history: ComplianceHistory;
  readonly register: PeopleRegister;
  /** They wrote to the bot. */
  readonly meet: (turn: SeenTurn) => Promise<void>;
  readonly setInstalled: (key: PersonKey, installed: boolean, at: Date) => Promise<void>;
};

export function fakeWorld(tables = new FakeReminderTables()): ReminderWorld {
  return {
    scans: new FakeScanStore(tables),
    campaigns: new FakeCampaignStore(tables),
    candidates: new FakeCandidateStore(tables),
    stances: new FakeStanceStore(tables),
    queue: new FakeDeliveryQueue(tables),
    counts: new FakeDeliveryCounts(tables),
    history: new FakeComplianceHistory(),
    register: new FakePeopleRegister(tables),
    meet: (turn) => {
      tables.meet(turn);
      return Promise.resolve();
    },
    setInstalled: (key, installed, at) => {
      tables.setInstalled(key, installed, at);
      return Promise.resolve();
    },
  };
}

export function storedWorld(database: Database): ReminderWorld {
  const people = new PostgresPersonStore(database);
  return {
    scans: new PostgresScanStore(database),
    campaigns: new PostgresCampaignStore(database),
    candidates: new PostgresCandidateStore(database),
    stances: new PostgresStanceStore(database),
    queue: new PostgresDeliveryQueue(database),
    counts: new PostgresDeliveryCounts(database),
    history: new PostgresComplianceHistory(database),
    register: new PostgresPeopleRegister(database),
    meet: async (turn) => {
      await people.recordTurn(turn);
    },
    setInstalled: (key, installed, at) => people.saveInstalled(key, installed, at),
  };
}

/** Registers the same tests on the fakes, on PGlite and on a PostgreSQL server. Each test has a tenant of its own. */
export function forEachWorld(title: string, register: (world: () => ReminderWorld) => void): void {
  describe(`${title} in memory`, () => {
    const world = fakeWorld();
    register(() => world);
  });
  forEachDatabase(title, (database) => {
    let world: ReminderWorld | null = null;
    register(() => (world ??= storedWorld(database())));
  });
}

export const EARLY = new Date("2026-03-02T08:00:00.000Z");
export const NOON = new Date("2026-03-02T12:00:00.000Z");
export const LATE = new Date("2026-03-02T13:00:00.000Z");
/** A lease for as long as any test takes. */
export const LONG_MS = 600_000;
/** Has run out by the time that the next statement is read. */
export const OVER_MS = 0;

/** A tenant that nobody has seen before. */
export const aTenant = (): TenantId => tenantId(randomUUID());

/** So many people of a tenant, in the order of their ids. */
export function peopleOf(tenant: TenantId, count = 1): PersonKey[] {
  return Array.from({ length: count }, () => userId(randomUUID()))
    .sort()
    .map((id) => ({ tenantId: tenant, userId: id }));
}

/** One person of a new tenant. */
export const somebody = (): PersonKey => ({
  tenantId: aTenant(),
  userId: userId(randomUUID()),
});

export const notReady = (at = EARLY): Registration => ({ isReady: false, at, source: "report" });

/** Makes them enabled members whom run 1 has seen, complete. */
export async function scanned(
  { scans }: ReminderWorld,
  people: readonly PersonKey[],
  registration: Registration | null = notReady(),
): Promise<void> {
  const [first] = people;
  if (first === undefined) return;
  const start = { plan: "all", requiresInclusion: false, resumeAfter: EARLY, at: EARLY };
  const begun = await scans.begin(first.tenantId, "scanner", LONG_MS, start);
  if (begun.kind === "underWay") throw new Error("Another scan is under way");
  const { run } = begun.scan;
  await scans.saveAccounts(
    first.tenantId,
    run,
    people.map(({ userId: id }) => ({ userId: id, isGuest: false, isEnabled: true })),
  );
  if (registration !== null) {
    await scans.saveReport(
      first.tenantId,
      run,
      people.map(({ userId: id }) => ({ userId: id, methods: ["mobilePhone"], registration })),
    );
  }
  await scans.complete(first.tenantId, run, "scanner", EARLY);
}

/** A campaign of the tenant that runs. */
export async function running({ campaigns }: ReminderWorld, tenant: TenantId): Promise<Campaign> {
  const campaign: Campaign = {
    campaignId: randomUUID(),
    tenantId: tenant,
    startsAt: EARLY,
    deadline: null,
    state: "running",
  };
  await campaigns.start(campaign, EARLY);
  return campaign;
}

/** A turn of theirs. */
export const turnOf = (key: PersonKey, at = NOON): SeenTurn =>
  aTurn({ tenantId: key.tenantId, userId: key.userId, at });

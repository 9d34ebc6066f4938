import type { PersonKey } from "../../src/enrollment/person.ts";
import type { TenantId, UserId } from "../../src/methods/ids.ts";
import type { Candidate } from "../../src/reminders/candidate.ts";
import type {
  ComplianceHistory,
  ComplianceRecord,
} from "../../src/reminders/compliance-history.ts";
import type { DeliveryCounts, DeliveryState } from "../../src/reminders/delivery-queue.ts";
import type {
  PeopleFilter,
  PeopleRegister,
  PersonDelivery,
} from "../../src/reminders/people-register.ts";
import { COUNTED, standingOf } from "./fake-count.ts";
import { type FakeReminderTables, personId, type RegistrationRow } from "./fake-reminder-tables.ts";

/** PeopleRegister in memory; `test/contracts/people-register.contract.ts` holds it to what the database does. */
export class FakePeopleRegister implements PeopleRegister {
  readonly #tables: FakeReminderTables;

  constructor(tables: FakeReminderTables) {
    this.#tables = tables;
  }

  page(
    tenantId: TenantId,
    filter: PeopleFilter,
    campaignId: string | null,
    after: UserId | null,
    limit: number,
  ): Promise<readonly Candidate[]> {
    return Promise.resolve(
      this.#tables
        .registrationsOf(tenantId)
        .filter((row) => after === null || row.key.userId > after)
        .filter((row) => this.#isAskedFor(row, filter))
        .slice(0, limit)
        .map((row) => this.#tables.candidate(row, campaignId)),
    );
  }

  deliveries(key: PersonKey): Promise<readonly PersonDelivery[]> {
    const rows = this.#tables
      .deliveriesOf(key, null)
      .toSorted((a, b) => b.dueAt.getTime() - a.dueAt.getTime());
    return Promise.resolve(
      rows.map(({ campaignId, ordinal, state, why, dueAt, endedAt }) => ({
        campaignId,
        ordinal,
        state,
        why,
        dueAt,
        endedAt,
      })),
    );
  }

  forget(key: PersonKey): Promise<number> {
    const id = personId(key);
    const { registrations, stances, snoozes, reachability, people, deliveries } = this.#tables;
    const rows = [registrations, stances, reachability].filter((table) => table.delete(id)).length;
    // The person, and their reference.
    const met = people.delete(id) ? 2 : 0;
    const ofPerson = (table: Map<string, unknown>, keys: readonly string[]): number =>
      keys.filter((rowKey) => table.delete(rowKey)).length;
    const snoozed = [...snoozes.keys()].filter((rowKey) => rowKey.startsWith(`${id}/`));
    const planned = this.#tables.deliveriesOf(key, null).map((row) => row.deliveryId);
    return Promise.resolve(rows + met + ofPerson(snoozes, snoozed) + ofPerson(deliveries, planned));
  }

  #isAskedFor(row: RegistrationRow, filter: PeopleFilter): boolean {
    if (filter === "all") return true;
    if ((row.accountRun ?? -1) < this.#tables.scan(row.key.tenantId).complete) return false;
    const standing = standingOf(this.#tables, row, new Date(this.#tables.nowMs()));
    const reach = this.#tables.reachability.get(personId(row.key))?.state ?? "unknown";
    switch (filter) {
      case "leftOut":
        return !COUNTED.has(standing);
      case "unreachable":
        return COUNTED.has(standing) && reach !== "unknown" && reach !== "reachable";
      case "ready":
      case "notReady":
      case "notKnown":
        return standing === filter;
    }
  }
}

/** DeliveryCounts in memory; `test/contracts/delivery-queue.contract.ts` holds it to what the database does. */
export class FakeDeliveryCounts implements DeliveryCounts {
  readonly #tables: FakeReminderTables;

  constructor(tables: FakeReminderTables) {
    this.#tables = tables;
  }

  byOutcome(campaignId: string): Promise<
    readonly {
      readonly state: DeliveryState;
      readonly why: string | null;
      readonly count: number;
    }[]
  > {
    const rows = this.#rows(campaignId);
    const groups = Map.groupBy(rows, ({ state, why }) => JSON.stringify([state, why]));
    return Promise.resolve(
      [...groups.values()]
        .flatMap(([first, ...more]) =>
          first === undefined
            ? []
            : [{ state: first.state, why: first.why, count: more.length + 1 }],
        )
        .toSorted((a, b) => (`${a.state} ${a.why ?? ""}` < `${b.state} ${b.why ?? ""}` ? -1 : 1)),
    );
  }

  byDay(campaignId: string): Promise<
    readonly {
      readonly day: string;
      readonly state: "sent" | "failed" | "unknown";
      readonly count: number;
    }[]
  > {
    const ended = this.#rows(campaignId).flatMap(({ state, endedAt }) =>
      endedAt !== null && (state === "sent" || state === "failed" || state === "unknown")
        ? [{ day: endedAt.toISOString().slice(0, 10), state }]
        : [],
    );
    const groups = Map.groupBy(ended, ({ day, state }) => `${day} ${state}`);
    return Promise.resolve(
      [...groups]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, rows]) => (rows[0] === undefined ? [] : [{ ...rows[0], count: rows.length }])),
    );
  }

  #rows(campaignId: string) {
    return [...this.#tables.deliveries.values()].filter((row) => row.campaignId === campaignId);
  }
}

/** ComplianceHistory in memory; `test/contracts/compliance-history.contract.ts` holds it to what the database does. */
export class FakeComplianceHistory implements ComplianceHistory {
  readonly #records = new Map<TenantId, readonly ComplianceRecord[]>();

  add(tenantId: TenantId, record: ComplianceRecord): Promise<void> {
    const known = this.#records.get(tenantId) ?? [];
    if (!known.some(({ run }) => run === record.run)) {
      const records = [...known, record].toSorted((a, b) => a.at.getTime() - b.at.getTime());
      this.#records.set(tenantId, records);
    }
    return Promise.resolve();
  }

  list(tenantId: TenantId, since: Date | null): Promise<readonly ComplianceRecord[]> {
    const records = this.#records.get(tenantId) ?? [];
    return Promise.resolve(records.filter(({ at }) => since === null || at >= since));
  }
}

import type { PersonKey } from "../../src/enrollment/person.ts";
import type { CannotReason } from "../../src/reminders/settings.ts";
import type { Stance, StanceStore } from "../../src/reminders/stance-store.ts";
import { type FakeReminderTables, personId } from "./fake-reminder-tables.ts";

/** StanceStore in memory; `test/contracts/stance-store.contract.ts` holds it to what the database does. */
export class FakeStanceStore implements StanceStore {
  readonly #tables: FakeReminderTables;

  constructor(tables: FakeReminderTables) {
    this.#tables = tables;
  }

  find(key: PersonKey, campaignId: string | null): Promise<Stance> {
    return Promise.resolve(this.#tables.stance(key, campaignId));
  }

  exempt(
    keys: readonly PersonKey[],
    exemption: { readonly reason: string; readonly until: Date | null },
  ): Promise<void> {
    for (const key of keys) this.#change(key, { exemption });
    return Promise.resolve();
  }

  endExemption(keys: readonly PersonKey[]): Promise<number> {
    const ids = new Set(keys.map(personId));
    const exempt = [...ids].filter((id) => this.#tables.stances.get(id)?.exemption);
    for (const id of exempt) {
      const stance = this.#tables.stances.get(id);
      if (stance !== undefined) this.#tables.stances.set(id, { ...stance, exemption: null });
    }
    return Promise.resolve(exempt.length);
  }

  setOptedOut(key: PersonKey, at: Date | null): Promise<void> {
    this.#change(key, { optedOutAt: at });
    return Promise.resolve();
  }

  setCannot(
    key: PersonKey,
    cannot: { readonly reason: CannotReason; readonly at: Date } | null,
  ): Promise<void> {
    const known = this.#tables.stance(key, null).cannot;
    if (known === null || cannot === null || cannot.at >= known.at) this.#change(key, { cannot });
    return Promise.resolve();
  }

  snooze(
    key: PersonKey,
    campaignId: string,
    { until, count }: { readonly until: Date; readonly count: number },
  ): Promise<boolean> {
    const id = `${personId(key)}/${campaignId}`;
    const known = this.#tables.snoozes.get(id)?.count ?? 0;
    const isOfTenant = this.#tables.campaigns.get(campaignId)?.campaign.tenantId === key.tenantId;
    if (!isOfTenant || count !== known + 1) return Promise.resolve(false);
    this.#tables.snoozes.set(id, { until, count });
    return Promise.resolve(true);
  }

  #change(key: PersonKey, change: Partial<Stance>): void {
    const { exemption, optedOutAt, cannot } = { ...this.#tables.stance(key, null), ...change };
    this.#tables.stances.set(personId(key), { exemption, optedOutAt, cannot });
  }
}

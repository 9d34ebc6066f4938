import type { PersonKey } from "../enrollment/person.ts";
import type { CannotReason } from "./settings.ts";

/** What is settled about reminding one person, by themselves or by the organisation. */
export type Stance = {
  readonly exemption: { readonly reason: string; readonly until: Date | null } | null;
  readonly optedOutAt: Date | null;
  readonly snooze: { readonly until: Date; readonly count: number } | null;
  readonly cannot: { readonly reason: CannotReason; readonly at: Date } | null;
};

export interface StanceStore {
  /** All null for a person of whom nothing is settled. Snoozes are those of the campaign. */
  find(key: PersonKey, campaignId: string | null): Promise<Stance>;
  /** Exempts people, known or not, in one statement; replaces an exemption they have. */
  exempt(
    keys: readonly PersonKey[],
    exemption: { readonly reason: string; readonly until: Date | null },
    at: Date,
  ): Promise<void>;
  /** Returns how many had one. */
  endExemption(keys: readonly PersonKey[]): Promise<number>;
  /** Null takes it back. */
  setOptedOut(key: PersonKey, at: Date | null): Promise<void>;
  /** The newest statement counts; null takes it back. */
  setCannot(
    key: PersonKey,
    cannot: { readonly reason: CannotReason; readonly at: Date } | null,
  ): Promise<void>;
  /**
   * Saves a snooze whose `count` follows on the stored one (0 when there is none). False: another one came first, nothing
   * was written; so two pressed buttons are one snooze.
   */
  snooze(
    key: PersonKey,
    campaignId: string,
    snooze: { readonly until: Date; readonly count: number },
    at: Date,
  ): Promise<boolean>;
}

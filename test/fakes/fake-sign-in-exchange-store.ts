import type { SignInExchangeStore } from "../../src/enrollment/person.ts";

/** SignInExchangeStore in memory; `test/contracts/sign-in-exchange-store.contract.ts` holds it to what the database does. */
export class FakeSignInExchangeStore implements SignInExchangeStore {
  readonly #claimedAt = new Map<string, Date>();

  claim(exchangeId: string, at: Date): Promise<boolean> {
    if (this.#claimedAt.has(exchangeId)) return Promise.resolve(false);
    this.#claimedAt.set(exchangeId, at);
    return Promise.resolve(true);
  }

  deleteOlderThan(before: Date): Promise<number> {
    const old = [...this.#claimedAt].filter(([, at]) => at < before);
    for (const [exchangeId] of old) this.#claimedAt.delete(exchangeId);
    return Promise.resolve(old.length);
  }
}

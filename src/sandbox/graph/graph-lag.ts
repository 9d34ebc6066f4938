/** Entries that Graph does not show yet: it lists a new one late (the switch `lateRegistration`). */
export class GraphLag {
  readonly #hiddenUntil = new Map<string, Date>();

  hide(methodId: string, until: Date): void {
    this.#hiddenUntil.set(methodId, until);
  }

  isShown(methodId: string, now: Date): boolean {
    const until = this.#hiddenUntil.get(methodId);
    return until === undefined || until <= now;
  }

  reset(): void {
    this.#hiddenUntil.clear();
  }
}

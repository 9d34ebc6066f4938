import { setTimeout as later } from "node:timers/promises";
import type { Teams, TurnEnd } from "./teams.ts";

/** People who try again wait ever longer, up to this; who does not is held back as a flood. */
const LONGEST_WAIT_MS = 5_000;

export type Turn = {
  readonly person: number;
  readonly step: "check" | "press" | "help";
  readonly atMs: number;
  readonly tookMs: number;
  readonly end: TurnEnd;
};

/** People who come one after the other, several at a time, and repeat what was not answered, as people do. */
export class Load {
  readonly turns: Turn[] = [];
  /** From the first try to the answer, of what was not answered at once. */
  readonly recoveriesMs: number[] = [];
  readonly #teams: Teams;
  readonly #url: string;
  readonly #mostPeople: number;
  readonly #firstPerson: number;
  #people = 0;
  #isOver = false;
  #running: Promise<unknown> = Promise.resolve();

  /** @param firstPerson Those before were there already. */
  constructor(teams: Teams, url: string, mostPeople: number, firstPerson: number) {
    this.#teams = teams;
    this.#url = url;
    this.#mostPeople = mostPeople;
    this.#firstPerson = firstPerson;
  }

  begin(atOnce: number): void {
    this.#running = Promise.all(Array.from({ length: atOnce }, () => this.#keepComing()));
  }

  /** Nobody new comes; resolves when those who are there have their answers. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  /** Resolves when so many more turns have ended in this way. */
  async more(count: number, isMeant: (turn: Turn) => boolean = () => true): Promise<void> {
    const from = this.turns.length;
    const deadline = AbortSignal.timeout(60_000);
    while (this.turns.slice(from).filter(isMeant).length < count) {
      deadline.throwIfAborted();
      await new Promise(setImmediate);
    }
  }

  /** All who ever came. */
  get people(): readonly number[] {
    return Array.from({ length: this.#people }, (_, index) => this.#firstPerson + index);
  }

  async #keepComing(): Promise<void> {
    while (!this.#isOver && this.#firstPerson + this.#people < this.#mostPeople) {
      const person = this.#firstPerson + this.#people;
      this.#people += 1;
      await this.#teams.signIn(person);
      await this.#until(person, "check", () => this.#teams.say(this.#url, person, "check"));
      await this.#until(person, "press", () => this.#teams.pressNo(this.#url, person));
      await this.#until(person, "help", () => this.#teams.say(this.#url, person, "help"));
    }
  }

  async #until(person: number, step: Turn["step"], act: () => Promise<TurnEnd>): Promise<void> {
    const firstMs = performance.now();
    for (let tries = 1; ; tries += 1) {
      const atMs = performance.now();
      const end = await act();
      this.turns.push({ person, step, atMs, tookMs: performance.now() - atMs, end });
      if (end.kind === "answered") {
        if (tries > 1) this.recoveriesMs.push(performance.now() - firstMs);
        return;
      }
      await later(Math.min(250 * 2 ** (tries - 1), LONGEST_WAIT_MS));
    }
  }
}

/** The value that this share of all is not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
}

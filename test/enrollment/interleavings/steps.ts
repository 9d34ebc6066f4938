/** Picks a number below `count`. */
export type Choose = (count: number) => number;

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function choicesOf(seed: number): Choose {
  let state = seed >>> 0;
  return (count) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  };
}

type Waiting = {
  readonly who: string;
  readonly where: string;
  readonly goOn: () => void;
};

/** Tasks go on one at a time, in an order that is chosen; nothing else happens meanwhile. */
export class Steps {
  #waiting: Waiting[] = [];
  readonly #gone = new Set<string>();
  /** Of a hundred steps, how many stay with who went on before: the others hang meanwhile. */
  readonly #stickiness: number;
  /** Where each task went on, in order. */
  readonly taken: string[] = [];
  #last = "";

  constructor(stickiness: number) {
    this.#stickiness = stickiness;
  }

  /** Waits until it is chosen. What belongs to somebody who is gone never goes on. */
  pause(who: string, where: string): Promise<void> {
    return new Promise((goOn) => {
      if (!this.#gone.has(who)) this.#waiting.push({ who, where, goOn });
    });
  }

  /** As when a process is killed: whatever it was at, it does not go on. */
  kill(who: string): void {
    this.#gone.add(who);
    this.#waiting = this.#waiting.filter((one) => one.who !== who);
  }

  /** Whoever has just begun counts as the one who went on before. */
  begin(who: string): void {
    this.#last = who;
  }

  /** Lets one go on, and everything happen that follows at once; false when nobody waits. */
  async next(choose: Choose): Promise<boolean> {
    await settled();
    const [chosen] = this.#waiting.splice(this.#choose(choose), 1);
    if (chosen === undefined) return false;
    this.#last = chosen.who;
    this.taken.push(`${chosen.who}: ${chosen.where}`);
    chosen.goOn();
    await settled();
    return true;
  }

  #choose(choose: Choose): number {
    const same = this.#waiting.findIndex(({ who }) => who === this.#last);
    if (same >= 0 && choose(100) < this.#stickiness) return same;
    return this.#waiting.length === 0 ? 0 : choose(this.#waiting.length);
  }
}

/** Every promise that can be settled is. */
const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

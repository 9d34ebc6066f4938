import type { TurnContext } from "botbuilder";

const AFTERWARDS = Symbol("afterwards");

/** Work that a turn puts off until it is answered: the answer to a pressed button must not wait for it. */
export class Afterwards {
  readonly #works: (() => Promise<void>)[] = [];
  readonly #onTrouble: (error: unknown) => void;

  constructor(onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  /** The SDK takes a turn's context away when the turn ends, so what belongs to it afterwards is held here. */
  attachTo(context: TurnContext): void {
    context.turnState.set(AFTERWARDS, this);
  }

  putOff(work: () => Promise<void>): void {
    this.#works.push(work);
  }

  /** Begins all of it, and waits for none. */
  begin(): void {
    for (const work of this.#works.splice(0)) work().catch(this.#onTrouble);
  }
}

export function afterwardsOf(context: TurnContext): Afterwards {
  const found: unknown = context.turnState.get(AFTERWARDS);
  if (!(found instanceof Afterwards)) throw new Error("Nothing begins after this turn");
  return found;
}

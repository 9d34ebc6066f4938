import type { OrganisationLinks } from "../cards/links.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { Guide, GuideStore } from "../enrollment/guide-store.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { ChatTurn } from "./chat-turn.ts";
import { sayStale } from "./stale.ts";

/** What a conversation decides; `state` is null where there was none and none began. */
export type CardOutcome<State, Effect> = {
  readonly state: State | null;
  readonly effects: readonly Effect[];
};

/** One conversation as pure functions. Several can share a person's card: each reads its own states and no others. */
export type CardFlow<State, Event, Effect> = {
  /** A stored state; null for one of another conversation, or one that this version cannot read. */
  readonly parse: (stored: unknown) => State | null;
  /** Total. With a state of null, a press can only be an old card's, and what comes unasked says nothing. */
  readonly step: (state: State | null, event: Event) => CardOutcome<State, Effect>;
  /** True for what begins anew wherever the person stood: the cards of before are then stale. */
  readonly isBeginning: (event: Event) => boolean;
};

/** Which conversation a card belongs to (its buttons carry the id), and where it stands in the chat. */
export type CardPlace = Pick<Guide, "guideId" | "activityId">;

/** What carrying out an effect came to. */
export type Performed<Event> =
  | { readonly kind: "done" }
  /** The card was shown, in this activity; null: the client does not say. */
  | { readonly kind: "shown"; readonly activityId: string | null }
  /** Something happened that the conversation goes on with, in the same turn. */
  | { readonly kind: "ledTo"; readonly event: Event };

/** One thing that happens to a conversation, and how this turn carries out what follows. */
export type CardAsk<Event, Effect> = {
  /** What the pressed card carried; null where nothing was pressed, or where the button is right on any card. */
  readonly guideId: string | null;
  /** Asked for again whenever another turn was first, so that it can speak of what is stored now. */
  readonly event: () => Promise<Event>;
  readonly perform: (effect: Effect, at: CardPlace) => Promise<Performed<Event>>;
};

export type MovingCardParts<State, Event, Effect> = {
  readonly flow: CardFlow<State, Event, Effect>;
  readonly guides: GuideStore;
  readonly links: OrganisationLinks;
  readonly clock: Clock;
  readonly newId: () => string;
};

/** How often a turn decides: once, and again while another turn of the same person was first. */
const ATTEMPTS = 3;

/**
 * The one card of a person that moves in the chat, and the conversation behind it, kept in the person's row of
 * `GuideStore`. Each decision is saved on the version that it was taken on, so of two turns at once one decides anew on
 * what the other left; effects are carried out only once the decision is saved.
 */
export class MovingCard<State, Event, Effect> {
  readonly #parts: MovingCardParts<State, Event, Effect>;

  constructor(parts: MovingCardParts<State, Event, Effect>) {
    this.#parts = parts;
  }

  /** A card of another conversation, and one that was beaten each time, are told that they are old. */
  async run(turn: ChatTurn, ask: CardAsk<Event, Effect>): Promise<void> {
    const decided = await this.#decide(turn.key, ask.guideId, ask.event);
    if (decided === null) await sayStale(turn, this.#parts.links);
    else await this.#carryOut(turn.key, decided, ask.perform);
  }

  /** The next state, saved. Null: nothing was saved, the card being another conversation's or beaten each time. */
  async #decide(
    key: PersonKey,
    guideId: string | null,
    happened: () => Promise<Event>,
  ): Promise<Decided<Effect> | null> {
    const { flow, guides, clock } = this.#parts;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const row = await guides.find(key);
      if (isOfAnother(guideId, row)) return null;
      const before = flow.parse(row?.state ?? null);
      const event = await happened();
      const { state, effects } = flow.step(before, event);
      if (state === null) return { row: null, effects };
      const isNew = before === null || flow.isBeginning(event);
      const next = this.#follow(row, isNew, state);
      if (await guides.save(key, next, clock.now())) return { row: saved(next), effects };
    }
    return null;
  }

  /** The card stays where it stands, whichever conversation it now belongs to. */
  #follow(row: Guide | null, isNew: boolean, state: State): Guide {
    return {
      guideId: row === null || isNew ? this.#parts.newId() : row.guideId,
      state,
      activityId: row?.activityId ?? null,
      version: row?.version ?? 0,
    };
  }

  async #carryOut(
    key: PersonKey,
    { row, effects }: Decided<Effect>,
    perform: CardAsk<Event, Effect>["perform"],
  ): Promise<void> {
    // A card without a conversation stands for itself: its buttons are stale from the start.
    const nowhere = { guideId: this.#parts.newId(), activityId: null };
    let current = row;
    const led: Event[] = [];
    for (const effect of effects) {
      const performed = await perform(effect, current ?? nowhere);
      switch (performed.kind) {
        case "done":
          break;
        case "shown":
          current = await this.#keepPlace(key, current, performed.activityId);
          break;
        case "ledTo":
          led.push(performed.event);
          break;
      }
    }
    for (const event of led) {
      const next = await this.#goOn(key, (current ?? nowhere).guideId, event);
      await this.#carryOut(key, next, perform);
    }
  }

  /** Where the card went, for the next turn. Another turn that was first knows better, and is left alone. */
  async #keepPlace(
    key: PersonKey,
    row: Guide | null,
    activityId: string | null,
  ): Promise<Guide | null> {
    if (row === null || activityId === null || activityId === row.activityId) return row;
    const moved = { ...row, activityId };
    return (await this.#parts.guides.save(key, moved, this.#parts.clock.now()))
      ? saved(moved)
      : row;
  }

  /**
   * What an effect led to. It has happened, so it is never refused: where the conversation is no longer there, the flow
   * is told so by a state of null.
   */
  async #goOn(key: PersonKey, guideId: string, event: Event): Promise<Decided<Effect>> {
    const decided = await this.#decide(key, guideId, () => Promise.resolve(event));
    return decided ?? { row: null, effects: this.#parts.flow.step(null, event).effects };
  }
}

/** What was decided, and the row as it is now stored; null: nothing is kept. */
type Decided<Effect> = { readonly row: Guide | null; readonly effects: readonly Effect[] };

const saved = (row: Guide): Guide => ({ ...row, version: row.version + 1 });

const isOfAnother = (guideId: string | null, row: Guide | null): boolean =>
  guideId !== null && row !== null && row.guideId !== guideId;

import type { CardPayload } from "../cards/card.ts";
import type { Copy } from "../copy/copy.ts";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { Person, PersonKey } from "../enrollment/person.ts";

/**
 * One turn of the chat, as a dialog sees it. How an answer travels (a message, the answer to a button, a card that
 * replaces another) is the edge's business; a dialog says what, never how.
 */
export interface ChatTurn {
  readonly key: PersonKey;
  readonly person: Person;
  readonly copy: Copy;
  showCard(card: CardPayload): Promise<void>;
  /**
   * Shows the card where `activityId` stands now, as far as this turn can, else as a new one. Resolves to the id of the
   * activity that shows it, or null when the client does not say.
   */
  moveCard(card: CardPayload, activityId: string | null): Promise<string | null>;
  say(text: string): Promise<void>;
  findToken(): Promise<DelegatedToken | null>;
  /** Asks for a sign-in in the form that this turn allows. Not silent: show the button at once. */
  askSignIn(ask: { readonly text: string; readonly silent: boolean }): Promise<void>;
  /** Puts a trouble into the log and returns the reference that the person can quote. */
  report(trouble: Trouble): string;
  /** Forgets the person's token at the token service; true when there was one. */
  dropToken(): Promise<boolean>;
  /** Begins work once this turn is answered: what takes longer than a pressed button waits. */
  afterwards(work: () => Promise<void>): void;
}

/** What Graph did not do for the person, with its own `request-id`. */
export type Trouble = {
  readonly what: "check" | "removal" | "asking for administrators";
  readonly why: string;
  readonly requestId: string | null;
};

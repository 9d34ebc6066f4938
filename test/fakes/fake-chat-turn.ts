import type { CardPayload } from "../../src/cards/card.ts";
import { en } from "../../src/copy/en.ts";
import type { ChatTurn } from "../../src/dialogs/chat-turn.ts";
import type { DelegatedToken } from "../../src/enrollment/delegated-token.ts";
import type { NumberPromptAnswer, Person, PersonKey } from "../../src/enrollment/person.ts";

const AT = new Date("2026-11-24T12:00:00Z");

/** A chat that writes down what happens in it, in order. */
export class FakeChatTurn implements ChatTurn {
  readonly key: PersonKey;
  readonly copy = en;
  readonly person: Person;
  readonly log: string[] = [];
  /** The activity that each moved card stood in before. */
  readonly movedFrom: (string | null)[] = [];
  /** Where the next moved card will stand; null when the client does not say. */
  activityId: string | null = "activity-1";
  token: DelegatedToken | null;
  /** The newest card, as JSON. */
  shown = "";

  constructor(
    key: PersonKey,
    token: DelegatedToken | null,
    answer: NumberPromptAnswer | null = null,
  ) {
    this.key = key;
    this.token = token;
    this.person = {
      ...key,
      locale: "en-US",
      timeZone: null,
      welcomedAt: AT,
      numberPrompt: answer === null ? null : { answer, at: AT },
    };
  }

  showCard(card: CardPayload): Promise<void> {
    this.log.push(`card: ${String(card["fallbackText"])}`);
    this.shown = JSON.stringify(card);
    return Promise.resolve();
  }

  moveCard(card: CardPayload, activityId: string | null): Promise<string | null> {
    this.log.push(`move: ${String(card["fallbackText"])}`);
    this.shown = JSON.stringify(card);
    this.movedFrom.push(activityId);
    return Promise.resolve(this.activityId);
  }

  say(text: string): Promise<void> {
    this.log.push(`say: ${text}`);
    return Promise.resolve();
  }

  findToken(): Promise<DelegatedToken | null> {
    this.log.push("findToken");
    return Promise.resolve(this.token);
  }

  askSignIn({ text, silent }: { readonly text: string; readonly silent: boolean }): Promise<void> {
    this.log.push(`askSignIn${silent ? "" : " with a button"}: ${text}`);
    return Promise.resolve();
  }

  report({ why }: { readonly why: string }): string {
    this.log.push(`report: ${why}`);
    return "K7QM-2XWB";
  }

  /** What was put off until the turn is answered. */
  readonly putOff: (() => Promise<void>)[] = [];

  afterwards(work: () => Promise<void>): void {
    this.log.push("afterwards");
    this.putOff.push(work);
  }

  dropToken(): Promise<boolean> {
    this.log.push("dropToken");
    const had = this.token !== null;
    this.token = null;
    return Promise.resolve(had);
  }
}

import type { TurnContext } from "botbuilder";
import type { CardPayload } from "../cards/card.ts";
import type { Copy } from "../copy/copy.ts";
import type { ChatTurn, Trouble } from "../dialogs/chat-turn.ts";
import type { DelegatedToken } from "../enrollment/delegated-token.ts";
import type { Person, PersonKey } from "../enrollment/person.ts";
import { type Logger, redactId } from "../telemetry/logger.ts";
import { afterwardsOf } from "./afterwards.ts";
import type { Answer } from "./answer.ts";
import type { NewReference } from "./reference-id.ts";
import type { SignIn } from "./sign-in.ts";

/** The one who writes, with the words in their language. */
export type Who = { readonly person: Person; readonly copy: Copy };

/** A turn of the real chat, for the dialogs. */
export class BotTurn implements ChatTurn {
  readonly key: PersonKey;
  readonly person: Person;
  readonly copy: Copy;
  readonly #context: TurnContext;
  readonly #answer: Answer;
  readonly #signIn: SignIn;
  readonly #log: Logger;
  readonly #newReference: NewReference;

  constructor(
    context: TurnContext,
    who: Who,
    answer: Answer,
    parts: {
      readonly signIn: SignIn;
      readonly log: Logger;
      readonly newReference: NewReference;
    },
  ) {
    this.key = { tenantId: who.person.tenantId, userId: who.person.userId };
    this.person = who.person;
    this.copy = who.copy;
    this.#context = context;
    this.#answer = answer;
    this.#signIn = parts.signIn;
    this.#log = parts.log;
    this.#newReference = parts.newReference;
  }

  showCard(card: CardPayload): Promise<void> {
    return this.#answer.card(card);
  }

  moveCard(card: CardPayload, activityId: string | null): Promise<string | null> {
    return this.#answer.move(card, activityId);
  }

  say(text: string): Promise<void> {
    return this.#answer.text(text);
  }

  findToken(): Promise<DelegatedToken | null> {
    return this.#signIn.findToken(this.#context);
  }

  async askSignIn(ask: { readonly text: string; readonly silent: boolean }): Promise<void> {
    const buttonTitle = this.copy["signIn.button"];
    await this.#answer.signIn(await this.#signIn.prompt(this.#context, { ...ask, buttonTitle }));
  }

  report({ what, why, requestId }: Trouble): string {
    const reference = this.#newReference();
    const user = redactId(this.key.userId);
    this.#log.warn({ reference, user, why, requestId }, `${what} not possible`);
    return reference;
  }

  afterwards(work: () => Promise<void>): void {
    afterwardsOf(this.#context).putOff(work);
  }

  dropToken(): Promise<boolean> {
    return this.#signIn.signOut(this.#context);
  }
}

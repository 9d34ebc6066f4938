import { CardFactory, MessageFactory, type TurnContext } from "botbuilder";
import type { CardPayload } from "../cards/card.ts";
import type { OAuthCard } from "./sign-in.ts";
import { within } from "./within.ts";

/** How what the bot says reaches the person in this turn. */
export interface Answer {
  card(card: CardPayload): Promise<void>;
  /** See {@link ChatTurn.moveCard}. */
  move(card: CardPayload, activityId: string | null): Promise<string | null>;
  text(text: string): Promise<void>;
  signIn(card: OAuthCard): Promise<void>;
}

/** Teams takes a message within a second; the SDK repeats a request that fails by itself. */
const LONGEST_SEND_MS = 10_000;
const OAUTH_CARD = "application/vnd.microsoft.card.oauth";

/** Writes into the chat: what a typed message, a sign-in event or an installation gets. */
export class ChatAnswer implements Answer {
  readonly #context: TurnContext;

  constructor(context: TurnContext) {
    this.#context = context;
  }

  async card(card: CardPayload): Promise<void> {
    // Card and text never in one activity: Teams would split them and lose the activity's id.
    await this.move(card);
  }

  /** A typed message asks for the card below it, not for one that has scrolled away. */
  async move(card: CardPayload): Promise<string | null> {
    return this.#send(MessageFactory.attachment(CardFactory.adaptiveCard(card)));
  }

  async text(text: string): Promise<void> {
    await this.#send(MessageFactory.text(text, text));
  }

  async signIn(card: OAuthCard): Promise<void> {
    await this.#send(MessageFactory.attachment({ contentType: OAUTH_CARD, content: card }));
  }

  async #send(activity: Parameters<TurnContext["sendActivity"]>[0]): Promise<string | null> {
    const sending = this.#context.sendActivity(activity);
    const sent = await within(LONGEST_SEND_MS, "Sending to Teams", sending);
    return sent?.id ?? null;
  }
}

/** Body of the answer to an `adaptiveCard/action` invoke. Source: Teams, "Universal Actions for Adaptive Cards". */
export type ActionResponse = {
  readonly statusCode: 200 | 401 | 412 | 429;
  readonly type:
    | "application/vnd.microsoft.card.adaptive"
    | "application/vnd.microsoft.activity.message"
    | "application/vnd.microsoft.activity.loginRequest"
    | "application/vnd.microsoft.error.preconditionFailed"
    | "application/vnd.microsoft.error";
  readonly value: unknown;
};

/**
 * Answers a pressed button in the HTTP response itself: the card replaces the one that was pressed, and no second
 * request is needed. Only the first answer fits in there; more go into the chat.
 */
export class ActionAnswer implements Answer {
  readonly #chat: ChatAnswer;
  readonly #context: TurnContext;
  #isGiven = false;

  constructor(context: TurnContext) {
    this.#context = context;
    this.#chat = new ChatAnswer(context);
  }

  async card(card: CardPayload): Promise<void> {
    if (this.#isGiven) return this.#chat.card(card);
    await this.#respond({
      statusCode: 200,
      type: "application/vnd.microsoft.card.adaptive",
      value: card,
    });
  }

  /** The answer takes the place of the pressed card. */
  async move(card: CardPayload): Promise<string | null> {
    if (this.#isGiven) return this.#chat.move(card);
    await this.card(card);
    return this.#context.activity.replyToId ?? null;
  }

  async text(text: string): Promise<void> {
    if (this.#isGiven) return this.#chat.text(text);
    await this.#respond({
      statusCode: 200,
      type: "application/vnd.microsoft.activity.message",
      value: text,
    });
  }

  async signIn(card: OAuthCard): Promise<void> {
    if (this.#isGiven) return this.#chat.signIn(card);
    await this.#respond({
      statusCode: 401,
      type: "application/vnd.microsoft.activity.loginRequest",
      value: card,
    });
  }

  /** The SSO token that Teams sent along could not be exchanged: Teams shows its sign-in button then. */
  async signInNeeded(message: string): Promise<void> {
    await this.#respond({
      statusCode: 412,
      type: "application/vnd.microsoft.error.preconditionFailed",
      value: { code: "412", message },
    });
  }

  /** The card stays as it is, and Teams shows that the button did not work. */
  async tooMany(message: string): Promise<void> {
    await this.#respond({
      statusCode: 429,
      type: "application/vnd.microsoft.error",
      value: { code: "429", message },
    });
  }

  async #respond(body: ActionResponse): Promise<void> {
    this.#isGiven = true;
    await respondToInvoke(this.#context, { status: 200, body });
  }
}

/** Writes into the chat unasked: what the watch and the fresh sign-in have to say. */
export class BackgroundAnswer extends ChatAnswer {
  readonly #context: TurnContext;

  constructor(context: TurnContext) {
    super(context);
    this.#context = context;
  }

  /** Changes the card where it is; a card that is no longer there is sent anew. */
  override async move(card: CardPayload, activityId?: string | null): Promise<string | null> {
    if (activityId === undefined || activityId === null) return super.move(card);
    const activity = MessageFactory.attachment(CardFactory.adaptiveCard(card));
    try {
      const updating = this.#context.updateActivity({ ...activity, id: activityId });
      await within(LONGEST_SEND_MS, "Changing a card in Teams", updating);
      return activityId;
    } catch (error) {
      if (!isGone(error)) throw error;
      return super.move(card);
    }
  }
}

// The connector's answer for an activity that was deleted or has expired.
const isGone = (error: unknown): boolean =>
  error instanceof Error && "statusCode" in error && error.statusCode === 404;

/** Sets the HTTP answer of an invoke. Setting it again replaces it. */
export async function respondToInvoke(
  context: TurnContext,
  response: { readonly status: number; readonly body?: unknown },
): Promise<void> {
  await context.sendActivity({ type: "invokeResponse", value: response });
}

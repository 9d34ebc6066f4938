import { type Activity, adaptiveCardType } from "./activity.ts";
import { BoundedMap } from "./bounded-map.ts";
import {
  type ConnectorAnswer,
  connectorError,
  createdId,
  type PlaygroundConnector,
} from "./playground-connector.ts";

type Message = {
  /** The content as the bot last set it. */
  readonly activity: Activity;
  /** Its id in the playground, or null while the page does not show it. */
  readonly shownAs: string | null;
};

/** More than a person ever looks back at; the rest is forgotten. */
const remembered = 300;

/**
 * The messages of one personal chat as the page of the playground shows them.
 *
 * Ids are the bot's view; the page may know a message under another id, or not at all: a held sign-in card was
 * never shown, and a page that was loaded again starts empty. The playground's page stops working for good when
 * it is told to update a message it does not show, so such an update is posted as a new message instead.
 */
export class Chat {
  readonly #conversationId: string;
  readonly #playground: PlaygroundConnector;
  readonly #newId: () => string;
  readonly #messages = new BoundedMap<Message>(remembered);

  constructor(conversationId: string, playground: PlaygroundConnector, newId: () => string) {
    this.#conversationId = conversationId;
    this.#playground = playground;
    this.#newId = newId;
  }

  async post(activity: Activity): Promise<ConnectorAnswer> {
    const answer = await this.#send("POST", "", activity);
    const id = createdId(answer);
    if (id !== null) this.#messages.set(id, { activity, shownAs: id });
    return answer;
  }

  /** Takes a message without showing it, as a client does that signs in silently first. */
  hold(activity: Activity): ConnectorAnswer {
    const id = this.#newId();
    this.#messages.set(id, { activity, shownAs: null });
    return { status: 201, body: { id } };
  }

  /** The bot replaces its message. */
  async update(id: string, activity: Activity): Promise<ConnectorAnswer> {
    const answer = await this.show(id, activity);
    const message = this.#messages.get(id);
    if (answer.status < 300 && message) {
      this.#messages.set(id, { ...message, activity });
      return { status: 200, body: { id } };
    }
    return answer;
  }

  /** Shows something else in place of the message; what the bot last set stays remembered. */
  async show(id: string, activity: Activity): Promise<ConnectorAnswer> {
    const message = this.#messages.get(id);
    if (!message) {
      return connectorError(404, "ActivityNotFoundInConversation", "No such message in this chat.");
    }
    if (message.shownAs !== null) return this.#send("PUT", `/${message.shownAs}`, activity);
    const answer = await this.#send("POST", "", activity);
    const shownAs = createdId(answer);
    if (shownAs !== null) this.#messages.set(id, { ...message, shownAs });
    return answer;
  }

  /** The playground cannot delete (501), so the message gives way to the line that Teams leaves in its place. */
  async remove(id: string): Promise<ConnectorAnswer> {
    const gone: ConnectorAnswer = { status: 200, body: undefined };
    const isShown = this.#messages.get(id)?.shownAs !== null;
    const answer = isShown ? await this.show(id, deletedMessage) : gone;
    if (answer.status >= 300) return answer;
    this.#messages.delete(id);
    return gone;
  }

  /** The card of a message as the bot last set it, or null. */
  cardOf(id: string): unknown {
    const attachments = this.#messages.get(id)?.activity.attachments;
    return attachments?.find((one) => one.contentType === adaptiveCardType)?.content ?? null;
  }

  /** The page itself replaced the card with the bot's answer to an action. */
  cardReplaced(id: string, card: unknown): void {
    const message = this.#messages.get(id);
    if (message) this.#messages.set(id, { ...message, activity: cardMessage(card) });
  }

  /** A page was loaded: it starts empty. */
  pageLoaded(): void {
    for (const [id, message] of this.#messages.entries()) {
      this.#messages.set(id, { ...message, shownAs: null });
    }
  }

  #send(method: string, rest: string, activity: Activity): Promise<ConnectorAnswer> {
    const chat = `/v3/conversations/${encodeURIComponent(this.#conversationId)}`;
    return this.#playground.call(method, `${chat}/activities${rest}`, activity);
  }
}

const deletedMessage: Activity = {
  type: "message",
  text: "_This message has been deleted._",
  textFormat: "markdown",
  value: undefined,
};

export const cardMessage = (card: unknown): Activity => ({
  type: "message",
  attachments: [{ contentType: adaptiveCardType, content: card }],
  value: undefined,
});

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
  /** What the client draws, or null while it keeps the message back. */
  readonly display: Activity | null;
  /** Its id in the playground, or null while no page shows it. */
  readonly shownAs: string | null;
};

/** More than a person ever looks back at; the rest is forgotten. */
const remembered = 300;

/** How much of the chat a page shows that was loaded again. */
const shownAgain = 10;

/**
 * The bot's messages of one personal chat, and what the page of the playground shows of them.
 *
 * Ids are the bot's view; the page may know a message under another id, or not at all. A page starts empty, and stops
 * working for good when it is told of a message before it is ready, or told to update one that it does not show. So
 * messages wait here for the first page, a page that is loaded again gets the last ones again, and an update of a
 * message that is not on the page is posted as a new one.
 */
export class Chat {
  readonly #conversationId: string;
  readonly #playground: PlaygroundConnector;
  readonly #newId: () => string;
  readonly #messages = new BoundedMap<Message>(remembered);
  #hasPage = false;

  constructor(conversationId: string, playground: PlaygroundConnector, newId: () => string) {
    this.#conversationId = conversationId;
    this.#playground = playground;
    this.#newId = newId;
  }

  async post(activity: Activity): Promise<ConnectorAnswer> {
    // Typing and the like show nothing that lasts.
    if (activity.type !== "message") return this.#send("POST", "", activity);
    if (!this.#hasPage) return this.#keep({ activity, display: activity, shownAs: null });
    const answer = await this.#send("POST", "", activity);
    const id = createdId(answer);
    if (id !== null) this.#messages.set(id, { activity, display: activity, shownAs: id });
    return answer;
  }

  /** Takes a message without showing it, as a client does that signs in silently first. */
  hold(activity: Activity): ConnectorAnswer {
    return this.#keep({ activity, display: null, shownAs: null });
  }

  /** The bot replaces its message. */
  async update(id: string, activity: Activity): Promise<ConnectorAnswer> {
    const answer = await this.show(id, activity);
    const message = this.#messages.get(id);
    if (answer.status >= 300 || !message) return answer;
    this.#messages.replace(id, { ...message, activity });
    return { status: 200, body: { id } };
  }

  /** Draws something else for the message; what the bot last set stays remembered. */
  async show(id: string, display: Activity): Promise<ConnectorAnswer> {
    const message = this.#messages.get(id);
    if (!message) {
      return connectorError(404, "ActivityNotFoundInConversation", "No such message in this chat.");
    }
    const changed = { ...message, display };
    this.#messages.replace(id, changed);
    return this.#hasPage ? this.#draw(id, changed) : { status: 200, body: { id } };
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

  /** The page itself replaced the card with the answer to an action. `isBots` = the card is the bot's own. */
  cardReplaced(id: string, card: unknown, isBots: boolean): void {
    const message = this.#messages.get(id);
    if (!message) return;
    const display = cardMessage(card);
    const activity = isBots ? display : message.activity;
    this.#messages.replace(id, { ...message, activity, display });
  }

  /** A page was loaded, is empty, and ready. */
  async pageLoaded(): Promise<void> {
    this.pageUncertain();
    for (const [id, message] of this.#messages.entries().slice(-shownAgain)) {
      if (message.display !== null) await this.#draw(id, message);
    }
  }

  /** A page is there, and it is unknown what it shows: from now on nothing on it is updated. */
  pageUncertain(): void {
    this.#hasPage = true;
    for (const [id, message] of this.#messages.entries()) {
      this.#messages.replace(id, { ...message, shownAs: null });
    }
  }

  #keep(message: Message): ConnectorAnswer {
    const id = this.#newId();
    this.#messages.set(id, message);
    return { status: 201, body: { id } };
  }

  async #draw(id: string, message: Message): Promise<ConnectorAnswer> {
    const { display, shownAs } = message;
    if (display === null) return { status: 200, body: { id } };
    if (shownAs !== null) return this.#send("PUT", `/${shownAs}`, display);
    const answer = await this.#send("POST", "", display);
    const newId = createdId(answer);
    if (newId !== null) this.#messages.replace(id, { ...message, shownAs: newId });
    return answer;
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

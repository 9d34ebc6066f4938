import type { Person } from "../people/person.ts";
import type { Activity } from "./activity.ts";
import { asTeamsSends } from "./as-teams-sends.ts";
import type { BotAnswer, BotEndpoint } from "./bot-endpoint.ts";
import { personalChatId } from "./conversation-id.ts";

export type WirePorts = {
  readonly person: Person;
  readonly bot: BotEndpoint;
  /** `S/connector`. */
  readonly serviceUrl: string;
  readonly timeZone: string;
  readonly now: () => Date;
  readonly newId: () => string;
};

/** An activity as it went out, and what the bot answered. */
export type Sent = { readonly activity: Activity; readonly answer: BotAnswer };

/** From one person's client to the bot, everything dressed as Teams dresses it. */
export class Wire {
  readonly #ports: WirePorts;
  #lastMessageAt = 0;

  constructor(ports: WirePorts) {
    this.#ports = ports;
  }

  async send(activity: Activity): Promise<Sent> {
    const { person, serviceUrl, timeZone, newId, now } = this.#ports;
    const sending = {
      person,
      serviceUrl,
      timeZone,
      newId,
      now: now(),
      messageId: this.messageId(),
    };
    const dressed = asTeamsSends(activity, sending);
    return { activity: dressed, answer: await this.#ports.bot.deliver(dressed) };
  }

  /** An invoke of the client's own, about the message `messageId` (null: none is known). */
  async signin(
    name: "signin/tokenExchange" | "signin/verifyState" | "signin/failure",
    value: unknown,
    messageId: string | null,
  ): Promise<BotAnswer> {
    const sent = await this.send({
      type: "invoke",
      name,
      value,
      conversation: { id: personalChatId(this.#ports.person) },
      channelData: { source: { name: "message" } },
      ...(messageId === null ? {} : { replyToId: messageId }),
    });
    return sent.answer;
  }

  /** Teams numbers messages by their milliseconds; two never share one. */
  messageId(): string {
    this.#lastMessageAt = Math.max(this.#ports.now().getTime(), this.#lastMessageAt + 1);
    return String(this.#lastMessageAt);
  }
}

import type { Person } from "../people/person.ts";
import type { SignInOutcome } from "../tenant.ts";
import { type Activity, readOAuthCard } from "./activity.ts";
import { botTeamsId } from "./as-teams-sends.ts";
import type { BotAnswer } from "./bot-endpoint.ts";
import { CardActions } from "./card-actions.ts";
import { Chat } from "./chat.ts";
import { personalChatId } from "./conversation-id.ts";
import {
  type ConnectorAnswer,
  connectorError,
  createdId,
  type PlaygroundConnector,
} from "./playground-connector.ts";
import { type ClientSettings, SignInCards, type SignInPorts } from "./sign-in-cards.ts";
import { type Prompt, SignInPrompts } from "./sign-in-prompts.ts";
import { Wire, type WirePorts } from "./wire.ts";

export type TeamsClientPorts = WirePorts &
  SignInPorts & {
    readonly playground: PlaygroundConnector;
    /** Told when the person installs or removes the app themselves. */
    readonly appChanged?: (isInstalled: boolean) => void;
  };

/**
 * What the Agents Playground lacks of a Teams client, for one person: silent sign-on, sign-in buttons of actions,
 * sign-in windows, one installation. It stands between the playground and the bot in both directions.
 */
export class TeamsClient {
  readonly person: Person;
  readonly chat: Chat;
  settings: ClientSettings = { openClients: 1, ssoFailure: null };
  readonly #wire: Wire;
  readonly #prompts = new SignInPrompts();
  readonly #actions: CardActions;
  readonly #signInCards: SignInCards;
  readonly #appChanged: (isInstalled: boolean) => void;
  #app: "never seen" | "installed" | "removed" = "never seen";
  #isWelcomed = false;

  constructor(ports: TeamsClientPorts) {
    const wire = new Wire(ports);
    const chat = new Chat(personalChatId(ports.person), ports.playground, () => wire.messageId());
    this.person = ports.person;
    this.chat = chat;
    this.#wire = wire;
    this.#appChanged = ports.appChanged ?? (() => undefined);
    this.#actions = new CardActions(ports, wire, chat, this.#prompts);
    this.#signInCards = new SignInCards(ports, wire, chat, this.#prompts);
  }

  /** Passes on what the person did in the playground, and answers it. */
  async receive(activity: Activity): Promise<BotAnswer> {
    if (activity.type === "installationUpdate" && (await this.#installs(activity)) === "again") {
      return { status: 200, body: {} };
    }
    if (this.#isWelcomeAgain(activity)) return { status: 200, body: {} };
    if (activity.name === "adaptiveCard/action") {
      return this.#actions.run(activity, this.settings.ssoFailure);
    }
    const { answer } = await this.#wire.send(activity);
    return answer;
  }

  /** The bot posts to the chat. */
  async post(activity: Activity): Promise<ConnectorAnswer> {
    if (this.isRemoved) {
      return connectorError(403, "BotNotInConversationRoster", "The app was removed by the user.");
    }
    const oauth = readOAuthCard(activity);
    if (oauth.kind === "none") return this.chat.post(activity);
    if (oauth.kind === "broken")
      return connectorError(400, "BadRequest", "Bad format of the OAuth card");
    if (activity.text) await this.chat.post({ ...activity, attachments: [] });
    const held = this.chat.hold(activity);
    // As in Teams, the bot's request is answered before a client has even seen the card.
    void this.#signInCards.signIn(createdId(held) ?? "", activity, oauth.login, this.settings);
    return held;
  }

  /** The person has removed the app. One who was never seen may have installed it in an earlier run. */
  get isRemoved(): boolean {
    return this.#app === "removed";
  }

  /**
   * A program installed the app for the person: Teams tells the bot of the chat and of the installation, whether or not
   * a client is open.
   */
  async installedByProgram(): Promise<void> {
    if (this.#app === "installed") return;
    this.#app = "installed";
    this.#isWelcomed = true;
    const conversation = { id: personalChatId(this.person) };
    const botJoins = { type: "conversationUpdate", membersAdded: [{ id: botTeamsId }] };
    await this.#wire.send({ ...botJoins, conversation, value: undefined });
    const installation = { type: "installationUpdate", action: "add" };
    await this.#wire.send({ ...installation, conversation, value: undefined });
  }

  findPrompt(id: string): Prompt | undefined {
    return this.#prompts.find(id);
  }

  /**
   * A sign-in window ended. `conversation` is the reference in the token exchange state.
   * Resolves to the prompt that it belongs to, if one is known.
   * @throws Error when the bot refused the code or is away
   */
  async signInFinished(conversation: unknown, outcome: SignInOutcome): Promise<Prompt | undefined> {
    const prompt = this.#prompts.of(conversation);
    // A refusal is only a page in the window: Teams learns of it when the person closes that.
    if (outcome.kind === "refused") return prompt;
    if (prompt) this.#prompts.remove(prompt.id);
    if (prompt?.action) await this.#actions.resume(prompt, prompt.action, outcome.code);
    else await this.#signInCards.complete(prompt, outcome.code);
    return prompt;
  }

  /** The person closed the window. For an action nothing is documented, so nothing is sent: its button stays. */
  async signInWindowClosed(prompt: Prompt): Promise<void> {
    if (!prompt.action) await this.#signInCards.cancel(prompt);
  }

  /**
   * The playground reports an installation at every page load; Teams does so once. A repeat means that a page was
   * loaded, which starts empty and is ready by now.
   */
  async #installs(activity: Activity): Promise<"first" | "again" | "removal"> {
    const before = this.#app;
    if ((activity.action ?? "add").startsWith("remove")) {
      this.#app = "removed";
      this.#isWelcomed = false;
      this.#appChanged(false);
      return "removal";
    }
    this.#app = "installed";
    this.#appChanged(true);
    // After a removal this may come from the menu of a page that still shows the chat.
    if (before === "removed") this.chat.pageUncertain();
    else await this.chat.pageLoaded();
    return before === "installed" ? "again" : "first";
  }

  /** The same for the conversation update that comes with each page load, in any order. */
  #isWelcomeAgain(activity: Activity): boolean {
    const added = activity.type === "conversationUpdate" ? (activity.membersAdded ?? []) : [];
    if (!added.some(({ id }) => id === botTeamsId) || added.length < 2) return false;
    const wasWelcomed = this.#isWelcomed;
    this.#isWelcomed = true;
    return wasWelcomed;
  }
}

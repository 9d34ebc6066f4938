// The package as a whole loads its planners and tokenizers, a quarter of a second of start-up that no turn needs.
import { Application } from "@microsoft/teams-ai/lib/Application.js";
import { ActivityTypes, type Storage, type TurnContext } from "botbuilder";
import { welcomeCard } from "../cards/welcome/welcome.card.ts";
import { copyFor } from "../copy/copy.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { PersonStore } from "../enrollment/person.ts";
import type { TenantId } from "../methods/ids.ts";
import { isActionInvoke, isBotAdded, isUninstall } from "./activity.ts";
import type { PushReadyAdapter } from "./adapter.ts";
import { ActionAnswer, ChatAnswer } from "./answer.ts";
import { Conversation, type ConversationParts } from "./conversation.ts";
import { type Sender, senderOf } from "./inbound.ts";
import { SIGN_IN_INVOKES } from "./sign-in-invokes.ts";
import type { TurnBrake } from "./turn-brake.ts";
import type { State } from "./turn-dialogs.ts";
import { createTurnErrorHandler } from "./turn-error.ts";
import { rememberWho, whoIn } from "./who.ts";

export type BotParts = ConversationParts & {
  readonly adapter: PushReadyAdapter;
  readonly appId: string;
  readonly tenantId: TenantId;
  readonly storage: Storage;
  readonly people: PersonStore;
  readonly clock: Clock;
  readonly brake: TurnBrake;
};

/** The bot: which activity leads to which dialog. Everything else is in the pieces it is given. */
export class Bot {
  readonly #parts: BotParts;
  readonly #app: Application<State>;
  readonly #conversation: Conversation;

  constructor(parts: BotParts) {
    this.#parts = parts;
    this.#conversation = new Conversation(parts);
    this.#app = new Application<State>({
      adapter: parts.adapter,
      botAppId: parts.appId,
      storage: parts.storage,
      // A typing indicator is one more request to Teams for each turn; answers come within the second.
      startTypingTimer: false,
    });
    this.#app.error(createTurnErrorHandler(parts));
    this.#route();
  }

  async run(context: TurnContext): Promise<boolean> {
    // Before teams-ai reads the conversation's state: a flood is to cost no query.
    if (await this.#parts.brake.holdsBack(context)) return false;
    return this.#app.run(context);
  }

  #route(): void {
    const app = this.#app;
    app.turn("beforeTurn", (context) => this.#meet(context));
    // Not teams-ai's own route for actions: that one passes over an action that is broken, and this must answer each.
    app.addRoute(
      (context) => Promise.resolve(isActionInvoke(context)),
      (context, state) => this.#conversation.onAction(context, state),
      true,
    );
    app.addRoute(
      (context) => Promise.resolve(SIGN_IN_INVOKES.has(context.activity.name ?? "")),
      (context, state) => this.#conversation.onSignIn(context, state),
      true,
    );
    app.activity(ActivityTypes.InstallationUpdate, (context) => this.#onInstallation(context));
    app.conversationUpdate("membersAdded", (context) => this.#onMembersAdded(context));
    app.activity(ActivityTypes.Message, (context, state) =>
      this.#conversation.onMessage(context, state),
    );
  }

  /** Before every turn: who is it? Ends the turn where there is nobody to talk to one to one. */
  async #meet(context: TurnContext): Promise<boolean> {
    const { tenantId, people, clock } = this.#parts;
    const sender = senderOf(context.activity, tenantId);
    if (sender === null || !sender.isPersonal) return this.#declineElsewhere(context, sender);
    if (isUninstall(context)) {
      await people.saveInstalled(sender.key, false, clock.now());
      return false;
    }
    const { key, locale, timeZone, reference } = sender;
    const person = await people.recordTurn({
      ...key,
      locale,
      timeZone,
      reference,
      at: clock.now(),
    });
    rememberWho(context, { person, copy: copyFor(person.locale) });
    return true;
  }

  // Sign-in methods are private, so outside of a personal chat there is one polite line and nothing is stored.
  async #declineElsewhere(context: TurnContext, sender: Sender | null): Promise<boolean> {
    const line = copyFor(sender?.locale ?? null)["chat.personalOnly"];
    if (context.activity.type === "message") await new ChatAnswer(context).text(line);
    if (isActionInvoke(context)) await new ActionAnswer(context).text(line);
    return false;
  }

  async #onInstallation(context: TurnContext): Promise<void> {
    if (context.activity.action?.startsWith("add")) await this.#welcome(context);
  }

  async #onMembersAdded(context: TurnContext): Promise<void> {
    if (isBotAdded(context)) await this.#welcome(context);
  }

  // Installing sends two activities, and Teams repeats them on reinstall: the store lets one welcome through, ever.
  async #welcome(context: TurnContext): Promise<void> {
    const { people, clock, links } = this.#parts;
    const { person, copy } = whoIn(context);
    if (!(await people.claimWelcome(person, clock.now()))) return;
    await new ChatAnswer(context).card(welcomeCard(copy, { links }));
  }
}

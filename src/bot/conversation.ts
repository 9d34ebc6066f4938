import type { TurnState } from "@microsoft/teams-ai";
import type { TurnContext } from "botbuilder";
import { helpCard } from "../cards/help/help.card.ts";
import type { OrganisationLinks } from "../cards/links.ts";
import { problemCard } from "../cards/problem/problem.card.ts";
import { type CardAction, parseSubmit } from "../cards/verbs.ts";
import type { CheckDialog } from "../dialogs/check.dialog.ts";
import { type CheckEvent, type CheckState, IDLE } from "../dialogs/check.flow.ts";
import { intentOf } from "../dialogs/intent.ts";
import { type Logger, redactId } from "../telemetry/logger.ts";
import { actionIn, isBlank } from "./activity.ts";
import { ActionAnswer, type Answer, ChatAnswer, respondToInvoke } from "./answer.ts";
import { BotTurn } from "./bot-turn.ts";
import type { NewReference } from "./reference-id.ts";
import type { SignIn } from "./sign-in.ts";
import { readActionSignIn, readSignInInvoke } from "./sign-in-invokes.ts";
import { whoIn } from "./who.ts";

/** What teams-ai keeps of a conversation between turns. */
export type State = TurnState<{ check?: CheckState }>;

export type ConversationParts = {
  readonly signIn: SignIn;
  readonly checkDialog: CheckDialog;
  readonly links: OrganisationLinks;
  readonly log: Logger;
  readonly newReference: NewReference;
};

/** What a person says, presses and signs in to, led to the dialog that answers it. */
export class Conversation {
  readonly #parts: ConversationParts;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  async onMessage(context: TurnContext, state: State): Promise<void> {
    const { text } = context.activity;
    const value = context.activity.value as unknown;
    // Clients without Action.Execute send a button as a message that has a value and no text.
    if (value !== undefined && value !== null && isBlank(text)) {
      await this.#act(context, state, parseSubmit(value), new ChatAnswer(context));
      return;
    }
    const answer = new ChatAnswer(context);
    const { person, copy } = whoIn(context);
    const intent = intentOf(text);
    switch (intent.kind) {
      case "check":
        await this.#check(context, state, answer, asked(person.numberPrompt !== null));
        return;
      case "signOut":
        await this.#check(context, state, answer, { kind: "askedToSignOut" });
        return;
      case "code":
        await this.#onCode(context, state, intent.code, answer);
        return;
      case "help":
      case "greeting":
      case "nothing":
        await answer.card(helpCard(copy, { links: this.#parts.links }));
        return;
      case "other":
        await answer.text(copy["chat.notUnderstood"]);
        return;
    }
  }

  async #onCode(context: TurnContext, state: State, code: string, answer: Answer): Promise<void> {
    const token = await this.#parts.signIn.findToken(context, code);
    const event: CheckEvent = { kind: token === null ? "codeRefused" : "signInDone" };
    await this.#check(context, state, answer, event);
  }

  async onAction(context: TurnContext, state: State): Promise<void> {
    const value = context.activity.value as unknown;
    const answer = new ActionAnswer(context);
    const { ssoToken, code } = readActionSignIn(value);
    if (ssoToken !== null && !(await this.#parts.signIn.redeem(context, ssoToken))) {
      await answer.consentNeeded(whoIn(context).copy["signIn.text"]);
      return;
    }
    if (code !== null) await this.#parts.signIn.findToken(context, code);
    await this.#act(context, state, actionIn(value), answer);
  }

  async #act(
    context: TurnContext,
    state: State,
    action: CardAction | null,
    answer: Answer,
  ): Promise<void> {
    const { person, copy } = whoIn(context);
    const { links } = this.#parts;
    if (action === null) {
      const problem = { problem: { kind: "staleAction" }, referenceId: null } as const;
      await answer.card(problemCard(copy, { ...problem, links, locale: person.locale }));
      return;
    }
    switch (action.verb) {
      case "status.check":
        await this.#check(context, state, answer, asked(person.numberPrompt !== null));
        return;
      case "numberPrompt.answer":
        await this.#check(context, state, answer, { kind: "answered", answer: action.answer });
        return;
      case "session.signOut":
        await this.#check(context, state, answer, { kind: "askedToSignOut" });
        return;
      case "help.show":
        await answer.card(helpCard(copy, { links }));
        return;
    }
  }

  async onSignIn(context: TurnContext, state: State): Promise<void> {
    const { name, value } = context.activity as {
      readonly name?: string;
      readonly value?: unknown;
    };
    const invoke = readSignInInvoke(name ?? "", value);
    const answer = new ChatAnswer(context);
    const { person } = whoIn(context);
    switch (invoke.kind) {
      case "exchange": {
        const outcome = await this.#parts.signIn.exchange(context, person, invoke);
        await respondToInvoke(context, { status: outcome === "consentNeeded" ? 412 : 200 });
        if (outcome === "first") await this.#check(context, state, answer, { kind: "signInDone" });
        return;
      }
      case "code":
        await respondToInvoke(context, { status: 200 });
        await this.#onCode(context, state, invoke.code, answer);
        return;
      case "cancelled":
        await respondToInvoke(context, { status: 200 });
        await this.#check(context, state, answer, { kind: "signInCancelled" });
        return;
      case "failure":
        this.#parts.log.warn(
          { reason: invoke.reason, user: redactId(person.userId) },
          "Teams could not sign the person in silently",
        );
        await respondToInvoke(context, { status: 200 });
        await this.#check(context, state, answer, { kind: "silentSignInFailed" });
        return;
      case "malformed":
        await respondToInvoke(context, { status: 400 });
        return;
    }
  }

  async #check(
    context: TurnContext,
    state: State,
    answer: Answer,
    event: CheckEvent,
  ): Promise<void> {
    const turn = new BotTurn(context, whoIn(context), answer, this.#parts);
    const before = state.conversation.check ?? IDLE;
    state.conversation.check = await this.#parts.checkDialog.run(turn, before, event);
  }
}

const asked = (hasAnswered: boolean): CheckEvent => ({ kind: "askedToCheck", hasAnswered });

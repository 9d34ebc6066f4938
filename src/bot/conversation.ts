import type { TurnContext } from "botbuilder";
import { helpCard } from "../cards/help/help.card.ts";
import type { OrganisationLinks } from "../cards/links.ts";
import { problemCard } from "../cards/problem/problem.card.ts";
import { type CardAction, parseSubmit } from "../cards/verbs.ts";
import type { CampaignDialog } from "../dialogs/campaign.dialog.ts";
import { type CheckEvent, parseCheckState } from "../dialogs/check.flow.ts";
import { cleanupAskOf, isCleanupAction } from "../dialogs/cleanup-ask.ts";
import { guideAskOf, isGuideAction } from "../dialogs/guide-ask.ts";
import { intentOf } from "../dialogs/intent.ts";
import type { ReminderDialog } from "../dialogs/reminder.dialog.ts";
import { type Logger, redactId } from "../telemetry/logger.ts";
import { actionIn, isBlank } from "./activity.ts";
import { ActionAnswer, type Answer, ChatAnswer, respondToInvoke } from "./answer.ts";
import { BotTurn } from "./bot-turn.ts";
import type { NewReference } from "./reference-id.ts";
import type { SignIn } from "./sign-in.ts";
import { readActionSignIn, readSignInInvoke } from "./sign-in-invokes.ts";
import { askedFor, type State, type TurnDialogParts, TurnDialogs } from "./turn-dialogs.ts";
import { whoIn } from "./who.ts";

export type ConversationParts = TurnDialogParts & {
  readonly signIn: SignIn;
  readonly reminderDialog: ReminderDialog;
  readonly campaignDialog: CampaignDialog;
  readonly links: OrganisationLinks;
  readonly log: Logger;
  readonly newReference: NewReference;
};

/** What a person says, presses and signs in to, led to the dialog that answers it. */
export class Conversation {
  readonly #parts: ConversationParts;
  readonly #dialogs: TurnDialogs;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    this.#dialogs = new TurnDialogs(parts);
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
      case "setUp":
      case "checklist":
      case "cleanUp":
        await this.#check(context, state, answer, askedFor(intent.kind));
        return;
      case "signOut":
        await this.#check(context, state, answer, { kind: "askedToSignOut" });
        return;
      case "code": {
        const isSigningIn = parseCheckState(state.conversation.check).kind === "signingIn";
        // Somebody who types a code waits for an answer, also where we no longer know for what.
        const done = isSigningIn ? SIGN_IN_DONE : asked(person.numberPrompt !== null);
        await this.#onCode(context, state, answer, { code: intent.code, done });
        return;
      }
      case "campaign":
        await this.#parts.campaignDialog.run(this.#turn(context, answer), SHOW_CAMPAIGN);
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

  async #onCode(
    context: TurnContext,
    state: State,
    answer: Answer,
    { code, done }: { readonly code: string; readonly done: CheckEvent },
  ): Promise<void> {
    const token = await this.#parts.signIn.findToken(context, code);
    if (token !== null) state.conversation.consentMissing = false;
    await this.#check(context, state, answer, token === null ? { kind: "codeRefused" } : done);
  }

  async onAction(context: TurnContext, state: State): Promise<void> {
    const value = context.activity.value as unknown;
    const answer = new ActionAnswer(context);
    const action = actionIn(value);
    // What we do not know signs nobody in either.
    const { ssoToken, code } = action === null ? NO_SIGN_IN : readActionSignIn(value);
    if (ssoToken !== null) {
      const outcome = await this.#parts.signIn.redeem(context, ssoToken);
      state.conversation.consentMissing = outcome === "consentMissing";
      if (outcome !== "redeemed") {
        await answer.signInNeeded(whoIn(context).copy["signIn.text"]);
        return;
      }
    }
    if (code !== null) await this.#parts.signIn.findToken(context, code);
    await this.#act(context, state, action, answer);
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
    if (isGuideAction(action)) {
      await this.#dialogs.guide(this.#turn(context, answer), state, guideAskOf(action));
      return;
    }
    if (isCleanupAction(action)) {
      await this.#dialogs.cleanUp(this.#turn(context, answer), state, cleanupAskOf(action));
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
      case "reminder.start":
        // Whoever has begun already goes on there.
        await this.#dialogs.guide(this.#turn(context, answer), state, RESUME);
        return;
      case "reminder.snooze":
      case "reminder.stuck":
      case "reminder.cannot":
      case "reminder.canAfterAll":
      case "reminder.optOut":
      case "reminder.optIn":
      case "reminder.back":
        await this.#parts.reminderDialog.run(this.#turn(context, answer), action);
        return;
      case "campaign.show":
      case "campaign.askPause":
      case "campaign.pause":
      case "campaign.askResume":
      case "campaign.resume":
        await this.#parts.campaignDialog.run(this.#turn(context, answer), action);
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
        const isSignedIn = outcome === "first" || outcome === "repeated";
        state.conversation.consentMissing = outcome === "consentMissing";
        await respondToInvoke(context, { status: isSignedIn ? 200 : 412 });
        if (outcome !== "first") return;
        // The turn that sent the card may not have kept its state yet: a client can be faster than a database.
        if (parseCheckState(state.conversation.check).kind === "idle") {
          state.conversation.check = { kind: "signingIn", again: false, goal: "check" };
        }
        await this.#check(context, state, answer, SIGN_IN_DONE);
        return;
      }
      case "code":
        await respondToInvoke(context, { status: 200 });
        await this.#onCode(context, state, answer, { code: invoke.code, done: SIGN_IN_DONE });
        return;
      case "cancelled": {
        const isConsentMissing = state.conversation.consentMissing ?? false;
        state.conversation.consentMissing = false;
        await respondToInvoke(context, { status: 200 });
        await this.#check(context, state, answer, {
          kind: isConsentMissing ? "consentRefused" : "signInCancelled",
        });
        return;
      }
      case "failure":
        this.#parts.log.warn(
          { reason: invoke.reason, user: redactId(person.userId) },
          "Teams could not sign the person in silently",
        );
        this.#parts.signIn.silentlyFailed(invoke.reason);
        await respondToInvoke(context, { status: 200 });
        await this.#check(context, state, answer, { kind: "silentSignInFailed" });
        return;
      case "malformed":
        await respondToInvoke(context, { status: 400 });
        return;
    }
  }

  #check(context: TurnContext, state: State, answer: Answer, event: CheckEvent): Promise<void> {
    return this.#dialogs.check(this.#turn(context, answer), state, event);
  }

  #turn(context: TurnContext, answer: Answer): BotTurn {
    return new BotTurn(context, whoIn(context), answer, this.#parts);
  }
}

const NO_SIGN_IN = { ssoToken: null, code: null } as const;
const RESUME = { ask: { kind: "resume" }, guideId: null } as const;
const SHOW_CAMPAIGN = { verb: "campaign.show" } as const;
const SIGN_IN_DONE: CheckEvent = { kind: "signInDone" };

const asked = (hasAnswered: boolean): CheckEvent => ({ kind: "asked", goal: "check", hasAnswered });

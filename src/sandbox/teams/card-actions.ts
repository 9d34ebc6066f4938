import {
  type ActionAnswer,
  type Activity,
  adaptiveCardType,
  type OAuthCard,
  readActionAnswer,
} from "./activity.ts";
import type { BotAnswer } from "./bot-endpoint.ts";
import { withLine, withSignInButton } from "./card-footer.ts";
import { type Chat, cardMessage } from "./chat.ts";
import { type SignInPorts, somethingWentWrong } from "./sign-in-cards.ts";
import { buttonTitle, type Prompt, type SignInPrompts, signInLink } from "./sign-in-prompts.ts";
import { type SsoFailureCode, ssoToken } from "./single-sign-on.ts";
import type { Sent, Wire } from "./wire.ts";

/**
 * Action.Execute as a Teams client runs it: with single sign-on when the bot answers loginRequest, else with a
 * sign-in button at the foot of the card, and the action again once the sign-in is done.
 * Source: msteams-docs "Add code to enable SSO for Adaptive Cards Universal Actions".
 */
export class CardActions {
  readonly #ports: SignInPorts;
  readonly #wire: Wire;
  readonly #chat: Chat;
  readonly #prompts: SignInPrompts;

  constructor(ports: SignInPorts, wire: Wire, chat: Chat, prompts: SignInPrompts) {
    this.#ports = ports;
    this.#wire = wire;
    this.#chat = chat;
    this.#prompts = prompts;
  }

  /** Runs the action; resolves to one of the three answers that the playground's page understands. */
  async run(action: Activity, ssoFailure: SsoFailureCode | null): Promise<BotAnswer> {
    const first = await this.#wire.send(action);
    const answer = readActionAnswer(first.answer.status, first.answer.body);
    if (answer.kind !== "loginRequest") return this.#forPage(action, answer);

    const { person, signSsoToken } = this.#ports;
    const { login } = answer;
    const sso = await ssoToken(login, person, signSsoToken, ssoFailure);
    // Unlike for OAuth cards, a client that gets no token here goes on to the ordinary sign-in.
    if (sso.kind !== "token") return this.#askToSignIn(action, login, [first]);

    const { exchangeId: id, token } = sso;
    const authentication = { id, connectionName: login.connectionName, token };
    const second = await this.#wire.send({
      ...action,
      value: withValue(action, { authentication }),
    });
    const outcome = readActionAnswer(second.answer.status, second.answer.body);
    if (outcome.kind === "loginRequest") {
      return this.#askToSignIn(action, outcome.login, [first, second]);
    }
    if (outcome.kind === "preconditionFailed") {
      return this.#askToSignIn(action, login, [first, second]);
    }
    return this.#forPage(action, outcome);
  }

  /** The sign-in that `action` waited for is done. @throws Error when the bot is away. */
  async resume(prompt: Prompt, action: Activity, code: string): Promise<void> {
    const sent = await this.#wire.send({ ...action, value: withValue(action, { state: code }) });
    const { status, body } = sent.answer;
    await this.#showOutcome(prompt, action, sent, readActionAnswer(status, body));
    if (status >= 500) throw new Error(`the bot answered ${String(status)}`);
  }

  /** The page has three answers to understand; at any other it stops working until it is loaded again. */
  #forPage(action: Activity, answer: ActionAnswer): BotAnswer {
    switch (answer.kind) {
      case "card":
        this.#chat.cardReplaced(action.replyToId ?? "", answer.card, true);
        return pageAnswer(200, adaptiveCardType, answer.card);
      case "message":
        return pageAnswer(200, "application/vnd.microsoft.activity.message", answer.text);
      case "loginRequest":
      case "preconditionFailed":
        return pageError(somethingWentWrong);
      case "error":
        return pageError(answer.message);
    }
  }

  #askToSignIn(action: Activity, login: OAuthCard, attempts: readonly Sent[]): BotAnswer {
    const card = this.#cardWithButton(action, login, attempts);
    if (card === null) return pageError(somethingWentWrong);
    this.#chat.cardReplaced(action.replyToId ?? "", card, false);
    return pageAnswer(200, adaptiveCardType, card);
  }

  /** What became of the action: the page no longer waits for an answer, so the message is updated. */
  async #showOutcome(
    prompt: Prompt,
    action: Activity,
    attempt: Sent,
    answer: ActionAnswer,
  ): Promise<void> {
    const { messageId } = prompt;
    const card = this.#chat.cardOf(messageId);
    switch (answer.kind) {
      case "card":
        await this.#chat.update(messageId, cardMessage(answer.card));
        return;
      case "message":
        await this.#chat.show(messageId, cardMessage(withLine(card, answer.text, "Default")));
        return;
      case "loginRequest":
      case "preconditionFailed": {
        const login = answer.kind === "loginRequest" ? answer.login : prompt.login;
        const again = this.#cardWithButton(action, login, [attempt]);
        if (again !== null) await this.#chat.show(messageId, cardMessage(again));
        return;
      }
      case "error":
        await this.#chat.show(messageId, cardMessage(withLine(card, answer.message, "Attention")));
        return;
    }
  }

  #cardWithButton(action: Activity, login: OAuthCard, attempts: readonly Sent[]): unknown {
    const link = signInLink(login);
    if (link === null) return null;
    const id = this.#ports.newId();
    const messageId = action.replyToId ?? "";
    const askedBy = attempts.flatMap(({ activity }) => activity.id ?? []);
    this.#prompts.add({ id, messageId, askedBy, link, login, action });
    const original = this.#chat.cardOf(messageId);
    const url = this.#ports.windowUrl(id);
    return withSignInButton(original, login.text ?? "", buttonTitle(login), url);
  }
}

const pageAnswer = (statusCode: number, type: string, value: unknown): BotAnswer => ({
  status: 200,
  body: { statusCode, type, value },
});

const pageError = (message: string): BotAnswer =>
  pageAnswer(500, "application/vnd.microsoft.error", { code: "InternalServerError", message });

function withValue(action: Activity, more: Readonly<Record<string, unknown>>): unknown {
  const value = action.value;
  return typeof value === "object" && value !== null ? { ...value, ...more } : more;
}

import type { Person } from "../people/person.ts";
import type { Activity, OAuthCard } from "./activity.ts";
import type { Chat } from "./chat.ts";
import { type Prompt, type SignInPrompts, signInLink, signInMessage } from "./sign-in-prompts.ts";
import { type SsoFailureCode, ssoToken } from "./single-sign-on.ts";
import type { Wire } from "./wire.ts";

/** How a person's Teams clients behave; changeable while the sandbox runs. */
export type ClientSettings = {
  /** Teams runs silent sign-on in each open client, so the bot gets as many token exchanges. */
  readonly openClients: number;
  /** Silent sign-on fails in the client with this code; null = it works. */
  readonly ssoFailure: SsoFailureCode | null;
};

export type SignInPorts = {
  readonly person: Person;
  readonly newId: () => string;
  readonly signSsoToken: (person: Person) => Promise<string>;
  /** Address of the window that opens for a prompt. */
  readonly windowUrl: (promptId: string) => string;
};

export const somethingWentWrong = "Something went wrong. Please try again.";

/** OAuth cards: silent sign-on while nobody sees the card, the sign-in button when that fails. */
export class SignInCards {
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

  /** Deals with an OAuth card that is held back under `messageId`. */
  async signIn(
    messageId: string,
    card: Activity,
    login: OAuthCard,
    settings: ClientSettings,
  ): Promise<void> {
    const clients = Array.from({ length: settings.openClients }, () =>
      this.#exchange(messageId, login, settings.ssoFailure).catch(() => "button" as const),
    );
    const done = await Promise.all(clients);
    const link = signInLink(login);
    if (link === null || done.every((one) => one === "silent")) return;
    const askedBy = card.replyToId === undefined ? [] : [card.replyToId];
    const id = this.#ports.newId();
    const prompt: Prompt = { id, messageId, askedBy, link, login, action: null };
    this.#prompts.add(prompt);
    await this.#show(prompt);
  }

  /** The code of a sign-in window, for the card or for none that is known. @throws Error when refused. */
  async complete(prompt: Prompt | undefined, code: string): Promise<void> {
    const answer = await this.#verifyState(prompt, code);
    if (answer.status < 300) return;
    if (prompt) await this.#show(prompt, somethingWentWrong);
    throw new Error(`the bot answered ${String(answer.status)} to signin/verifyState`);
  }

  /** The window was closed before its end; Teams says so in this one word (msteams-docs#7985). */
  async cancel(prompt: Prompt): Promise<void> {
    const answer = await this.#verifyState(prompt, "CancelledByUser");
    if (answer.status >= 300) await this.#show(prompt, somethingWentWrong);
  }

  /** One client's silent sign-on: does the person see nothing of it, or the button? */
  async #exchange(
    messageId: string,
    login: OAuthCard,
    forcedFailure: SsoFailureCode | null,
  ): Promise<"silent" | "button"> {
    const { person, signSsoToken } = this.#ports;
    const sso = await ssoToken(login, person, signSsoToken, forcedFailure);
    switch (sso.kind) {
      case "notAsked":
        return "button";
      case "failed":
        await this.#wire.signin(
          "signin/failure",
          { code: sso.code, message: sso.message },
          messageId,
        );
        return "silent";
      case "token": {
        const { exchangeId: id, token } = sso;
        const value = { id, connectionName: login.connectionName, token };
        const answer = await this.#wire.signin("signin/tokenExchange", value, messageId);
        return answer.status < 300 ? "silent" : "button";
      }
    }
  }

  #verifyState(prompt: Prompt | undefined, state: string) {
    return this.#wire.signin("signin/verifyState", { state }, prompt?.messageId ?? null);
  }

  async #show(prompt: Prompt, problem?: string): Promise<void> {
    const url = this.#ports.windowUrl(prompt.id);
    await this.#chat.show(prompt.messageId, signInMessage(prompt.login, url, problem));
  }
}

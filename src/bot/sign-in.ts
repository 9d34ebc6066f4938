import { CardFactory, type CloudAdapter, type TurnContext } from "botbuilder";
import type { UserTokenClient } from "botframework-connector";
import type { Clock } from "../enrollment/clock.ts";
import { type DelegatedToken, delegatedToken } from "../enrollment/delegated-token.ts";
import type { PersonKey, SignInExchangeStore } from "../enrollment/person.ts";
import type { Logger } from "../telemetry/logger.ts";

/** What came of a token that Teams offered for exchange. */
export type ExchangeOutcome = "first" | "repeated" | "consentNeeded";

export type SignInPrompt = {
  readonly text: string;
  readonly buttonTitle: string;
  /** Not silent: leave the exchange resource out, so that the client shows the button at once. */
  readonly silent: boolean;
};

/** The card that asks for a sign-in; as a message attachment, or as the value of a `loginRequest` answer. */
export type OAuthCard = {
  readonly text?: string;
  readonly connectionName: string;
  readonly buttons: readonly object[];
  readonly tokenExchangeResource?: object;
};

/**
 * Teams SSO and sign-in over the Bot Framework token service. It holds no token: each is asked for when it is needed.
 * Source: Teams, "Enable SSO for your bot" and "Universal Actions: authentication".
 */
export class SignIn {
  readonly #connectionName: string;
  readonly #exchanges: SignInExchangeStore;
  readonly #clock: Clock;
  readonly #log: Logger;

  constructor(parts: {
    readonly connectionName: string;
    readonly exchanges: SignInExchangeStore;
    readonly clock: Clock;
    readonly log: Logger;
  }) {
    this.#connectionName = parts.connectionName;
    this.#exchanges = parts.exchanges;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** The person's Graph token, or null when they are not signed in. With a code: redeems it first. */
  async findToken(context: TurnContext, code?: string): Promise<DelegatedToken | null> {
    const { from, channelId } = context.activity;
    const reply = await tokenClient(context).getUserToken(
      from.id,
      this.#connectionName,
      channelId,
      code ?? "",
    );
    return tokenIn(reply);
  }

  /** Lets go of the person's token; true when there was one. */
  async signOut(context: TurnContext): Promise<boolean> {
    const had = (await this.findToken(context)) !== null;
    const { from, channelId } = context.activity;
    await tokenClient(context).signOutUser(from.id, this.#connectionName, channelId);
    return had;
  }

  /** The card that asks for the sign-in of this very turn's person. */
  async prompt(context: TurnContext, prompt: SignInPrompt): Promise<OAuthCard> {
    const resource = await tokenClient(context).getSignInResource(
      this.#connectionName,
      // The SDK types this as a whole activity and uses it to make the state of the sign-in.
      context.activity,
      "",
    );
    const card = CardFactory.oauthCard(
      this.#connectionName,
      prompt.buttonTitle,
      prompt.text,
      resource.signInLink,
      prompt.silent ? resource.tokenExchangeResource : undefined,
      resource.tokenPostResource,
    );
    // `Attachment.content` is `any`; this is the shape that the factory has just built.
    return card.content as OAuthCard;
  }

  /**
   * Exchanges the SSO token of a `signin/tokenExchange`. Teams sends one per open client, with the same id, so every
   * caller exchanges (all must hear 412 when consent is missing) and only the first to claim the id goes on.
   */
  async exchange(
    context: TurnContext,
    key: PersonKey,
    request: { readonly id: string; readonly token: string },
  ): Promise<ExchangeOutcome> {
    if (!(await this.redeem(context, request.token))) return "consentNeeded";
    const exchangeId = `${key.tenantId}/${key.userId}/${request.id}`;
    return (await this.#exchanges.claim(exchangeId, this.#clock.now())) ? "first" : "repeated";
  }

  /** Exchanges an SSO token for a Graph token at the token service; false when consent is missing. */
  async redeem(context: TurnContext, ssoToken: string): Promise<boolean> {
    const { from, channelId } = context.activity;
    try {
      const reply = await tokenClient(context).exchangeToken(
        from.id,
        this.#connectionName,
        channelId,
        { token: ssoToken },
      );
      return tokenIn(reply) !== null;
    } catch (error) {
      // The token service answers a missing consent with an error status; 412 makes Teams show the sign-in button,
      // which is the way on for every other refusal as well.
      this.#log.info({ err: error }, "token exchange refused");
      return false;
    }
  }
}

function tokenClient(context: TurnContext): UserTokenClient {
  // The SDK keeps its clients in the turn's state under symbols of the adapter, untyped.
  const { UserTokenClientKey } = context.adapter as CloudAdapter;
  const client = context.turnState.get<UserTokenClient | undefined>(UserTokenClientKey);
  if (client === undefined) throw new Error("The adapter gave this turn no token client");
  return client;
}

// A 404 of the token service arrives as an empty object, an absent one, or null, by version of the SDK.
function tokenIn(reply: { readonly token?: string } | null | undefined): DelegatedToken | null {
  const value = reply?.token;
  return value === undefined || value === "" ? null : delegatedToken(value);
}

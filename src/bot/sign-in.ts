import { CardFactory, type CloudAdapter, type TurnContext } from "botbuilder";
import type { UserTokenClient } from "botframework-connector";
import { z } from "zod/v4";
import type { Clock } from "../enrollment/clock.ts";
import { type DelegatedToken, delegatedToken } from "../enrollment/delegated-token.ts";
import type { PersonKey, SignInExchangeStore } from "../enrollment/person.ts";
import type { Logger } from "../telemetry/logger.ts";
import { within } from "./within.ts";

/** The token service gets as long as fits into a turn beside Graph; the SDK repeats a request that fails by itself. */
const LONGEST_CALL_MS = 5_000;

/** What came of an SSO token at the token service; `consentMissing`: nobody has agreed to what the connection asks for. */
export type RedeemOutcome = "redeemed" | "consentMissing" | "refused";

/** What came of a token that Teams offered for exchange. */
export type ExchangeOutcome = "first" | "repeated" | Exclude<RedeemOutcome, "redeemed">;

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
  readonly #onFailure: (code: string) => void;

  /** @param parts.onFailure told a code, one of few, for each sign-in that came to nothing */
  constructor(parts: {
    readonly connectionName: string;
    readonly exchanges: SignInExchangeStore;
    readonly clock: Clock;
    readonly log: Logger;
    readonly onFailure?: (code: string) => void;
  }) {
    this.#connectionName = parts.connectionName;
    this.#exchanges = parts.exchanges;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#onFailure = parts.onFailure ?? (() => undefined);
  }

  /** Teams could not sign somebody in by itself. */
  silentlyFailed(reason: string): void {
    const code = reason.toLowerCase();
    this.#onFailure(TEAMS_CODES.has(code) ? code : "other");
  }

  /** The person's Graph token, or null when they are not signed in. With a code: redeems it first. */
  async findToken(context: TurnContext, code?: string): Promise<DelegatedToken | null> {
    const { from, channelId } = context.activity;
    const client = tokenClient(context);
    const reply = client.getUserToken(from.id, this.#connectionName, channelId, code ?? "");
    return tokenIn(await within(LONGEST_CALL_MS, "GetToken", reply));
  }

  /** Lets go of the person's token; true when there was one. */
  async signOut(context: TurnContext): Promise<boolean> {
    const had = (await this.findToken(context)) !== null;
    const { from, channelId } = context.activity;
    const signedOut = tokenClient(context).signOutUser(from.id, this.#connectionName, channelId);
    await within(LONGEST_CALL_MS, "SignOut", signedOut);
    return had;
  }

  /** The card that asks for the sign-in of this very turn's person. */
  async prompt(context: TurnContext, prompt: SignInPrompt): Promise<OAuthCard> {
    // The activity makes the state of the sign-in: whom it is for, and in which conversation.
    const reply = tokenClient(context).getSignInResource(
      this.#connectionName,
      context.activity,
      "",
    );
    const resource = await within(LONGEST_CALL_MS, "GetSignInResource", reply);
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
    const outcome = await this.redeem(context, request.token);
    if (outcome !== "redeemed") return outcome;
    const exchangeId = `${key.tenantId}/${key.userId}/${request.id}`;
    return (await this.#exchanges.claim(exchangeId, this.#clock.now())) ? "first" : "repeated";
  }

  /** Exchanges an SSO token for a Graph token, which the token service keeps. */
  async redeem(context: TurnContext, ssoToken: string): Promise<RedeemOutcome> {
    const { from, channelId } = context.activity;
    const client = tokenClient(context);
    const request = { token: ssoToken };
    const exchanged = client.exchangeToken(from.id, this.#connectionName, channelId, request);
    // Whatever the reason of a refusal, the way on is the same: 412, which makes Teams show the sign-in button.
    try {
      const reply = await within(LONGEST_CALL_MS, "Exchange", exchanged);
      if (tokenIn(reply) !== null) return "redeemed";
      const reason = reasonIn(reply);
      this.#log.info({ reason }, "token exchange refused");
      const outcome = CONSENT_MISSING.test(reason) ? "consentMissing" : "refused";
      this.#onFailure(outcome);
      return outcome;
    } catch (error) {
      this.#log.info({ err: error }, "token exchange failed");
      this.#onFailure("noAnswer");
      return "refused";
    }
  }
}

// A refusal (400) comes as a reply like any other; the SDK types it as a token.
const refusal = z.object({
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }),
});

function reasonIn(reply: unknown): string {
  const { data } = refusal.safeParse(reply);
  return data === undefined
    ? "none given"
    : `${data.error.code ?? ""}: ${data.error.message ?? ""}`;
}

/** Teams SDK, "SSO troubleshooting". A client can send any other word, and each would be a series of its own. */
const TEAMS_CODES: ReadonlySet<string> = new Set([
  "installappfailed",
  "installedappnotfound",
  "authrequestfailed",
  "invokeerror",
  "oauthcardnotvalid",
  "resourcematchfailed",
  "tokenmissing",
  "userconsentrequired",
  "interactionrequired",
]);

// The token service's words, and Entra's number, for: nobody has agreed to what the connection asks for.
const CONSENT_MISSING = /consent ?required|AADSTS65001/i;

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

import type { TokenResponse } from "botbuilder";
import { UserTokenClient } from "botframework-connector";
import { request } from "undici";
import { z } from "zod/v4";

/** Sets the bot's own bearer token on a request's headers, as the SDK's credentials do. */
export interface SignsRequests {
  signRequest(request: {
    readonly headers: { set(name: string, value: string): void };
  }): Promise<unknown>;
}

const LONGEST_WAIT_MS = 10_000;

const reply = z.object({
  connectionName: z.string().default(""),
  token: z.string().optional(),
  expiration: z.string().default(""),
});

/**
 * The SDK's token client with one request made directly: `GetToken` is in every turn, and through the SDK's pipeline it
 * costs as much CPU as the rest of the turn's requests together. All else goes the SDK's way.
 * Source: Bot Framework token service, `GET /api/usertoken/GetToken`.
 */
export class DirectTokenClient extends UserTokenClient {
  readonly #inner: UserTokenClient;
  readonly #url: string;
  readonly #credentials: SignsRequests;

  constructor(inner: UserTokenClient, url: string, credentials: SignsRequests) {
    super();
    this.#inner = inner;
    this.#url = `${url.replace(/\/+$/, "")}/api/usertoken/GetToken`;
    this.#credentials = credentials;
  }

  /** @throws Error with `statusCode` when the service answers anything but a token or that there is none. */
  override async getUserToken(
    userId: string,
    connectionName: string,
    channelId: string,
    magicCode: string,
  ): Promise<TokenResponse> {
    const query = new URLSearchParams({ userId, connectionName, channelId });
    if (magicCode !== "") query.set("code", magicCode);
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    const url = `${this.#url}?${query.toString()}`;
    const first = await this.#get(url, signal);
    // A code is good for one request, so only what the service cannot have seen through is asked again.
    const answer = first.status >= 500 && magicCode === "" ? await this.#get(url, signal) : first;
    if (answer.status === 404) return NO_TOKEN;
    if (answer.status !== 200) throw refused(answer.status);
    const { connectionName: name, token, expiration } = reply.parse(jsonIn(answer.text));
    return token === undefined ? NO_TOKEN : { connectionName: name, token, expiration };
  }

  async #get(
    url: string,
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const answer = await request(url, { headers: await this.#signed(), signal });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  override getSignInResource(
    ...asked: Parameters<UserTokenClient["getSignInResource"]>
  ): ReturnType<UserTokenClient["getSignInResource"]> {
    return this.#inner.getSignInResource(...asked);
  }

  override signOutUser(
    ...asked: Parameters<UserTokenClient["signOutUser"]>
  ): ReturnType<UserTokenClient["signOutUser"]> {
    return this.#inner.signOutUser(...asked);
  }

  override getTokenStatus(
    ...asked: Parameters<UserTokenClient["getTokenStatus"]>
  ): ReturnType<UserTokenClient["getTokenStatus"]> {
    return this.#inner.getTokenStatus(...asked);
  }

  override getAadTokens(
    ...asked: Parameters<UserTokenClient["getAadTokens"]>
  ): ReturnType<UserTokenClient["getAadTokens"]> {
    return this.#inner.getAadTokens(...asked);
  }

  override exchangeToken(
    ...asked: Parameters<UserTokenClient["exchangeToken"]>
  ): ReturnType<UserTokenClient["exchangeToken"]> {
    return this.#inner.exchangeToken(...asked);
  }

  async #signed(): Promise<Record<string, string>> {
    const headers: Record<string, string> = { accept: "application/json" };
    const set = (name: string, value: string): void => {
      headers[name.toLowerCase()] = value;
    };
    await this.#credentials.signRequest({ headers: { set } });
    return headers;
  }
}

const NO_TOKEN: TokenResponse = { connectionName: "", token: "", expiration: "" };

// The platform's error would quote the answer, and there is a token in it.
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const refused = (statusCode: number): Error =>
  Object.assign(new Error(`The token service answered ${statusCode} to GetToken`), { statusCode });

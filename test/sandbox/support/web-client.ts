import * as client from "openid-client";
import { botAppId } from "../../../src/sandbox/constants.ts";
import type { Page } from "./browser.ts";

export const ngcmfa = { access_token: { amr: { essential: true, values: ["ngcmfa"] } } };
export const onlyPush = {
  ...ngcmfa,
  id_token: { acrs: { essential: true, value: "c1" } },
};

/** The web sign-in of an app, as openid-client does it: discovery, code flow, PKCE, state, nonce. */
export class WebClient {
  readonly #config: client.Configuration;
  /** A port that nothing listens on: only where the tenant sends the browser counts. */
  static readonly redirectUri = "http://127.0.0.1:9/sign-in/callback";
  readonly #verifier = client.randomPKCECodeVerifier();
  readonly #state = client.randomState();
  readonly #nonce = client.randomNonce();

  private constructor(config: client.Configuration) {
    this.#config = config;
  }

  static async discover(tenantUrl: string): Promise<WebClient> {
    const config = await client.discovery(
      new URL(`${tenantUrl}/oidc`),
      botAppId,
      "sandbox-only",
      undefined,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to stand out; the tenant is http on loopback
      { execute: [client.allowInsecureRequests] },
    );
    return new WebClient(config);
  }

  async authorizationUrl(parameters: Record<string, string> = {}): Promise<URL> {
    return client.buildAuthorizationUrl(this.#config, {
      redirect_uri: WebClient.redirectUri,
      scope: "openid profile https://graph.microsoft.com/UserAuthMethod-MicrosoftAuthApp.ReadWrite",
      code_challenge: await client.calculatePKCECodeChallenge(this.#verifier),
      code_challenge_method: "S256",
      state: this.#state,
      nonce: this.#nonce,
      prompt: "login",
      claims: JSON.stringify(ngcmfa),
      ...parameters,
    });
  }

  /** Exchanges the code of the address that the browser was sent to; every check of openid-client applies. */
  async finish(callback: URL) {
    const tokens = await client.authorizationCodeGrant(this.#config, callback, {
      pkceCodeVerifier: this.#verifier,
      expectedState: this.#state,
      expectedNonce: this.#nonce,
      idTokenExpected: true,
    });
    return { accessToken: tokens.access_token, idToken: tokens.claims() };
  }
}

export function numberOn(page: Page): string {
  const number = /<output aria-label="Number to enter in the app">(\d\d)<\/output>/.exec(page.text);
  if (number?.[1] === undefined) throw new Error(`No number on ${page.url.pathname}: ${page.text}`);
  return number[1];
}

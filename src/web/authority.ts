import * as client from "openid-client";
import type { Config } from "../config/config.ts";
import type { Clock } from "../enrollment/clock.ts";
import type { BegunSignIn } from "../enrollment/fresh-sign-in.ts";
import { EntraError } from "../entra/entra-error.ts";
import { clientAuthentication } from "./client-authentication.ts";
import { CALLBACK_PATH } from "./paths.ts";
import { claimsRequest, SCOPE } from "./request-parameters.ts";
import { WebError } from "./web-error.ts";

/** Each request to the authorization server, in seconds: people wait before an empty page. */
const TIMEOUT_SECONDS = 10;
/** Endpoints seldom move, and keys are looked up anew by themselves. */
const METADATA_KEPT_MS = 24 * 60 * 60 * 1000;

/** Whatever an administrator allowed the registration itself, which is nothing. */
const OWN_SCOPE = "https://graph.microsoft.com/.default";

/** By the way in which the registration proves itself: what Entra may not know, or know otherwise. */
const WHAT_TO_CHECK: Readonly<Record<Config["freshSignIn"]["client"]["proof"]["kind"], string>> = {
  secret: "the client secret",
  certificate: "that SIGN_IN_CERTIFICATE_FILE is a certificate",
  federated: "the federated credential (issuer, subject: the managed identity's object id)",
  workloadIdentity: "the federated credential (issuer, subject: the service account)",
};

type SignInSecrets = {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
};

type Answer = { readonly code: string; readonly state: string; readonly issuer: string | null };

/** The tenant's authorization server, as the fresh sign-in uses it: authorization code with PKCE, state and nonce. */
export class Authority {
  /** Where its pages are; our forms may lead there. */
  readonly origin: string;
  readonly #config: Config["freshSignIn"];
  readonly #clock: Clock;
  readonly #redirectUri: string;
  readonly #clientAuthentication: client.ClientAuth;
  #found: { readonly configuration: client.Configuration; readonly atMs: number } | null = null;
  #searching: Promise<client.Configuration> | null = null;

  constructor(config: Config["freshSignIn"], clock: Clock) {
    this.origin = new URL(config.authority).origin;
    this.#config = config;
    this.#clock = clock;
    this.#redirectUri = `${config.publicUrl}${CALLBACK_PATH}`;
    this.#clientAuthentication = clientAuthentication(config.client, clock);
  }

  /** Reads the server's metadata unless they are known. @throws WebError */
  async prepare(): Promise<void> {
    await this.#configuration();
  }

  /** Where to send the browser. @throws WebError */
  async authorizationUrl(secrets: SignInSecrets): Promise<string> {
    const configuration = await this.#configuration();
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: SCOPE,
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(secrets.codeVerifier),
      code_challenge_method: "S256",
      claims: claimsRequest(this.#config.authContextId),
      // No silent sign-in of whichever account this browser knows: the person picks one, and types no password when it is
      // signed in. The claims request brings the MFA; "login" would ask for the password as well.
      prompt: "select_account",
    });
    return url.href;
  }

  /**
   * Trades the code for the token and the claims of the id token, whose signature, issuer, audience, nonce and times are
   * checked. @throws WebError
   */
  async exchange(answer: Answer, begun: BegunSignIn) {
    const configuration = await this.#configuration();
    const url = new URL(this.#redirectUri);
    url.searchParams.set("code", answer.code);
    url.searchParams.set("state", answer.state);
    if (answer.issuer !== null) url.searchParams.set("iss", answer.issuer);
    try {
      const tokens = await client.authorizationCodeGrant(configuration, url, {
        pkceCodeVerifier: begun.codeVerifier,
        expectedNonce: begun.nonce,
        expectedState: answer.state,
        idTokenExpected: true,
      });
      return { token: tokens.access_token, claims: tokens.claims() };
    } catch (cause) {
      const unproven = unprovenIn(cause);
      if (unproven !== null) {
        throw new WebError("web.client-unproven", unproven.message, { cause: unproven });
      }
      throw new WebError(
        "web.exchange-refused",
        `The authorization server's answer cannot be used${reasonIn(cause)}. Check ${WHAT_TO_CHECK[this.#config.client.proof.kind]} and the redirect URI of the app registration, and this machine's clock.`,
        { cause },
      );
    }
  }

  /**
   * Has the registration ask for a token of its own, which is thrown away at once: the answer shows whether the server
   * takes the proof of who it is. For `pushready doctor`.
   * @returns null when it does, else the server's own words
   * @throws WebError
   */
  async refusalOfClient(): Promise<{
    readonly error: string;
    readonly description: string;
  } | null> {
    const configuration = await this.#configuration();
    try {
      await client.clientCredentialsGrant(configuration, { scope: OWN_SCOPE });
      return null;
    } catch (cause) {
      if (!(cause instanceof client.ResponseBodyError)) throw cause;
      return { error: cause.error, description: cause.error_description ?? "" };
    }
  }

  #configuration(): Promise<client.Configuration> {
    const nowMs = this.#clock.now().getTime();
    if (this.#found !== null && nowMs - this.#found.atMs < METADATA_KEPT_MS) {
      return Promise.resolve(this.#found.configuration);
    }
    // One search for all who wait. A failed one is forgotten, so that the next person tries again.
    this.#searching ??= this.#discover()
      .then((configuration) => {
        this.#found = { configuration, atMs: nowMs };
        return configuration;
      })
      .finally(() => {
        this.#searching = null;
      });
    return this.#searching;
  }

  async #discover(): Promise<client.Configuration> {
    const { authority, client: registration } = this.#config;
    // Plain http is the local tenant's on loopback: the configuration takes no other.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Marked only to stand out; there is no other way.
    const insecure = authority.startsWith("http:") ? [client.allowInsecureRequests] : [];
    const configuration = await client
      .discovery(new URL(authority), registration.id, undefined, this.#clientAuthentication, {
        timeout: TIMEOUT_SECONDS,
        // The library trusts TLS for id tokens unless told to check their signature.
        execute: [client.enableNonRepudiationChecks, ...insecure],
      })
      .catch((cause: unknown) => {
        throw new WebError(
          "web.authority-unavailable",
          `The metadata of ${authority} cannot be read: check TENANT_ID and the way to the internet.`,
          { cause },
        );
      });
    this.#requireOwn(configuration.serverMetadata());
    return configuration;
  }

  // The library takes other issuers from Entra's shared endpoints; ours is one tenant's, and its pages are where the
  // policy of our own pages lets forms lead.
  #requireOwn({ issuer, authorization_endpoint: endpoint = "" }: client.ServerMetadata): void {
    const { authority } = this.#config;
    const isOwn = issuer === authority && URL.canParse(endpoint);
    if (isOwn && new URL(endpoint).origin === this.origin) return;
    throw new WebError(
      "web.authority-mismatch",
      `The metadata of ${authority} belong to another issuer: set TENANT_ID to the tenant's id, not to a name.`,
    );
  }
}

/** Why there is nothing to prove the client with; the library puts errors of others into its own. */
function unprovenIn(error: unknown): EntraError | null {
  if (error instanceof EntraError) return error;
  return error instanceof Error && error.cause instanceof EntraError ? error.cause : null;
}

/** Entra's and OAuth's own codes: they say what is wrong and nothing about the person. */
function reasonIn(error: unknown): string {
  if (!(error instanceof client.ResponseBodyError)) return "";
  const { error: code, error_description: description = "" } = error;
  const entra = /\bAADSTS\d{4,8}\b/.exec(description)?.[0];
  const words = [
    /^\w{1,40}$/.test(code) ? code : "unreadable",
    ...(entra === undefined ? [] : [entra]),
  ];
  return ` (${words.join(", ")})`;
}

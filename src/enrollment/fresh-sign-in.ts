import type { PersonKey } from "./person.ts";

/** How long a link, a sign-in that was begun, and its result are good, each from its own start on. */
export const FRESH_SIGN_IN_MS = 10 * 60 * 1000;

/** What a fresh sign-in is for: it says which card waits for the result. */
export type FreshSignInPurpose = "prove" | "remove";

/** Why a fresh sign-in came to nothing. */
export type FreshSignInFailure =
  /** The person cancelled, or denied the notification. */
  "denied" | "wrongAccount" | "wrongTenant" | "expired" | "failed";

export type FreshSignInSession = {
  /** SHA-256 of the OAuth `state`, hex. */
  readonly stateHash: string;
  /** SHA-256 of the secret in the browser's cookie, hex: the callback must come from the same browser. */
  readonly browserHash: string;
  readonly nonce: string;
  readonly codeVerifier: string;
};

export type BegunSignIn = {
  readonly signInId: string;
  readonly key: PersonKey;
  readonly purpose: FreshSignInPurpose;
  readonly nonce: string;
  readonly codeVerifier: string;
};

export type FreshSignInResult =
  | {
      readonly kind: "completed";
      readonly token: string;
      /** Authentication contexts (`acrs`) that the id token carried. */
      readonly contexts: readonly string[];
      readonly signedInAt: Date;
    }
  | { readonly kind: "failed"; readonly why: FreshSignInFailure };

/**
 * Tickets, sessions and tokens of fresh sign-ins. All of it lives ten minutes at most; tokens and code verifiers are
 * encrypted at rest; of tickets and states only hashes are stored.
 */
export interface FreshSignInStore {
  /** A new single-use ticket of 256 random bits (base64url). An older one of the same person and purpose dies with it. */
  issue(
    key: PersonKey,
    purpose: FreshSignInPurpose,
    at: Date,
  ): Promise<{ readonly ticket: string; readonly expiresAt: Date }>;
  /** Whose ticket it is, while it is neither used nor expired. Looking does not use it up: link previews look too. */
  look(
    ticket: string,
    at: Date,
  ): Promise<{ readonly key: PersonKey; readonly purpose: FreshSignInPurpose } | null>;
  /** Uses the ticket up for this browser session: true for exactly one caller, ever. */
  begin(ticket: string, session: FreshSignInSession, at: Date): Promise<boolean>;
  /** Closes the sign-in that was begun with this state in this browser: not null for exactly one caller, ever. */
  finish(stateHash: string, browserHash: string, at: Date): Promise<BegunSignIn | null>;
  saveResult(signInId: string, result: FreshSignInResult, at: Date): Promise<void>;
  /** The newest result for the purpose that is younger than ten minutes, without its token. */
  findResult(
    key: PersonKey,
    purpose: FreshSignInPurpose,
    at: Date,
  ): Promise<
    | {
        readonly kind: "completed";
        readonly contexts: readonly string[];
        readonly signedInAt: Date;
      }
    | { readonly kind: "failed"; readonly why: FreshSignInFailure }
    | null
  >;
  /**
   * The newest token of the person that is younger than ten minutes, whatever the sign-in was for: each asks for the same
   * scope, and what is done with the token is confirmed by itself. Taking it deletes it, and every older one too.
   */
  takeToken(
    key: PersonKey,
    at: Date,
  ): Promise<{ readonly token: string; readonly signedInAt: Date } | null>;
  deleteExpired(at: Date): Promise<number>;
}

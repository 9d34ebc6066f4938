import { randomBytes, randomUUID } from "node:crypto";
import {
  type BegunSignIn,
  FRESH_SIGN_IN_MS,
  type FreshSignInPurpose,
  type FreshSignInResult,
  type FreshSignInSession,
  type FreshSignInStore,
} from "../../src/enrollment/fresh-sign-in.ts";
import type { PersonKey } from "../../src/enrollment/person.ts";

type SignIn = {
  readonly signInId: string;
  readonly key: PersonKey;
  readonly purpose: FreshSignInPurpose;
  readonly ticket: string;
  expiresAt: Date;
  session: FreshSignInSession | null;
  isFinished: boolean;
  result: { readonly value: FreshSignInResult; readonly at: Date } | null;
  hasToken: boolean;
};

/** FreshSignInStore in memory; `test/contracts/fresh-sign-in-store.contract.ts` holds it to what the database does. */
export class FakeFreshSignInStore implements FreshSignInStore {
  #signIns: SignIn[] = [];

  issue(key: PersonKey, purpose: FreshSignInPurpose, at: Date) {
    this.#signIns = this.#signIns.filter(
      (other) => !(isOf(other, key, purpose) && other.session === null),
    );
    const signIn: SignIn = {
      signInId: randomUUID(),
      key: { tenantId: key.tenantId, userId: key.userId },
      purpose,
      ticket: randomBytes(32).toString("base64url"),
      expiresAt: later(at),
      session: null,
      isFinished: false,
      result: null,
      hasToken: false,
    };
    this.#signIns.push(signIn);
    return Promise.resolve({ ticket: signIn.ticket, expiresAt: signIn.expiresAt });
  }

  look(ticket: string, at: Date) {
    const signIn = this.#unused(ticket, at);
    return Promise.resolve(
      signIn === undefined ? null : { key: signIn.key, purpose: signIn.purpose },
    );
  }

  begin(ticket: string, session: FreshSignInSession, at: Date): Promise<boolean> {
    const signIn = this.#unused(ticket, at);
    if (signIn === undefined) return Promise.resolve(false);
    signIn.session = session;
    signIn.expiresAt = later(at);
    return Promise.resolve(true);
  }

  finish(stateHash: string, browserHash: string, at: Date): Promise<BegunSignIn | null> {
    const signIn = this.#signIns.find(
      ({ session, isFinished, expiresAt }) =>
        session?.stateHash === stateHash &&
        session.browserHash === browserHash &&
        !isFinished &&
        expiresAt > at,
    );
    if (signIn?.session == null) return Promise.resolve(null);
    signIn.isFinished = true;
    const { signInId, key, purpose } = signIn;
    const { nonce, codeVerifier } = signIn.session;
    return Promise.resolve({ signInId, key, purpose, nonce, codeVerifier });
  }

  saveResult(signInId: string, result: FreshSignInResult, at: Date): Promise<void> {
    const signIn = this.#signIns.find((other) => other.signInId === signInId);
    if (signIn?.isFinished === true && signIn.result === null) {
      signIn.result = { value: result, at };
      signIn.expiresAt = later(at);
      signIn.hasToken = result.kind === "completed";
    }
    return Promise.resolve();
  }

  findResult(key: PersonKey, purpose: FreshSignInPurpose, at: Date) {
    const newest = this.#signIns
      .flatMap((signIn) =>
        isOf(signIn, key, purpose) && signIn.result !== null ? [signIn.result] : [],
      )
      .filter(({ value, at: resultAt }) =>
        isFresh(value.kind === "completed" ? value.signedInAt : resultAt, at),
      )
      .toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
    if (newest === undefined) return Promise.resolve(null);
    const { value } = newest;
    if (value.kind === "failed") return Promise.resolve(value);
    const { kind, contexts, signedInAt } = value;
    return Promise.resolve({ kind, contexts, signedInAt });
  }

  takeToken(key: PersonKey, at: Date) {
    const held = this.#signIns.flatMap((signIn) => {
      if (!isOfPerson(signIn, key) || !signIn.hasToken) return [];
      signIn.hasToken = false;
      return signIn.result?.value.kind === "completed" ? [signIn.result.value] : [];
    });
    const newest = held
      .filter(({ signedInAt }) => isFresh(signedInAt, at))
      .toSorted((a, b) => b.signedInAt.getTime() - a.signedInAt.getTime())[0];
    if (newest === undefined) return Promise.resolve(null);
    return Promise.resolve({ token: newest.token, signedInAt: newest.signedInAt });
  }

  deleteExpired(at: Date): Promise<number> {
    const before = this.#signIns.length;
    this.#signIns = this.#signIns.filter(({ expiresAt }) => expiresAt > at);
    return Promise.resolve(before - this.#signIns.length);
  }

  #unused(ticket: string, at: Date): SignIn | undefined {
    return this.#signIns.find(
      (signIn) => signIn.ticket === ticket && signIn.session === null && signIn.expiresAt > at,
    );
  }
}

const isOf = (signIn: SignIn, key: PersonKey, purpose: FreshSignInPurpose): boolean =>
  isOfPerson(signIn, key) && signIn.purpose === purpose;

const isOfPerson = (signIn: SignIn, { tenantId, userId }: PersonKey): boolean =>
  signIn.key.tenantId === tenantId && signIn.key.userId === userId;

const later = (at: Date): Date => new Date(at.getTime() + FRESH_SIGN_IN_MS);
const isFresh = (at: Date, now: Date): boolean => at.getTime() > now.getTime() - FRESH_SIGN_IN_MS;

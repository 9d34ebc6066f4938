import { hash, randomBytes, randomUUID } from "node:crypto";
import {
  type BegunSignIn,
  FRESH_SIGN_IN_MS,
  type FreshSignInPurpose,
  type FreshSignInResult,
  type FreshSignInSession,
  type FreshSignInStore,
} from "../enrollment/fresh-sign-in.ts";
import type { PersonKey } from "../enrollment/person.ts";
import { tenantId, userId } from "../methods/ids.ts";
import type { Database, Statement } from "./database.ts";
import {
  type BeginValues,
  type BegunRow,
  begin,
  deleteExpired,
  type FinishValues,
  findOwner,
  findResult,
  finish,
  type IssueValues,
  issue,
  look,
  type OwnerRow,
  type PersonValues,
  type RecentValues,
  type ResultRow,
  type ResultValues,
  type SignInIdValues,
  saveResult,
  type TicketValues,
  type TokenRow,
  takeTokens,
} from "./fresh-sign-in-statements.ts";
import type { Seal } from "./seal.ts";

const TICKET_BYTES = 32;

/**
 * Fresh sign-ins of people who are known already, on either engine. Rejects with StorageError only. What was sealed with
 * a key that is gone counts as never stored: the person signs in once more.
 */
export class PostgresFreshSignInStore implements FreshSignInStore {
  readonly #seal: Seal;
  readonly #issue: Statement<IssueValues, unknown>;
  readonly #look: Statement<TicketValues, OwnerRow>;
  readonly #begin: Statement<BeginValues, unknown>;
  readonly #finish: Statement<FinishValues, BegunRow>;
  readonly #findOwner: Statement<SignInIdValues, OwnerRow>;
  readonly #saveResult: Statement<ResultValues, unknown>;
  readonly #findResult: Statement<RecentValues, ResultRow>;
  readonly #takeTokens: Statement<PersonValues, TokenRow>;
  readonly #deleteExpired: Statement<{ readonly at: Date }, { readonly deleted: string }>;

  constructor(database: Database, seal: Seal) {
    this.#seal = seal;
    this.#issue = database.prepare("fresh_sign_ins.issue", issue);
    this.#look = database.prepare("fresh_sign_ins.look", look);
    this.#begin = database.prepare("fresh_sign_ins.begin", begin);
    this.#finish = database.prepare("fresh_sign_ins.finish", finish);
    this.#findOwner = database.prepare("fresh_sign_ins.find_owner", findOwner);
    this.#saveResult = database.prepare("fresh_sign_ins.save_result", saveResult);
    this.#findResult = database.prepare("fresh_sign_ins.find_result", findResult);
    this.#takeTokens = database.prepare("fresh_sign_ins.take_tokens", takeTokens);
    this.#deleteExpired = database.prepare("fresh_sign_ins.delete_expired", deleteExpired);
  }

  async issue(key: PersonKey, purpose: FreshSignInPurpose, at: Date) {
    const ticket = randomBytes(TICKET_BYTES).toString("base64url");
    const expiresAt = later(at);
    const ticketHash = hashOf(ticket);
    await this.#issue.run({ ...key, purpose, ticketHash, expiresAt, signInId: randomUUID() });
    return { ticket, expiresAt };
  }

  async look(ticket: string, at: Date) {
    const [row] = await this.#look.run({ ticketHash: hashOf(ticket), at });
    return row === undefined ? null : { key: keyOf(row), purpose: row.purpose };
  }

  async begin(ticket: string, session: FreshSignInSession, at: Date): Promise<boolean> {
    const ticketHash = hashOf(ticket);
    const [row] = await this.#look.run({ ticketHash, at });
    if (row === undefined) return false;
    const begun = await this.#begin.run({
      ticketHash,
      at,
      expiresAt: later(at),
      signInId: row.sign_in_id,
      stateHash: session.stateHash,
      browserHash: session.browserHash,
      nonce: this.#seal.close(session.nonce, placeOf(row, "nonce")),
      codeVerifier: this.#seal.close(session.codeVerifier, placeOf(row, "codeVerifier")),
    });
    return begun.length > 0;
  }

  async finish(stateHash: string, browserHash: string, at: Date): Promise<BegunSignIn | null> {
    const [row] = await this.#finish.run({ stateHash, browserHash, at });
    if (row === undefined) return null;
    const nonce = this.#opened(row.nonce, placeOf(row, "nonce"));
    const codeVerifier = this.#opened(row.code_verifier, placeOf(row, "codeVerifier"));
    if (nonce === null || codeVerifier === null) return null;
    const { sign_in_id: signInId, purpose } = row;
    return { signInId, key: keyOf(row), purpose, nonce, codeVerifier };
  }

  async saveResult(signInId: string, result: FreshSignInResult, at: Date): Promise<void> {
    const [row] = await this.#findOwner.run({ signInId });
    if (row === undefined) return;
    const failed = { failure: null, signedInAt: null, contexts: null, token: null };
    const values = { ...failed, signInId, at, expiresAt: later(at) };
    if (result.kind === "failed") {
      await this.#saveResult.run({ ...values, failure: result.why });
      return;
    }
    await this.#saveResult.run({
      ...values,
      signedInAt: result.signedInAt,
      contexts: JSON.stringify(result.contexts),
      token: this.#seal.close(result.token, placeOf(row, "token")),
    });
  }

  async findResult(key: PersonKey, purpose: FreshSignInPurpose, at: Date) {
    const [row] = await this.#findResult.run({ ...key, purpose, after: earlier(at) });
    if (row === undefined) return null;
    const { failure, signed_in_at: signedInAt, contexts } = row;
    if (failure !== null) return { kind: "failed", why: failure } as const;
    if (signedInAt === null || contexts === null) return null;
    // Written by `saveResult`, which takes only lists of texts.
    return { kind: "completed", contexts: JSON.parse(contexts) as string[], signedInAt } as const;
  }

  async takeToken(key: PersonKey, at: Date) {
    const rows = await this.#takeTokens.run(key);
    let newest: { readonly row: TokenRow; readonly signedInAt: Date } | null = null;
    for (const row of rows) {
      const { signed_in_at: signedInAt } = row;
      if (signedInAt === null || signedInAt <= earlier(at)) continue;
      if (newest === null || signedInAt > newest.signedInAt) newest = { row, signedInAt };
    }
    if (newest === null) return null;
    const { row, signedInAt } = newest;
    const token = this.#opened(row.token, placeOf(row, "token"));
    return token === null ? null : { token, signedInAt };
  }

  async deleteExpired(at: Date): Promise<number> {
    const [row] = await this.#deleteExpired.run({ at });
    return Number(row?.deleted ?? 0);
  }

  #opened(sealed: string | null, place: readonly string[]): string | null {
    return sealed === null ? null : this.#seal.open(sealed, place);
  }
}

/** Where a sealed value belongs; nowhere else does it open. */
const placeOf = (row: OwnerRow, field: string): readonly string[] => [
  row.sign_in_id,
  row.tenant_id,
  row.user_id,
  row.purpose,
  field,
];

const hashOf = (secret: string): string => hash("sha256", secret, "hex");

const keyOf = (row: OwnerRow): PersonKey => ({
  tenantId: tenantId(row.tenant_id),
  userId: userId(row.user_id),
});

const later = (at: Date): Date => new Date(at.getTime() + FRESH_SIGN_IN_MS);
const earlier = (at: Date): Date => new Date(at.getTime() - FRESH_SIGN_IN_MS);

import { type Kysely, sql } from "kysely";
import type { FreshSignInFailure, FreshSignInPurpose } from "../enrollment/fresh-sign-in.ts";
import type { Schema } from "./schema.ts";
import type { Given } from "./statement.ts";

export type OwnerRow = {
  readonly sign_in_id: string;
  readonly tenant_id: string;
  readonly user_id: string;
  readonly purpose: FreshSignInPurpose;
};
export type BegunRow = OwnerRow & {
  readonly nonce: string | null;
  readonly code_verifier: string | null;
};
export type ResultRow = {
  readonly failure: FreshSignInFailure | null;
  readonly signed_in_at: Date | null;
  readonly contexts: string | null;
};
export type TokenRow = OwnerRow & {
  readonly token: string | null;
  readonly signed_in_at: Date | null;
};

export type IssueValues = {
  readonly signInId: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly purpose: FreshSignInPurpose;
  readonly ticketHash: string;
  readonly expiresAt: Date;
};
export type TicketValues = { readonly ticketHash: string; readonly at: Date };
export type BeginValues = TicketValues & {
  readonly signInId: string;
  readonly stateHash: string;
  readonly browserHash: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly expiresAt: Date;
};
export type FinishValues = {
  readonly stateHash: string;
  readonly browserHash: string;
  readonly at: Date;
};
export type SignInIdValues = { readonly signInId: string };
export type ResultValues = SignInIdValues & {
  readonly at: Date;
  readonly expiresAt: Date;
  readonly failure: FreshSignInFailure | null;
  readonly signedInAt: Date | null;
  readonly contexts: string | null;
  readonly token: string | null;
};
export type PersonValues = { readonly tenantId: string; readonly userId: string };
export type RecentValues = PersonValues & {
  readonly purpose: FreshSignInPurpose;
  readonly after: Date;
};

const OWNER = ["sign_in_id", "tenant_id", "user_id", "purpose"] as const;

/** An unused ticket of the same person and purpose becomes this one, so that there is never a second. */
export function issue(db: Kysely<Schema>, given: Given<IssueValues>) {
  return db
    .insertInto("fresh_sign_ins")
    .values({
      sign_in_id: given("signInId"),
      tenant_id: given("tenantId"),
      user_id: given("userId"),
      purpose: given("purpose"),
      ticket_hash: given("ticketHash"),
      expires_at: given("expiresAt"),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant_id", "user_id", "purpose"])
        .where("begun_at", "is", null)
        .doUpdateSet({
          sign_in_id: sql`excluded.sign_in_id`,
          ticket_hash: sql`excluded.ticket_hash`,
          expires_at: sql`excluded.expires_at`,
        }),
    );
}

export function look(db: Kysely<Schema>, given: Given<TicketValues>) {
  return db
    .selectFrom("fresh_sign_ins")
    .select(OWNER)
    .where("ticket_hash", "=", given("ticketHash"))
    .where("begun_at", "is", null)
    .where("expires_at", ">", given("at"));
}

export function begin(db: Kysely<Schema>, given: Given<BeginValues>) {
  return db
    .updateTable("fresh_sign_ins")
    .set({
      state_hash: given("stateHash"),
      browser_hash: given("browserHash"),
      nonce: given("nonce"),
      code_verifier: given("codeVerifier"),
      begun_at: given("at"),
      expires_at: given("expiresAt"),
    })
    .where("sign_in_id", "=", given("signInId"))
    .where("ticket_hash", "=", given("ticketHash"))
    .where("begun_at", "is", null)
    .where("expires_at", ">", given("at"))
    .returning("sign_in_id");
}

/** Gives the secrets out and deletes them. A second caller waits at the row lock and then finds nothing. */
export function finish(db: Kysely<Schema>, given: Given<FinishValues>) {
  return db
    .with("begun", (query) =>
      query
        .selectFrom("fresh_sign_ins")
        .select([...OWNER, "nonce", "code_verifier"])
        .where("state_hash", "=", given("stateHash"))
        .where("browser_hash", "=", given("browserHash"))
        .where("finished_at", "is", null)
        .where("expires_at", ">", given("at"))
        .forUpdate(),
    )
    .updateTable("fresh_sign_ins")
    .set({ finished_at: given("at"), nonce: null, code_verifier: null })
    .from("begun")
    .whereRef("fresh_sign_ins.sign_in_id", "=", "begun.sign_in_id")
    .returning([
      "begun.sign_in_id",
      "begun.tenant_id",
      "begun.user_id",
      "begun.purpose",
      "begun.nonce",
      "begun.code_verifier",
    ]);
}

export function findOwner(db: Kysely<Schema>, given: Given<SignInIdValues>) {
  return db
    .selectFrom("fresh_sign_ins")
    .select(OWNER)
    .where("sign_in_id", "=", given("signInId"))
    .where("finished_at", "is not", null)
    .where("result_at", "is", null);
}

export function saveResult(db: Kysely<Schema>, given: Given<ResultValues>) {
  return db
    .updateTable("fresh_sign_ins")
    .set({
      result_at: given("at"),
      failure: given("failure"),
      signed_in_at: given("signedInAt"),
      contexts: given("contexts"),
      token: given("token"),
      expires_at: given("expiresAt"),
    })
    .where("sign_in_id", "=", given("signInId"))
    .where("finished_at", "is not", null)
    .where("result_at", "is", null);
}

export function findResult(db: Kysely<Schema>, given: Given<RecentValues>) {
  return db
    .selectFrom("fresh_sign_ins")
    .select(["failure", "signed_in_at", "contexts"])
    .where("tenant_id", "=", given("tenantId"))
    .where("user_id", "=", given("userId"))
    .where("purpose", "=", given("purpose"))
    .where("result_at", "is not", null)
    .where((of) => of(of.fn.coalesce("signed_in_at", "result_at"), ">", given("after")))
    .orderBy("result_at", "desc")
    .limit(1);
}

/** Deletes every token of the person and gives them out, so that an older one never outlives the newest. */
export function takeTokens(db: Kysely<Schema>, given: Given<PersonValues>) {
  return db
    .with("held", (query) =>
      query
        .selectFrom("fresh_sign_ins")
        .select([...OWNER, "token", "signed_in_at"])
        .where("tenant_id", "=", given("tenantId"))
        .where("user_id", "=", given("userId"))
        .where("result_at", "is not", null)
        .where("token", "is not", null)
        // One order for everybody, so that two takers wait for each other and never for ever.
        .orderBy("sign_in_id")
        .forUpdate(),
    )
    .updateTable("fresh_sign_ins")
    .set({ token: null })
    .from("held")
    .whereRef("fresh_sign_ins.sign_in_id", "=", "held.sign_in_id")
    .returning([
      "held.sign_in_id",
      "held.tenant_id",
      "held.user_id",
      "held.purpose",
      "held.token",
      "held.signed_in_at",
    ]);
}

export function deleteExpired(db: Kysely<Schema>, given: Given<{ readonly at: Date }>) {
  return db
    .with("gone", (query) =>
      query
        .deleteFrom("fresh_sign_ins")
        .where("expires_at", "<=", given("at"))
        .returning("sign_in_id"),
    )
    .selectFrom("gone")
    .select((of) => of.cast<string>(of.fn.countAll(), "text").as("deleted"));
}

import { type Kysely, type SqlBool, sql } from "kysely";
import type { AuditedOutcome } from "../enrollment/removal-audit.ts";
import type { ProofStrength } from "../methods/checklist.ts";
import type { Schema } from "./schema.ts";
import type { Given } from "./statement.ts";

export type KeyValues = { readonly tenantId: string; readonly userId: string };
export type IntentValues = KeyValues & {
  readonly removalId: string;
  readonly methodId: string;
  readonly proofMethodId: string;
  readonly proofStrength: ProofStrength;
  readonly proofAt: Date;
  readonly requestedAt: Date;
};
export type OutcomeValues = {
  readonly removalId: string;
  readonly outcome: AuditedOutcome;
  readonly requestId: string | null;
  readonly at: Date;
};
export type RemovedValues = KeyValues & {
  readonly gone: readonly AuditedOutcome[];
  readonly since: Date;
};
/** Times as PostgreSQL reads them, so that `-infinity` and `infinity` can stand for no bound. */
export type PageValues = {
  readonly afterAt: string;
  readonly afterSequence: string;
  readonly until: string;
  readonly limit: number;
};
export type PersonPageValues = PageValues & { readonly userId: string };

export type IntentRow = {
  readonly removal_id: string;
  readonly tenant_id: string;
  readonly user_id: string;
  readonly method_id: string;
  readonly proof_method_id: string;
  readonly proof_strength: ProofStrength;
  readonly proof_at: Date;
  readonly requested_at: Date;
};
export type EntryRow = IntentRow & {
  /** Larger than a number holds. */
  readonly sequence: string;
  readonly outcome: AuditedOutcome | null;
  readonly request_id: string | null;
  readonly settled_at: Date | null;
};

const INTENT = [
  "intent.removal_id",
  "intent.tenant_id",
  "intent.user_id",
  "intent.method_id",
  "intent.proof_method_id",
  "intent.proof_strength",
  "intent.proof_at",
  "intent.requested_at",
] as const;

/** One statement: the intent is written if, and only if, it becomes the person's one open removal. */
export function intend(db: Kysely<Schema>, given: Given<IntentValues>) {
  return db
    .with("opened", (query) =>
      query
        .insertInto("open_removals")
        .values({
          tenant_id: given("tenantId"),
          user_id: given("userId"),
          removal_id: given("removalId"),
        })
        .onConflict((conflict) => conflict.columns(["tenant_id", "user_id"]).doNothing())
        .returning(["tenant_id", "user_id", "removal_id"]),
    )
    .insertInto("removal_intents")
    .columns([
      "removal_id",
      "tenant_id",
      "user_id",
      "method_id",
      "proof_method_id",
      "proof_strength",
      "proof_at",
      "requested_at",
    ])
    .expression((query) =>
      query
        .selectFrom("opened")
        .select([
          "opened.removal_id",
          "opened.tenant_id",
          "opened.user_id",
          sql<string>`${given("methodId")}::text`.as("method_id"),
          sql<string>`${given("proofMethodId")}::text`.as("proof_method_id"),
          sql<ProofStrength>`${given("proofStrength")}::text`.as("proof_strength"),
          sql<Date>`${given("proofAt")}::timestamptz`.as("proof_at"),
          sql<Date>`${given("requestedAt")}::timestamptz`.as("requested_at"),
        ]),
    )
    .returning("removal_id");
}

/** One statement: the outcome is written and the person's removal closed, or neither. */
export function settle(db: Kysely<Schema>, given: Given<OutcomeValues>) {
  return db
    .with("added", (query) =>
      query
        .insertInto("removal_outcomes")
        .values({
          removal_id: given("removalId"),
          outcome: given("outcome"),
          request_id: given("requestId"),
          settled_at: given("at"),
        })
        .onConflict((conflict) => conflict.column("removal_id").doNothing())
        .returning("removal_id"),
    )
    .with("closed", (query) =>
      query
        .deleteFrom("open_removals")
        .using("added")
        .whereRef("open_removals.removal_id", "=", "added.removal_id"),
    )
    .selectFrom("added")
    .select("added.removal_id");
}

export function findOpen(db: Kysely<Schema>, given: Given<KeyValues>) {
  return openIntents(db)
    .where("open.tenant_id", "=", given("tenantId"))
    .where("open.user_id", "=", given("userId"));
}

export function listOpen(db: Kysely<Schema>, given: Given<{ readonly limit: number }>) {
  return openIntents(db)
    .orderBy("intent.requested_at")
    .orderBy("intent.sequence")
    .limit(given("limit"));
}

function openIntents(db: Kysely<Schema>) {
  return db
    .selectFrom("open_removals as open")
    .innerJoin("removal_intents as intent", "intent.removal_id", "open.removal_id")
    .select(INTENT);
}

export function listRemoved(db: Kysely<Schema>, given: Given<RemovedValues>) {
  return db
    .selectFrom("removal_intents as intent")
    .innerJoin("removal_outcomes as outcome", "outcome.removal_id", "intent.removal_id")
    .select("intent.method_id")
    .distinct()
    .where("intent.user_id", "=", given("userId"))
    .where("intent.tenant_id", "=", given("tenantId"))
    .where(sql<SqlBool>`outcome.outcome = any(${given("gone")})`)
    .where("outcome.settled_at", ">=", given("since"));
}

export function readPage(db: Kysely<Schema>, given: Given<PageValues>) {
  return entries(db, given);
}

export function readPageOf(db: Kysely<Schema>, given: Given<PersonPageValues>) {
  return entries(db, given).where("intent.user_id", "=", given("userId"));
}

function entries(db: Kysely<Schema>, given: Given<PageValues>) {
  return db
    .selectFrom("removal_intents as intent")
    .leftJoin("removal_outcomes as outcome", "outcome.removal_id", "intent.removal_id")
    .select(INTENT)
    .select((of) => [
      of.cast<string>("intent.sequence", "text").as("sequence"),
      "outcome.outcome",
      "outcome.request_id",
      "outcome.settled_at",
    ])
    .where(
      sql<SqlBool>`(intent.requested_at, intent.sequence) > (${given("afterAt")}::text::timestamptz, ${given("afterSequence")}::text::bigint)`,
    )
    .where(sql<SqlBool>`intent.requested_at < ${given("until")}::text::timestamptz`)
    .orderBy("intent.requested_at")
    .orderBy("intent.sequence")
    .limit(given("limit"));
}

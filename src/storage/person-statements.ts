import { type Expression, type Kysely, type SqlBool, sql } from "kysely";
import type { ConversationReference, NumberPromptAnswer } from "../enrollment/person.ts";
import type { Reachability } from "../reminders/candidate.ts";
import type { Schema } from "./schema.ts";
import type { Given } from "./statement.ts";

export type KeyValues = { readonly tenantId: string; readonly userId: string };
export type KeyAtValues = KeyValues & { readonly at: Date };
export type TurnValues = KeyAtValues &
  ConversationReference & { readonly locale: string | null; readonly timeZone: string | null };

export type AnswerValues = KeyAtValues & { readonly answer: NumberPromptAnswer };
export type InstalledValues = KeyAtValues & {
  readonly installed: boolean;
  readonly reachability: "reachable" | "removed";
};

export type PersonRow = {
  readonly locale: string | null;
  readonly time_zone: string | null;
  readonly welcomed_at: Date | null;
  readonly number_prompt_answer: NumberPromptAnswer | null;
  readonly number_prompt_at: Date | null;
};
export type ReferenceRow = {
  readonly channel_id: string;
  readonly service_url: string;
  readonly conversation_id: string;
  readonly teams_user_id: string;
  readonly bot_id: string;
};
export type KnownRow = PersonRow & { [Column in keyof ReferenceRow]: string | null } & {
  readonly installed: boolean | null;
  readonly reachability: Reachability | null;
};

const PERSON_COLUMNS = [
  "people.locale",
  "people.time_zone",
  "people.welcomed_at",
  "people.number_prompt_answer",
  "people.number_prompt_at",
] as const;
const REFERENCE_COLUMNS = [
  "channel_id",
  "service_url",
  "conversation_id",
  "teams_user_id",
  "bot_id",
] as const;

export function findKnown(db: Kysely<Schema>, given: Given<KeyValues>) {
  return db
    .selectFrom("people")
    .leftJoin("conversation_references as reference", (join) =>
      join
        .onRef("reference.tenant_id", "=", "people.tenant_id")
        .onRef("reference.user_id", "=", "people.user_id"),
    )
    .leftJoin("reachability", (join) =>
      join
        .onRef("reachability.tenant_id", "=", "people.tenant_id")
        .onRef("reachability.user_id", "=", "people.user_id"),
    )
    .select(PERSON_COLUMNS)
    .select("reachability.state as reachability")
    .select([
      "reference.channel_id",
      "reference.service_url",
      "reference.conversation_id",
      "reference.teams_user_id",
      "reference.bot_id",
      "reference.installed",
    ])
    .where("people.tenant_id", "=", given("tenantId"))
    .where("people.user_id", "=", given("userId"));
}

/** Turns may arrive out of order: an older one fills gaps and overwrites nothing. */
export function writeTurn(db: Kysely<Schema>, given: Given<TurnValues>) {
  return (
    db
      .with("person", (query) =>
        query
          .insertInto("people")
          .values({
            tenant_id: given("tenantId"),
            user_id: given("userId"),
            locale: given("locale"),
            time_zone: given("timeZone"),
            seen_at: given("at"),
          })
          .onConflict((conflict) =>
            conflict.columns(["tenant_id", "user_id"]).doUpdateSet({
              locale: newestKnown("locale"),
              time_zone: newestKnown("time_zone"),
              seen_at: sql`greatest(people.seen_at, excluded.seen_at)`,
            }),
          )
          .returning(PERSON_COLUMNS),
      )
      .with("reference", (query) =>
        query
          .insertInto("conversation_references")
          .values({
            tenant_id: given("tenantId"),
            user_id: given("userId"),
            channel_id: given("channelId"),
            service_url: given("serviceUrl"),
            conversation_id: given("conversationId"),
            teams_user_id: given("teamsUserId"),
            bot_id: given("botId"),
            seen_at: given("at"),
            installed: true,
            installed_at: given("at"),
          })
          .onConflict((conflict) =>
            conflict
              .columns(["tenant_id", "user_id"])
              .doUpdateSet((excluded) => ({
                channel_id: excluded.ref("excluded.channel_id"),
                service_url: excluded.ref("excluded.service_url"),
                conversation_id: excluded.ref("excluded.conversation_id"),
                teams_user_id: excluded.ref("excluded.teams_user_id"),
                bot_id: excluded.ref("excluded.bot_id"),
                seen_at: excluded.ref("excluded.seen_at"),
                installed: sql`conversation_references.installed or ${installsAgain()}`,
                installed_at: sql`case when ${installsAgain()} then excluded.installed_at else conversation_references.installed_at end`,
              }))
              .whereRef("excluded.seen_at", ">=", "conversation_references.seen_at"),
          ),
      )
      // Whoever writes can be written to, whatever sending found out before.
      .with("reachable", (query) =>
        query
          .insertInto("reachability")
          .values({
            tenant_id: given("tenantId"),
            user_id: given("userId"),
            state: "reachable",
            at: given("at"),
          })
          .onConflict((conflict) =>
            conflict
              .columns(["tenant_id", "user_id"])
              .doUpdateSet({ state: "reachable", why: null, at: sql`excluded.at` })
              .where("reachability.state", "<>", "reachable")
              .where(sql<SqlBool>`(reachability.at is null or reachability.at <= excluded.at)`),
          ),
      )
      .selectFrom("person as people")
      .select(PERSON_COLUMNS)
  );
}

function newestKnown(column: "locale" | "time_zone"): Expression<string | null> {
  const stored = sql.ref(`people.${column}`);
  const arrived = sql.ref(`excluded.${column}`);
  return sql`case when people.seen_at > excluded.seen_at then coalesce(${stored}, ${arrived}) else coalesce(${arrived}, ${stored}) end`;
}

/** A turn from before the removal says nothing about now. */
function installsAgain(): Expression<SqlBool> {
  return sql`(not conversation_references.installed and excluded.installed_at >= conversation_references.installed_at)`;
}

export function claimWelcome(db: Kysely<Schema>, given: Given<KeyAtValues>) {
  return db
    .insertInto("people")
    .values({
      tenant_id: given("tenantId"),
      user_id: given("userId"),
      welcomed_at: given("at"),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant_id", "user_id"])
        .doUpdateSet((excluded) => ({ welcomed_at: excluded.ref("excluded.welcomed_at") }))
        .where("people.welcomed_at", "is", null),
    )
    .returning("people.tenant_id");
}

export function saveAnswer(db: Kysely<Schema>, given: Given<AnswerValues>) {
  return db
    .insertInto("people")
    .values({
      tenant_id: given("tenantId"),
      user_id: given("userId"),
      number_prompt_answer: given("answer"),
      number_prompt_at: given("at"),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant_id", "user_id"])
        .doUpdateSet((excluded) => ({
          number_prompt_answer: excluded.ref("excluded.number_prompt_answer"),
          number_prompt_at: excluded.ref("excluded.number_prompt_at"),
        }))
        .where(
          sql<SqlBool>`people.number_prompt_at is null or excluded.number_prompt_at >= people.number_prompt_at`,
        ),
    );
}

/** Whoever has a reference has a row of reachability; others have one where sending found something out. */
export function saveInstalled(db: Kysely<Schema>, given: Given<InstalledValues>) {
  return db
    .with("reach", (query) =>
      query
        .updateTable("reachability")
        .set({ state: given("reachability"), why: null, at: given("at") })
        .where("tenant_id", "=", given("tenantId"))
        .where("user_id", "=", given("userId"))
        .where((of) => of.or([of("at", "is", null), of("at", "<=", given("at"))])),
    )
    .updateTable("conversation_references")
    .set({ installed: given("installed"), installed_at: given("at") })
    .where("tenant_id", "=", given("tenantId"))
    .where("user_id", "=", given("userId"))
    .where("installed_at", "<=", given("at"));
}

export function findReference(db: Kysely<Schema>, given: Given<KeyValues>) {
  return db
    .selectFrom("conversation_references")
    .select(REFERENCE_COLUMNS)
    .where("tenant_id", "=", given("tenantId"))
    .where("user_id", "=", given("userId"))
    .where("installed", "=", true);
}

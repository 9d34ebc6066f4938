import { type Kysely, sql } from "kysely";
import type { PersonKey } from "../enrollment/person.ts";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

type KeyValues = { readonly tenantId: string; readonly userId: string };
type Deletion = Statement<KeyValues, { readonly deleted: number }>;

/**
 * Tables with rows about single people, those that refer to `people` before it. Not here: the audit of removals, which
 * outlives a person and holds ids only, and what is under way (a removal without an outcome, a lock), which ends by itself.
 */
export const FORGOTTEN_TABLES = [
  "deliveries",
  "snoozes",
  "stances",
  "reachability",
  "registrations",
  "fresh_sign_ins",
  "watches",
  "enrollment_facts",
  "guides",
  "conversation_references",
  "people",
] as const satisfies readonly (keyof Schema)[];

/**
 * Deletes all that is stored about a person, in one transaction. That includes an exemption and an opt-out: a row that
 * stays for their sake would be the very record that was to go. An account that is still in the directory is found by
 * the next scan, as somebody new; who must not be reminded then is exempted again, or is in an excluded group.
 */
export class ForgetPerson {
  readonly #database: Database;
  readonly #deletions: readonly Deletion[];

  constructor(database: Database) {
    this.#database = database;
    this.#deletions = [
      database.prepare("forget.bot_state", deleteBotState),
      ...FORGOTTEN_TABLES.map((table) =>
        database.prepare(`forget.${table}`, (db, given: Given<KeyValues>) =>
          deleteFrom(db, table, given),
        ),
      ),
    ];
  }

  /** How many rows that were. */
  run(key: PersonKey): Promise<number> {
    return this.#database.transaction(async (transaction) => {
      let deleted = 0;
      for (const deletion of this.#deletions) {
        const [row] = await deletion.runIn(transaction, key);
        deleted += row?.deleted ?? 0;
      }
      return deleted;
    });
  }
}

// Its keys end with the id of a conversation or of a Teams user (teams-ai, TurnState), which the reference knows: so this
// comes before the reference is gone. It reads the whole table, once in a while.
function deleteBotState(db: Kysely<Schema>, given: Given<KeyValues>) {
  return written(
    db,
    sql<{ readonly deleted: number }>`
      with deleted as (
        delete from bot_state using conversation_references as reference
        where reference.tenant_id = ${given("tenantId")} and reference.user_id = ${given("userId")}
          and (right(key, length(reference.conversation_id) + 1) = '/' || reference.conversation_id
            or right(key, length(reference.teams_user_id) + 1) = '/' || reference.teams_user_id)
        returning 1
      )
      select count(*)::integer as deleted from deleted`,
  );
}

function deleteFrom(
  db: Kysely<Schema>,
  table: (typeof FORGOTTEN_TABLES)[number],
  given: Given<KeyValues>,
) {
  // Deliveries are found by campaign and person: the tenant's campaigns are few.
  const more =
    table === "deliveries"
      ? sql`and campaign_id in (
          select campaign_id from campaigns where campaigns.tenant_id = ${given("tenantId")}
        )`
      : sql``;
  return written(
    db,
    sql<{ readonly deleted: number }>`
      with deleted as (
        delete from ${sql.table(table)}
        where tenant_id = ${given("tenantId")} and user_id = ${given("userId")} ${more}
        returning 1
      )
      select count(*)::integer as deleted from deleted`,
  );
}

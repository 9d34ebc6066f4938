import assert from "node:assert/strict";
import { sql } from "kysely";
import { PostgresPersonStore } from "../../src/storage/person-store.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { aTurn } from "../contracts/person-builders.ts";

/** A new column is a decision about people's data: this list makes it a conscious one. */
const COLUMNS = {
  bot_state: ["etag", "key", "key_hash", "updated_at", "value"],
  conversation_references: [
    "bot_id",
    "channel_id",
    "conversation_id",
    "installed",
    "installed_at",
    "seen_at",
    "service_url",
    "teams_user_id",
    "tenant_id",
    "user_id",
  ],
  enrollment_facts: [
    "device_at",
    "device_evidence",
    "device_method_id",
    "finished_at",
    "kept_at",
    "kept_devices",
    "proof_at",
    "proof_method_id",
    "proof_strength",
    "tenant_id",
    "user_id",
  ],
  fresh_sign_ins: [
    "begun_at",
    "browser_hash",
    "code_verifier",
    "contexts",
    "expires_at",
    "failure",
    "finished_at",
    "nonce",
    "purpose",
    "result_at",
    "sign_in_id",
    "signed_in_at",
    "state_hash",
    "tenant_id",
    "ticket_hash",
    "token",
    "user_id",
  ],
  guides: ["activity_id", "guide_id", "saved_at", "state", "tenant_id", "user_id", "version"],
  open_removals: ["removal_id", "tenant_id", "user_id"],
  people: [
    "locale",
    "number_prompt_answer",
    "number_prompt_at",
    "seen_at",
    "tenant_id",
    "time_zone",
    "user_id",
    "welcomed_at",
  ],
  removal_intents: [
    "method_id",
    "proof_at",
    "proof_method_id",
    "proof_strength",
    "removal_id",
    "requested_at",
    "sequence",
    "tenant_id",
    "user_id",
  ],
  removal_locks: ["tenant_id", "user_id"],
  removal_outcomes: ["outcome", "removal_id", "request_id", "settled_at"],
  sign_in_exchanges: ["claimed_at", "exchange_hash"],
  watches: ["holder", "leased_until", "tenant_id", "user_id"],
  campaigns: ["campaign_id", "deadline", "starts_at", "state", "state_at", "tenant_id"],
  compliance_history: ["at", "counts", "run", "tenant_id"],
  deliveries: [
    "activity_id",
    "campaign_id",
    "card",
    "delivery_id",
    "due_at",
    "ended_at",
    "holder",
    "ordinal",
    "planned_at",
    "sending_at",
    "state",
    "tenant_id",
    "tries",
    "user_id",
    "why",
  ],
  dispatch_leases: ["holder", "leased_until", "paused_until", "tenant_id"],
  reachability: ["at", "chat_at", "chat_id", "state", "tenant_id", "user_id", "why"],
  registrations: [
    "account_run",
    "excluded_run",
    "included_run",
    "is_enabled",
    "is_guest",
    "is_ready",
    "mailbox_read",
    "mailbox_zone",
    "methods",
    "registered_at",
    "report_run",
    "source",
    "tenant_id",
    "user_id",
  ],
  scan_runs: [
    "accounts_read",
    "completed_at",
    "holder",
    "leased_until",
    "members_read",
    "next_link",
    "plan",
    "report_read",
    "requires_inclusion",
    "run",
    "started_at",
    "step",
    "tenant_id",
  ],
  snoozes: ["campaign_id", "snoozed_at", "snoozed_until", "snoozes", "tenant_id", "user_id"],
  stances: [
    "cannot_at",
    "cannot_reason",
    "exempt_reason",
    "exempt_until",
    "exempted_at",
    "opted_out_at",
    "tenant_id",
    "user_id",
  ],
};

forEachDatabase("Database", (database) => {
  it("stores these columns and no others", async () => {
    const { rows } = await sql<{ table: string; columns: string[] }>`
      select table_name as table, array_agg(column_name::text order by column_name) as columns
      from information_schema.columns
      where table_schema = 'public' and table_name not like 'kysely%'
      group by table_name`.execute(database().db);

    assert.deepEqual(Object.fromEntries(rows.map((row) => [row.table, row.columns])), COLUMNS);
  });

  it("says of each table what it is for", async () => {
    const { rows } = await sql<{ comment: string | null }>`
      select obj_description(oid) as comment from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%'
    `.execute(database().db);

    assert.equal(rows.length, Object.keys(COLUMNS).length);
    for (const { comment } of rows) assert.match(comment ?? "", /\w/);
  });

  it("forgets the conversation reference with the person", async () => {
    const store = new PostgresPersonStore(database());
    const turn = aTurn();
    await store.recordTurn(turn);

    await database().db.deleteFrom("people").where("user_id", "=", turn.userId).execute();

    assert.equal(await store.findReference(turn), null);
  });

  const refused = [
    ["an empty user id", sql`insert into people (tenant_id, user_id) values ('t', '')`],
    ["a user id in upper case", sql`insert into people (tenant_id, user_id) values ('t', 'U')`],
    [
      "an answer that is none of the three",
      sql`insert into people values ('t', 'u1', null, null, null, null, 'perhaps', now())`,
    ],
    [
      "an answer without its time",
      sql`insert into people (tenant_id, user_id, number_prompt_answer) values ('t', 'u2', 'yes')`,
    ],
    [
      "a conversation reference of nobody",
      sql`insert into conversation_references values ('t', 'u3', 'c', 's', 'c', 't', 'b', now(), true, now())`,
    ],
  ] as const;
  for (const [name, insertion] of refused) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(insertion.execute(database().db), /constraint/);
    });
  }

  it("undoes everything when a transaction fails", async () => {
    const store = new PostgresPersonStore(database());
    const turn = aTurn();
    await store.recordTurn(turn);

    await assert.rejects(
      database().transaction(async (transaction) => {
        await transaction.deleteFrom("people").where("user_id", "=", turn.userId).execute();
        throw new Error("changed my mind");
      }),
      { name: "Error", message: "changed my mind" },
    );

    assert.deepEqual(await store.findReference(turn), turn.reference);
  });

  it("says which statement failed", async () => {
    const broken = database().prepare("test.broken", (db) =>
      db.selectNoFrom(sql`1 / (select 0)`.as("quotient")),
    );

    await assert.rejects(broken.run({}), {
      name: "StorageError",
      code: "storage.query-failed",
      message: "The database failed: test.broken. See the cause.",
    });
  });

  it("is ready while it answers", async () => {
    assert.equal(await database().isReady(), true);
  });
});

forEachDatabase("A database that is closed", (database) => {
  it("is not ready, and closes again without complaint", async () => {
    await database().close();

    await database().close();

    assert.equal(await database().isReady(), false);
  });
});

import assert from "node:assert/strict";
import { sql } from "kysely";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { PostgresRemovalAudit } from "../../src/storage/removal-audit.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { dumpOf } from "../contracts/dump.ts";
import { aKnownPerson, aPersonKey } from "../contracts/person-builders.ts";
import { anIntent, entriesOf, removalAuditContract } from "../contracts/removal-audit.contract.ts";
import { FakeRemovalAudit } from "../fakes/fake-removal-audit.ts";

const NOON = new Date("2026-03-02T12:00:00.000Z");

describe("FakeRemovalAudit", () => {
  const audit = new FakeRemovalAudit();
  removalAuditContract(
    () => audit,
    () => Promise.resolve(aPersonKey()),
  );
});

forEachDatabase("PostgresRemovalAudit", (database) => {
  let audit: PostgresRemovalAudit;
  before(() => {
    audit = new PostgresRemovalAudit(database(), { pageSize: 2 });
  });

  removalAuditContract(
    () => audit,
    () => Promise.resolve(aPersonKey()),
  );

  describe("the database itself", () => {
    let key: PersonKey;
    let written: string;
    const run = (statement: string) => sql.raw(statement).execute(database().db);

    before(async () => {
      key = await aKnownPerson(database());
      const settled = (await audit.intend(key, anIntent())) ?? "";
      await audit.settle(settled, "removed", "r", NOON);
      await audit.intend(key, anIntent());
      written = await dumpOf(database());
    });

    for (const statement of [
      "update removal_intents set method_id = 'another'",
      "update removal_outcomes set outcome = 'notRemoved'",
      "delete from removal_outcomes",
      "delete from removal_intents",
      "truncate removal_outcomes",
      "truncate removal_intents cascade",
      "update removal_intents set method_id = method_id where false",
      "insert into removal_outcomes select removal_id, 'notRemoved', null, now() from removal_outcomes on conflict (removal_id) do update set outcome = excluded.outcome",
    ]) {
      it(`refuses: ${statement}`, async () => {
        await assert.rejects(run(statement), /is append-only: (?:update|delete|truncate) refused/);

        assert.equal(await dumpOf(database()), written);
      });
    }

    it("refuses even a session that says it replicates", async () => {
      const replicating = database().transaction(async (transaction) => {
        await sql`set local session_replication_role = replica`.execute(transaction);
        await sql`delete from removal_outcomes`.execute(transaction);
      });

      await assert.rejects(replicating, /removal_outcomes is append-only: delete refused/);
    });

    it("refuses a second open removal of a person, whatever the program believes", async () => {
      const open = await audit.findOpen(key);

      await assert.rejects(
        run(`insert into open_removals select * from open_removals
             where removal_id = '${open?.removalId}'`),
        /duplicate key/,
      );
    });

    it("refuses an open removal without an intent, and an outcome that nobody knows", async () => {
      await assert.rejects(run("insert into open_removals values ('t', 'u', 'nobody')"), /foreign/);
      await assert.rejects(
        run(`insert into removal_outcomes
             select removal_id, 'perhaps', null, now() from removal_intents limit 1`),
        /check constraint/,
      );
    });

    it("keeps the record when the person is deleted", async () => {
      await database().db.deleteFrom("people").where("user_id", "=", key.userId).execute();

      const { userId } = key;
      assert.equal((await entriesOf(audit, { userId })).length, 2);
      assert.ok((await audit.findOpen(key)) !== null);
    });
  });
});

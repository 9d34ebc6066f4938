import assert from "node:assert/strict";
import { sql } from "kysely";
import { PostgresBotStateStore } from "../../src/storage/bot-state-store.ts";
import { FORGOTTEN_TABLES } from "../../src/storage/forget.ts";
import { PostgresPeopleRegister } from "../../src/storage/people-register.ts";
import { forEachDatabase } from "../contracts/databases.ts";
import { dumpOf } from "../contracts/dump.ts";
import {
  complianceHistoryContract,
  peopleRegisterContract,
} from "../contracts/people-register.contract.ts";
import { aConversationReference } from "../contracts/person-builders.ts";
import {
  forEachWorld,
  NOON,
  scanned,
  somebody,
  storedWorld,
  turnOf,
} from "../contracts/reminder-world.ts";

forEachWorld("The register of people", peopleRegisterContract);
forEachWorld("The history of compliance", complianceHistoryContract);

/** The append-only audit, and what is under way and ends by itself. */
const KEPT_TABLES = ["open_removals", "removal_intents", "removal_locks"];

forEachDatabase("Forgetting somebody", (database) => {
  it("looks into every table with rows about single people, but for the audit", async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'user_id'`.execute(database().db);

    assert.deepEqual(
      rows.map(({ name }) => name).toSorted(),
      [...FORGOTTEN_TABLES, ...KEPT_TABLES].toSorted(),
    );
  });

  it("leaves nothing in the database that names them, and conversations of others", async () => {
    const world = storedWorld(database());
    const register = new PostgresPeopleRegister(database());
    const state = new PostgresBotStateStore(database());
    const [key, other] = [somebody(), somebody()];
    for (const [who, id] of [
      [key, "1"],
      [other, "11"],
    ] as const) {
      await scanned(world, [who]);
      const reference = aConversationReference({
        conversationId: `a:conversation-${id}`,
        teamsUserId: `29:user-${id}`,
      });
      await world.meet({ ...turnOf(who, NOON), reference });
      await state.write({
        [`msteams/28:bot/conversations/a:conversation-${id}`]: { step: 1 },
        [`msteams/28:bot/users/29:user-${id}`]: { step: 1 },
      });
    }

    const forgotten = await register.forget(key);

    const dump = await dumpOf(database());
    // A registration, reachability, the person, their reference, and two states.
    assert.equal(forgotten, 6);
    assert.doesNotMatch(dump, new RegExp(`${key.userId}|conversation-1\\b|user-1\\b`));
    assert.match(dump, new RegExp(other.userId));
    assert.match(dump, /conversations\/a:conversation-11[^]*users\/29:user-11/);
  });
});

import assert from "node:assert/strict";
import { sql } from "kysely";
import { candidatePage, findCandidate } from "../../src/storage/candidate-statements.ts";
import { closeCards, staleCards } from "../../src/storage/card-statements.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import * as queue from "../../src/storage/delivery-statements.ts";
import * as registrations from "../../src/storage/registration-statements.ts";
import { compileStatement, type StatementBuilder } from "../../src/storage/statement.ts";
import { createPostgresDatabase, postgresOptions } from "../contracts/databases.ts";

const PEOPLE = 20_000;
const TENANT = "11111111-2222-4333-8444-555555555555";
const USERS = Array.from({ length: 100 }, (_, n) => `user-${String(n).padStart(8, "0")}`);
const AT = new Date("2026-03-02T12:00:00.000Z");

// Whether a statement costs the same in a large tenant as in a small one: it must find what it is about by an index.
describe("In a tenant of many", function () {
  this.timeout(120_000);
  let database: Database;

  before(async () => {
    database = await openDatabase(postgresOptions(await createPostgresDatabase()));
    const user = sql.raw("'user-' || lpad(n::text, 8, '0')");
    const people = sql`generate_series(1, ${sql.lit(PEOPLE)}) as n`;
    for (const statement of [
      sql`insert into registrations (tenant_id, user_id, account_run, is_enabled, is_ready, registered_at, source)
        select ${sql.lit(TENANT)}, ${user}, 1, true, n % 2 = 0, now(), 'report' from ${people}`,
      sql`insert into people (tenant_id, user_id) select ${sql.lit(TENANT)}, ${user} from ${people}`,
      sql`insert into conversation_references
        select ${sql.lit(TENANT)}, ${user}, 'msteams', 'https://s', 'c', 't', 'b', now(), true, now() from ${people}`,
      sql`insert into reachability (tenant_id, user_id, state, at)
        select ${sql.lit(TENANT)}, ${user}, 'reachable', now() from ${people}`,
      sql`insert into stances (tenant_id, user_id, opted_out_at)
        select ${sql.lit(TENANT)}, ${user}, now() from ${people}`,
      sql`insert into campaigns values ('c', ${sql.lit(TENANT)}, now(), null, 'running', now())`,
      sql`insert into snoozes
        select ${sql.lit(TENANT)}, ${user}, 'c', now(), 1, now() from ${people}`,
      sql`insert into deliveries (tenant_id, user_id, campaign_id, ordinal, state, due_at, planned_at, ended_at, activity_id, card)
        select ${sql.lit(TENANT)}, ${user}, 'c', ordinal,
          case ordinal when 1 then 'sent' else 'pending' end, now(), now(),
          case ordinal when 1 then now() end, case ordinal when 1 then 'a' end,
          case ordinal when 1 then case n % 100 when 0 then 'stale' else 'open' end end
        from ${people}, generate_series(1, 2) as ordinal`,
      sql`insert into dispatch_leases values (${sql.lit(TENANT)}, 'h', now() + interval '1 day', null)`,
      sql`analyze`,
    ]) {
      await statement.execute(database.db);
    }
  });

  after(async () => {
    await database.close();
  });

  /** The plan for these values, and the one for any. */
  async function plansOf<Values, Row>(
    build: StatementBuilder<Values, Row>,
    values: Values,
  ): Promise<string> {
    const statement = compileStatement(database.db, build);
    const query = statement.toQuery(values);
    const explained = await Promise.all([
      database.db.executeQuery<Record<string, string>>({ ...query, sql: `explain ${query.sql}` }),
      database.db.executeQuery<Record<string, string>>({
        ...query,
        sql: `explain (generic_plan) ${query.sql}`,
        parameters: [],
      }),
    ]);
    return explained.flatMap(({ rows }) => rows.map((row) => row["QUERY PLAN"])).join("\n");
  }

  async function assertByIndex<Values, Row>(
    build: StatementBuilder<Values, Row>,
    values: Values,
    expected = /Index (Only )?Scan/,
  ): Promise<void> {
    const plans = await plansOf(build, values);

    assert.match(plans, expected);
    // Small tables, and tables of the statement's own, may well be read whole.
    assert.doesNotMatch(
      plans,
      /Seq Scan on (registrations|people|conversation_references|reachability|stances|snoozes|deliveries)/,
    );
  }

  const holder = { tenantId: TENANT, holder: "h" };
  const ids = USERS.map((_, n) => String(n + 1));
  const facts = {
    userIds: USERS,
    areReady: USERS.map(() => true),
    seenAt: USERS.map(() => AT.toISOString()),
    sources: USERS.map(() => "report"),
    methods: USERS.map(() => 1),
  };

  it("a page of candidates is found by its ids", () =>
    assertByIndex(candidatePage, {
      tenantId: TENANT,
      campaignId: "c",
      after: "user-00010000",
      limit: 1_000,
    }));

  it("one candidate is", () =>
    assertByIndex(findCandidate, { tenantId: TENANT, campaignId: "c", userId: "user-00010000" }));

  it("a page of members is", () =>
    assertByIndex(registrations.membersPage, {
      tenantId: TENANT,
      run: 1,
      after: "user-00010000",
      limit: 100,
    }));

  it("what is due is found by when it is", () =>
    assertByIndex(
      queue.claim,
      { ...holder, now: new Date(), limit: 50 },
      /Index Scan using deliveries_due/,
    ));

  it("what is claimed or being sent is", () =>
    assertByIndex(queue.beginSending, { ...holder, ids, at: AT }));

  it("what is left over is", () => assertByIndex(queue.recover, { ...holder, at: AT }));

  it("what is settled is", () =>
    assertByIndex(queue.settle, {
      ...holder,
      ids,
      states: ids.map(() => "sent"),
      endedAt: ids.map(() => AT.toISOString()),
      whys: ids.map(() => null),
      activityIds: ids,
      dueAt: ids.map(() => null),
      tries: ids.map(() => null),
    }));

  it("what is planned already is", () =>
    assertByIndex(queue.plan, {
      campaignId: "c",
      at: AT,
      tenantIds: USERS.map(() => TENANT),
      userIds: USERS,
      ordinals: USERS.map(() => 1),
      dueAt: USERS.map(() => AT.toISOString()),
    }));

  it("cards of people who became ready are", () =>
    assertByIndex(
      registrations.saveReport,
      { tenantId: TENANT, run: 2, ...facts },
      /deliveries_open_cards[^]*?Index Cond: .*user_id = saved\.user_id/,
    ));

  it("cards of people whom a check saw are", () =>
    assertByIndex(registrations.saveChecked, { tenantIds: USERS.map(() => TENANT), ...facts }));

  it("stale cards are", () => assertByIndex(staleCards, { tenantId: TENANT, limit: 100 }));

  it("cards to close are", () => assertByIndex(closeCards, { ids }));
});

import { type Kysely, type SqlBool, sql } from "kysely";
import type { PersonKey } from "../enrollment/person.ts";
import type { WatchStore } from "../enrollment/watch-store.ts";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import type { Given } from "./statement.ts";

type HolderValues = {
  readonly tenantId: string;
  readonly userId: string;
  readonly holder: string;
};
type LeaseValues = HolderValues & { readonly leaseMs: number };

/**
 * Watches of people who are known already, on either engine. Only the database's clock counts, so replicas whose clocks
 * differ agree on who holds a lease. Rejects with StorageError only.
 */
export class PostgresWatchStore implements WatchStore {
  readonly #take: Statement<LeaseValues, unknown>;
  readonly #extend: Statement<LeaseValues, unknown>;
  readonly #release: Statement<HolderValues, unknown>;

  constructor(database: Database) {
    this.#take = database.prepare("watches.take", take);
    this.#extend = database.prepare("watches.extend", extend);
    this.#release = database.prepare("watches.release", release);
  }

  async take(key: PersonKey, holder: string, leaseMs: number): Promise<boolean> {
    return (await this.#take.run({ ...key, holder, leaseMs })).length > 0;
  }

  async extend(key: PersonKey, holder: string, leaseMs: number): Promise<boolean> {
    return (await this.#extend.run({ ...key, holder, leaseMs })).length > 0;
  }

  async release(key: PersonKey, holder: string): Promise<void> {
    await this.#release.run({ ...key, holder });
  }
}

function take(db: Kysely<Schema>, given: Given<LeaseValues>) {
  return db
    .insertInto("watches")
    .values({
      tenant_id: given("tenantId"),
      user_id: given("userId"),
      holder: given("holder"),
      leased_until: leaseEnd(given),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant_id", "user_id"])
        .doUpdateSet({
          holder: sql`excluded.holder`,
          leased_until: sql`excluded.leased_until`,
        })
        .where(sql<SqlBool>`watches.leased_until <= now()`),
    )
    .returning("holder");
}

// A lease that ran out is still its holder's until somebody takes it: one statement, so nobody can come in between.
function extend(db: Kysely<Schema>, given: Given<LeaseValues>) {
  return db
    .updateTable("watches")
    .set({ leased_until: leaseEnd(given) })
    .where("tenant_id", "=", given("tenantId"))
    .where("user_id", "=", given("userId"))
    .where("holder", "=", given("holder"))
    .returning("holder");
}

function release(db: Kysely<Schema>, given: Given<HolderValues>) {
  return db
    .deleteFrom("watches")
    .where("tenant_id", "=", given("tenantId"))
    .where("user_id", "=", given("userId"))
    .where("holder", "=", given("holder"));
}

function leaseEnd(given: Given<LeaseValues>) {
  return sql<Date>`now() + ${given("leaseMs")}::double precision * interval '1 millisecond'`;
}

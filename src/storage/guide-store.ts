import type { Kysely } from "kysely";
import type { Guide, GuideStore } from "../enrollment/guide-store.ts";
import type { PersonKey } from "../enrollment/person.ts";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import type { Given } from "./statement.ts";

type KeyValues = { readonly tenantId: string; readonly userId: string };
type GuideRow = {
  readonly guide_id: string;
  readonly state: string;
  readonly activity_id: string | null;
  readonly version: number;
};
type SaveValues = KeyValues & {
  readonly guideId: string;
  readonly state: string;
  readonly activityId: string | null;
  /** The stored version that this save follows. */
  readonly version: number;
  readonly next: number;
  readonly at: Date;
};

/** Guides of people who are known already, on either engine. Rejects with StorageError only. */
export class PostgresGuideStore implements GuideStore {
  readonly #find: Statement<KeyValues, GuideRow>;
  readonly #create: Statement<SaveValues, unknown>;
  readonly #replace: Statement<SaveValues, unknown>;
  readonly #delete: Statement<KeyValues, unknown>;

  constructor(database: Database) {
    this.#find = database.prepare("guides.find", find);
    this.#create = database.prepare("guides.create", create);
    this.#replace = database.prepare("guides.replace", replace);
    this.#delete = database.prepare("guides.delete", remove);
  }

  async find(key: PersonKey): Promise<Guide | null> {
    const [row] = await this.#find.run(key);
    if (row === undefined) return null;
    const state: unknown = JSON.parse(row.state);
    return {
      guideId: row.guide_id,
      state,
      activityId: row.activity_id,
      version: row.version,
    };
  }

  async save(key: PersonKey, guide: Guide, at: Date): Promise<boolean> {
    const { guideId, activityId, version } = guide;
    const statement = version === 0 ? this.#create : this.#replace;
    const saved = await statement.run({
      ...key,
      guideId,
      state: JSON.stringify(guide.state),
      activityId,
      version,
      next: version + 1,
      at,
    });
    return saved.length > 0;
  }

  async delete(key: PersonKey): Promise<void> {
    await this.#delete.run(key);
  }
}

function find(db: Kysely<Schema>, given: Given<KeyValues>) {
  return db
    .selectFrom("guides")
    .select(["guide_id", "state", "activity_id", "version"])
    .where("tenant_id", "=", given("tenantId"))
    .where("user_id", "=", given("userId"));
}

function create(db: Kysely<Schema>, given: Given<SaveValues>) {
  return db
    .insertInto("guides")
    .values({
      tenant_id: given("tenantId"),
      user_id: given("userId"),
      guide_id: given("guideId"),
      state: given("state"),
      activity_id: given("activityId"),
      version: given("next"),
      saved_at: given("at"),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("version");
}

function replace(db: Kysely<Schema>, given: Given<SaveValues>) {
  return db
    .updateTable("guides")
    .set({
      guide_id: given("guideId"),
      state: given("state"),
      activity_id: given("activityId"),
      version: given("next"),
      saved_at: given("at"),
    })
    .where("tenant_id", "=", given("tenantId"))
    .where("user_id", "=", given("userId"))
    .where("version", "=", given("version"))
    .returning("version");
}

function remove(db: Kysely<Schema>, given: Given<KeyValues>) {
  return db
    .deleteFrom("guides")
    .where("tenant_id", "=", given("tenantId"))
    .where("user_id", "=", given("userId"));
}

import { type Kysely, type SqlBool, sql } from "kysely";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import type { Given } from "./statement.ts";
import { StorageError } from "./storage-error.ts";
import { textHash } from "./text-hash.ts";

/** One object of the bot SDK's state. `eTag` tells which version was read. */
export type StoreItem = { readonly [property: string]: unknown; readonly eTag?: string };

type ItemRow = { readonly key_hash: string; readonly value: string; readonly etag: string };
type WriteValues = {
  readonly hash: string;
  readonly key: string;
  readonly value: string;
  readonly expected: string | null;
};
type HashesValues = { readonly hashes: readonly string[] };

/**
 * The bot SDK's `Storage`, by shape: `read`, `write` and `delete` as its MemoryStorage does them, but shared by all
 * replicas, and a write of several keys happens whole or not at all. An item without eTag or with `*` overwrites.
 * Source: botbuilder-core, `Storage` and `MemoryStorage`. Rejects with StorageError only.
 */
export class PostgresBotStateStore {
  readonly #database: Database;
  readonly #read: Statement<HashesValues, ItemRow>;
  readonly #write: Statement<WriteValues, unknown>;
  readonly #delete: Statement<HashesValues, unknown>;

  constructor(database: Database) {
    this.#database = database;
    this.#read = database.prepare("bot_state.read", readItems);
    this.#write = database.prepare("bot_state.write", writeItem);
    this.#delete = database.prepare("bot_state.delete", deleteItems);
  }

  /** The items that exist, by key. */
  async read(keys: readonly string[]): Promise<Record<string, StoreItem>> {
    if (keys.length === 0) return {};
    const keyOf = new Map(keys.map((key) => [textHash(key), key]));
    const rows = await this.#read.run({ hashes: [...keyOf.keys()] });
    // fromEntries makes own properties even of "__proto__".
    return Object.fromEntries(
      rows.map((row) => [keyOf.get(row.key_hash) ?? row.key_hash, toItem(row)]),
    );
  }

  /** @throws StorageError `storage.etag-conflict` when an item was changed since it was read; nothing is written then. */
  async write(changes: Readonly<Record<string, StoreItem>>): Promise<void> {
    const writes = Object.entries(changes).map(([key, item]) => toWrite(key, item));
    const [only] = writes;
    if (only === undefined) return;
    if (writes.length === 1) {
      requireWritten(only, await this.#write.run(only));
      return;
    }
    // One order for everybody, so that two writers of the same keys wait for each other and never for ever.
    writes.sort((a, b) => (a.hash < b.hash ? -1 : 1));
    await this.#database.transaction(async (transaction) => {
      for (const write of writes) {
        requireWritten(write, await this.#write.runIn(transaction, write));
      }
    });
  }

  async delete(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#delete.run({ hashes: keys.map(textHash) });
  }
}

function toItem(row: ItemRow): StoreItem {
  // Written by `toWrite`, which takes only items.
  return { ...(JSON.parse(row.value) as StoreItem), eTag: row.etag };
}

function toWrite(key: string, { eTag, ...item }: StoreItem): WriteValues {
  return {
    hash: textHash(key),
    // For people who look into the table; the hash is what counts.
    key: key.replaceAll("\0", "\uFFFD").toWellFormed(),
    value: JSON.stringify(item),
    expected: eTag === undefined || eTag === "" || eTag === "*" ? null : eTag,
  };
}

function requireWritten({ key }: WriteValues, rows: readonly unknown[]): void {
  if (rows.length > 0) return;
  // MemoryStorage's words: the SDK's sign-in code looks for "eTag conflict" in the message.
  throw new StorageError(
    "storage.etag-conflict",
    `Storage: error writing "${key}" due to eTag conflict.`,
  );
}

function readItems(db: Kysely<Schema>, given: Given<HashesValues>) {
  return db
    .selectFrom("bot_state")
    .select((of) => ["key_hash", "value", of.cast<string>("etag", "text").as("etag")])
    .where(isOneOf(given("hashes")));
}

function writeItem(db: Kysely<Schema>, given: Given<WriteValues>) {
  return db
    .insertInto("bot_state")
    .values({ key_hash: given("hash"), key: given("key"), value: given("value") })
    .onConflict((conflict) =>
      conflict
        .column("key_hash")
        .doUpdateSet({
          value: sql`excluded.value`,
          etag: sql`gen_random_uuid()`,
          updated_at: sql`now()`,
        })
        .where(
          sql<SqlBool>`(${given("expected")}::text is null or bot_state.etag::text = ${given("expected")})`,
        ),
    )
    .returning("key_hash");
}

function deleteItems(db: Kysely<Schema>, given: Given<HashesValues>) {
  return db.deleteFrom("bot_state").where(isOneOf(given("hashes")));
}

function isOneOf(hashes: readonly string[]) {
  return sql<SqlBool>`key_hash = any(${hashes})`;
}

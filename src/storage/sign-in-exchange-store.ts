import type { Kysely } from "kysely";
import type { SignInExchangeStore } from "../enrollment/person.ts";
import type { Database, Statement } from "./database.ts";
import type { Schema } from "./schema.ts";
import type { Given } from "./statement.ts";
import { textHash } from "./text-hash.ts";

type ClaimValues = { readonly hash: string; readonly at: Date };

/** Which sign-in exchanges were taken, on either engine. Rejects with StorageError only. */
export class PostgresSignInExchangeStore implements SignInExchangeStore {
  readonly #claim: Statement<ClaimValues, unknown>;
  readonly #deleteOlder: Statement<{ readonly before: Date }, { readonly deleted: string }>;

  constructor(database: Database) {
    this.#claim = database.prepare("sign_in_exchanges.claim", claim);
    this.#deleteOlder = database.prepare("sign_in_exchanges.delete_older", deleteOlder);
  }

  async claim(exchangeId: string, at: Date): Promise<boolean> {
    return (await this.#claim.run({ hash: textHash(exchangeId), at })).length > 0;
  }

  async deleteOlderThan(before: Date): Promise<number> {
    const [row] = await this.#deleteOlder.run({ before });
    return Number(row?.deleted ?? 0);
  }
}

function claim(db: Kysely<Schema>, given: Given<ClaimValues>) {
  return db
    .insertInto("sign_in_exchanges")
    .values({ exchange_hash: given("hash"), claimed_at: given("at") })
    .onConflict((conflict) => conflict.doNothing())
    .returning("exchange_hash");
}

function deleteOlder(db: Kysely<Schema>, given: Given<{ readonly before: Date }>) {
  return db
    .with("gone", (query) =>
      query
        .deleteFrom("sign_in_exchanges")
        .where("claimed_at", "<", given("before"))
        .returning("exchange_hash"),
    )
    .selectFrom("gone")
    .select((of) => of.cast<string>(of.fn.countAll(), "text").as("deleted"));
}

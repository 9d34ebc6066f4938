import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";
import { type Given, written } from "./statement.ts";

export type ReachabilityValues = {
  readonly tenantIds: readonly string[];
  readonly userIds: readonly string[];
  readonly states: readonly string[];
  readonly whys: readonly (string | null)[];
  /** ISO 8601; null for `unknown`. */
  readonly seenAt: readonly (string | null)[];
};
export type ChatValues = {
  readonly tenantId: string;
  readonly userId: string;
  readonly chatId: string;
  readonly at: Date;
};

export function saveReachability(db: Kysely<Schema>, given: Given<ReachabilityValues>) {
  return written(
    db,
    sql`
      insert into reachability as known (tenant_id, user_id, state, why, at)
      select * from unnest(
        ${given("tenantIds")}::text[], ${given("userIds")}::text[], ${given("states")}::text[],
        ${given("whys")}::text[], ${given("seenAt")}::timestamptz[]
      )
      on conflict (tenant_id, user_id) do update set
        state = excluded.state, why = excluded.why, at = excluded.at
      where known.at is null or known.at <= excluded.at`,
  );
}

export function saveChat(db: Kysely<Schema>, given: Given<ChatValues>) {
  return written(
    db,
    sql`
      insert into reachability as known (tenant_id, user_id, chat_id, chat_at)
      values (${given("tenantId")}, ${given("userId")}, ${given("chatId")}, ${given("at")})
      on conflict (tenant_id, user_id) do update set
        chat_id = excluded.chat_id, chat_at = excluded.chat_at
      where known.chat_at is null or known.chat_at <= excluded.chat_at`,
  );
}

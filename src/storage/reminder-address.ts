import { sql } from "kysely";
import type { ReminderAddress } from "../reminders/delivery-queue.ts";

export type AddressRow = {
  readonly channel_id: string | null;
  readonly service_url: string | null;
  readonly conversation_id: string | null;
  readonly teams_user_id: string | null;
  readonly bot_id: string | null;
  readonly chat_id: string | null;
};

/** Of the tables that {@link addressTables} joins, and of `reach`, a row of reachability or nulls. */
export const ADDRESS_COLUMNS = sql.raw(
  "address.channel_id, address.service_url, address.conversation_id, address.teams_user_id, address.bot_id, reach.chat_id",
);

/** @param key Alias of the table to the left, with `tenant_id` and `user_id`. */
export const addressTables = (key: string) => sql`
  left join lateral (
    select channel_id, service_url, conversation_id, teams_user_id, bot_id
    from conversation_references as found
    where found.tenant_id = ${sql.ref(`${key}.tenant_id`)}
      and found.user_id = ${sql.ref(`${key}.user_id`)}
    limit 1
  ) as address on true`;

/**
 * A stored reference is good even where the app was removed: the chat of a person and a bot stays the same one. Whether
 * they can be reached is another question.
 */
export function toAddress(row: AddressRow): ReminderAddress | null {
  const { channel_id: channelId, service_url: serviceUrl, conversation_id: conversationId } = row;
  const { teams_user_id: teamsUserId, bot_id: botId, chat_id: chatId } = row;
  const isKnown =
    channelId !== null &&
    serviceUrl !== null &&
    conversationId !== null &&
    teamsUserId !== null &&
    botId !== null;
  if (isKnown) {
    const reference = { channelId, serviceUrl, conversationId, teamsUserId, botId };
    return { kind: "reference", reference };
  }
  return chatId === null ? null : { kind: "chat", chatId };
}

import type { ColumnType } from "kysely";
import type { NumberPromptAnswer } from "../enrollment/person.ts";

/**
 * The tables as `migrations/` make them. Their constraints hold what these types say, so rows are trusted.
 * Ids and settings only: no names, no mail addresses, no phone numbers, no tokens.
 */
export type Schema = {
  readonly people: PeopleTable;
  readonly conversation_references: ConversationReferencesTable;
  readonly bot_state: BotStateTable;
  readonly sign_in_exchanges: SignInExchangesTable;
};

type PeopleTable = {
  tenant_id: string;
  user_id: string;
  locale: string | null;
  time_zone: string | null;
  /** When the newest turn that changed this row arrived; null until the first turn. */
  seen_at: Date | null;
  welcomed_at: Date | null;
  number_prompt_answer: NumberPromptAnswer | null;
  number_prompt_at: Date | null;
};

type ConversationReferencesTable = {
  tenant_id: string;
  user_id: string;
  channel_id: string;
  service_url: string;
  conversation_id: string;
  teams_user_id: string;
  bot_id: string;
  /** When the newest turn that changed the reference arrived. */
  seen_at: Date;
  installed: boolean;
  /** When `installed` last changed. */
  installed_at: Date;
};

type BotStateTable = {
  /** SHA-256 of the key, base64url: keys may be longer than an index entry can be. */
  key_hash: string;
  key: string;
  /** JSON text, kept as it came: `jsonb` refuses `\u0000`, which JSON allows. */
  value: string;
  /** Made by the database: each write has a new one, and none is ever used again. */
  etag: ColumnType<string, never, string>;
  updated_at: ColumnType<Date, never, Date>;
};

type SignInExchangesTable = {
  /** SHA-256 of the exchange id, base64url: the id comes from a client and may be anything. */
  exchange_hash: string;
  claimed_at: Date;
};

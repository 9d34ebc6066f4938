import type { ColumnType } from "kysely";
import type { FreshSignInFailure, FreshSignInPurpose } from "../enrollment/fresh-sign-in.ts";
import type { NumberPromptAnswer } from "../enrollment/person.ts";
import type { AuditedOutcome } from "../enrollment/removal-audit.ts";
import type { DeviceEvidence, ProofStrength } from "../methods/checklist.ts";
import type { ReminderTables } from "./schema-reminders.ts";

/**
 * The tables as `migrations/` make them. Their constraints hold what these types say, so rows are trusted.
 * Ids and settings only: no names, no mail addresses, no phone numbers; tokens only where they are encrypted.
 */
export type Schema = ReminderTables & {
  readonly people: PeopleTable;
  readonly conversation_references: ConversationReferencesTable;
  readonly bot_state: BotStateTable;
  readonly sign_in_exchanges: SignInExchangesTable;
  readonly guides: GuidesTable;
  readonly enrollment_facts: EnrollmentFactsTable;
  readonly watches: WatchesTable;
  readonly fresh_sign_ins: FreshSignInsTable;
  readonly removal_intents: RemovalIntentsTable;
  readonly removal_outcomes: RemovalOutcomesTable;
  readonly open_removals: OpenRemovalsTable;
  readonly removal_locks: RemovalLocksTable;
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

type GuidesTable = {
  tenant_id: string;
  user_id: string;
  guide_id: string;
  /** JSON text, kept as it came: `jsonb` refuses `\u0000`, which JSON allows. */
  state: string;
  activity_id: string | null;
  version: number;
  saved_at: Date;
};

type EnrollmentFactsTable = {
  tenant_id: string;
  user_id: string;
  device_method_id: string | null;
  device_at: Date | null;
  device_evidence: DeviceEvidence | null;
  proof_method_id: string | null;
  proof_strength: ProofStrength | null;
  proof_at: Date | null;
  finished_at: Date | null;
  /** Entries that the person keeps beside their device, in the order they were given. */
  kept_devices: ColumnType<string[], string[] | undefined, string[]>;
  kept_at: Date | null;
};

type WatchesTable = {
  tenant_id: string;
  user_id: string;
  holder: string;
  /** On the database's clock. */
  leased_until: Date;
};

type FreshSignInsTable = {
  sign_in_id: string;
  tenant_id: string;
  user_id: string;
  purpose: FreshSignInPurpose;
  /** When the row is of no more use; moves on when the link is used and when the sign-in ends. */
  expires_at: Date;
  /** SHA-256, hex, as the two below. */
  ticket_hash: string;
  state_hash: string | null;
  browser_hash: string | null;
  /** Sealed (`seal.ts`), as the two below; null again once the sign-in ended. */
  nonce: string | null;
  code_verifier: string | null;
  begun_at: Date | null;
  finished_at: Date | null;
  result_at: Date | null;
  failure: FreshSignInFailure | null;
  signed_in_at: Date | null;
  /** JSON list of authentication contexts. */
  contexts: string | null;
  token: string | null;
};

/** Append-only, as the next one. */
type RemovalIntentsTable = {
  removal_id: string;
  /** In the order of writing. */
  sequence: ColumnType<string, never, never>;
  tenant_id: string;
  user_id: string;
  method_id: string;
  proof_method_id: string;
  proof_strength: ProofStrength;
  proof_at: Date;
  /** In milliseconds, as the program counts them. */
  requested_at: Date;
};

type RemovalOutcomesTable = {
  removal_id: string;
  outcome: AuditedOutcome;
  request_id: string | null;
  settled_at: Date;
};

type OpenRemovalsTable = {
  tenant_id: string;
  user_id: string;
  removal_id: string;
};

type RemovalLocksTable = {
  tenant_id: string;
  user_id: string;
};

import type { DirectoryRefusal } from "../../reminders/directory.ts";
import type { TenantPolicies } from "../../reminders/tenant-policies.ts";

/** What a token says of itself. The token stays with whoever asked for it. */
export type TokenClaims = {
  readonly audience: string;
  readonly appId: string | null;
  readonly tenantId: string | null;
  readonly roles: readonly string[];
};

/** An answer of any status. What could not be reached is an error instead. */
export type HttpAnswer = {
  readonly status: number;
  /** The other side's clock, to the second; null where it tells none. */
  readonly date: Date | null;
  /** When the answer came, on our clock. */
  readonly receivedAt: Date;
  readonly location: string | null;
  /** Its beginning. */
  readonly text: string;
};

export type DatabaseFacts = {
  readonly kind: "postgres" | "embedded";
  readonly version: string;
  /** The database's clock, and ours in the middle of asking. */
  readonly now: Date;
  readonly askedAt: Date;
  readonly isEncrypted: boolean;
  readonly fsync: boolean;
  /** PostgreSQL's own words: on, off, local, remote_write, remote_apply. */
  readonly synchronousCommit: string;
  readonly missingMigrations: readonly string[];
  /** Applied by a newer version of this program. */
  readonly unknownMigrations: readonly string[];
  /** Null where the schema of the job queue is not there. */
  readonly schedules: readonly { readonly name: string; readonly cron: string }[] | null;
  /** The rest needs our tables, so it is null while migrations are missing. */
  readonly reminders: ReminderFacts | null;
};

export type ReminderFacts = {
  readonly scannedAt: Date | null;
  /** Whether a replica holds the right to send, by the database's clock. */
  readonly dispatcher: "holds" | "none" | "expired";
  readonly isCampaignRunning: boolean;
};

/** Looks, and changes nothing. Each rejects when there is no answer; tokens and secrets never come out. */
export interface Probes {
  /** The bot's own token for the Bot Connector. */
  botToken(signal: AbortSignal): Promise<TokenClaims>;
  /** The app's own token for Graph. */
  graphToken(signal: AbortSignal): Promise<TokenClaims>;
  /** Asks without any token, and follows no redirect. */
  get(url: string, signal: AbortSignal): Promise<HttpAnswer>;
  /** Asks the token service with the bot's own token. */
  askTokenService(path: string, signal: AbortSignal): Promise<HttpAnswer>;
  /** Asks Graph with the app's own token. */
  askGraph(path: string, signal: AbortSignal): Promise<HttpAnswer>;
  policies(
    signal: AbortSignal,
  ): Promise<{ readonly kind: "read"; readonly policies: TenantPolicies } | DirectoryRefusal>;
  /** Reads the metadata of the tenant's authorization server and holds them against the tenant. */
  findAuthority(): Promise<void>;
  /** The address to which the fresh sign-in sends a browser, asking for an answer without any page. */
  silentSignInUrl(): Promise<string>;
  /** Has the registration of the fresh sign-in prove who it is; null: it did, else the server's own words. */
  refusalOfSignInClient(): Promise<{ readonly error: string; readonly description: string } | null>;
  database(signal: AbortSignal): Promise<DatabaseFacts>;
  now(): Date;
}

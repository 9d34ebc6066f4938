import type { PersonKey } from "../enrollment/person.ts";
import type { CannotReason } from "./settings.ts";

/**
 * Whether the bot can write to a person.
 * `unknown`: never seen. `notInstalled`: never had the app, and installing it failed. `removed`: had it, and it was taken
 * away. `blocked`: the person or an administrator turned the bot off. `gone`: the conversation no longer exists. The
 * last three last until the person returns: a turn or an installation makes them `reachable` again.
 */
export type Reachability =
  | "unknown"
  | "reachable"
  | "notInstalled"
  | "removed"
  | "blocked"
  | "gone";

/** Whether somebody has what the policy asks for, as of `at`, and who says so. */
export type Registration = {
  readonly isReady: boolean;
  /** `report`: when the report was refreshed, which is later than what it knows; otherwise when it was read. */
  readonly at: Date;
  readonly source: "report" | "recheck" | "chat";
};

/** Everything that the rules look at, about one person of one campaign. */
export type Candidate = {
  readonly key: PersonKey;
  /** Whether the newest complete scan, or one under way, found the account in the directory. */
  readonly isInDirectory: boolean;
  readonly isGuest: boolean;
  readonly isEnabled: boolean;
  /** In an excluded group or list, or outside of the included ones where there are any. */
  readonly isExcluded: boolean;
  readonly registration: Registration | null;
  /** `until` is exclusive; null: for good. */
  readonly exemption: { readonly reason: string; readonly until: Date | null } | null;
  readonly optedOutAt: Date | null;
  /** Of this campaign; `count` is how many were taken, `until` may be over. */
  readonly snooze: { readonly until: Date; readonly count: number } | null;
  readonly cannot: { readonly reason: CannotReason; readonly at: Date } | null;
  readonly reachability: Reachability;
  /** When `reachability` was last established; null for `unknown`. */
  readonly reachabilityAt: Date | null;
  readonly teamsTimeZone: string | null;
  /** As the mailbox says it, IANA or Windows; null while it has not been asked, `zone` null when it has none. */
  readonly mailboxTimeZone: { readonly zone: string | null } | null;
  readonly locale: string | null;
  /** Attempts of this campaign that are over and may have been seen: sent, unknown and failed. */
  readonly reminders: { readonly count: number; readonly lastAt: Date | null };
};

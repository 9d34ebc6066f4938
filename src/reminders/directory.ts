import type { UserId } from "../methods/ids.ts";
import type { Method } from "../methods/method.ts";
import type { TenantPolicies } from "./tenant-policies.ts";

/** Why the directory gave no answer that can be used. Expected, so a value. */
export type DirectoryRefusal =
  /** 401 or 403: `permission` is the application permission that has to be consented to. */
  | { readonly kind: "forbidden"; readonly permission: string; readonly requestId: string | null }
  /** 429. How long Graph asked us to wait, in seconds; null when it did not say. */
  | { readonly kind: "throttled"; readonly retryAfterSeconds: number | null }
  | {
      readonly kind: "unavailable";
      readonly why: "timeout" | "serviceError" | "badReply";
      /** Graph's `request-id`, for support; null when no answer came. */
      readonly requestId: string | null;
    };

/** `next` is an opaque link; it is kept, so that reading goes on there after a crash. Null: that was the last page. */
export type DirectoryPage<Row> = {
  readonly kind: "page";
  readonly rows: readonly Row[];
  readonly next: string | null;
};

/** The link is too old, or no longer understood: reading starts anew. */
export type LinkExpired = { readonly kind: "linkExpired" };

/** One person of `reports/authenticationMethods/userRegistrationDetails`. */
export type ReportRow = {
  readonly userId: UserId;
  readonly isGuest: boolean;
  /** `methodsRegistered` as it came; free strings. */
  readonly methodsRegistered: readonly string[];
  /** `lastUpdatedDateTime`: when the report was refreshed; null where it does not say. */
  readonly updatedAt: Date | null;
};

export type AccountRow = {
  readonly userId: UserId;
  readonly isGuest: boolean;
  readonly isEnabled: boolean;
};

export type MemberRow = { readonly userId: UserId };

/** What a scan reads. Each call is one request with a limit of time of its own; none rejects for what Graph said. */
export interface Directory {
  /**
   * The registration report. `noLicence`: the tenant has no Entra ID P1. Graph allows 5 requests per 10 seconds and
   * tenant; keeping to it is the caller's.
   */
  registrationPage(
    next: string | null,
    signal: AbortSignal,
  ): Promise<
    DirectoryPage<ReportRow> | LinkExpired | { readonly kind: "noLicence" } | DirectoryRefusal
  >;
  /** All accounts of the tenant, disabled ones and guests included. */
  accountPage(
    next: string | null,
    signal: AbortSignal,
  ): Promise<DirectoryPage<AccountRow> | LinkExpired | DirectoryRefusal>;
  /** People who belong to a group, directly or through groups in it. */
  groupMemberPage(
    groupId: string,
    next: string | null,
    signal: AbortSignal,
  ): Promise<
    DirectoryPage<MemberRow> | LinkExpired | { readonly kind: "noSuchGroup" } | DirectoryRefusal
  >;
  /** The tenant's own registration campaign and Authenticator policy. */
  policies(
    signal: AbortSignal,
  ): Promise<{ readonly kind: "read"; readonly policies: TenantPolicies } | DirectoryRefusal>;
}

/** Ids per call of the batched reads: the most that Graph takes in one `$batch`. */
export const BATCH_LIMIT = 20;

export type RecheckAnswer =
  | { readonly kind: "read"; readonly methods: readonly Method[] }
  | { readonly kind: "noSuchUser" };

export type Recheck = RecheckAnswer | DirectoryRefusal;

export type MailboxZoneAnswer =
  /** IANA or Windows name; null for a mailbox without one. */
  | { readonly kind: "read"; readonly zone: string | null }
  /** No mailbox, or no such person. */
  | { readonly kind: "noMailbox" };

export type MailboxZone = MailboxZoneAnswer | DirectoryRefusal;

/**
 * What is read about single people, at most {@link BATCH_LIMIT} per call in one request. Every id that was asked for is
 * in the answer; each has an answer of its own, since Graph throttles inside of a batch too.
 */
export interface PeopleReader {
  recheck(userIds: readonly UserId[], signal: AbortSignal): Promise<ReadonlyMap<UserId, Recheck>>;
  mailboxTimeZones(
    userIds: readonly UserId[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<UserId, MailboxZone>>;
}

export type Installation =
  | { readonly kind: "installed" }
  /** 409: somebody was faster. */
  | { readonly kind: "alreadyInstalled" }
  /** 403: an app policy keeps the app from this person. */
  | { readonly kind: "notAllowed" }
  | { readonly kind: "noSuchUser" }
  /** The app is not in the organisation's catalogue. */
  | { readonly kind: "noSuchApp" }
  | DirectoryRefusal;

export type FoundChat =
  | { readonly kind: "found"; readonly chatId: string }
  | { readonly kind: "notInstalled" }
  | DirectoryRefusal;

/** Puts the app into people's personal scope. Graph allows 30 installations per second and tenant. */
export interface AppInstaller {
  install(userId: UserId, signal: AbortSignal): Promise<Installation>;
  /** The chat between the person and the app; its id is also the conversation's. */
  findChat(userId: UserId, signal: AbortSignal): Promise<FoundChat>;
}

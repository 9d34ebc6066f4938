import type { UserId } from "../../src/methods/ids.ts";
import type {
  AccountRow,
  Directory,
  DirectoryPage,
  DirectoryRefusal,
  LinkExpired,
  MailboxZone,
  MemberRow,
  PeopleReader,
  Recheck,
  ReportRow,
} from "../../src/reminders/directory.ts";
import type { TenantPolicies } from "../../src/reminders/tenant-policies.ts";

export type FakeAccount = AccountRow & {
  readonly methodsRegistered: readonly string[];
  readonly updatedAt: Date | null;
};

type Trouble = LinkExpired | DirectoryRefusal;

/** Which request it is: what is read, and the link it was asked for with. */
export type FakeRequest = {
  readonly what: "report" | "accounts" | "members";
  readonly next: string | null;
};

/**
 * A directory in memory. Pages are cut at `pageSize`; links are positions. `onRequest` sees each request before it is
 * answered, and may answer in its place.
 */
export class FakeDirectory implements Directory, PeopleReader {
  accounts: readonly FakeAccount[] = [];
  groups: ReadonlyMap<string, readonly UserId[]> = new Map();
  readonly rechecks = new Map<UserId, Recheck>();
  readonly zones = new Map<UserId, MailboxZone>();
  readonly requests: FakeRequest[] = [];
  /** Batches of people who were read one by one, and of mailboxes that were asked. */
  readonly batches: { readonly what: "recheck" | "zones"; readonly userIds: readonly UserId[] }[] =
    [];
  hasLicence = true;
  pageSize = 3;
  onRequest: (request: FakeRequest) => Trouble | null | Promise<Trouble | null> = () => null;

  registrationPage(
    next: string | null,
  ): Promise<
    DirectoryPage<ReportRow> | LinkExpired | { readonly kind: "noLicence" } | DirectoryRefusal
  > {
    if (!this.hasLicence) return Promise.resolve({ kind: "noLicence" });
    const rows = this.accounts
      .filter(({ isEnabled }) => isEnabled)
      .map(({ userId, isGuest, methodsRegistered, updatedAt }) => ({
        userId,
        isGuest,
        methodsRegistered,
        updatedAt,
      }));
    return this.#page("report", rows, next);
  }

  accountPage(
    next: string | null,
  ): Promise<DirectoryPage<AccountRow> | LinkExpired | DirectoryRefusal> {
    const rows = this.accounts.map(({ userId, isGuest, isEnabled }) => ({
      userId,
      isGuest,
      isEnabled,
    }));
    return this.#page("accounts", rows, next);
  }

  groupMemberPage(
    groupId: string,
    next: string | null,
  ): Promise<
    DirectoryPage<MemberRow> | LinkExpired | { readonly kind: "noSuchGroup" } | DirectoryRefusal
  > {
    const members = this.groups.get(groupId);
    if (members === undefined) return Promise.resolve({ kind: "noSuchGroup" });
    const rows = members.map((userId) => ({ userId }));
    return this.#page("members", rows, next);
  }

  policies(): Promise<
    { readonly kind: "read"; readonly policies: TenantPolicies } | DirectoryRefusal
  > {
    return Promise.resolve({
      kind: "read",
      policies: {
        campaign: { state: "disabled", snoozeDays: null, include: [], exclude: [] },
        authenticator: null,
      },
    });
  }

  recheck(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, Recheck>> {
    this.batches.push({ what: "recheck", userIds });
    return Promise.resolve(
      new Map(userIds.map((id) => [id, this.rechecks.get(id) ?? { kind: "noSuchUser" }])),
    );
  }

  mailboxTimeZones(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, MailboxZone>> {
    this.batches.push({ what: "zones", userIds });
    return Promise.resolve(
      new Map(userIds.map((id) => [id, this.zones.get(id) ?? { kind: "noMailbox" }])),
    );
  }

  async #page<Row>(
    what: FakeRequest["what"],
    rows: readonly Row[],
    next: string | null,
  ): Promise<DirectoryPage<Row> | Trouble> {
    const request = { what, next };
    this.requests.push(request);
    const trouble = await this.onRequest(request);
    if (trouble !== null) return trouble;
    const from = Number(next ?? 0);
    const until = from + this.pageSize;
    return {
      kind: "page",
      rows: rows.slice(from, until),
      next: until < rows.length ? String(until) : null,
    };
  }
}

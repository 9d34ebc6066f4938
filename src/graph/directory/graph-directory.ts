import type {
  AccountRow,
  Directory,
  DirectoryRefusal,
  MemberRow,
  ReportRow,
} from "../../reminders/directory.ts";
import type { TenantPolicies } from "../../reminders/tenant-policies.ts";
import type { DirectoryHttp } from "./directory-http.ts";
import { isAboutLicence, type Listing, type PageReading, readPage } from "./page.ts";
import { parsePolicies } from "./policies.ts";
import { badReply, refusalOf } from "./refusals.ts";
import { parseAccountRow, parseMemberRow, parseReportRow } from "./rows.ts";

const REPORT = "reports/authenticationMethods/userRegistrationDetails";

/**
 * What a scan reads of a tenant, with the app's own token.
 * Application permissions: AuditLog.Read.All, User.Read.All, GroupMember.Read.All, Policy.Read.AuthenticationMethod.
 * Source: Microsoft Graph v1.0.
 */
export class GraphDirectory implements Directory {
  readonly #http: DirectoryHttp;
  readonly #onUnreadable: (count: number) => void;
  // Everybody asks for pages of 999 and gets them, yet the report's documentation knows no $top.
  #reportTakesTop = true;

  /** @param options.onUnreadable told how many rows of a page had no readable id and are left out */
  constructor(
    http: DirectoryHttp,
    options: { readonly onUnreadable?: (count: number) => void } = {},
  ) {
    this.#http = http;
    this.#onUnreadable = options.onUnreadable ?? (() => undefined);
  }

  async registrationPage(next: string | null, signal: AbortSignal) {
    const reading = await this.#reportPage(next, signal);
    if (reading.kind !== "refused") return reading;
    const { answer, refusal } = reading;
    if (answer !== null && isAboutLicence(answer.body)) return { kind: "noLicence" } as const;
    if (answer?.status !== 400 || next !== null || !this.#reportTakesTop) return refusal;
    this.#reportTakesTop = false;
    return refused(await this.#reportPage(null, signal));
  }

  async accountPage(next: string | null, signal: AbortSignal) {
    const listing: Listing<AccountRow> = {
      first: this.#address("users?$select=id,accountEnabled,userType&$top=999"),
      permission: "User.Read.All",
      parseRow: parseAccountRow,
      onUnreadable: this.#onUnreadable,
    };
    return refused(await readPage(this.#http, listing, next, signal));
  }

  async groupMemberPage(groupId: string, next: string | null, signal: AbortSignal) {
    const path = `groups/${encodeURIComponent(groupId)}/transitiveMembers/microsoft.graph.user`;
    const listing: Listing<MemberRow> = {
      first: this.#address(`${path}?$select=id&$top=999`),
      permission: "GroupMember.Read.All",
      parseRow: parseMemberRow,
      onUnreadable: this.#onUnreadable,
    };
    const reading = await readPage(this.#http, listing, next, signal);
    if (reading.kind !== "refused") return reading;
    return reading.answer?.status === 404 ? ({ kind: "noSuchGroup" } as const) : reading.refusal;
  }

  async policies(
    signal: AbortSignal,
  ): Promise<{ readonly kind: "read"; readonly policies: TenantPolicies } | DirectoryRefusal> {
    const url = this.#address("policies/authenticationMethodsPolicy");
    const answer = await this.#http.get(url, signal);
    if (answer.kind === "unanswered" || answer.status !== 200) {
      return refusalOf(answer, "Policy.Read.AuthenticationMethod");
    }
    const policies = parsePolicies(answer.body);
    return policies === null ? badReply(answer) : { kind: "read", policies };
  }

  #reportPage(next: string | null, signal: AbortSignal): Promise<PageReading<ReportRow>> {
    const listing: Listing<ReportRow> = {
      first: this.#address(this.#reportTakesTop ? `${REPORT}?$top=999` : REPORT),
      permission: "AuditLog.Read.All",
      parseRow: parseReportRow,
      onUnreadable: this.#onUnreadable,
    };
    return readPage(this.#http, listing, next, signal);
  }

  #address(path: string): string {
    return this.#http.address("v1.0", path);
  }
}

const refused = <Row>(reading: PageReading<Row>) =>
  reading.kind === "refused" ? reading.refusal : reading;

import { userId as asUserId, type TenantId, type UserId } from "../methods/ids.ts";
import type { MethodPolicy } from "../methods/policy.ts";
import type { Registration } from "./candidate.ts";
import {
  BATCH_LIMIT,
  type Directory,
  type DirectoryPage,
  type DirectoryRefusal,
  type LinkExpired,
  type PeopleReader,
  type Recheck,
  type ReportRow,
} from "./directory.ts";
import type { ListBatch } from "./id-list.ts";
import { isReadyByMethods } from "./judge.ts";
import { asReportMethods, isReadyByReport, reportMethods } from "./report-methods.ts";
import type { ScanStep } from "./scan-steps.ts";
import type { AudienceUse, ScannedReportRow, ScanStore } from "./scan-store.ts";

/** The organisation's own lists of people. */
export interface AudienceLists {
  /** From its beginning, in batches; ends at a line that cannot be read. Rejects when there is no such list. */
  read(use: AudienceUse): AsyncIterable<ListBatch>;
}

/** One page as read and stored: how many rows it had, and where the step goes on. */
export type StoredPage = {
  readonly kind: "stored";
  readonly rows: number;
  readonly next: string | null;
};

export type PageOutcome =
  | StoredPage
  | LinkExpired
  | DirectoryRefusal
  | { readonly kind: "noLicence" }
  | { readonly kind: "noSuchGroup"; readonly groupId: string }
  | { readonly kind: "wrongLine"; readonly use: AudienceUse; readonly line: number };

export type PageParts = {
  readonly directory: Directory;
  readonly people: PeopleReader;
  readonly lists: AudienceLists;
  readonly store: ScanStore;
  readonly policy: MethodPolicy;
  readonly now: () => Date;
  /** Waits until Graph may be asked for another page of the report. */
  readonly reportMayBeAsked: (signal: AbortSignal) => Promise<void>;
  /** The same for a batch of people who are read one by one. */
  readonly peopleMayBeAsked: (signal: AbortSignal) => Promise<void>;
};

/** Where reading one by one goes on, told apart from links: after this person. */
const PERSON = "person:";

export const ONE_BY_ONE_START = PERSON;

/** Reads the page of `step` at `next`, and stores it. What is stored twice is as if stored once. */
export class ScanPages {
  readonly #parts: PageParts;
  readonly #tenantId: TenantId;
  readonly #run: number;

  constructor(parts: PageParts, tenantId: TenantId, run: number) {
    this.#parts = parts;
    this.#tenantId = tenantId;
    this.#run = run;
  }

  /** @param keep Called between the batches of a long list, which is one page. */
  async read(
    step: ScanStep,
    next: string | null,
    signal: AbortSignal,
    keep: () => Promise<void>,
  ): Promise<PageOutcome> {
    switch (step.kind) {
      case "group":
        return this.#members(step, next, signal);
      case "list":
        return this.#list(step.use, keep);
      case "accounts":
        return this.#accounts(next, signal);
      case "registrations":
        return next?.startsWith(PERSON) === true
          ? this.#oneByOne(next.slice(PERSON.length), signal)
          : this.#report(next, signal);
    }
  }

  async #members(
    { use, groupId }: Extract<ScanStep, { kind: "group" }>,
    next: string | null,
    signal: AbortSignal,
  ): Promise<PageOutcome> {
    const answer = await this.#parts.directory.groupMemberPage(groupId, next, signal);
    if (answer.kind === "noSuchGroup") return { kind: "noSuchGroup", groupId };
    if (answer.kind !== "page") return answer;
    const userIds = distinct(answer.rows, ({ userId }) => userId).map(({ userId }) => userId);
    await this.#saveMembers(use, userIds);
    return stored(answer);
  }

  async #list(use: AudienceUse, keep: () => Promise<void>): Promise<PageOutcome> {
    let rows = 0;
    for await (const batch of this.#parts.lists.read(use)) {
      if (batch.kind === "wrongLine") return { kind: "wrongLine", use, line: batch.line };
      await this.#saveMembers(use, [...new Set(batch.userIds)]);
      rows += batch.userIds.length;
      await keep();
    }
    return { kind: "stored", rows, next: null };
  }

  async #saveMembers(use: AudienceUse, userIds: readonly UserId[]): Promise<void> {
    if (userIds.length === 0) return;
    await this.#parts.store.saveMembers(this.#tenantId, this.#run, use, userIds);
  }

  async #accounts(next: string | null, signal: AbortSignal): Promise<PageOutcome> {
    const answer = await this.#parts.directory.accountPage(next, signal);
    if (answer.kind !== "page") return answer;
    const rows = distinct(answer.rows, ({ userId }) => userId);
    if (rows.length > 0) await this.#parts.store.saveAccounts(this.#tenantId, this.#run, rows);
    return stored(answer);
  }

  async #report(next: string | null, signal: AbortSignal): Promise<PageOutcome> {
    await this.#parts.reportMayBeAsked(signal);
    const answer = await this.#parts.directory.registrationPage(next, signal);
    if (answer.kind !== "page") return answer;
    const rows = distinct(answer.rows, ({ userId }) => userId).map((row) => this.#judged(row));
    if (rows.length > 0) await this.#parts.store.saveReport(this.#tenantId, this.#run, rows);
    return stored(answer);
  }

  #judged({ userId, methodsRegistered, updatedAt }: ReportRow): ScannedReportRow {
    const methods = reportMethods(methodsRegistered);
    const now = this.#parts.now();
    const at = updatedAt === null || updatedAt > now ? now : updatedAt;
    const isReady = isReadyByReport(methods, this.#parts.policy);
    return { userId, methods, registration: { isReady, at, source: "report" } };
  }

  async #oneByOne(after: string, signal: AbortSignal): Promise<PageOutcome> {
    const { store, people } = this.#parts;
    const from = after === "" ? null : asUserId(after);
    const ids = await store.membersPage(this.#tenantId, this.#run, from, BATCH_LIMIT);
    const last = ids.at(-1);
    if (last === undefined) return { kind: "stored", rows: 0, next: null };
    await this.#parts.peopleMayBeAsked(signal);
    const answers = await people.recheck(ids, signal);
    await this.#saveRead(answers);
    // Whoever Graph had no time for is asked again, together with the others of the batch.
    const refused = [...answers.values()].find(isRefusal);
    return refused ?? { kind: "stored", rows: ids.length, next: `${PERSON}${last}` };
  }

  async #saveRead(answers: ReadonlyMap<UserId, Recheck>): Promise<void> {
    const at = this.#parts.now();
    const rows = [...answers].flatMap(([userId, answer]) => {
      if (answer.kind !== "read") return [];
      const isReady = isReadyByMethods(answer.methods, this.#parts.policy, at);
      if (isReady === null) return [];
      const registration: Registration = { isReady, at, source: "recheck" };
      const key = { tenantId: this.#tenantId, userId };
      return [{ key, registration, methods: asReportMethods(answer.methods) }];
    });
    if (rows.length > 0) await this.#parts.store.saveRegistrations(rows);
  }
}

const stored = <Row>({ rows, next }: DirectoryPage<Row>): StoredPage => ({
  kind: "stored",
  rows: rows.length,
  next,
});

/** Graph repeats rows now and then; one statement may name a row only once. The last of them counts. */
const distinct = <Row>(rows: readonly Row[], idOf: (row: Row) => UserId): readonly Row[] => [
  ...new Map(rows.map((row) => [idOf(row), row])).values(),
];

function isRefusal(answer: Recheck): answer is DirectoryRefusal {
  return answer.kind !== "read" && answer.kind !== "noSuchUser";
}

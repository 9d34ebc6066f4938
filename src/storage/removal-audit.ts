import { randomUUID } from "node:crypto";
import type { PersonKey } from "../enrollment/person.ts";
import {
  type AuditEntry,
  type AuditedOutcome,
  type AuditFilter,
  GONE_OUTCOMES,
  type OpenRemoval,
  type RemovalAudit,
  type RemovalIntent,
} from "../enrollment/removal-audit.ts";
import { type MethodId, methodId, tenantId, userId } from "../methods/ids.ts";
import type { Database, Statement } from "./database.ts";
import {
  type EntryRow,
  findOpen,
  type IntentRow,
  type IntentValues,
  intend,
  type KeyValues,
  listOpen,
  listRemoved,
  type OutcomeValues,
  type PageValues,
  type PersonPageValues,
  type RemovedValues,
  readPage,
  readPageOf,
  settle,
} from "./removal-audit-statements.ts";

/** Entries read at once; an export holds no more of them in memory. */
const PAGE_SIZE = 500;

/** The record of removals, on either engine. Rejects with StorageError only. */
export class PostgresRemovalAudit implements RemovalAudit {
  readonly #pageSize: number;
  readonly #intend: Statement<IntentValues, unknown>;
  readonly #settle: Statement<OutcomeValues, unknown>;
  readonly #findOpen: Statement<KeyValues, IntentRow>;
  readonly #listOpen: Statement<{ readonly limit: number }, IntentRow>;
  readonly #listRemoved: Statement<RemovedValues, { readonly method_id: string }>;
  readonly #readPage: Statement<PageValues, EntryRow>;
  readonly #readPageOf: Statement<PersonPageValues, EntryRow>;

  constructor(database: Database, options: { readonly pageSize?: number } = {}) {
    this.#pageSize = options.pageSize ?? PAGE_SIZE;
    this.#intend = database.prepare("removals.intend", intend);
    this.#settle = database.prepare("removals.settle", settle);
    this.#findOpen = database.prepare("removals.find_open", findOpen);
    this.#listOpen = database.prepare("removals.list_open", listOpen);
    this.#listRemoved = database.prepare("removals.list_removed", listRemoved);
    this.#readPage = database.prepare("removals.read_page", readPage);
    this.#readPageOf = database.prepare("removals.read_page_of", readPageOf);
  }

  async intend(key: PersonKey, intent: RemovalIntent): Promise<string | null> {
    const { proof, requestedAt } = intent;
    const removalId = randomUUID();
    const rows = await this.#intend.run({
      tenantId: key.tenantId,
      userId: key.userId,
      removalId,
      methodId: intent.methodId,
      proofMethodId: proof.methodId,
      proofStrength: proof.strength,
      proofAt: proof.at,
      requestedAt,
    });
    return rows.length > 0 ? removalId : null;
  }

  async settle(
    removalId: string,
    outcome: AuditedOutcome,
    requestId: string | null,
    at: Date,
  ): Promise<boolean> {
    return (await this.#settle.run({ removalId, outcome, requestId, at })).length > 0;
  }

  async findOpen(key: PersonKey): Promise<OpenRemoval | null> {
    const [row] = await this.#findOpen.run(key);
    return row === undefined ? null : toRemoval(row);
  }

  async listOpen(limit: number): Promise<readonly OpenRemoval[]> {
    return (await this.#listOpen.run({ limit })).map(toRemoval);
  }

  async listRemoved(key: PersonKey, since: Date): Promise<readonly MethodId[]> {
    const rows = await this.#listRemoved.run({ ...key, gone: GONE_OUTCOMES, since });
    return rows.map((row) => methodId(row.method_id));
  }

  async *read(filter: AuditFilter): AsyncIterable<AuditEntry> {
    let page: PageValues = {
      // Sequences begin at 1, so this is just before the first entry of that time.
      afterAt: filter.from?.toISOString() ?? "-infinity",
      afterSequence: "0",
      until: filter.until?.toISOString() ?? "infinity",
      limit: this.#pageSize,
    };
    for (;;) {
      const rows = await this.#rows(page, filter);
      for (const row of rows) yield toEntry(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < this.#pageSize) return;
      page = {
        ...page,
        afterAt: last.requested_at.toISOString(),
        afterSequence: last.sequence,
      };
    }
  }

  #rows(page: PageValues, filter: AuditFilter): Promise<readonly EntryRow[]> {
    return filter.userId === undefined
      ? this.#readPage.run(page)
      : this.#readPageOf.run({ ...page, userId: filter.userId });
  }
}

const toRemoval = (row: IntentRow): OpenRemoval => ({
  removalId: row.removal_id,
  key: { tenantId: tenantId(row.tenant_id), userId: userId(row.user_id) },
  methodId: methodId(row.method_id),
  proof: {
    methodId: methodId(row.proof_method_id),
    strength: row.proof_strength,
    at: row.proof_at,
  },
  requestedAt: row.requested_at,
});

function toEntry(row: EntryRow): AuditEntry {
  const { outcome, request_id: requestId, settled_at: at } = row;
  return {
    ...toRemoval(row),
    settled: outcome === null || at === null ? null : { outcome, requestId, at },
  };
}

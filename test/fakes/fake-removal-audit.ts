import { randomUUID } from "node:crypto";
import type { PersonKey } from "../../src/enrollment/person.ts";
import {
  type AuditEntry,
  type AuditedOutcome,
  type AuditFilter,
  GONE_OUTCOMES,
  type OpenRemoval,
  type RemovalAudit,
  type RemovalIntent,
} from "../../src/enrollment/removal-audit.ts";
import type { MethodId } from "../../src/methods/ids.ts";

/** RemovalAudit in memory; `test/contracts/removal-audit.contract.ts` holds it to what the database does. */
export class FakeRemovalAudit implements RemovalAudit {
  #entries: readonly AuditEntry[] = [];

  intend(key: PersonKey, intent: RemovalIntent): Promise<string | null> {
    return this.#openOf(key) === undefined
      ? this.intendInSpiteOfOthers(key, intent)
      : Promise.resolve(null);
  }

  /** As a database without the constraint would do it. */
  intendInSpiteOfOthers(
    key: PersonKey,
    { methodId, proof, requestedAt }: RemovalIntent,
  ): Promise<string> {
    const removalId = randomUUID();
    const { tenantId, userId } = key;
    const entry = { removalId, key: { tenantId, userId }, methodId, proof, requestedAt };
    this.#entries = [...this.#entries, { ...entry, settled: null }];
    return Promise.resolve(removalId);
  }

  settle(
    removalId: string,
    outcome: AuditedOutcome,
    requestId: string | null,
    at: Date,
  ): Promise<boolean> {
    const found = this.#entries.find((entry) => entry.removalId === removalId);
    if (found === undefined) return Promise.reject(new Error("Nobody intended this removal"));
    const isOpen = found.settled === null;
    if (isOpen) {
      this.#entries = this.#entries.map((entry) =>
        entry.removalId === removalId ? { ...entry, settled: { outcome, requestId, at } } : entry,
      );
    }
    return Promise.resolve(isOpen);
  }

  findOpen(key: PersonKey): Promise<OpenRemoval | null> {
    const open = this.#openOf(key);
    return Promise.resolve(open === undefined ? null : toOpen(open));
  }

  listOpen(limit: number): Promise<readonly OpenRemoval[]> {
    const open = this.#entries.filter(({ settled }) => settled === null);
    return Promise.resolve(oldestFirst(open).slice(0, limit).map(toOpen));
  }

  listRemoved(key: PersonKey, since: Date): Promise<readonly MethodId[]> {
    const gone = this.#entries.filter(
      (entry) => isOf(entry, key) && entry.settled !== null && isGone(entry.settled, since),
    );
    return Promise.resolve([...new Set(gone.map(({ methodId }) => methodId))]);
  }

  async *read({ from, until, userId }: AuditFilter): AsyncIterable<AuditEntry> {
    const found = this.#entries.filter(
      ({ key, requestedAt }) =>
        (from === undefined || requestedAt >= from) &&
        (until === undefined || requestedAt < until) &&
        (userId === undefined || key.userId === userId),
    );
    await Promise.resolve();
    yield* oldestFirst(found);
  }

  #openOf(key: PersonKey): AuditEntry | undefined {
    return this.#entries.find((entry) => isOf(entry, key) && entry.settled === null);
  }
}

const isOf = ({ key }: AuditEntry, { tenantId, userId }: PersonKey): boolean =>
  key.tenantId === tenantId && key.userId === userId;

const isGone = ({ outcome, at }: NonNullable<AuditEntry["settled"]>, since: Date): boolean =>
  at >= since && GONE_OUTCOMES.some((gone) => gone === outcome);

// Those of one moment stay in the order in which they were written.
const oldestFirst = (entries: readonly AuditEntry[]): readonly AuditEntry[] =>
  entries.toSorted((a, b) => a.requestedAt.getTime() - b.requestedAt.getTime());

function toOpen({ removalId, key, methodId, proof, requestedAt }: AuditEntry): OpenRemoval {
  return { removalId, key, methodId, proof, requestedAt };
}

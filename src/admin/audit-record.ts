import type { AuditEntry } from "../enrollment/removal-audit.ts";

/** The columns of an export, in their order, and the properties of a line of JSON. */
export const AUDIT_COLUMNS = [
  "requestedAt",
  "removalId",
  "tenantId",
  "userId",
  "methodId",
  "proofStrength",
  "proofMethodId",
  "proofAt",
  "outcome",
  "settledAt",
  "graphRequestId",
] as const;

/** Times in UTC (ISO 8601). The last three are null while the removal is open; the last also where Graph was silent. */
export type AuditRecord = Readonly<Record<(typeof AUDIT_COLUMNS)[number], string | null>>;

/** One removal, flat: whose entry, on which proof, what became of it, and Graph's own name for its answer. */
export function auditRecord({ key, proof, settled, ...entry }: AuditEntry): AuditRecord {
  return {
    requestedAt: entry.requestedAt.toISOString(),
    removalId: entry.removalId,
    tenantId: key.tenantId,
    userId: key.userId,
    methodId: entry.methodId,
    proofStrength: proof.strength,
    proofMethodId: proof.methodId,
    proofAt: proof.at.toISOString(),
    outcome: settled?.outcome ?? null,
    settledAt: settled?.at.toISOString() ?? null,
    graphRequestId: settled?.requestId ?? null,
  };
}

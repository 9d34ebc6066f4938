import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import type { AuditFilter, RemovalAudit } from "../enrollment/removal-audit.ts";
import { AUDIT_COLUMNS, type AuditRecord, auditRecord } from "./audit-record.ts";

export const EXPORT_FORMATS = ["csv", "jsonl"] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type Exported = { readonly removals: number; readonly open: number };

/**
 * Writes the audit to `output`, oldest removal first, and leaves it open. Reads no faster than `output` takes it, so the
 * memory it needs does not depend on how much there is. Rejects with what reading or writing fails with, and with an
 * AbortError.
 */
export async function exportAudit(
  audit: Pick<RemovalAudit, "read">,
  order: {
    readonly format: ExportFormat;
    readonly filter: AuditFilter;
    readonly output: Writable;
    readonly signal: AbortSignal;
  },
): Promise<Exported> {
  let removals = 0;
  let open = 0;
  async function* records(): AsyncGenerator<AuditRecord> {
    for await (const entry of audit.read(order.filter)) {
      // `pipeline` lets a source run on for as long as the output, which it may not close, takes what comes.
      order.signal.throwIfAborted();
      removals += 1;
      if (entry.settled === null) open += 1;
      yield auditRecord(entry);
    }
  }
  const { signal, output } = order;
  switch (order.format) {
    case "csv":
      await pipeline(records, csv(), output, { signal, end: false });
      break;
    case "jsonl":
      await pipeline(records, jsonLines, output, { signal, end: false });
      break;
  }
  return { removals, open };
}

/**
 * RFC 4180 with a line of names. A value that a spreadsheet would take for a formula gets an apostrophe in front: ids come
 * from elsewhere. Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
const csv = () => stringify({ header: true, columns: [...AUDIT_COLUMNS], escape_formulas: true });

async function* jsonLines(records: AsyncIterable<AuditRecord>): AsyncGenerator<string> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
}

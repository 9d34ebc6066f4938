import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import type { ExportFormat } from "./export-audit.ts";

export type FlatRecord = Readonly<Record<string, string | number | boolean | null>>;

const TOLD_EVERY = 1_000;

/**
 * Writes records as CSV or JSON Lines and leaves the output open; returns how many. Reads no faster than the output takes
 * them. A value that a spreadsheet would take for a formula gets an apostrophe in front, in CSV.
 */
export async function writeRecords(
  records: AsyncIterable<FlatRecord> | Iterable<FlatRecord>,
  order: {
    readonly format: ExportFormat;
    readonly columns: readonly string[];
    readonly output: Writable;
    readonly signal: AbortSignal;
    readonly onProgress?: (written: number) => void;
  },
): Promise<number> {
  const { format, columns, output, signal, onProgress } = order;
  let written = 0;
  async function* counted(): AsyncGenerator<FlatRecord> {
    for await (const record of records) {
      signal.throwIfAborted();
      written += 1;
      if (written % TOLD_EVERY === 0) onProgress?.(written);
      yield record;
    }
  }
  switch (format) {
    case "csv": {
      const csv = stringify({ header: true, columns: [...columns], escape_formulas: true });
      await pipeline(counted, csv, output, { signal, end: false });
      break;
    }
    case "jsonl":
      await pipeline(counted, jsonLines, output, { signal, end: false });
      break;
  }
  return written;
}

async function* jsonLines(records: AsyncIterable<FlatRecord>): AsyncGenerator<string> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
}

import type { Writable } from "node:stream";
import { Command, Option } from "commander";
import type { RemovalAudit } from "../enrollment/removal-audit.ts";
import type { UserId } from "../methods/ids.ts";
import { AdminError } from "./admin-error.ts";
import { parseTime, parseUser } from "./arguments.ts";
import { EXPORT_FORMATS, type Exported, type ExportFormat, exportAudit } from "./export-audit.ts";
import { writeWholeFile } from "./whole-file.ts";

export type AuditExportParts = {
  /** Opens the audit for as long as the work takes. */
  readonly withAudit: <Result>(
    work: (audit: Pick<RemovalAudit, "read">) => Promise<Result>,
  ) => Promise<Result>;
  readonly output: Writable;
  /** For what the operator reads; the output is for what programs read. */
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
};

type Options = {
  readonly format: ExportFormat;
  readonly from?: Date;
  readonly until?: Date;
  readonly user?: UserId;
  readonly out?: string;
};

const HELP = `
Columns (properties in JSON Lines): requestedAt, removalId, tenantId, userId, methodId, proofStrength,
proofMethodId, proofAt, outcome, settledAt, graphRequestId. Times are in UTC. Outcome and settledAt are
empty (null) while a removal is open. In CSV, a value that a spreadsheet would take for a formula begins
with an apostrophe; JSON Lines has every value as it is.

Reads the database of the service, by the same variables: DATABASE_URL, or the files in DATA_FOLDER, which
only one process can open at a time.

Examples:
  $ pushready audit export > removals.csv
  $ pushready audit export --format jsonl --from 2026-01-01 --until 2026-02-01 --out january.jsonl
  $ pushready audit export --user 11111111-2222-3333-4444-555555555555`;

/** `pushready audit export`: the record of removals, for those who have to account for them. */
export function auditExportCommand(parts: AuditExportParts): Command {
  return new Command("export")
    .description("Write the record of removed devices, oldest first")
    .addOption(
      new Option("--format <format>", "how to write it").choices(EXPORT_FORMATS).default("csv"),
    )
    .option("--from <time>", "only removals requested then or later", parseTime)
    .option("--until <time>", "only removals requested before then", parseTime)
    .option("--user <id>", "only removals of this user (object id in Entra)", parseUser)
    .option("--out <file>", "write to this file, whole or not at all, instead of the output")
    .addHelpText("after", HELP)
    .action(async (options: Options, command: Command) => {
      const { from, until } = options;
      if (from !== undefined && until !== undefined && from >= until) {
        command.error("error: --from has to be before --until");
      }
      await run(options, parts);
    });
}

async function run(options: Options, parts: AuditExportParts): Promise<void> {
  const { withAudit, tell, signal } = parts;
  const { format, out } = options;
  const filter = {
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.until === undefined ? {} : { until: options.until }),
    ...(options.user === undefined ? {} : { userId: options.user }),
  };
  await withAudit(async (audit) => {
    const write = (output: Writable) => exportAudit(audit, { format, filter, output, signal });
    if (out === undefined || out === "-") {
      await write(parts.output).catch(explainOutput);
      return;
    }
    tell(`${summary(await writeWholeFile(out, write))} to ${out}`);
  });
}

/** What came out before stays where it went, so it is said that there is more. */
function explainOutput(cause: unknown): never {
  const isFull = cause instanceof Error && "code" in cause && cause.code === "ENOSPC";
  if (!isFull) throw cause;
  throw new AdminError(
    "admin.disk-full",
    "The disk that the output goes to is full, and what is there is not complete: free space and run this again. With --out, a file is there whole or not at all.",
    { cause },
  );
}

function summary({ removals, open }: Exported): string {
  const count = removals === 1 ? "1 removal" : `${removals} removals`;
  return open === 0 ? `Exported ${count}` : `Exported ${count} (${open} still open)`;
}

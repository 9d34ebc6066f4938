import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { writeRecords } from "./records.ts";
import type { ReportData } from "./report/report-data.ts";
import { reportFiles } from "./report/report-files.ts";
import { reportPage } from "./report/report-page.ts";
import { writeWholeFile } from "./whole-file.ts";
import { answer } from "./words.ts";
import type { Workspace, WorkspaceParts } from "./workspace.ts";

type Options = { readonly out: string; readonly csv?: string; readonly json?: boolean };

const HELP = `
One HTML page that loads nothing from anywhere, for a browser, a printer or an attachment: how many are set up over
time, with the way to the deadline; by method; what came of the reminders; who can be reached. It has counts only,
no ids of people. With --csv, the same numbers as files: compliance, methods, reachability, outcomes, reminders-by-day.

Examples:
  $ pushready report --out report.html
  $ pushready report --out report.html --csv numbers`;

/** `pushready report`. */
export function reportCommand(parts: WorkspaceParts): Command {
  return new Command("report")
    .description("Write a page about how far the organisation is")
    .requiredOption("--out <file>", "where to write the HTML page")
    .option("--csv <folder>", "write the numbers there too; the folder is made if it is missing")
    .option("--json", "answer as JSON")
    .addHelpText("after", HELP)
    .action(async ({ out, csv, json = false }: Options) => {
      await parts.withWorkspace(async (workspace) => {
        const data = await readReport(workspace);
        await writeWholeFile(out, (output) => {
          output.write(reportPage(data));
          return Promise.resolve();
        });
        const files = csv === undefined ? [] : await writeFiles(csv, data, parts.signal);
        await answer(parts.output, json, { out, csv: files }, [
          `Wrote ${[out, ...files].join(", ")}`,
        ]);
      });
    });
}

async function readReport(workspace: Workspace): Promise<ReportData> {
  const { tenantId, campaigns, scans, history, deliveries, organisationName } = workspace;
  const madeAt = workspace.now();
  const [campaign, counts, scannedAt, records] = await Promise.all([
    campaigns.current(tenantId),
    scans.count(tenantId, madeAt),
    scans.lastCompletedAt(tenantId),
    history.list(tenantId, null),
  ]);
  return {
    organisationName,
    madeAt,
    campaign,
    scannedAt,
    counts,
    history: records,
    outcomes: campaign === null ? [] : await deliveries.byOutcome(campaign.campaignId),
    byDay: campaign === null ? [] : await deliveries.byDay(campaign.campaignId),
  };
}

async function writeFiles(
  folder: string,
  data: ReportData,
  signal: AbortSignal,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  for (const { name, columns, records } of reportFiles(data)) {
    const file = join(folder, name);
    await writeWholeFile(file, (output) =>
      writeRecords(records, { format: "csv", columns, output, signal }),
    );
    written.push(file);
  }
  return written;
}

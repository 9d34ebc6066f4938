import type { Writable } from "node:stream";
import { Command, Option } from "commander";
import { anyCampaign } from "./campaign-words.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./export-audit.ts";
import { writeRecords } from "./records.ts";
import { writeWholeFile } from "./whole-file.ts";
import { counted } from "./words.ts";
import type { CampaignDelivery, WorkspaceParts } from "./workspace.ts";

type Options = { readonly format: ExportFormat; readonly out?: string; readonly campaign?: string };

const BATCH_SIZE = 1_000;

export const DELIVERY_COLUMNS = [
  "campaignId",
  "userId",
  "ordinal",
  "state",
  "why",
  "dueAt",
  "endedAt",
] as const;

const HELP = `
Columns (properties in JSON Lines): ${DELIVERY_COLUMNS.join(", ")}. One line per person and reminder,
by user id. States: pending, claimed and sending are under way; sent; failed; skipped (not sent, why says the reason);
unknown (it may have arrived, and is not sent again). Times are in UTC. In CSV, a value that a spreadsheet would
take for a formula begins with an apostrophe.

Examples:
  $ pushready campaign export > deliveries.csv
  $ pushready campaign export --format jsonl | jq 'select(.state == "failed")'
  $ pushready campaign export --out deliveries.csv`;

/** `pushready campaign export`. */
export function campaignExportCommand(parts: WorkspaceParts): Command {
  return new Command("export")
    .description("Write what came of each reminder")
    .addOption(
      new Option("--format <format>", "how to write it").choices(EXPORT_FORMATS).default("csv"),
    )
    .option("--campaign <id>", "of this campaign; the newest one, unless told")
    .option("--out <file>", "write to this file, whole or not at all, instead of the output")
    .addHelpText("after", HELP)
    .action(async ({ format, out, campaign: id }: Options) => {
      await parts.withWorkspace(async (workspace) => {
        const { campaignId } = await anyCampaign(workspace, id);
        const outcomes = await workspace.deliveries.byOutcome(campaignId);
        const total = outcomes.reduce((sum, { count }) => sum + count, 0);
        const write = (output: Writable): Promise<number> => {
          const progress = parts.startProgress("Exporting");
          return writeRecords(
            rowsOf(workspace.exported.batches(campaignId, BATCH_SIZE, parts.signal)),
            {
              format,
              columns: DELIVERY_COLUMNS,
              output,
              signal: parts.signal,
              onProgress: (done) => {
                progress.at(done, total);
              },
            },
          ).finally(() => {
            progress.end();
          });
        };
        if (out === undefined || out === "-") {
          await write(parts.output);
          return;
        }
        const written = await writeWholeFile(out, write);
        parts.tell(`Exported ${counted(written, "delivery", "deliveries")} to ${out}`);
      });
    });
}

async function* rowsOf(batches: AsyncIterable<readonly CampaignDelivery[]>) {
  for await (const batch of batches) {
    for (const { key, campaignId, ordinal, state, why, dueAt, endedAt } of batch) {
      yield {
        campaignId,
        userId: key.userId,
        ordinal,
        state,
        why,
        dueAt: dueAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      };
    }
  }
}

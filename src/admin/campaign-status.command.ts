import { Command } from "commander";
import { CampaignStatusReader } from "../reminders/campaign-status.ts";
import { campaignJson, campaignRows, peopleRows } from "./campaign-words.ts";
import { answer, columns, number, safeText, timeText } from "./words.ts";
import type { WorkspaceParts } from "./workspace.ts";

type Options = { readonly json?: boolean };

const HELP = `
Examples:
  $ pushready campaign status
  $ pushready campaign status --json | jq .counts.ready`;

/** `pushready campaign status`. */
export function campaignStatusCommand({ withWorkspace, output }: WorkspaceParts): Command {
  return new Command("status")
    .description("How many are set up, and what came of the reminders")
    .option("--json", "answer as JSON")
    .addHelpText("after", HELP)
    .action(async ({ json = false }: Options) => {
      await withWorkspace(async (workspace) => {
        const reader = new CampaignStatusReader({ ...workspace, nowMs: () => performance.now() });
        const { campaign, counts, scannedAt, outcomes, readAt } = await reader.read();
        const result = {
          campaign: campaign === null ? null : campaignJson(campaign),
          counts,
          scannedAt,
          outcomes,
          readAt,
        };
        await answer(output, json, result, [
          ...columns([
            ...(campaign === null ? [["Campaign", "none yet"]] : campaignRows(campaign)),
            ["Last scan", scannedAt === null ? "never: run pushready scan" : timeText(scannedAt)],
            ...peopleRows(counts),
          ]),
          ...(outcomes.length === 0 ? [] : ["", "Reminders:"]),
          ...columns(
            outcomes.map(({ state, why, count }) => [
              `  ${state}`,
              number(count),
              safeText(why ?? ""),
            ]),
          ),
        ]);
      });
    });
}

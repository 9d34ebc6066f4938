import { Command } from "commander";
import { campaignChangeCommands } from "./campaign-change.command.ts";
import { campaignExportCommand } from "./campaign-export.command.ts";
import { campaignPreviewCommand } from "./campaign-preview.command.ts";
import { campaignStartCommand } from "./campaign-start.command.ts";
import { campaignStatusCommand } from "./campaign-status.command.ts";
import type { WorkspaceParts } from "./workspace.ts";

/** `pushready campaign …`: the organisation's effort to get everybody onto push. */
export function campaignCommand(parts: WorkspaceParts): Command {
  const campaign = new Command("campaign").description("Remind everybody who is not set up yet");
  const commands = [
    campaignPreviewCommand(parts),
    campaignStartCommand(parts),
    campaignStatusCommand(parts),
    ...campaignChangeCommands(parts),
    campaignExportCommand(parts),
  ];
  for (const command of commands) campaign.addCommand(command);
  return campaign;
}

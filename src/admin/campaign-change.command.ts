import { Argument, Command } from "commander";
import type { Campaign, CampaignState } from "../reminders/campaign.ts";
import { AdminError } from "./admin-error.ts";
import { campaignJson, campaignRows, openCampaign } from "./campaign-words.ts";
import { momentOf, parseUntil, type Until } from "./deadline.ts";
import { answer, columns } from "./words.ts";
import type { Workspace, WorkspaceParts } from "./workspace.ts";

type Options = { readonly dryRun?: boolean; readonly json?: boolean };

type Change = {
  readonly name: "pause" | "resume" | "stop";
  readonly to: CampaignState;
  readonly description: string;
  readonly help: string;
  /** What is then so. */
  readonly done: string;
};

const CHANGES: readonly Change[] = [
  {
    name: "pause",
    to: "paused",
    description: "Remind nobody until it is resumed",
    help: "What is planned stays planned. A few messages that are on their way right now still arrive.",
    done: "Paused. To go on: pushready campaign resume",
  },
  {
    name: "resume",
    to: "running",
    description: "Go on with a paused campaign",
    help: "What became due meanwhile is decided anew before it is sent.",
    done: "Running. The service sends what is due, in people's working hours.",
  },
  {
    name: "stop",
    to: "stopped",
    description: "End the campaign for good",
    help: "Planned reminders are dropped. A stopped campaign cannot be resumed; to interrupt one, pause it.",
    done: "Stopped for good. What came of it: pushready campaign status",
  },
];

/** `pushready campaign pause`, `resume`, `stop` and `deadline`. */
export const campaignChangeCommands = (parts: WorkspaceParts): readonly Command[] => [
  ...CHANGES.map((change) => changeCommand(change, parts)),
  deadlineCommand(parts),
];

function changeCommand(
  { name, to, description, help, done }: Change,
  { withWorkspace, output }: WorkspaceParts,
): Command {
  return new Command(name)
    .description(description)
    .option("--dry-run", "say what would change, and change nothing")
    .option("--json", "answer as JSON")
    .addHelpText(
      "after",
      `\n${help}\nDoing it twice changes nothing.\n\nExamples:\n  $ pushready campaign ${name} --dry-run\n  $ pushready campaign ${name}`,
    )
    .action(async ({ dryRun = false, json = false }: Options) => {
      await withWorkspace(async (workspace) => {
        const before = await openCampaign(workspace);
        const after = dryRun
          ? { ...before, state: to }
          : requireState(
              await workspace.campaigns.setState(before.campaignId, to, workspace.now()),
              to,
            );
        await tell(before, after, dryRun, done);
      });
      async function tell(before: Campaign, after: Campaign, isDryRun: boolean, text: string) {
        await answer(output, json, changed(before, after, isDryRun), [
          isDryRun ? `Dry run: it is ${before.state}, and would be ${after.state}.` : text,
          ...columns(campaignRows(isDryRun ? before : after)),
        ]);
      }
    });
}

/** Somebody else may have stopped it in between, and stopped is for good. */
function requireState(campaign: Campaign | null, state: CampaignState): Campaign {
  if (campaign?.state === state) return campaign;
  throw new AdminError(
    "admin.not-possible",
    "The campaign was stopped in the meantime, and nothing was changed. See pushready campaign status.",
  );
}

function deadlineCommand({ withWorkspace, output }: WorkspaceParts): Command {
  return new Command("deadline")
    .description("Give people more or less time")
    .addArgument(new Argument("<date>", "until when people have time").argParser(parseUntil))
    .option("--dry-run", "say what would change, and change nothing")
    .option("--json", "answer as JSON")
    .addHelpText(
      "after",
      "\nReminders that are planned move with it, within the hour.\n\nExamples:\n  $ pushready campaign deadline 2027-01-15",
    )
    .action(async (until: Until, { dryRun = false, json = false }: Options, command: Command) => {
      await withWorkspace(async (workspace) => {
        const deadline = momentOf(until, workspace.settings.defaultTimeZone);
        const before = await openCampaign(workspace);
        if (deadline <= workspace.now()) command.error("error: that deadline is over already");
        const after = dryRun
          ? { ...before, deadline }
          : await setDeadline(workspace, before, deadline);
        await answer(output, json, changed(before, after, dryRun), [
          dryRun ? "Dry run: nothing was changed. This is what would be." : "Changed.",
          ...columns(campaignRows(after)),
        ]);
      });
    });
}

async function setDeadline(
  { campaigns, now }: Workspace,
  { campaignId }: Campaign,
  deadline: Date,
): Promise<Campaign> {
  const after = await campaigns.setDeadline(campaignId, deadline, now());
  if (after !== null) return after;
  throw new AdminError("admin.not-possible", "The campaign is gone, and nothing was changed.");
}

const changed = (before: Campaign, after: Campaign, isDryRun: boolean): object => ({
  isDryRun,
  before: campaignJson(before),
  after: campaignJson(after),
});

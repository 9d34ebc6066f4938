import { randomUUID } from "node:crypto";
import { Command } from "commander";
import type { Campaign } from "../reminders/campaign.ts";
import type { PlanReport } from "../reminders/plan.ts";
import { AdminError } from "./admin-error.ts";
import { campaignJson, campaignRows } from "./campaign-words.ts";
import { momentOf, parseUntil, type Until } from "./deadline.ts";
import { reasonRows } from "./reasons.ts";
import { answer, columns, counted, duration, number } from "./words.ts";
import type { Workspace, WorkspaceParts } from "./workspace.ts";

type Options = {
  readonly deadline: Until;
  readonly from?: Until;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

const HELP = `
Starts the campaign and plans the first reminder of everybody who is not set up. The service sends them, each in
the working hours of whoever gets it, and keeps planning by itself. Stop it any time: campaign pause, campaign stop.
Scan first (pushready scan): who is not known is not reminded.

Examples:
  $ pushready campaign start --deadline 2026-12-18 --dry-run
  $ pushready campaign start --deadline 2026-12-18
  $ pushready campaign start --deadline 2026-12-18T17:00:00+01:00 --from 2026-11-30T00:00:00+01:00 --json`;

/** `pushready campaign start`. */
export function campaignStartCommand(parts: WorkspaceParts): Command {
  return new Command("start")
    .description("Start reminding, until a deadline")
    .requiredOption("--deadline <date>", "until when people have time", parseUntil)
    .option("--from <time>", "remind nobody before it; now, unless told", parseUntil)
    .option("--dry-run", "say what would be planned, and change nothing")
    .option("--json", "answer as JSON")
    .addHelpText("after", HELP)
    .action(async (options: Options, command: Command) => {
      await parts.withWorkspace(async (workspace) => {
        const campaign = campaignOf(options, workspace);
        if (campaign.deadline !== null && campaign.deadline <= campaign.startsAt) {
          command.error("error: the deadline has to be in the future, and after --from");
        }
        await start(campaign, options, workspace, parts);
      });
    });
}

function campaignOf({ deadline, from }: Options, { tenantId, settings, now }: Workspace): Campaign {
  const at = now();
  return {
    campaignId: randomUUID(),
    tenantId,
    startsAt: from === undefined ? at : startOf(from, settings.defaultTimeZone, at),
    deadline: momentOf(deadline, settings.defaultTimeZone),
    state: "running",
  };
}

const DAY_MS = 24 * 60 * 60_000;

/** The first moment of a day, and never one that is over. */
function startOf(from: Until, timeZone: string, now: Date): Date {
  const at =
    from.kind === "moment" ? from.at : new Date(momentOf(from, timeZone).getTime() - DAY_MS);
  return at < now ? now : at;
}

async function start(
  campaign: Campaign,
  { dryRun = false, json = false }: Options,
  workspace: Workspace,
  { output, signal, startProgress }: WorkspaceParts,
): Promise<void> {
  const { campaigns, scans, tenantId, plan, now } = workspace;
  await requireScan(workspace);
  const begun = dryRun ? await wouldStart(workspace) : await campaigns.start(campaign, now());
  if (begun.kind === "exists") throw exists(begun.campaign);
  const { people, leftOut } = await scans.count(tenantId, now());
  const total = people + Object.values(leftOut).reduce((sum, count) => sum + count, 0);
  const progress = startProgress("Planning");
  let report: PlanReport;
  try {
    report = await plan(campaign, signal, {
      dryRun,
      onProgress: (done) => {
        progress.at(done, total);
      },
    });
  } finally {
    progress.end();
  }
  if (!report.isComplete) {
    throw new AdminError(
      "admin.interrupted",
      dryRun
        ? "Interrupted: nothing was changed."
        : "Interrupted: the campaign has started, and the service plans the rest within the hour. To end it: pushready campaign stop",
    );
  }
  await answer(
    output,
    json,
    { isDryRun: dryRun, campaign: campaignJson(campaign), plan: report },
    lines(campaign, report, dryRun, workspace),
  );
}

async function requireScan({ scans, tenantId }: Workspace): Promise<void> {
  if ((await scans.lastCompletedAt(tenantId)) !== null) return;
  throw new AdminError(
    "admin.not-possible",
    "No scan has been completed yet, so nobody is known who could be reminded: run pushready scan first.",
  );
}

async function wouldStart({ campaigns, tenantId }: Workspace) {
  const campaign = await campaigns.current(tenantId);
  return campaign === null || campaign.state === "stopped"
    ? ({ kind: "started" } as const)
    : ({ kind: "exists", campaign } as const);
}

const exists = ({ campaignId, state }: Campaign): AdminError =>
  new AdminError(
    "admin.not-possible",
    `Campaign ${campaignId} is ${state}, and there is one at a time. Stop it first (pushready campaign stop), or change its deadline (pushready campaign deadline DATE).`,
  );

function lines(
  campaign: Campaign,
  report: PlanReport,
  isDryRun: boolean,
  { ratePerSecond, settings }: Workspace,
): readonly string[] {
  const reminded = report.added + report.moved + report.kept;
  const sendingMs = (reminded / ratePerSecond) * 1_000;
  return [
    isDryRun
      ? "Dry run: nothing was changed. This is what would be."
      : `Started. ${counted(reminded, "person is", "people are")} reminded; at ${ratePerSecond}/s that is ${duration(sendingMs)} of sending.`,
    "",
    ...columns([
      ...campaignRows(campaign),
      ["Looked at", counted(report.people, "person", "people")],
      ["To remind", number(reminded)],
      ...reasonRows(report.none),
    ]),
    "",
    `Due per day (${settings.defaultTimeZone}):`,
    ...columns(report.byDay.map(({ day, count }) => [`  ${day}`, number(count)])),
    ...(report.byDay.length === 0 ? ["  nobody"] : []),
  ];
}

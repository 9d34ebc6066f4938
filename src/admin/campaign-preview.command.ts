import { Command, InvalidArgumentError } from "commander";
import type { WrittenReminder } from "../dialogs/reminder-messages.ts";
import type { Campaign } from "../reminders/campaign.ts";
import { AdminError } from "./admin-error.ts";
import { campaignJson, campaignRows } from "./campaign-words.ts";
import { cardText } from "./card-text.ts";
import { momentOf, parseUntil, type Until } from "./deadline.ts";
import { type Preview, type PreviewPerson, previewCampaign } from "./preview.ts";
import { reasonRows } from "./reasons.ts";
import { tenantWarnings } from "./tenant-warnings.ts";
import { writeWholeFile } from "./whole-file.ts";
import { answer, columns, counted, duration, number, safeText, timeText } from "./words.ts";
import type { Workspace, WorkspaceParts } from "./workspace.ts";

type Options = {
  readonly deadline?: Until;
  readonly people: number;
  readonly card?: string;
  readonly offline?: boolean;
  readonly json?: boolean;
};

const HELP = `
Changes nothing. Shows whom the campaign reminds next, or would if it were started now; when, by the hour on their
own clocks; who is left out and why; and the first card as it is read. Where no time zone is known yet, neither from
Teams nor from the mailbox, REMINDER_TIME_ZONE stands in. Asks Microsoft Graph whether settings of the tenant work
against the campaign, unless --offline says not to.

Examples:
  $ pushready campaign preview --deadline 2026-12-18
  $ pushready campaign preview --people 50 --card card.json
  $ pushready campaign preview --deadline 2026-12-18 --offline --json`;

/** `pushready campaign preview`. */
export function campaignPreviewCommand(parts: WorkspaceParts): Command {
  return new Command("preview")
    .description("Show whom it reminds, when, and what they see")
    .option("--deadline <date>", "as if this were the deadline", parseUntil)
    .option("--people <count>", "list so many people, at most 1000", parsePeople, 10)
    .option("--card <file>", "write the card's JSON, for adaptivecards.io/designer")
    .option("--offline", "ask nothing of Microsoft Graph")
    .option("--json", "answer as JSON")
    .addHelpText("after", HELP)
    .action(async (options: Options) => {
      await parts.withWorkspace((workspace) => preview(options, workspace, parts));
    });
}

function parsePeople(value: string): number {
  const count = Number(value);
  if (/^\d+$/.test(value) && count <= 1_000) return count;
  throw new InvalidArgumentError("Give a whole number from 0 to 1000.");
}

async function preview(
  options: Options,
  workspace: Workspace,
  parts: WorkspaceParts,
): Promise<void> {
  const { candidates, settings, scans, tenantId, now } = workspace;
  const at = now();
  const campaign = await campaignAsIf(options, workspace, at);
  const { people, leftOut } = await scans.count(tenantId, at);
  const total = people + Object.values(leftOut).reduce((sum, count) => sum + count, 0);
  const progress = parts.startProgress("Looking");
  const found = await previewCampaign(campaign, {
    candidates,
    settings,
    now: at,
    sample: Math.max(1, options.people),
    signal: parts.signal,
    onProgress: (done) => {
      progress.at(done, total);
    },
  }).finally(() => {
    progress.end();
  });
  if (!found.isComplete) {
    throw new AdminError("admin.interrupted", "Interrupted: nothing was changed.");
  }
  const warnings = options.offline === true ? [] : await tenantWarnings(workspace, parts.signal);
  const first = found.sample[0] ?? null;
  const card = first === null ? null : cardFor(first, campaign, workspace);
  if (options.card !== undefined) await writeCard(options.card, card, parts.tell);
  const listed = found.sample.slice(0, options.people);
  await answer(
    parts.output,
    options.json ?? false,
    { campaign: campaignJson(campaign), ...json(found, listed), warnings, card },
    lines({ campaign, found, listed, warnings, card }, workspace),
  );
}

/** The one that runs, else one that were started now; always as if it ran. */
async function campaignAsIf(
  { deadline }: Options,
  { campaigns, tenantId, settings }: Workspace,
  at: Date,
): Promise<Campaign> {
  const current = await campaigns.current(tenantId);
  const asked = deadline === undefined ? null : momentOf(deadline, settings.defaultTimeZone);
  if (current !== null && current.state !== "stopped") {
    return { ...current, deadline: asked ?? current.deadline, state: "running" };
  }
  return { campaignId: "preview", tenantId, startsAt: at, deadline: asked, state: "running" };
}

// No address is needed to write a card, only to send it.
function cardFor(
  { candidate, ordinal }: PreviewPerson,
  campaign: Campaign,
  { messages }: Workspace,
): WrittenReminder {
  const address = { kind: "chat", chatId: "" } as const;
  return messages.remind({ key: candidate.key, address, candidate, campaign, ordinal });
}

async function writeCard(
  file: string,
  written: WrittenReminder | null,
  tell: (line: string) => void,
): Promise<void> {
  if (written === null) {
    tell("Nobody is reminded, so there is no card to write.");
    return;
  }
  await writeWholeFile(file, (output) => {
    output.write(`${JSON.stringify(written.card, null, 2)}\n`);
    return Promise.resolve();
  });
  tell(`Wrote the card to ${file}`);
}

const json = (found: Preview, listed: readonly PreviewPerson[]): object => ({
  ...found,
  sample: listed.map(({ candidate, at, ordinal, zone }) => ({
    userId: candidate.key.userId,
    at,
    ordinal,
    zone,
  })),
});

function lines(
  shown: {
    readonly campaign: Campaign;
    readonly found: Preview;
    readonly listed: readonly PreviewPerson[];
    readonly warnings: readonly string[];
    readonly card: WrittenReminder | null;
  },
  { ratePerSecond }: Workspace,
): readonly string[] {
  const { campaign, found, listed, warnings, card } = shown;
  const sendingMs = (found.reminded / ratePerSecond) * 1_000;
  return [
    "Preview: nothing is changed.",
    "",
    ...columns([
      ...campaignRows(campaign),
      ["Looked at", counted(found.people, "person", "people")],
      [
        "To remind",
        `${number(found.reminded)} (${duration(sendingMs)} of sending at ${ratePerSecond}/s)`,
      ],
      ...reasonRows(found.none),
    ]),
    ...warnings.flatMap((warning) => ["", `Warning: ${warning}`]),
    ...section(
      "When, on their own clocks",
      found.byHour.map(({ hour, count }) => [hour, number(count)]),
    ),
    ...section(
      "Time zones",
      found.byZone.map(({ zone, count }) => [zone, number(count)]),
    ),
    ...section(
      `The first ${number(listed.length)} of them, by id`,
      listed.map(({ candidate, at, ordinal, zone }) => [
        candidate.key.userId,
        timeText(at),
        zone,
        `reminder ${ordinal}`,
      ]),
    ),
    ...(card === null
      ? []
      : [
          "",
          "The first card as it is read:",
          `  In the notification: ${safeText(card.summary)}`,
          "",
          ...cardText(card.card).map((line) => `  | ${safeText(line)}`),
        ]),
  ];
}

const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : ["", `${title}:`, ...columns(rows).map((row) => `  ${row}`)];

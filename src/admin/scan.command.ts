import { Command } from "commander";
import type { ScanNews, ScanOutcome } from "../reminders/scan-outcome.ts";
import type { ScanStep } from "../reminders/scan-steps.ts";
import { AdminError } from "./admin-error.ts";
import { peopleRows } from "./campaign-words.ts";
import { refusalText } from "./graph-words.ts";
import { tenantWarnings } from "./tenant-warnings.ts";
import { answer, columns, counted, duration, number, timeText } from "./words.ts";
import type { Workspace, WorkspaceParts } from "./workspace.ts";

type Options = { readonly dryRun?: boolean; readonly json?: boolean };

const HELP = `
Reads groups and lists (AUDIENCE_…), all accounts, and the registration report, in this process; the service scans by
itself too (SCAN_CRON), and two scans at once are one. Graph allows five pages of the report in ten seconds. A scan
that ended early goes on where it stopped when it is run again within a day. Reads Microsoft 365, and changes nothing
there. --dry-run asks Graph for the first page of what it needs, and writes nothing.

Exit codes: 0 done, 1 Graph or the database is in the way, 2 wrong use, 3 a permission or the licence for the report
is missing, 4 another scan is under way, 130 interrupted.

Examples:
  $ pushready scan
  $ pushready scan --json | jq .counts`;

/** `pushready scan`. */
export function scanCommand(parts: WorkspaceParts): Command {
  return new Command("scan")
    .description("Find out who is not set up")
    .option("--dry-run", "only see whether it may and when it ran last")
    .option("--json", "answer as JSON")
    .addHelpText("after", HELP)
    .action(async ({ dryRun = false, json = false }: Options) => {
      await parts.withWorkspace((workspace) =>
        dryRun ? tryOut(workspace, parts, json) : scanNow(workspace, parts, json),
      );
    });
}

async function tryOut(
  workspace: Workspace,
  { output, signal }: WorkspaceParts,
  isJson: boolean,
): Promise<void> {
  const { mayRead } = await workspace.openDirectory();
  const answered = await mayRead(signal);
  if (answered.kind === "noLicence") throw new AdminError("admin.not-allowed", NO_LICENCE);
  if (answered.kind !== "allowed") throw refused(answered);
  const scannedAt = await workspace.scans.lastCompletedAt(workspace.tenantId);
  await answer(output, isJson, { isDryRun: true, mayScan: true, scannedAt }, [
    "Dry run: nothing was written. Graph answers, and allows reading accounts and the report.",
    `Last scan: ${scannedAt === null ? "never" : timeText(scannedAt)}`,
  ]);
}

async function scanNow(
  workspace: Workspace,
  parts: WorkspaceParts,
  isJson: boolean,
): Promise<void> {
  const { scans, tenantId, openDirectory, now } = workspace;
  const { scan } = await openDirectory();
  // As many as the last time, which is the best guess there is.
  const { people, leftOut } = await scans.count(tenantId, now());
  const known = people + Object.values(leftOut).reduce((sum, count) => sum + count, 0);
  const progress = parts.startProgress("Scanning");
  const outcome = await scan(tenantId, parts.signal, (news) => {
    const { accounts, report } = news.read;
    progress.at(accounts + report, known === 0 ? null : known * 2, noteOf(news));
  }).finally(() => {
    progress.end();
  });
  if (outcome.kind !== "completed") throw failed(outcome);
  const warnings = await tenantWarnings(workspace, parts.signal);
  await answer(parts.output, isJson, { ...outcome, warnings }, [
    "Scanned.",
    ...columns(peopleRows(outcome.counts)),
    ...warnings.flatMap((warning) => ["", `Warning: ${warning}`]),
  ]);
}

function noteOf({ step, stepNumber, steps, waitsMs }: ScanNews): string {
  const what = `step ${stepNumber + 1} of ${steps}, ${stepText(step)}`;
  return waitsMs === null ? what : `${what}; Graph asks to wait ${duration(waitsMs)}`;
}

function stepText(step: ScanStep): string {
  switch (step.kind) {
    case "group":
      return `group ${step.groupId}`;
    case "list":
      return step.use === "include" ? "AUDIENCE_LIST" : "AUDIENCE_EXCEPT_LIST";
    case "accounts":
      return "accounts";
    case "registrations":
      return "registrations";
  }
}

const NO_LICENCE =
  "The tenant has no registration report, which takes Microsoft Entra ID P1: buy it, or set SCAN_ONE_BY_ONE=on to read people one by one.";

const GO_ON = "Run pushready scan again: it goes on where it stopped.";

/** What came in the way of a scan, and what to do. */
export function failed(outcome: Exclude<ScanOutcome, { readonly kind: "completed" }>): AdminError {
  switch (outcome.kind) {
    case "underWay":
      return new AdminError(
        "admin.not-possible",
        "A scan is under way in the service or in another command: wait for it, or look at pushready campaign status.",
      );
    case "takenOver":
      return new AdminError(
        "admin.not-possible",
        "Another process went on with the scan, because this one was too slow: wait for it.",
      );
    case "stopped":
      return new AdminError("admin.interrupted", `Interrupted. ${GO_ON}`);
    case "noLicence": {
      const { people, requests, minutes } = outcome.cost;
      return new AdminError(
        "admin.not-allowed",
        `${NO_LICENCE} That would be ${counted(people, "person", "people")}, ${counted(requests, "request", "requests")} and at least ${number(minutes)} minutes per scan. Accounts and groups have been read.`,
      );
    }
    case "noSuchGroup":
      return new AdminError(
        "admin.not-possible",
        `There is no group ${outcome.groupId} in the tenant: correct AUDIENCE_GROUPS or AUDIENCE_EXCEPT_GROUPS.`,
      );
    case "wrongLine": {
      const name = outcome.use === "include" ? "AUDIENCE_LIST" : "AUDIENCE_EXCEPT_LIST";
      return new AdminError(
        "admin.not-possible",
        `${name}: line ${outcome.line} is no object id of a user. Correct it, and run pushready scan again.`,
      );
    }
    case "emptyDirectory":
      return new AdminError(
        "admin.graph-unavailable",
        "Microsoft Graph listed nobody at all, which cannot be, so nothing was concluded from it. Check TENANT_ID and the identity that reads the directory.",
      );
    case "refused":
      return refused(outcome.refusal);
    case "linkExpired":
      return new AdminError(
        "admin.graph-unavailable",
        `Microsoft Graph kept losing its place while listing ${stepText(outcome.step)}. ${GO_ON}`,
      );
  }
}

const refused = (refusal: Parameters<typeof refusalText>[0]): AdminError =>
  new AdminError(
    refusal.kind === "forbidden" ? "admin.not-allowed" : "admin.graph-unavailable",
    `${refusalText(refusal)} What was read is kept.`,
  );

import { Command, Option } from "commander";
import type { PersonKey } from "../enrollment/person.ts";
import type { UserId } from "../methods/ids.ts";
import { leftOut } from "../reminders/audience.ts";
import type { Candidate } from "../reminders/candidate.ts";
import { nextReminder } from "../reminders/next-reminder.ts";
import type { PeopleFilter } from "../reminders/people-register.ts";
import { AdminError } from "./admin-error.ts";
import { parseUser } from "./arguments.ts";
import { exemptCommands } from "./people-exempt.command.ts";
import { reasonText } from "./reasons.ts";
import { type FlatRecord, writeRecords } from "./records.ts";
import { answer, columns, counted, safeText, timeText } from "./words.ts";
import type { Workspace, WorkspaceParts } from "./workspace.ts";

const FILTERS = [
  "all",
  "ready",
  "notReady",
  "notKnown",
  "leftOut",
  "unreachable",
] as const satisfies readonly PeopleFilter[];

const COLUMNS = [
  "userId",
  "standing",
  "ready",
  "knownAt",
  "source",
  "reachability",
  "exemptReason",
  "exemptUntil",
  "optedOutAt",
  "cannot",
  "reminders",
  "lastReminderAt",
] as const;

const PAGE_SIZE = 1_000;

/** `pushready people …`: what is stored about people, by object id; no names and no addresses are. */
export function peopleCommand(parts: WorkspaceParts): Command {
  const people = new Command("people").description("Look at people, exempt them, forget them");
  const commands = [
    listCommand(parts),
    showCommand(parts),
    ...exemptCommands(parts),
    forgetCommand(parts),
  ];
  for (const command of commands) people.addCommand(command);
  return people;
}

function listCommand({ withWorkspace, output, signal }: WorkspaceParts): Command {
  return new Command("list")
    .description("List people, by object id")
    .addOption(new Option("--only <which>", "which of them").choices(FILTERS).default("all"))
    .option("--json", "one JSON object per line instead of CSV")
    .addHelpText(
      "after",
      `
Columns (properties in JSON Lines): ${COLUMNS.join(", ")}.
Times are in UTC. Standing: counts, or why not (guest, disabled, excluded, exempt, notInDirectory).

Examples:
  $ pushready people list --only notReady > not-ready.csv
  $ pushready people list --only leftOut --json | jq -r .standing | sort | uniq -c`,
    )
    .action(async (options: { readonly only: PeopleFilter; readonly json?: boolean }) => {
      await withWorkspace(async (workspace) => {
        await writeRecords(recordsOf(workspace, options.only), {
          format: options.json === true ? "jsonl" : "csv",
          columns: COLUMNS,
          output,
          signal,
        });
      });
    });
}

async function* recordsOf(
  { register, campaigns, tenantId, now }: Workspace,
  filter: PeopleFilter,
): AsyncGenerator<FlatRecord> {
  const campaign = await campaigns.current(tenantId);
  let after: UserId | null = null;
  for (;;) {
    const page: readonly Candidate[] = await register.page(
      tenantId,
      filter,
      campaign?.campaignId ?? null,
      after,
      PAGE_SIZE,
    );
    for (const candidate of page) yield recordOf(candidate, now());
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.key.userId;
  }
}

function recordOf(candidate: Candidate, now: Date): FlatRecord {
  const { registration, exemption, optedOutAt, cannot, reminders } = candidate;
  return {
    userId: candidate.key.userId,
    standing: leftOut(candidate, now) ?? "counts",
    ready: registration?.isReady ?? null,
    knownAt: registration?.at.toISOString() ?? null,
    source: registration?.source ?? null,
    reachability: candidate.reachability,
    exemptReason: exemption?.reason ?? null,
    exemptUntil: exemption?.until?.toISOString() ?? null,
    optedOutAt: optedOutAt?.toISOString() ?? null,
    cannot: cannot?.reason ?? null,
    reminders: reminders.count,
    lastReminderAt: reminders.lastAt?.toISOString() ?? null,
  };
}

/** @throws AdminError when nobody of that id is known */
async function findPerson(workspace: Workspace, userId: UserId) {
  const { tenantId, campaigns, candidates } = workspace;
  const key: PersonKey = { tenantId, userId };
  const campaign = await campaigns.current(tenantId);
  const candidate = await candidates.find(key, campaign?.campaignId ?? "");
  if (candidate !== null) return { key, campaign, candidate };
  throw new AdminError(
    "admin.not-possible",
    `Nothing is known about ${userId}: check the object id, or run pushready scan.`,
  );
}

function showCommand({ withWorkspace, output }: WorkspaceParts): Command {
  return new Command("show")
    .description("What is known about a person, and when they are reminded next")
    .argument("<id>", "object id in Entra", parseUser)
    .option("--json", "answer as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ pushready people show 11111111-2222-3333-4444-555555555555",
    )
    .action(async (userId: UserId, { json = false }: { readonly json?: boolean }) => {
      await withWorkspace(async (workspace) => {
        const { key, campaign, candidate } = await findPerson(workspace, userId);
        const now = workspace.now();
        const deliveries = await workspace.register.deliveries(key);
        const next =
          campaign === null ? null : nextReminder(candidate, campaign, workspace.settings, now);
        const nextText =
          next === null
            ? "no campaign"
            : next.kind === "remind"
              ? timeText(next.at)
              : `none: ${reasonText(next.why)}`;
        await answer(output, json, { candidate, next, deliveries }, [
          ...columns([
            ...Object.entries(recordOf(candidate, now)).map(([name, value]) => [
              name,
              safeText(String(value ?? "–")),
            ]),
            ["next reminder", nextText],
          ]),
          ...(deliveries.length === 0 ? [] : ["", "Reminders, newest first:"]),
          ...columns(
            deliveries.map(({ ordinal, state, dueAt, why }) => [
              `  ${ordinal}`,
              state,
              timeText(dueAt),
              safeText(why ?? ""),
            ]),
          ),
        ]);
      });
    });
}

type ForgetOptions = { readonly yes?: boolean; readonly dryRun?: boolean; readonly json?: boolean };

function forgetCommand({ withWorkspace, output }: WorkspaceParts): Command {
  return new Command("forget")
    .description("Delete all that is stored about a person; cannot be undone")
    .argument("<id>", "object id in Entra", parseUser)
    .option("--yes", "really do it")
    .option("--dry-run", "say what is known about them, and delete nothing")
    .option("--json", "answer as JSON")
    .addHelpText(
      "after",
      `
Deletes their reminders, exemption, opt-out, conversation and set-up guide. The record of removed devices
(pushready audit export) stays, as it must. An account that is still in the directory is found again by the next scan:
exempt it again, or exclude it by a group, if it must not be reminded.

Examples:
  $ pushready people forget 11111111-2222-3333-4444-555555555555 --dry-run
  $ pushready people forget 11111111-2222-3333-4444-555555555555 --yes`,
    )
    .action(async (userId: UserId, options: ForgetOptions, command: Command) => {
      const { yes = false, dryRun = false, json = false } = options;
      if (!yes && !dryRun) {
        command.error(
          "error: this cannot be undone: say --yes to do it, or --dry-run to look first",
        );
      }
      await withWorkspace(async (workspace) => {
        const key = { tenantId: workspace.tenantId, userId };
        if (dryRun) {
          await findPerson(workspace, userId);
          const reminders = (await workspace.register.deliveries(key)).length;
          await answer(output, json, { isDryRun: true, userId, reminders }, [
            `Dry run: nothing was deleted. ${userId} is known, with ${counted(reminders, "reminder", "reminders")}.`,
          ]);
          return;
        }
        // People whom no scan has seen may be stored too, so they are not looked up before.
        const deleted = await workspace.register.forget(key);
        await answer(output, json, { isDryRun: false, userId, deleted }, [
          deleted === 0
            ? `Nothing was stored about ${userId}.`
            : `Deleted all that was stored about ${userId}: ${counted(deleted, "row", "rows")}.`,
        ]);
      });
    });
}

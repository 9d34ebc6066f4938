import { Command } from "commander";
import type { UserId } from "../methods/ids.ts";
import { parseUser } from "./arguments.ts";
import { momentOf, parseUntil, type Until } from "./deadline.ts";
import { answer, counted, timeText } from "./words.ts";
import type { WorkspaceParts } from "./workspace.ts";

type Options = {
  readonly reason: string;
  readonly until?: Until;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

const parseUsers = (value: string, before: readonly UserId[] | undefined): readonly UserId[] => [
  ...(before ?? []),
  parseUser(value),
];

/** `pushready people exempt` and `people unexempt`. */
export const exemptCommands = (parts: WorkspaceParts): readonly Command[] => [
  exempt(parts),
  unexempt(parts),
];

function exempt({ withWorkspace, output }: WorkspaceParts): Command {
  return new Command("exempt")
    .description("Remind these people no more, and count them out")
    .argument("<ids...>", "object ids in Entra", parseUsers)
    .requiredOption("--reason <text>", "why, for whoever asks later")
    .option("--until <date>", "until that day, inclusive; for good, unless told", parseUntil)
    .option("--dry-run", "say what would be, and change nothing")
    .option("--json", "answer as JSON")
    .addHelpText(
      "after",
      `
Replaces an exemption that they have. A reminder that is on its way right now still arrives.

Examples:
  $ pushready people exempt 11111111-2222-3333-4444-555555555555 --reason "Parental leave" --until 2027-03-31`,
    )
    .action(async (ids: readonly UserId[], options: Options, command: Command) => {
      const { dryRun = false, json = false } = options;
      const reason = options.reason.trim();
      if (reason === "") command.error("error: say a reason, for whoever asks later");
      await withWorkspace(async ({ tenantId, settings, stances, now }) => {
        const until =
          options.until === undefined ? null : momentOf(options.until, settings.defaultTimeZone);
        if (until !== null && until <= now()) command.error("error: --until is over already");
        const keys = ids.map((userId) => ({ tenantId, userId }));
        if (!dryRun) await stances.exempt(keys, { reason, until }, now());
        const span = until === null ? "for good" : `until ${timeText(until)}`;
        await answer(output, json, { isDryRun: dryRun, userIds: ids, reason, until }, [
          `${dryRun ? "Dry run: nothing was changed. It would exempt" : "Exempt:"} ${counted(keys.length, "person", "people")}, ${span}.`,
        ]);
      });
    });
}

type EndOptions = { readonly dryRun?: boolean; readonly json?: boolean };

function unexempt({ withWorkspace, output }: WorkspaceParts): Command {
  return new Command("unexempt")
    .description("End the exemption of these people")
    .argument("<ids...>", "object ids in Entra", parseUsers)
    .option("--dry-run", "say what would be, and change nothing")
    .option("--json", "answer as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ pushready people unexempt 11111111-2222-3333-4444-555555555555",
    )
    .action(async (ids: readonly UserId[], { dryRun = false, json = false }: EndOptions) => {
      await withWorkspace(async ({ tenantId, stances }) => {
        const keys = ids.map((userId) => ({ tenantId, userId }));
        let ended = 0;
        if (dryRun) {
          const found = await Promise.all(keys.map((key) => stances.find(key, null)));
          ended = found.filter(({ exemption }) => exemption !== null).length;
        } else {
          ended = await stances.endExemption(keys);
        }
        await answer(output, json, { isDryRun: dryRun, userIds: ids, ended }, [
          `${dryRun ? "Dry run: nothing was changed. It would end" : "Ended:"} ${counted(ended, "exemption", "exemptions")}.`,
        ]);
      });
    });
}

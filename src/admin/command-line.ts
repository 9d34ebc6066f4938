import { Command, CommanderError } from "commander";
import { AdminError, type AdminErrorCode } from "./admin-error.ts";
import { type AuditExportParts, auditExportCommand } from "./audit-export.command.ts";
import { campaignCommand } from "./campaign.command.ts";
import { type DoctorParts, doctorCommand } from "./doctor.command.ts";
import { peopleCommand } from "./people.command.ts";
import { reportCommand } from "./report.command.ts";
import { scanCommand } from "./scan.command.ts";
import type { WorkspaceParts } from "./workspace.ts";

export type CommandLineParts = AuditExportParts &
  WorkspaceParts &
  DoctorParts & { readonly version: string };

/** What the process ends with. */
export const EXIT = {
  done: 0,
  /** Something is in the way: the database, the disk. */
  failed: 1,
  /** The command or the settings are wrong; nothing was begun. */
  wrongUse: 2,
  /** Microsoft 365 does not allow it: a permission or a licence is missing. */
  notAllowed: 3,
  /** As things stand it cannot be done: no campaign, another one under way, nobody of that id. */
  notPossible: 4,
  /** Ended from outside, as a shell counts SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Runs one command. Never rejects: what went wrong is told, and the exit code says of which kind it was. */
export async function runCommandLine(
  args: readonly string[],
  parts: CommandLineParts,
): Promise<ExitCode> {
  try {
    await commandLine(parts).parseAsync(args, { from: "user" });
    return EXIT.done;
  } catch (error) {
    if (parts.signal.aborted) {
      parts.tell(interruption(error));
      return EXIT.interrupted;
    }
    // Commander has told it already.
    if (error instanceof CommanderError) return isHelp(error) ? EXIT.done : EXIT.wrongUse;
    // Whoever reads the output has read enough (`| head`).
    if (codeOf(error) === "EPIPE") return EXIT.failed;
    parts.tell(describe(error));
    if (error instanceof AdminError) return EXIT_OF[error.code];
    return codeOf(error) === "config.invalid" ? EXIT.wrongUse : EXIT.failed;
  }
}

const EXIT_OF: Readonly<Record<AdminErrorCode, ExitCode>> = {
  "admin.file-unwritable": EXIT.failed,
  "admin.file-unreadable": EXIT.wrongUse,
  "admin.disk-full": EXIT.failed,
  "admin.database-in-use": EXIT.failed,
  "admin.graph-unavailable": EXIT.failed,
  "admin.not-allowed": EXIT.notAllowed,
  "admin.not-possible": EXIT.notPossible,
  "admin.unhealthy": EXIT.failed,
  "admin.interrupted": EXIT.interrupted,
};

/** Commands that can be gone on with say so themselves. */
const interruption = (error: unknown): string =>
  error instanceof AdminError && error.code === "admin.interrupted"
    ? error.message
    : "Interrupted: the export is not complete.";

const HELP = `
Exit codes: ${EXIT.done} done, ${EXIT.failed} something is in the way (database, disk, network), ${EXIT.wrongUse} wrong command or settings,
${EXIT.notAllowed} a permission or licence is missing in Microsoft 365, ${EXIT.notPossible} not possible as things stand (no campaign, nobody of that id),
${EXIT.interrupted} interrupted. Results go to the output, everything else to the error output.`;

function commandLine(parts: CommandLineParts): Command {
  const program = new Command("pushready")
    .description("For the people who run PushReady.")
    .version(parts.version)
    .addHelpText("after", HELP)
    .addCommand(scanCommand(parts))
    .addCommand(peopleCommand(parts))
    .addCommand(campaignCommand(parts))
    .addCommand(reportCommand(parts))
    .addCommand(doctorCommand(parts))
    .addCommand(
      new Command("audit")
        .description("What was removed, whose it was, and on which proof")
        .addCommand(auditExportCommand(parts)),
    );
  for (const command of withAll(program)) {
    command
      .exitOverride()
      .configureOutput({
        writeOut: (text) => parts.output.write(text),
        writeErr: (text) => {
          parts.tell(text.trimEnd());
        },
      })
      .showHelpAfterError("(--help says how to use it)");
  }
  return program;
}

/** Settings do not pass down to commands that were made by themselves. */
function withAll(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withAll)];
}

const isHelp = ({ code }: CommanderError): boolean =>
  code === "commander.helpDisplayed" || code === "commander.version";

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : null;
}

/** An error of ours in its own words and those of its cause; any other with its stack, for whoever repairs it. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(codeOf(error)?.includes(".") ?? false)) return error.stack ?? error.message;
  return error.cause instanceof Error
    ? `${error.message}\n(${error.cause.message})`
    : error.message;
}

import { readFile } from "node:fs/promises";
import { Command } from "commander";
import type { Config } from "../config/config.ts";
import { AdminError } from "./admin-error.ts";
import { checksOf, checksWithout, type ManifestText } from "./doctor/checks.ts";
import type { Probes } from "./doctor/probes.ts";
import { countsOf, reportJson, reportLines } from "./doctor/report.ts";
import { runChecks } from "./doctor/run-checks.ts";
import { zipEntry } from "./doctor/zip-entry.ts";
import { answer, counted } from "./words.ts";
import type { WorkspaceParts } from "./workspace.ts";

/** What can be looked at with the settings as they are. */
export type Examined =
  | { readonly kind: "problems"; readonly problems: readonly string[] }
  | {
      readonly kind: "ready";
      readonly config: Config;
      readonly probes: Probes;
      /** For the placeholders of the manifest. */
      readonly variables: Readonly<Record<string, string | undefined>>;
      close(): Promise<void>;
    };

export type DoctorParts = Pick<WorkspaceParts, "output" | "signal"> & {
  /** Reads the settings; nothing is asked of anybody yet. */
  readonly examine: () => Promise<Examined>;
};

type Options = { readonly manifest?: string; readonly json?: boolean };

/** Longer than anything that works takes; all checks run side by side. */
const LIMIT_MS = 15_000;

const HELP = `
Looks at the settings, the bot's registration, the app's permissions, the OAuth connection, the sign-in on the web, the
public address, the database, clocks, jobs, the tenant's own policy and the app's manifest, from this machine and with
the service's own identities: run it where the service runs. It changes nothing, asks for nobody's data, and shows no
token. On embedded storage the service has to be stopped for what is about the database.

Exit codes: 0 nothing failed (there may be warnings), 1 something failed, 2 wrong use, 130 interrupted.

Examples:
  $ pushready doctor
  $ pushready doctor --manifest appPackage/manifest.json
  $ pushready doctor --json | jq '.checks[] | select(.kind == "failed")'`;

/** `pushready doctor`. */
export function doctorCommand(parts: DoctorParts): Command {
  return new Command("doctor")
    .description("Check the whole installation, and say what to do")
    .option("--manifest <file>", "the app's manifest, or the zip it is in")
    .option("--json", "answer as JSON")
    .addHelpText("after", HELP)
    .action(async ({ manifest, json = false }: Options) => {
      const text = manifest === undefined ? null : await readManifest(manifest);
      const results = await examine(parts, text);
      await answer(parts.output, json, reportJson(results), reportLines(results));
      const { failed } = countsOf(results);
      if (failed === 0) return;
      throw new AdminError(
        "admin.unhealthy",
        `${counted(failed, "thing does", "things do")} not work; the arrows say what to do.`,
      );
    });
}

async function examine({ examine: look, signal }: DoctorParts, manifest: string | null) {
  const examined = await look();
  const options = { limitMs: LIMIT_MS, signal };
  if (examined.kind === "problems") return runChecks(checksWithout(examined.problems), options);
  const { config, probes, variables } = examined;
  const given: ManifestText = manifest === null ? null : { text: manifest, variables };
  try {
    return await runChecks(checksOf(config, probes, given), options);
  } finally {
    await examined.close();
  }
}

async function readManifest(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new AdminError(
      "admin.file-unreadable",
      `${file} cannot be read: name appPackage/manifest.json, or the zip of npm run package.`,
      { cause },
    );
  });
  const entry = zipEntry(bytes, "manifest.json");
  return (entry ?? bytes).toString("utf8");
}

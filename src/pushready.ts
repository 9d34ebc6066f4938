#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { runCommandLine } from "./admin/command-line.ts";
import { progressOn } from "./admin/progress.ts";
import { withRemovalAudit, withWorkspace } from "./compose-admin.ts";
import { examine } from "./compose-doctor.ts";
import { readConfig } from "./config/read-config.ts";
import { readStorageConfig } from "./config/read-storage.ts";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    interruption.abort();
  });
}

// The command hears of its own output's end; without a listener, Node would end the process in the middle of it.
process.stdout.on("error", () => undefined);

// Beside `src` as beside `dist`.
const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

process.exitCode = await runCommandLine(process.argv.slice(2), {
  withAudit: async (work) => withRemovalAudit(readStorageConfig(process.env), work),
  withWorkspace: async (work) => withWorkspace(readConfig(process.env), { work, tell }),
  examine: () => examine(process.env),
  startProgress: progressOn({ terminal: process.stderr, nowMs: () => performance.now() }),
  output: process.stdout,
  tell,
  signal: interruption.signal,
  // npm refuses a package whose version is no text.
  version: (JSON.parse(manifest) as { readonly version: string }).version,
});

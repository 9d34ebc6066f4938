#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { runCommandLine } from "./admin/command-line.ts";
import { withRemovalAudit } from "./compose-admin.ts";
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

process.exitCode = await runCommandLine(process.argv.slice(2), {
  withAudit: async (work) => withRemovalAudit(readStorageConfig(process.env), work),
  output: process.stdout,
  tell: (line) => {
    process.stderr.write(`${line}\n`);
  },
  signal: interruption.signal,
  // npm refuses a package whose version is no text.
  version: (JSON.parse(manifest) as { readonly version: string }).version,
});

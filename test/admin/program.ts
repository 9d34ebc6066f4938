import { execFile } from "node:child_process";
import { SANDBOX } from "../../src/config/sandbox-identity.ts";
import { tenantId } from "../../src/methods/ids.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";

export type Ended = { readonly code: number; readonly output: string; readonly messages: string };

/** The tenant of the settings below. */
export const LOCAL_TENANT = tenantId(SANDBOX.tenantId);

const PROGRAM = new URL("../../src/pushready.ts", import.meta.url).pathname;

/** Settings of a development service on files, with the local tenant at `sandbox`; nothing listens at the default. */
export const settingsFor = (folder: string, sandbox = "http://127.0.0.1:9") => ({
  NODE_ENV: "development",
  DATA_FOLDER: folder,
  SANDBOX_URL: sandbox,
});

/** Runs the command line as a process of its own, with these settings and no others. */
export function runProgram(
  settings: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [PROGRAM, ...args],
      { env: { PATH: process.env["PATH"] ?? "", ...settings }, maxBuffer: 64 * 1024 * 1024 },
      (_error, output, messages) => {
        resolve({ code: child.exitCode ?? -1, output, messages });
      },
    );
  });
}

/** Looks into or writes to the database while no command has it. */
export async function onDatabase<Result>(
  folder: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ kind: "embedded", folder });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

import type { z } from "zod/v4";

export type Variables = Readonly<Record<string, string | undefined>>;

/** Variables whose value may never be repeated, not even to say that it is wrong. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  "APPLICATIONINSIGHTS_CONNECTION_STRING",
  "BOT_PASSWORD",
  "DATABASE_URL",
  "DIRECTORY_CLIENT_SECRET",
  "SIGN_IN_CLIENT_SECRET",
  "TOKEN_KEY",
]);

/** The environment cannot be used. `problems` holds one sentence per variable, each saying what to set. */
export class ConfigError extends Error {
  readonly code = "config.invalid";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration cannot be used. Correct ${problems.length === 1 ? "this" : "these"} and start again:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** The variables that are set: an empty one means the same as an absent one, as `.env` templates carry empty lines. */
export const presentIn = (env: Variables): Variables =>
  Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );

/** One sentence for one variable; it never repeats a secret's value. */
export function describe(issue: z.core.$ZodIssue, env: Variables): string {
  const name = String(issue.path[0]);
  const value = env[name];
  const shown = value === undefined || SECRET_NAMES.has(name) ? "" : ` (now "${value}")`;
  return `${name}${shown}: ${issue.message}`;
}

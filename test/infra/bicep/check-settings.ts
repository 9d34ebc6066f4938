import type { BicepFile } from "./parse-bicep.ts";

/** Settings of App Service itself, which the service does not read. */
const PLATFORM: ReadonlySet<string> = new Set([
  "SCM_DO_BUILD_DURING_DEPLOYMENT",
  "WEBSITE_RUN_FROM_PACKAGE",
]);

/** Secrets that Azure needs none of: a managed identity takes their place. */
const SECRETS: ReadonlySet<string> = new Set([
  "BOT_PASSWORD",
  "DIRECTORY_CLIENT_SECRET",
  "SECRETS_IN_PRODUCTION",
  "SIGN_IN_CLIENT_SECRET",
]);

/** Names of the settings that the files give to the service. */
export const settingsOfService = (files: readonly BicepFile[]): readonly string[] =>
  files
    .flatMap(({ settings }) => settings.map(({ name }) => name))
    .filter((name) => !PLATFORM.has(name));

/**
 * What is set, against what the service reads.
 * @param known Every variable that src/config reads
 */
export function problemsOfSettings(
  files: readonly BicepFile[],
  known: ReadonlySet<string>,
): readonly string[] {
  const names = settingsOfService(files);
  return [
    ...names
      .filter((name) => !known.has(name))
      .map((name) => `${name}: src/config does not read it`),
    ...names
      .filter((name) => SECRETS.has(name))
      .map((name) => `${name}: Azure needs no such secret`),
  ];
}

/**
 * An environment as the template makes it: literals as they are, the rest from an example of a deployment.
 * @param examples Values of what only a deployment knows
 */
export function environmentOf(
  files: readonly BicepFile[],
  examples: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const settings = files.flatMap((file) => file.settings).filter(({ name }) => !PLATFORM.has(name));
  return Object.fromEntries(
    settings.map(({ name, value }) => {
      const literal = /^'([^'$]*)'$/.exec(value)?.[1];
      // A reference to a secret is a literal too, and not what the service gets.
      return [name, name in examples ? examples[name] : (literal ?? "")];
    }),
  ) as Record<string, string>;
}

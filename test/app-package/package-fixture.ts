import { join } from "node:path";
import type { PackageFiles } from "../../scripts/app-package/app-package.ts";
import { readPackageFiles } from "../../scripts/app-package/read-files.ts";
import { readSettings, type Settings } from "../../scripts/app-package/settings.ts";

/** Where the app package's sources are. */
export const APP_PACKAGE = join(import.meta.dirname, "..", "..", "appPackage");

/** An environment that fills every placeholder, for a bot that is an app registration. */
export const ENVIRONMENT = {
  TEAMS_APP_ID: "11111111-2222-3333-4444-555555555555",
  BOT_ID: "99999999-2222-3333-4444-555555555555",
  BOT_TYPE: "SingleTenant",
  PUBLIC_URL: "https://pushready.example.com",
  DEVELOPER_NAME: 'Contoso "IT"',
  WEBSITE_URL: "https://contoso.example/help",
  PRIVACY_URL: "https://contoso.example/privacy",
  TERMS_OF_USE_URL: "https://contoso.example/terms",
};

export const settings: Settings = readSettings(ENVIRONMENT);

/** The committed files, with some of them replaced, or left out where the text is null. */
export async function packageFiles(
  changes: Readonly<Record<string, string | Uint8Array | null>> = {},
): Promise<PackageFiles> {
  const files = new Map(await readPackageFiles(APP_PACKAGE));
  for (const [name, content] of Object.entries(changes)) {
    if (content === null) files.delete(name);
    else files.set(name, typeof content === "string" ? Buffer.from(content) : content);
  }
  return files;
}

/** A committed JSON file with one piece of its text replaced. */
export async function withText(file: string, from: string, to: string): Promise<string> {
  const text = Buffer.from((await packageFiles()).get(file) ?? []).toString("utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  return text.replace(from, to);
}

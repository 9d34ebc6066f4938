/**
 * Takes away what the service never loads: `node scripts/prune-production.ts node_modules`, after
 * `npm ci --omit=dev`. It prints what it saved. test/docker/image.test.ts runs the service on what it leaves.
 */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** Packages that only a part of a library asks for which the service does not load; each with that part. */
const PACKAGES = [
  // Storage without DATABASE_URL, for a single replica; a container has a database beside it.
  "@electric-sql/pglite",
  // teams-ai's planners and prompts.
  "gpt-tokenizer",
  "openai",
  // Sign-in within a browser.
  "@azure/msal-browser",
  // Types alone.
  "@types",
  "type-fest",
] as const;

/** Builds for other platforms than Node, below the folder of a package. */
const FOREIGN_BUILDS = [
  /^@azure\/[^/]+\/dist\/(?:browser|react-native|workerd)$/,
  /^@typespec\/[^/]+\/dist\/(?:browser|react-native|workerd)$/,
  /^@opentelemetry\/[^/]+\/build\/(?:esm|esnext)$/,
  /^(?:botbuilder|botframework-[a-z]+)\/(?:_ts3\.4|src)$/,
] as const;

/** Maps, types and sources are for those who develop; of texts, only licences have to be there. */
const FILES =
  /\.(?:map|ts|cts|mts|tsx|flow|tsbuildinfo)$|^(?!.*(?:licen[cs]e|notice|copying)).*\.(?:md|markdown)$/i;

const isOneOf = (patterns: readonly RegExp[], path: string): boolean =>
  patterns.some((pattern) => pattern.test(path));

/** `path` from the innermost `node_modules` on, so that nested packages are met as well. */
const inPackages = (path: string): string => path.split("node_modules/").at(-1) ?? path;

const isUnneeded = (path: string): boolean => {
  const inner = inPackages(path);
  return PACKAGES.some((name) => name === inner) || isOneOf(FOREIGN_BUILDS, inner);
};

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function prune(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (isUnneeded(path)) rmSync(path, { recursive: true });
      else prune(path);
    } else if (FILES.test(entry.name)) {
      rmSync(path);
    }
  }
}

const [folder = "node_modules"] = process.argv.slice(2);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const before = bytesIn(folder);
prune(folder);
console.log(`${folder}: ${megabytes(before)} before, ${megabytes(bytesIn(folder))} after`);

import { posix } from "node:path";
import { type Zippable, zipSync } from "fflate";
import { intentOf } from "../../src/dialogs/intent.ts";
import { commandFindings } from "./command-rules.ts";
import { iconProblems } from "./icon-rules.ts";
import { identityFindings } from "./identity-rules.ts";
import { languageFileProblems, languageFindings } from "./language-rules.ts";
import { type Manifest, parseManifest, placeOf } from "./manifest.ts";
import { manifestFindings } from "./manifest-rules.ts";
import { fillPlaceholders, placeholdersIn } from "./placeholders.ts";
import { PackageError, type Problem } from "./problem.ts";
import { schemaProblems } from "./schema-problems.ts";
import type { Settings } from "./settings.ts";

const MANIFEST = "manifest.json";

/** The files of `appPackage/` by their path in it; `manifest.json` still has its placeholders. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

/**
 * Fills the manifest and the languages, checks all of it, and packs it. The same files and values give the same bytes.
 * @throws PackageError naming every problem.
 */
export async function makeAppPackage(
  files: PackageFiles,
  { botType, values }: Settings,
): Promise<Uint8Array> {
  const filled = new Map(
    [...files].map(([name, bytes]) => [name, filledFile(name, bytes, values)]),
  );
  const checked = await check(filled, { botType, known: [...values.keys()] });
  if (checked.kind === "refused") throw new PackageError(checked.problems);
  return packed(filled, [MANIFEST, ...namedBy(checked.manifest)]);
}

const filledFile = (name: string, bytes: Uint8Array, values: ReadonlyMap<string, string>) =>
  name.endsWith(".json") ? Buffer.from(fillPlaceholders(textOf(bytes), values)) : bytes;

type Checked =
  | { readonly kind: "good"; readonly manifest: Manifest }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

const refused = (problems: readonly Problem[]): Checked => ({ kind: "refused", problems });

type Expected = {
  readonly botType: Settings["botType"];
  /** Names of the placeholders that have a value. */
  readonly known: readonly string[];
};

async function check(files: PackageFiles, expected: Expected): Promise<Checked> {
  const text = textOf(files.get(MANIFEST));
  const value = parsed(text);
  if (value === undefined) return refused([{ where: MANIFEST, what: "it is not JSON" }]);
  // Whatever else would be said of an unfilled file would be about the placeholder.
  const unfilled = [...files]
    .filter(([name]) => name.endsWith(".json"))
    .flatMap(([name, bytes]) => unfilledProblems(name, textOf(bytes), expected.known));
  if (unfilled.length > 0) return refused(unfilled);
  const shaped = parseManifest(value);
  if (!shaped.success) {
    return refused(
      shaped.error.issues.map(({ path, message }) => atManifest(placeOf(path), message)),
    );
  }
  const manifest = shaped.data;
  const problems = [
    ...(await manifestProblems(value, manifest, expected.botType)),
    ...(await fileProblems(manifest, files)),
  ];
  return problems.length > 0 ? refused(problems) : { kind: "good", manifest };
}

const unfilledProblems = (
  where: string,
  text: string,
  known: readonly string[],
): readonly Problem[] =>
  placeholdersIn(text).map((name) => ({
    where,
    what: `nothing fills \${{${name}}}; the placeholders are ${known.join(", ")}`,
  }));

async function manifestProblems(
  value: unknown,
  manifest: Manifest,
  botType: Settings["botType"],
): Promise<readonly Problem[]> {
  const findings = [
    ...manifestFindings(manifest),
    ...identityFindings(manifest, botType),
    ...commandFindings(manifest, understands),
    ...languageFindings(manifest),
  ];
  const schema = await schemaProblems(value, manifest.manifestVersion);
  const judged = new Set(findings.map(({ place }) => place));
  // Where a sentence of ours stands already, the schema's words would only repeat it.
  const others = (schema ?? []).filter(({ place }) => !judged.has(place));
  return [...findings, ...others].map(({ place, what }) => atManifest(place, what));
}

async function fileProblems(manifest: Manifest, files: PackageFiles): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const name of namedBy(manifest)) {
    if (!isInside(name)) {
      problems.push({ where: name, what: "it is named by the manifest, but is not a path inside" });
    } else if (!files.has(name)) {
      problems.push({
        where: name,
        what: "the manifest names it, but appPackage does not have it",
      });
    }
  }
  for (const role of ["color", "outline"] as const) {
    const icon = files.get(manifest.icons[role]);
    if (icon !== undefined) problems.push(...iconProblems(role, manifest.icons[role], icon));
  }
  for (const { file } of manifest.localizationInfo.additionalLanguages) {
    const text = files.get(file);
    if (text === undefined) continue;
    problems.push(...(await languageFileProblems(file, textOf(text), manifest, understands)));
  }
  return problems;
}

const atManifest = (place: string, what: string): Problem => ({
  where: place === "" ? MANIFEST : `${MANIFEST} ${place}`,
  what,
});

/** Files that the manifest names, each once, in the order of their names. */
const namedBy = ({ icons, localizationInfo }: Manifest): readonly string[] =>
  [
    ...new Set([
      icons.color,
      icons.outline,
      ...localizationInfo.additionalLanguages.map(({ file }) => file),
    ]),
  ].sort();

const isInside = (name: string): boolean =>
  posix.normalize(name) === name && !name.startsWith("/") && !name.startsWith("..");

const understands = (phrase: string): boolean => {
  const { kind } = intentOf(phrase);
  return kind !== "other" && kind !== "nothing" && kind !== "code";
};

// Zip keeps local time without a zone, so this is the same date on every machine; years begin with 1980 there.
const MADE = new Date(2000, 0, 1);

function packed(files: PackageFiles, names: readonly string[]): Uint8Array {
  const zip: Zippable = {};
  for (const name of names) {
    zip[name] = [files.get(name) ?? new Uint8Array(), { level: 9, mtime: MADE, os: 3 }];
  }
  return zipSync(zip);
}

const textOf = (bytes: Uint8Array | undefined): string =>
  bytes === undefined
    ? ""
    : Buffer.from(bytes)
        .toString("utf8")
        .replace(/^\uFEFF/, "");

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

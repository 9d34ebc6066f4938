import { z } from "zod/v4";
import type { Manifest } from "./manifest.ts";
import { type Finding, tooLong } from "./manifest-rules.ts";
import type { Problem } from "./problem.ts";
import { schemaProblems } from "./schema-problems.ts";

const words = z.record(z.string(), z.string());

const COMMAND_KEY =
  /^bots\[(\d+)\]\.commandLists\[(\d+)\]\.commands\[(\d+)\]\.(title|description)$/;
const LIMITS: ReadonlyMap<string, number> = new Map([
  ["name.short", 30],
  ["name.full", 100],
  ["description.short", 80],
  ["description.full", 4000],
]);

/** Languages that the manifest names twice, or names beside being their own default. */
export function languageFindings({ localizationInfo }: Manifest): readonly Finding[] {
  const seen = new Set([localizationInfo.defaultLanguageTag.toLowerCase()]);
  return localizationInfo.additionalLanguages.flatMap(({ languageTag }, at) => {
    const tag = languageTag.toLowerCase();
    if (!seen.has(tag)) {
      seen.add(tag);
      return [];
    }
    return [
      {
        place: `localizationInfo.additionalLanguages[${at}].languageTag`,
        what: `"${languageTag}" is there already; each language once, and the default is in the manifest itself`,
      },
    ];
  });
}

/** What is wrong with one language's file: its form, its keys, the length of its words, commands nobody understands. */
export async function languageFileProblems(
  file: string,
  text: string,
  manifest: Manifest,
  understands: (phrase: string) => boolean,
): Promise<readonly Problem[]> {
  const value = parsed(text);
  const known = words.safeParse(value);
  if (!known.success) return [{ where: file, what: "it is not JSON of keys and texts" }];
  const findings = Object.entries(known.data).flatMap(([key, word]) =>
    keyFindings(key, word, manifest, understands),
  );
  const judged = new Set(findings.map(({ place }) => place));
  const refused =
    (await schemaProblems(value, manifest.manifestVersion, "MicrosoftTeams.Localization")) ?? [];
  // An unknown key is named by our own finding; the schema says only that there is one.
  const others = refused.filter(
    ({ place, what }) => !judged.has(place) && !(place === "" && judged.size > 0) && what !== "",
  );
  return [...findings, ...others].map(({ place, what }) => ({
    where: place === "" ? file : `${file} ${place}`,
    what,
  }));
}

function keyFindings(
  key: string,
  word: string,
  manifest: Manifest,
  understands: (phrase: string) => boolean,
): readonly Finding[] {
  if (key === "$schema") {
    return word.includes(`/v${manifest.manifestVersion}/`)
      ? []
      : [{ place: key, what: `it is not the schema of version ${manifest.manifestVersion}` }];
  }
  const most = LIMITS.get(key);
  if (most !== undefined) return tooLong(key, word, most);
  const [, bot, list, command, part] = COMMAND_KEY.exec(key) ?? [];
  const translated =
    manifest.bots[Number(bot)]?.commandLists[Number(list)]?.commands[Number(command)];
  if (translated === undefined) {
    return [{ place: key, what: "the manifest has nothing by this name; correct or remove it" }];
  }
  if (part === "title" && !understands(word)) {
    return [
      {
        place: key,
        what: `the bot does not understand "${word}"; leave the title out and translate the description only`,
      },
    ];
  }
  return tooLong(key, word, part === "title" ? 128 : 4000);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

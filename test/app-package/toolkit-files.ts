import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod/v4";

export const ROOT = join(import.meta.dirname, "..", "..");

const step = z.looseObject({
  uses: z.string(),
  with: z.record(z.string(), z.unknown()),
  writeToEnvironmentFile: z.record(z.string(), z.string()).default({}),
});

const project = z.looseObject({
  version: z.string(),
  environmentFolderPath: z.string(),
  provision: z.array(step),
  deploy: z.array(step),
  publish: z.array(step).default([]),
});

export type Project = z.output<typeof project>;

/** A file of the project as text. */
export const readText = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** A file of the Agents Toolkit as YAML has it, and as far as the tests look at it. */
export const readProject = (path: string): { readonly raw: unknown; readonly project: Project } => {
  const raw: unknown = parse(readText(path));
  return { raw, project: project.parse(raw) };
};

/** Every step, in the order in which the Toolkit takes them. */
export const stepsOf = ({ provision, deploy, publish }: Project) => [
  ...provision,
  ...deploy,
  ...publish,
];

/** Every path of a file of the project that a value names. */
export function pathsIn(value: unknown): readonly string[] {
  const texts = [...JSON.stringify(value).matchAll(/"(\.\/[^"]+)"/g)];
  return texts.map(([, path]) => path ?? "");
}

/** Names of variables that a file of the Toolkit's environments has, and their values. */
export const variablesOf = (path: string): ReadonlyMap<string, string> =>
  new Map(
    readText(path)
      .split("\n")
      .map((line) => /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line))
      .flatMap((found) => (found === null ? [] : [[found[1] ?? "", found[2] ?? ""] as const])),
  );

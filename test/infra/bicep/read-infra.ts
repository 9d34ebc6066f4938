import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A file of the project. */
export const read = (path: string): string => readFileSync(`${root}${path}`, "utf8");

/** The project's Bicep files by their path. */
export const bicepSources = (): ReadonlyMap<string, string> =>
  new Map(
    globSync("infra/**/*.bicep", { cwd: root })
      .map((path) => path.replaceAll("\\", "/"))
      .toSorted()
      .map((path) => [path, read(path)]),
  );

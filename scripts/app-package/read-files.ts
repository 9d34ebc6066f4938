import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { PackageFiles } from "./app-package.ts";

/** Every JSON and PNG below a folder, by its path in it with forward slashes. */
export async function readPackageFiles(folder: string): Promise<PackageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && /\.(json|png)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    // What the Agents Toolkit wrote there is no source.
    .filter((path) => !relative(folder, path).startsWith(`build${sep}`));
  return new Map(
    await Promise.all(
      names.map(
        async (path) =>
          [relative(folder, path).replaceAll(sep, "/"), await readFile(path)] as const,
      ),
    ),
  );
}

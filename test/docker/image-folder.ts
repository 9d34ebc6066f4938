import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { link, mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod/v4";
import { COMPILED } from "../faults/production/compiled-service.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const lock = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })),
});

/** What the Dockerfile's runtime stage copies together, in a folder: its steps, without a container. */
export async function makeImageFolder(): Promise<{
  readonly folder: string;
  /** What the pruning said. */
  readonly pruned: string;
}> {
  const folder = join(root, "out/image");
  rmSync(folder, { recursive: true, force: true });
  // What `npm ci --omit=dev` installs. Links, for copies would take most of the test's time.
  const { packages } = lock.parse(
    JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")),
  );
  for (const [place, { dev = false }] of Object.entries(packages)) {
    if (place === "" || dev || !existsSync(join(root, place))) continue;
    await linkAll(join(root, place), join(folder, place));
  }
  const pruned = execFileSync(
    process.execPath,
    [join(root, "scripts/prune-production.ts"), join(folder, "node_modules")],
    { encoding: "utf8" },
  );
  cpSync(join(COMPILED, "dist"), join(folder, "dist"), { recursive: true });
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  return { folder, pruned };
}

/** A package without those that are nested in it: they are entries of the lock file themselves. */
async function linkAll(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await Promise.all(
    (await readdir(from, { withFileTypes: true })).map(async (entry) => {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isFile()) {
        await mkdir(dirname(target), { recursive: true });
        await link(source, target);
      } else if (entry.isDirectory() && entry.name !== "node_modules") {
        await linkAll(source, target);
      }
    }),
  );
}

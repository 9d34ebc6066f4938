// Holds the licences of what production installs against a list with reasons. Ends with 1 when one is not on it.
import { join } from "node:path";
import { init, type ModuleInfos } from "license-checker-rseidelsohn";
import { refusedLicences } from "./licences/refused-licences.ts";

const installed = await new Promise<ModuleInfos>((resolve, reject) => {
  const start = join(import.meta.dirname, "..");
  init({ start, production: true, excludePrivatePackages: true }, (error, found) => {
    if (error instanceof Error) reject(error);
    else resolve(found);
  });
});

const refused = refusedLicences(
  Object.entries(installed).map(([name, { licenses }]) => ({
    name,
    licences: typeof licenses === "string" ? [licenses] : (licenses ?? []),
  })),
);
for (const line of refused) process.stderr.write(`${line}\n`);
process.stdout.write(
  `${Object.keys(installed).length} packages, ${refused.length} with a licence that is not allowed\n`,
);
process.exitCode = refused.length > 0 ? 1 : 0;

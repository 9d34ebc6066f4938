// Makes the Teams app package, out/appPackage.zip, from appPackage/ and the environment. It is not made unless all of it
// holds against Teams' schema and rules.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeAppPackage } from "./app-package/app-package.ts";
import { PackageError } from "./app-package/problem.ts";
import { readPackageFiles } from "./app-package/read-files.ts";
import { readSettings } from "./app-package/settings.ts";

const root = join(import.meta.dirname, "..");
try {
  const settings = readSettings(process.env);
  const zip = await makeAppPackage(await readPackageFiles(join(root, "appPackage")), settings);
  await mkdir(join(root, "out"), { recursive: true });
  await writeFile(join(root, "out", "appPackage.zip"), zip);
  console.log(
    `out/appPackage.zip: ${zip.length} bytes, for the bot ${settings.values.get("BOT_ID") ?? ""}`,
  );
} catch (error) {
  if (!(error instanceof PackageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

// Draws the app's icons: appPackage/*.svg become the PNGs that Teams takes.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawIcon, ICONS } from "./app-package/draw-icon.ts";

const folder = join(import.meta.dirname, "..", "appPackage");
for (const { drawing, picture } of ICONS) {
  const png = drawIcon(await readFile(join(folder, drawing), "utf8"));
  await writeFile(join(folder, picture), png);
  console.log(`${picture}: ${png.length} bytes`);
}

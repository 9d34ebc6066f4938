// Turns the drawings in src/cards/pictures into src/cards/pictures/pictures.ts: cards carry them as PNG, because the
// Image element takes PNG, JPEG and GIF only, and phones show nothing where an SVG should be.
// Source: https://learn.microsoft.com/adaptive-cards/schema-explorer/image
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod/v4";
import { withBrowser } from "./gallery/browser.ts";
import { palettePng } from "./gallery/palette-png.ts";

const folder = join(import.meta.dirname, "..", "src", "cards", "pictures");
const drawings = (await readdir(folder)).filter((name) => name.endsWith(".svg")).sort();
const drawn = z.object({ width: z.number(), height: z.number(), rgba: z.array(z.number()) });

const lines = await withBrowser(async (browser) => {
  const tab = await browser.newPage();
  const found: string[] = [];
  for (const drawing of drawings) {
    const svg = await readFile(join(folder, drawing), "utf8");
    const { rgba, ...size } = drawn.parse(await tab.evaluate(drawingScript(svg)));
    const png = palettePng({ ...size, rgba: Uint8Array.from(rgba) }).toString("base64");
    found.push(`  ${drawing.replace(".svg", "")}:\n    "data:image/png;base64,${png}",`);
  }
  return found;
});

await writeFile(
  join(folder, "pictures.ts"),
  `// Written by scripts/draw-pictures.ts from the drawings beside it.
/** The drawings as PNG data URIs; they can be seen on light and on dark cards. */
export const PICTURES = {
${lines.join("\n")}
} as const;
`,
);
console.log(`${drawings.length} pictures drawn`);

// Runs in the page, whose types this project does not load.
function drawingScript(svg: string): string {
  return `(async () => {
    const image = new Image();
    image.src = "data:image/svg+xml," + encodeURIComponent(${JSON.stringify(svg)});
    await image.decode();
    const { width, height } = image;
    const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
    context.drawImage(image, 0, 0);
    return { width, height, rgba: [...context.getImageData(0, 0, width, height).data] };
  })()`;
}

// Writes every card × language × example to out/cards: JSON to paste into the Adaptive Cards Designer, and one page to
// look at. With --png also a picture of each, taken in Chromium.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { LANGUAGES } from "../src/copy/copy.ts";
import { cardExamples } from "./card-examples.ts";
import { galleryPage } from "./gallery/page.ts";

const { values } = parseArgs({ options: { png: { type: "boolean", default: false } } });
const folder = join(import.meta.dirname, "..", "out", "cards");
await mkdir(folder, { recursive: true });

const cards = [...LANGUAGES].flatMap(([language, copy]) =>
  cardExamples().map(({ card, example, bind }) => ({
    id: `${card}.${example}.${language}`,
    payload: bind(copy),
  })),
);
for (const { id, payload } of cards) {
  await writeFile(join(folder, `${id}.json`), `${JSON.stringify(payload, null, 2)}\n`);
}

const library = dirname(createRequire(import.meta.url).resolve("adaptivecards/package.json"));
await copyFile(join(library, "dist", "adaptivecards.min.js"), join(folder, "adaptivecards.js"));
const page = join(folder, "index.html");
await writeFile(page, galleryPage(cards));

if (values.png) {
  const { takePictures } = await import("./gallery/pictures.ts");
  await takePictures(
    page,
    cards.map(({ id }) => id),
    join(folder, "png"),
  );
}
console.log(`${cards.length} cards in ${folder}`);

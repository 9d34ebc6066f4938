import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { drawIcon, ICONS } from "../../scripts/app-package/draw-icon.ts";
import { iconProblems } from "../../scripts/app-package/icon-rules.ts";
import { type Picture, readPng } from "../../scripts/app-package/read-png.ts";
import { APP_PACKAGE } from "./package-fixture.ts";

const svg = (size: number, inside: string): Uint8Array =>
  drawIcon(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${inside}</svg>`,
  );

function pictureOf(png: Uint8Array): Picture {
  const picture = readPng(png);
  assert.ok(picture !== null);
  return picture;
}

describe("the app's icons", () => {
  for (const { drawing, picture } of ICONS) {
    it(`${picture} is what ${drawing} draws`, async () => {
      const committed = pictureOf(await readFile(join(APP_PACKAGE, picture)));

      const drawn = pictureOf(drawIcon(await readFile(join(APP_PACKAGE, drawing), "utf8")));

      assert.equal(drawn.width, committed.width);
      // A processor may round an edge differently; nobody sees two steps of 255.
      const furthest = drawn.rgba.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - (committed.rgba[at] ?? 0))),
        0,
      );
      assert.ok(furthest <= 2, `differs by ${furthest}: run npm run icons`);
    });
  }

  it("are taken as they are committed", async () => {
    for (const role of ["color", "outline"] as const) {
      const bytes = await readFile(join(APP_PACKAGE, `${role}.png`));

      assert.deepEqual(iconProblems(role, `${role}.png`, bytes), []);
    }
  });
});

describe("iconProblems", () => {
  const cases = [
    {
      name: "a color icon of another size",
      role: "color",
      png: svg(96, '<rect width="96" height="96" fill="#23408E"/>'),
      said: /96 by 96 pixels; the color icon has to be 192 by 192/,
    },
    {
      name: "a color icon with a hole",
      role: "color",
      png: svg(192, '<circle cx="96" cy="96" r="96" fill="#23408E"/>'),
      said: /transparent pixels/,
    },
    {
      name: "an outline of another size",
      role: "outline",
      png: svg(192, '<circle cx="96" cy="96" r="20" fill="#fff"/>'),
      said: /192 by 192 pixels; the outline icon has to be 32 by 32/,
    },
    {
      name: "an outline in a colour",
      role: "outline",
      png: svg(32, '<circle cx="16" cy="16" r="8" fill="#23408E"/>'),
      said: /a colour other than white/,
    },
    {
      name: "an outline that is nearly white",
      role: "outline",
      png: svg(32, '<circle cx="16" cy="16" r="8" fill="#fdffff"/>'),
      said: /a colour other than white/,
    },
    {
      name: "an outline that fills its square",
      role: "outline",
      png: svg(32, '<rect width="32" height="32" fill="#fff"/>'),
      said: /no transparent pixel/,
    },
    { name: "an empty outline", role: "outline", png: svg(32, ""), said: /nothing is drawn/ },
    {
      name: "a file that is no PNG",
      role: "color",
      png: Buffer.from("<svg/>".repeat(20)),
      said: /not a PNG/,
    },
    {
      name: "a PNG that is cut off",
      role: "color",
      png: svg(192, '<rect width="192" height="192" fill="#23408E"/>').subarray(0, 60),
      said: /not a PNG/,
    },
  ] as const;

  for (const { name, role, png, said } of cases) {
    it(`refuses ${name}`, () => {
      const [problem, ...more] = iconProblems(role, "icon.png", png);

      assert.match(problem?.what ?? "accepted", said);
      assert.equal(more.length, 0);
    });
  }
});

import type { Problem } from "./problem.ts";
import { type Picture, readPng } from "./read-png.ts";

/**
 * What Teams asks of the two icons: the colour one fills its square, the outline is white on nothing.
 * Source: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
 */
export function iconProblems(
  role: "color" | "outline",
  file: string,
  bytes: Uint8Array,
): readonly Problem[] {
  const size = role === "color" ? 192 : 32;
  const refuse = (what: string): readonly Problem[] => [{ where: file, what }];
  const picture = readPng(bytes);
  if (picture === null) {
    return refuse("it is not a PNG of 8 bits per channel in RGB or RGBA; run npm run icons");
  }
  const { width, height } = picture;
  if (width !== size || height !== size) {
    return refuse(
      `it is ${width} by ${height} pixels; the ${role} icon has to be ${size} by ${size}`,
    );
  }
  return role === "color" ? colourProblems(picture, refuse) : outlineProblems(picture, refuse);
}

type Refuse = (what: string) => readonly Problem[];

function colourProblems({ rgba }: Picture, refuse: Refuse): readonly Problem[] {
  const isOpaque = rgba.every((value, at) => at % 4 !== 3 || value === 255);
  return isOpaque
    ? []
    : refuse("it has transparent pixels; the color icon has to fill its square, Teams rounds it");
}

function outlineProblems({ rgba, hasAlpha }: Picture, refuse: Refuse): readonly Problem[] {
  if (!hasAlpha) return refuse("it has no alpha channel; the outline has to be transparent around");
  let shown = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    const [red, green, blue, alpha] = rgba.subarray(at, at + 4);
    if (alpha === 0) continue;
    shown += 1;
    if (red !== 255 || green !== 255 || blue !== 255) {
      return refuse("it has a colour other than white; the outline has to be white on nothing");
    }
  }
  if (shown === 0) return refuse("nothing is drawn in it");
  return shown < rgba.length / 4
    ? []
    : refuse("it has no transparent pixel; draw the outline only");
}

import { Resvg } from "@resvg/resvg-js";

/** The icons of the app package: a drawing and the picture made from it. */
export const ICONS = [
  { drawing: "color.svg", picture: "color.png" },
  { drawing: "outline.svg", picture: "outline.png" },
] as const;

/** Draws an SVG at its own size. The drawings hold no text, so no font of the machine shows in the picture. */
export const drawIcon = (svg: string): Uint8Array =>
  new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();

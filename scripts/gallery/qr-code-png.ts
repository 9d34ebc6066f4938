import { create } from "qrcode";
import { palettePng } from "./palette-png.ts";

// Twice what a card shows, so that no module is blurred on a common screen or on a dense one.
const MODULE_PIXELS = 6;
// Readers need four modules of white around the code (ISO/IEC 18004), and a dark card would give none.
const QUIET_MODULES = 4;

/** A QR code as PNG, and how many pixels of a card it is wide and high. */
export type QrCode = { readonly png: Buffer; readonly shownPixels: number };

/** Black on white whatever the card's theme, since not every camera reads the reverse. */
export function qrCode(text: string): QrCode {
  // A screen is neither torn nor dirty, and less correction makes larger modules.
  const { modules } = create(text, { errorCorrectionLevel: "L" });
  const width = (modules.size + 2 * QUIET_MODULES) * MODULE_PIXELS;
  const rgba = new Uint8Array(width * width * 4).fill(255);
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const row = Math.floor(y / MODULE_PIXELS) - QUIET_MODULES;
      const column = Math.floor(x / MODULE_PIXELS) - QUIET_MODULES;
      if (isDark(modules, row, column)) rgba.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { png: palettePng({ width, height: width, rgba }), shownPixels: width / 2 };
}

function isDark(
  modules: { readonly size: number; get(row: number, column: number): number },
  row: number,
  column: number,
): boolean {
  const isInside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
  return isInside && modules.get(row, column) === 1;
}

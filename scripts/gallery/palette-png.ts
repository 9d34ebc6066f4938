import { crc32, deflateSync } from "node:zlib";

/** Straight RGBA, four bytes per pixel, as a canvas gives it. */
export type Pixels = {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
};

type Shade = { readonly rgba: readonly number[]; readonly count: number };

const MAX_SHADES = 16;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BIT_DEPTH = 4;
const INDEXED = 3;

/**
 * A PNG of at most 16 shades, four bits per pixel: flat drawings come out at a third of what a browser writes, and they
 * travel in every card. Even widths only.
 * Source: https://www.w3.org/TR/png-3/
 */
export function palettePng(pixels: Pixels): Buffer {
  const palette = paletteOf(pixels);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels.width, 0);
  header.writeUInt32BE(pixels.height, 4);
  header.set([BIT_DEPTH, INDEXED, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap((shade) => shade.slice(0, 3)))),
    chunk("tRNS", Buffer.from(palette.map((shade) => shade[3] ?? 0))),
    chunk("IDAT", deflateSync(rows(pixels, palette), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function paletteOf(pixels: Pixels): readonly (readonly number[])[] {
  const counts = new Map<string, Shade>();
  for (let at = 0; at < pixels.rgba.length; at += 4) {
    const rgba = shadeAt(pixels, at);
    const key = rgba.join();
    counts.set(key, { rgba, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  // The shades that cover most stay as they are; the rare ones of soft edges go to the nearest of them.
  const shades = [...counts.values()].sort((a, b) => b.count - a.count);
  const kept: Shade[] = [];
  for (let closeness = 64 * 64; kept.length < Math.min(MAX_SHADES, shades.length); closeness /= 2) {
    for (const shade of shades) {
      const isFar = kept.every((other) => distance(other.rgba, shade.rgba) > closeness);
      if (isFar && kept.length < MAX_SHADES) kept.push(shade);
    }
  }
  return kept.map(({ rgba }) => rgba);
}

function rows({ width, height, rgba }: Pixels, palette: readonly (readonly number[])[]): Buffer {
  const out: number[] = [];
  for (let y = 0; y < height; y += 1) {
    out.push(0);
    for (let x = 0; x < width; x += 2) {
      const at = (y * width + x) * 4;
      const pair = [at, at + 4].map((pixel) =>
        nearest(palette, shadeAt({ width, height, rgba }, pixel)),
      );
      out.push(((pair[0] ?? 0) << 4) | (pair[1] ?? 0));
    }
  }
  return Buffer.from(out);
}

function nearest(palette: readonly (readonly number[])[], shade: readonly number[]): number {
  const distances = palette.map((candidate) => distance(candidate, shade));
  return distances.indexOf(Math.min(...distances));
}

// Colour does not matter where nothing is seen.
function shadeAt({ rgba }: Pixels, at: number): readonly number[] {
  const shade = [...rgba.subarray(at, at + 4)];
  return shade[3] === 0 ? [0, 0, 0, 0] : shade;
}

const distance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

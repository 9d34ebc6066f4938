import { inflateSync } from "node:zlib";

/** A picture as rows of red, green, blue and alpha, 0 to 255 each. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly rgba: Uint8Array;
};

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CHANNELS: ReadonlyMap<number, number> = new Map([
  [2, 3],
  [6, 4],
]);

/**
 * Reads a PNG of eight bits per channel, with or without alpha: the kind that Teams wants for icons. Sizes are checked
 * before anything is unpacked.
 * Source: https://www.w3.org/TR/png-3/
 * @returns null for anything else.
 */
export function readPng(bytes: Uint8Array): Picture | null {
  const png = Buffer.from(bytes);
  if (png.length < 33 || !png.subarray(0, 8).equals(SIGNATURE)) return null;
  if (png.toString("latin1", 12, 16) !== "IHDR") return null;
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = CHANNELS.get(png.readUInt8(25));
  const isPlain = png.readUInt8(24) === 8 && png.readUInt8(28) === 0;
  if (!isPlain || channels === undefined || width === 0 || height === 0) return null;
  if (width > 1024 || height > 1024) return null;
  const rows = unpacked(png, (width * channels + 1) * height);
  if (rows === null) return null;
  return {
    width,
    height,
    hasAlpha: channels === 4,
    rgba: toRgba(unfiltered(rows, { width, height, channels }), channels),
  };
}

function unpacked(png: Buffer, length: number): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; ) {
    const size = png.readUInt32BE(at);
    if (at + 12 + size > png.length) return null;
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") {
      parts.push(png.subarray(at + 8, at + 8 + size));
    }
    at += 12 + size;
  }
  try {
    const rows = inflateSync(Buffer.concat(parts), { maxOutputLength: length });
    return rows.length === length ? rows : null;
  } catch {
    // Not a deflate stream, or longer than the header says: no picture either way.
    return null;
  }
}

type Layout = { readonly width: number; readonly height: number; readonly channels: number };

function unfiltered(rows: Buffer, { width, height, channels }: Layout): Uint8Array {
  const stride = width * channels;
  const plain = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < channels ? 0 : (plain[at - channels] ?? 0);
      const up = plain[at - stride] ?? 0;
      const corner = x < channels ? 0 : (plain[at - stride - channels] ?? 0);
      const raw = rows[y * (stride + 1) + 1 + x] ?? 0;
      plain[at] = raw + predicted(filter, { left, up, corner });
    }
  }
  return plain;
}

function predicted(filter: number, near: { left: number; up: number; corner: number }): number {
  const { left, up, corner } = near;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(guess - value));
  if ((toLeft ?? 0) <= (toUp ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left;
  return (toUp ?? 0) <= (toCorner ?? 0) ? up : corner;
}

function toRgba(plain: Uint8Array, channels: number): Uint8Array {
  if (channels === 4) return plain;
  const rgba = new Uint8Array((plain.length / 3) * 4).fill(255);
  for (let pixel = 0; pixel * 3 < plain.length; pixel++) {
    rgba.set(plain.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  }
  return rgba;
}

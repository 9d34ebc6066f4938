import { inflateRawSync } from "node:zlib";

const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xff_ff;
/** A manifest has 100 KB or so; what unpacks to more is none. */
const LARGEST_ENTRY = 4 * 1024 * 1024;

/**
 * One file out of a zip, or null where there is none of that name, or no zip. App packages are small, and neither
 * encrypted nor larger than 4 GB, so the plain form of the format is all that is read.
 * Source: PKWARE, APPNOTE.TXT, 4.3
 */
export function zipEntry(zip: Buffer, name: string): Buffer | null {
  try {
    return entryIn(zip, name);
  } catch {
    // What a broken zip says of itself leads out of it, or does not unpack.
    return null;
  }
}

function entryIn(zip: Buffer, name: string): Buffer | null {
  const end = endOf(zip);
  if (end === null) return null;
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) return null;
    const nameLength = zip.readUInt16LE(at + 28);
    const rest = zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    const found = zip.toString("utf8", at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength);
    if (found === name) return unpacked(zip, at);
    at += ENTRY_BYTES + nameLength + rest;
  }
  return null;
}

function endOf(zip: Buffer): number | null {
  const first = Math.max(0, zip.length - END_BYTES - LONGEST_COMMENT);
  for (let at = zip.length - END_BYTES; at >= first; at -= 1) {
    if (zip.readUInt32LE(at) === END) return at;
  }
  return null;
}

function unpacked(zip: Buffer, entry: number): Buffer | null {
  const method = zip.readUInt16LE(entry + 10);
  const length = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  const from = local + LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(from, from + length);
  if (method === 0) return bytes;
  return method === 8 ? inflateRawSync(bytes, { maxOutputLength: LARGEST_ENTRY }) : null;
}

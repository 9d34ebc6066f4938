import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { AdminError, type AdminErrorCode } from "./admin-error.ts";

/**
 * Writes a file whole or not at all: beside its place under another name, and in its place once it is on the disk. What
 * was there before stays until then. Readable by this user only.
 *
 * @throws AdminError `admin.file-unwritable`, `admin.disk-full`; otherwise what `write` throws
 */
export async function writeWholeFile<Result>(
  path: string,
  write: (output: Writable) => Promise<Result>,
): Promise<Result> {
  const place = resolve(path);
  const partial = join(dirname(place), `.${basename(place)}.${randomUUID()}.partial`);
  try {
    await requirePlaceForFile(place);
    const result = await writeAndSync(await open(partial, "wx", 0o600), write);
    await rename(partial, place);
    return result;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw explain(error, place);
  }
}

/** What is no file, such as a folder or a device, is nothing that a file can take the place of. */
async function requirePlaceForFile(place: string): Promise<void> {
  const there = await stat(place).catch(() => null);
  if (there === null || there.isFile()) return;
  throw new AdminError(
    "admin.file-unwritable",
    `${place} is not a file: name a file, or leave --out away to write to the standard output.`,
  );
}

async function writeAndSync<Result>(
  file: FileHandle,
  write: (output: Writable) => Promise<Result>,
): Promise<Result> {
  // Its end closes the file, once what was written is on the disk.
  const output = file.createWriteStream({ flush: true });
  const closed = finished(output);
  try {
    const result = await write(output);
    output.end();
    await closed;
    return result;
  } catch (error) {
    output.destroy();
    await closed.catch(() => undefined);
    throw error;
  }
}

type Explanation = readonly [code: AdminErrorCode, message: (place: string) => string];

const DISK_FULL: Explanation = [
  "admin.disk-full",
  (place) =>
    `The disk is full, and nothing was left at ${place}: free space, or choose another disk.`,
];
const FORBIDDEN: Explanation = [
  "admin.file-unwritable",
  (place) =>
    `${place} cannot be written: give this user the right to write to its folder, or choose another one.`,
];
const NO_FOLDER: Explanation = [
  "admin.file-unwritable",
  (place) => `The folder ${dirname(place)} does not exist: make it, or choose another one.`,
];

const BY_CODE: ReadonlyMap<unknown, Explanation> = new Map([
  ["ENOSPC", DISK_FULL],
  ["EDQUOT", DISK_FULL],
  ["EFBIG", DISK_FULL],
  ["EACCES", FORBIDDEN],
  ["EPERM", FORBIDDEN],
  ["EROFS", FORBIDDEN],
  ["ENOENT", NO_FOLDER],
  ["ENOTDIR", NO_FOLDER],
]);

function explain(error: unknown, place: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : null;
  const explanation = BY_CODE.get(code);
  if (explanation === undefined) return error;
  return new AdminError(explanation[0], explanation[1](place), { cause: error });
}

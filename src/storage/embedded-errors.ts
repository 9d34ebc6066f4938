import { codeOf, explainPostgres } from "./postgres-errors.ts";
import { StorageError } from "./storage-error.ts";

/** Emscripten's number for ENOSPC: PGlite throws it bare, with neither code nor message. */
const WASM_NO_SPACE = 51;
const NO_SPACE_CODES: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "53100"]);
const UNUSABLE_CODES: ReadonlySet<string> = new Set([
  "EACCES",
  "EEXIST",
  "ENOENT",
  "ENOTDIR",
  "EPERM",
  "EROFS",
  // node:sqlite: the lock file cannot be made.
  "ERR_SQLITE_ERROR",
]);

/** Says what an error of the embedded database or of its folder means, and what to do. */
export function explainEmbedded(error: unknown, folder: string, doing: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = codeOf(error);
  if (NO_SPACE_CODES.has(code) || isWasmNoSpace(error)) {
    return new StorageError(
      "storage.disk-full",
      `The disk of the data folder ${folder} is full (${doing}): free space, then start again.`,
      { cause: error },
    );
  }
  if (UNUSABLE_CODES.has(code)) {
    return new StorageError(
      "storage.folder-unusable",
      `The data folder ${folder} cannot be written (${doing}): give this user the right to write there, or choose another folder.`,
      { cause: error },
    );
  }
  // The container image leaves the embedded database out (docs/image.md).
  if (code === "ERR_MODULE_NOT_FOUND") {
    return new StorageError(
      "storage.embedded-failed",
      "The embedded database is not installed here: set DATABASE_URL to a PostgreSQL server.",
      { cause: error },
    );
  }
  return explainPostgres(error, doing);
}

function isWasmNoSpace(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "errno" in error && error.errno === WASM_NO_SPACE
  );
}

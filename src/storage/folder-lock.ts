import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { StorageError } from "./storage-error.ts";

const SQLITE_BUSY = 5;

/**
 * Keeps a folder for one process. SQLite holds the lock because Node has no file locks of its own: the operating system
 * frees it at the very moment the process ends, however it ends, so there is no stale lock to judge by age or by process
 * id, and no moment at which two processes may both think they took it over.
 * Source: https://sqlite.org/lockingv3.html
 */
export class FolderLock {
  readonly #file: DatabaseSync;

  private constructor(file: DatabaseSync) {
    this.#file = file;
  }

  /** @throws StorageError `storage.folder-in-use`; Node's own error when the folder cannot be written. */
  static async take(folder: string): Promise<FolderLock> {
    const { DatabaseSync } = await import("node:sqlite");
    const file = new DatabaseSync(join(folder, "lock"));
    try {
      file.exec("begin exclusive");
    } catch (cause) {
      file.close();
      if (!isBusy(cause)) throw cause;
      throw new StorageError(
        "storage.folder-in-use",
        `The data folder ${folder} is in use by another process: stop that one, give this one a folder of its own, or use a PostgreSQL server, which serves several at once.`,
        { cause },
      );
    }
    return new FolderLock(file);
  }

  release(): void {
    this.#file.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}

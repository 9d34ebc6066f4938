import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, statfs } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { type Kysely, PGliteDialect } from "kysely";
import type { PersonKey } from "../enrollment/person.ts";
import type { HeldLock, LockedRun } from "../enrollment/removal-lock.ts";
import { explainEmbedded } from "./embedded-errors.ts";
import type { Engine, JobStore, NamedStatement } from "./engine.ts";
import { FolderLock } from "./folder-lock.ts";
import { KeyedLock } from "./keyed-lock.ts";
import type { Schema } from "./schema.ts";
import { StorageError } from "./storage-error.ts";

export type EmbeddedOptions = {
  readonly kind: "embedded";
  /** Made when missing, readable by this user only. On a local disk: network shares may not honour the lock. */
  readonly folder: string;
};

/** A new database takes about 40 MB. */
const FIRST_START_BYTES = 64 * 1024 * 1024;

/**
 * PostgreSQL inside this process, its files in a folder that no other process can open meanwhile.
 * What is acknowledged survives the death of the process, not of the machine: PGlite leaves it to the operating system
 * when files reach the disk.
 * Source: https://pglite.dev/docs/
 *
 * @throws StorageError `storage.folder-in-use`, `storage.folder-unusable`, `storage.disk-full`, `storage.embedded-failed`
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Engine> {
  const folder = resolve(options.folder);
  let lock: FolderLock | null = null;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    lock = await FolderLock.take(folder);
    return new EmbeddedEngine(folder, await start(folder), lock);
  } catch (error) {
    lock?.release();
    throw explainEmbedded(error, folder, "opening the data folder");
  }
}

/** @throws StorageError `storage.database-missing` where {@link openEmbedded} would make a new database. */
export function requireEmbedded(options: EmbeddedOptions): void {
  const folder = resolve(options.folder);
  if (existsSync(filesIn(folder))) return;
  throw new StorageError(
    "storage.database-missing",
    `There is no database in the data folder ${folder}: name the folder that the service uses.`,
  );
}

const filesIn = (folder: string): string => join(folder, "postgres");

async function start(folder: string): Promise<PGlite> {
  const { PGlite } = await import("@electric-sql/pglite");
  const files = filesIn(folder);
  if (!existsSync(files)) await createFiles(PGlite, folder, files);
  const version = await readVersion(files);
  try {
    return await PGlite.create(files);
  } catch (cause) {
    throw new StorageError(
      "storage.embedded-failed",
      `The embedded database in ${folder} (files of PostgreSQL ${version}) does not start. Restore the folder from a backup, or move it away to begin with an empty one; files of another PostgreSQL version need the program version that wrote them.`,
      { cause },
    );
  }
}

/** Makes the files aside and renames them once complete, so that a first start cut off half-way leaves nothing that looks whole. */
async function createFiles(engine: typeof PGlite, folder: string, files: string): Promise<void> {
  await requireSpace(folder);
  const unfinished = join(folder, "postgres.new");
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const pglite = await engine.create(unfinished);
  await pglite.close();
  await rename(unfinished, files);
}

async function requireSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= FIRST_START_BYTES) return;
  throw new StorageError(
    "storage.disk-full",
    `The disk of the data folder ${folder} is full: a new database needs ${FIRST_START_BYTES / 1024 / 1024} MB. Free space, or choose another folder.`,
  );
}

/** PGlite writes a new database over files that have lost this one, so its absence stops us. */
async function readVersion(files: string): Promise<string> {
  try {
    return (await readFile(join(files, "PG_VERSION"), "utf8")).trim();
  } catch (cause) {
    throw new StorageError(
      "storage.embedded-failed",
      `${files} is not a whole database (PG_VERSION is missing). Restore it from a backup, or move it away to begin with an empty one.`,
      { cause },
    );
  }
}

class EmbeddedEngine implements Engine {
  readonly kind = "embedded";
  readonly dialect: PGliteDialect;
  readonly #folder: string;
  readonly #pglite: PGlite;
  readonly #lock: FolderLock;
  readonly #locks = new KeyedLock();

  constructor(folder: string, pglite: PGlite, lock: FolderLock) {
    this.#folder = folder;
    this.#pglite = pglite;
    this.#lock = lock;
    this.dialect = new PGliteDialect({ pglite });
  }

  async run({ sql, values }: NamedStatement): Promise<readonly unknown[]> {
    const result = await this.#pglite.query(sql, [...values]);
    return result.rows;
  }

  async withMigrationConnection(
    db: Kysely<Schema>,
    work: (db: Kysely<Schema>) => Promise<void>,
  ): Promise<void> {
    await work(db);
  }

  async jobStore(): Promise<JobStore> {
    const { fromPglite } = await import("pg-boss");
    return { backend: "pglite", db: fromPglite(this.#pglite) };
  }

  whileLocked<Result>(
    key: PersonKey,
    work: (held: HeldLock) => Promise<Result>,
  ): Promise<LockedRun<Result>> {
    return this.#locks.run(key, work);
  }

  explain(error: unknown, doing: string): StorageError {
    return explainEmbedded(error, this.#folder, doing);
  }

  async close(): Promise<void> {
    try {
      await this.#pglite.close();
    } finally {
      this.#lock.release();
    }
  }
}

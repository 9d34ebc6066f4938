import { randomUUID } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Database, type DatabaseOptions, openDatabase } from "../../src/storage/database.ts";
import { type PostgresServer, startPostgresServer } from "./postgres-server.ts";

/** Making the first embedded database of a run, and starting the server, take seconds. */
const OPEN_TIMEOUT_MS = 60_000;

let server: Promise<PostgresServer> | null = null;
let template: Promise<string> | null = null;
const folders: string[] = [];

/** The one PostgreSQL server of this run; it starts when first asked for. */
export function postgresServer(): Promise<PostgresServer> {
  server ??= startPostgresServer();
  return server;
}

/** The address of a new, empty database on that server. */
export async function createPostgresDatabase(): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const { url } = await postgresServer();
  await runOnServer(`create database ${name}`);
  return url(name);
}

/** Runs one statement as the server's superuser. */
export async function runOnServer(sql: string, database = "postgres"): Promise<unknown[]> {
  const { url } = await postgresServer();
  const client = new pg.Client({ connectionString: url(database) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A new folder below the machine's temporary one, removed at the end of the run. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pushready-test-"));
  folders.push(folder);
  return folder;
}

/** A folder with an empty embedded database that is up to date: a copy, because making one takes seconds. */
export async function createEmbeddedFolder(): Promise<string> {
  template ??= makeTemplate();
  const folder = await temporaryFolder();
  await cp(await template, folder, { recursive: true });
  return folder;
}

async function makeTemplate(): Promise<string> {
  const folder = await temporaryFolder();
  const database = await openDatabase({ kind: "embedded", folder });
  await database.close();
  return folder;
}

/** What opens a PostgreSQL database in tests; a lost connection is reported where the test looks. */
export function postgresOptions(
  url: string,
  more: Partial<Extract<DatabaseOptions, { kind: "postgres" }>> = {},
): Extract<DatabaseOptions, { kind: "postgres" }> {
  return { kind: "postgres", url, onConnectionLost: () => undefined, ...more };
}

const ENGINES: readonly {
  readonly name: string;
  readonly options: () => Promise<DatabaseOptions>;
}[] = [
  {
    name: "PGlite",
    options: async () => ({ kind: "embedded", folder: await createEmbeddedFolder() }),
  },
  {
    name: "PostgreSQL",
    options: async () => postgresOptions(await createPostgresDatabase()),
  },
];

/**
 * Registers the same tests once on PGlite and once on a real PostgreSQL server, each with a database of its own, opened
 * before the first test and closed after the last.
 *
 * @param register Calls `it`; the function it is given returns the open database and is for use inside tests and hooks.
 */
export function forEachDatabase(title: string, register: (database: () => Database) => void): void {
  for (const engine of ENGINES) {
    describe(`${title} on ${engine.name}`, () => {
      let database: Database | null = null;

      before(async function () {
        this.timeout(OPEN_TIMEOUT_MS);
        database = await openDatabase(await engine.options());
      });

      after(async () => {
        await database?.close();
      });

      register(() => {
        if (database === null) throw new Error("The database is open inside tests only");
        return database;
      });
    });
  }
}

// On mocha's root suite: after the last test of the run, whichever file it is in.
after(async () => {
  await (await server)?.stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

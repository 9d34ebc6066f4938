import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { on, once } from "node:events";
import { existsSync, watch } from "node:fs";
import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { type DatabaseOptions, openDatabase } from "../../src/storage/database.ts";
import { PostgresRemovalAudit } from "../../src/storage/removal-audit.ts";
import {
  createEmbeddedFolder,
  createPostgresDatabase,
  postgresOptions,
  temporaryFolder,
} from "../contracts/databases.ts";
import { aPersonKey } from "../contracts/person-builders.ts";
import { anIntent } from "../contracts/removal-audit.contract.ts";

type Ended = { readonly code: number; readonly output: string; readonly messages: string };
type Settings = Readonly<Record<string, string>>;

describe("pushready", function () {
  this.timeout(60_000);

  const databases: readonly {
    readonly name: string;
    readonly make: () => Promise<{
      readonly options: DatabaseOptions;
      readonly settings: Settings;
    }>;
  }[] = [
    {
      name: "PGlite",
      make: async () => {
        const folder = await createEmbeddedFolder();
        return {
          options: { kind: "embedded", folder },
          settings: { NODE_ENV: "development", DATA_FOLDER: folder },
        };
      },
    },
    {
      name: "PostgreSQL",
      make: async () => {
        const url = await createPostgresDatabase();
        return { options: postgresOptions(url), settings: { DATABASE_URL: url } };
      },
    },
  ];
  for (const { name, make } of databases) {
    it(`exports what the service wrote, on ${name}`, async () => {
      const { options, settings } = await make();
      const file = join(await temporaryFolder(), "removals.csv");
      const removalId = await writeRemoval(options);

      const lines = await pushready(settings, "audit", "export", "--format", "jsonl");
      const csv = await pushready(settings, "audit", "export", "--out", file);

      assert.deepEqual([lines.code, lines.messages], [0, ""]);
      assert.match(lines.output, new RegExp(`^{[^\n]*"removalId":"${removalId}"[^\n]*}\n$`));
      assert.deepEqual(
        [csv.code, csv.output, csv.messages],
        [0, "", `Exported 1 removal to ${file}\n`],
      );
      assert.match(
        await readFile(file, "utf8"),
        new RegExp(`^requestedAt[^\n]*\n[^\n]*${removalId}`),
      );
    });
  }

  it("says what to do while the service has the files open", async () => {
    const folder = await createEmbeddedFolder();
    const service = await openDatabase({ kind: "embedded", folder });

    const ended = await pushready(
      { NODE_ENV: "development", DATA_FOLDER: folder },
      "audit",
      "export",
    );

    await service.close();
    assert.equal(ended.code, 1);
    assert.match(ended.messages, /stop the service, run this again, and start the service/);
    assert.doesNotMatch(ended.messages, /\n\s+at /);
  });

  it("makes no database where there is none", async () => {
    const folder = join(await temporaryFolder(), "none");

    const ended = await pushready(
      { NODE_ENV: "development", DATA_FOLDER: folder },
      "audit",
      "export",
    );

    assert.equal(ended.code, 1);
    assert.match(ended.messages, /There is no database in the data folder/);
    assert.equal(existsSync(folder), false);
  });

  it("repeats no password of an address that leads nowhere", async () => {
    const settings = { DATABASE_URL: "postgres://app:s3cret@127.0.0.1:9/pushready" };

    const ended = await pushready(settings, "audit", "export");

    assert.equal(ended.code, 1);
    assert.match(ended.messages, /cannot be reached: check the host and port/);
    assert.doesNotMatch(ended.messages, /s3cret/);
  });

  it("says what is missing in the settings", async () => {
    const ended = await pushready({}, "audit", "export");

    assert.equal(ended.code, 2);
    assert.match(ended.messages, /DATABASE_URL: set it to your PostgreSQL server/);
  });

  it("says that the output is not complete when its disk is full", async function () {
    // Only Linux has a disk that is always full.
    if (!existsSync("/dev/full")) this.skip();
    const folder = await createEmbeddedFolder();
    const full = await open("/dev/full", "w");

    const ended = spawnSync(process.execPath, [PROGRAM, "audit", "export"], {
      env: { ...PATH, NODE_ENV: "development", DATA_FOLDER: folder },
      stdio: ["ignore", full.fd, "pipe"],
      encoding: "utf8",
    });

    await full.close();
    assert.equal(ended.status, 1);
    assert.match(ended.stderr, /disk that the output goes to is full/);
  });

  it("leaves no half file when it is interrupted", async () => {
    const folder = await temporaryFolder();
    // The statement that the test holds up ends soon after.
    const url = `${await createPostgresDatabase()}?statement_timeout=3000`;
    const database = await openDatabase(postgresOptions(url));
    const { promise: killed, resolve: isKilled } = Promise.withResolvers<undefined>();
    const { promise: locked, resolve: isLocked } = Promise.withResolvers<undefined>();
    const locking = database.transaction(async (transaction) => {
      await sql`lock table removal_intents`.execute(transaction);
      isLocked(undefined);
      await killed;
    });
    await locked;

    const child = execFile(
      process.execPath,
      [PROGRAM, "audit", "export", "--out", join(folder, "removals.csv")],
      { env: { ...PATH, DATABASE_URL: url } },
    );
    const exit = once(child, "exit");
    const begun = await hasFiles(folder);
    child.kill("SIGTERM");
    await exit;
    isKilled(undefined);
    await locking;
    await database.close();

    assert.match(begun[0] ?? "", /^\.removals\.csv\..*\.partial$/);
    assert.equal(child.exitCode, 130);
    assert.deepEqual(await readdir(folder), []);
  });
});

/** Waits until there is something in the folder. */
async function hasFiles(folder: string): Promise<readonly string[]> {
  const watcher = watch(folder);
  const changes = on(watcher, "change", { signal: AbortSignal.timeout(20_000) });
  try {
    for (;;) {
      const files = await readdir(folder);
      if (files.length > 0) return files;
      await changes.next();
    }
  } finally {
    watcher.close();
  }
}

const PROGRAM = new URL("../../src/pushready.ts", import.meta.url).pathname;
const PATH = { PATH: process.env["PATH"] ?? "" };

function pushready(settings: Settings, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [PROGRAM, ...args],
      { env: { ...PATH, ...settings } },
      (_error, output, messages) => {
        resolve({ code: child.exitCode ?? -1, output, messages });
      },
    );
  });
}

/** One settled removal; its id. */
async function writeRemoval(options: DatabaseOptions): Promise<string> {
  const database = await openDatabase(options);
  const audit = new PostgresRemovalAudit(database);
  const removalId = (await audit.intend(aPersonKey(), anIntent())) ?? "";
  await audit.settle(removalId, "removed", "r", new Date());
  await database.close();
  return removalId;
}

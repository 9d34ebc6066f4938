import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { type CommandLineParts, runCommandLine } from "../../src/admin/command-line.ts";
import { ConfigError } from "../../src/config/config-error.ts";
import type { AuditFilter } from "../../src/enrollment/removal-audit.ts";
import { StorageError } from "../../src/storage/storage-error.ts";
import { temporaryFolder } from "../contracts/databases.ts";
import { aPersonKey } from "../contracts/person-builders.ts";
import { anIntent } from "../contracts/removal-audit.contract.ts";
import { FakeRemovalAudit } from "../fakes/fake-removal-audit.ts";

const JANUARY = new Date("2026-01-01T00:00:00.000Z");

describe("runCommandLine", () => {
  let audit: FakeRemovalAudit;
  let output: PassThrough;
  let told: string[];

  beforeEach(() => {
    audit = new FakeRemovalAudit();
    output = new PassThrough();
    told = [];
  });

  const run = (args: string, changed: Partial<CommandLineParts> = {}) =>
    runCommandLine(args.split(" "), {
      withAudit: (work) => work(audit),
      withWorkspace: () => Promise.reject(new Error("No workspace here")),
      examine: () => Promise.reject(new Error("Nothing is examined here")),
      startProgress: () => ({ at: () => undefined, end: () => undefined }),
      output,
      tell: (line) => told.push(line),
      signal: new AbortController().signal,
      version: "1.2.3",
      ...changed,
    });
  const failing = (error: Error): Partial<CommandLineParts> => ({
    withAudit: () => Promise.reject(error),
  });
  const written = (): string => String(output.read() ?? "");

  describe("audit export", () => {
    it("writes CSV to the output, and says nothing", async () => {
      await audit.intend(aPersonKey(), anIntent());

      assert.equal(await run("audit export"), 0);

      assert.match(written(), /^requestedAt,.*\n[^\n]+\n$/);
      assert.deepEqual(told, []);
    });

    it("writes a file, and says how much is in it", async () => {
      const folder = await temporaryFolder();
      const file = join(folder, "removals.jsonl");
      for (let count = 0; count < 2; count += 1) await audit.intend(aPersonKey(), anIntent());
      const settled = (await audit.intend(aPersonKey(), anIntent())) ?? "";
      await audit.settle(settled, "removed", null, JANUARY);

      assert.equal(await run(`audit export --format jsonl --out ${file}`), 0);

      assert.equal((await readFile(file, "utf8")).split("\n").length, 4);
      assert.deepEqual(told, [`Exported 3 removals (2 still open) to ${file}`]);
      assert.equal(written(), "");
      assert.deepEqual(await readdir(folder), ["removals.jsonl"]);
    });

    it("asks for what the options say", async () => {
      const filters: AuditFilter[] = [];
      const withAudit: CommandLineParts["withAudit"] = (work) =>
        work({
          read: (filter) => {
            filters.push(filter);
            return audit.read(filter);
          },
        });
      const user = "11111111-2222-4333-8444-555555555555";

      await run("audit export", { withAudit });
      await run(`audit export --from 2026-01-01 --until 2026-02-01T12:00:00Z --user ${user}`, {
        withAudit,
      });

      assert.deepEqual(filters, [
        {},
        { from: JANUARY, until: new Date("2026-02-01T12:00:00.000Z"), userId: user },
      ]);
    });

    it("shows examples when asked how it is used", async () => {
      assert.equal(await run("audit export --help"), 0);

      assert.match(written(), /Examples:\n {2}\$ pushready audit export > removals\.csv/);
      assert.deepEqual(told, []);
    });
  });

  it("tells its version", async () => {
    assert.equal(await run("--version"), 0);
    assert.equal(written(), "1.2.3\n");
  });

  for (const [args, message] of [
    ["audit export --format xml", /Allowed choices are csv, jsonl/],
    ["audit export --from soon", /Give a date such as 2026-01-31/],
    ["audit export --from 2026-02-01 --until 2026-01-01", /--from has to be before --until/],
    ["audit export --from 2026-02-01 --until 2026-02-01", /--from has to be before --until/],
    ["audit export --user anna", /object id in Entra/],
    ["audit export --colour red", /unknown option '--colour'/],
    ["audit export everything", /too many arguments/],
    ["audit exprot", /unknown command 'exprot'/],
    ["audit", /Usage: pushready audit/],
  ] as const) {
    it(`refuses "${args}" without opening anything`, async () => {
      const exit = await run(args, failing(new Error("it was opened")));

      assert.equal(exit, 2);
      assert.match(told.join("\n"), message);
      assert.equal(written(), "");
    });
  }

  describe("when something is in the way", () => {
    it("names wrong settings", async () => {
      assert.equal(await run("audit export", failing(new ConfigError(["PORT: set it"]))), 2);
      assert.match(told.join(), /PORT: set it/);
    });

    it("tells an error of ours with its cause, and no stack", async () => {
      const cause = new Error("relation does not exist");
      const error = new StorageError("storage.query-failed", "The database failed.", { cause });

      assert.equal(await run("audit export", failing(error)), 1);
      assert.deepEqual(told, ["The database failed.\n(relation does not exist)"]);
    });

    it("tells any other error with its stack", async () => {
      assert.equal(await run("audit export", failing(new TypeError("a fault"))), 1);
      assert.match(told.join(), /TypeError: a fault\n\s+at /);
    });

    const brokenOutput = (code: string): Writable =>
      new Writable({
        write: (_chunk, _encoding, done) => {
          done(Object.assign(new Error("write failed"), { code }));
        },
      });

    it("says that the output is not complete when its disk is full", async () => {
      assert.equal(await run("audit export", { output: brokenOutput("ENOSPC") }), 1);
      assert.match(told.join(), /is full, and what is there is not complete/);
    });

    it("ends in silence when nobody reads on", async () => {
      assert.equal(await run("audit export", { output: brokenOutput("EPIPE") }), 1);
      assert.deepEqual(told, []);
    });

    it("says that it was interrupted, and leaves no file", async () => {
      const folder = await temporaryFolder();
      const interruption = new AbortController();
      const withAudit: CommandLineParts["withAudit"] = (work) => {
        interruption.abort();
        return work(audit);
      };

      const exit = await run(`audit export --out ${join(folder, "removals.csv")}`, {
        withAudit,
        signal: interruption.signal,
      });

      assert.equal(exit, 130);
      assert.deepEqual(told, ["Interrupted: the export is not complete."]);
      assert.deepEqual(await readdir(folder), []);
    });
  });
});

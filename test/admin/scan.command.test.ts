import assert from "node:assert/strict";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { createEmbeddedFolder } from "../contracts/databases.ts";
import { type Ended, runProgram, settingsFor } from "./program.ts";

const MADE_UP = 3_000;

describe("pushready scan and people", function () {
  this.timeout(60_000);

  let sandbox: Sandbox;
  let folder: string;
  let notReady: readonly { readonly userId: string; readonly standing: string }[] = [];
  const run = (...args: readonly string[]): Promise<Ended> =>
    runProgram(settingsFor(folder, sandbox.url), ...args);
  const list = async (...args: readonly string[]) => {
    const { code, output } = await run("people", "list", "--json", ...args);
    assert.equal(code, 0);
    return output
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as (typeof notReady)[number]);
  };
  const first = (): string => notReady[0]?.userId ?? "";

  before(async () => {
    sandbox = await startSandbox({ port: 0, person: "sam", generated: MADE_UP });
    folder = await createEmbeddedFolder();
  });

  after(async () => {
    await sandbox.close();
  });

  it("says that it may scan, and writes nothing, in a dry run", async () => {
    const ended = await run("scan", "--dry-run");

    assert.equal(ended.code, 0);
    assert.match(ended.output, /Last scan: never/);
  });

  it("finds everybody of the directory", async () => {
    const ended = await run("scan", "--json");

    assert.equal(ended.code, 0);
    const { kind, counts } = JSON.parse(ended.output) as {
      kind: string;
      counts: { people: number; leftOut: Record<string, number> };
    };
    const leftOut = Object.values(counts.leftOut).reduce((sum, count) => sum + count, 0);
    assert.equal(kind, "completed");
    assert.equal(counts.people + leftOut, sandbox.people.count);
  });

  it("lists those who are not set up, as CSV and as JSON", async () => {
    notReady = await list("--only", "notReady");
    const csv = await run("people", "list", "--only", "notReady");

    assert.ok(notReady.length > 100);
    assert.ok(notReady.every(({ standing }) => standing === "counts"));
    assert.equal(csv.output.trimEnd().split("\n").length, notReady.length + 1);
  });

  it("exempts somebody, who then does not count, and takes that back", async () => {
    const exempted = await run(
      ...["people", "exempt", first(), "--reason", "Parental leave", "--until", "2100-01-31"],
    );
    const shown = await run("people", "show", first());
    const others = await list("--only", "notReady");
    const back = await run("people", "unexempt", first());

    assert.equal(exempted.code, 0);
    assert.match(shown.output, /standing +exempt\n[^]*exemptReason +Parental leave/);
    assert.equal(others.length, notReady.length - 1);
    assert.match(back.output, /Ended: 1 exemption/);
  });

  it("exempts nobody in a dry run", async () => {
    await run("people", "exempt", first(), "--reason", "test", "--dry-run");

    assert.match((await run("people", "show", first())).output, /standing +counts/);
  });

  it("forgets somebody only when told twice", async () => {
    const refused = await run("people", "forget", first());
    const tried = await run("people", "forget", first(), "--dry-run");
    const done = await run("people", "forget", first(), "--yes");
    const shown = await run("people", "show", first());

    assert.deepEqual([refused.code, tried.code, done.code, shown.code], [2, 0, 0, 4]);
    assert.match(refused.messages, /cannot be undone/);
    // The registration, and the row of the exemption that was ended.
    assert.match(done.output, /Deleted all that was stored.*: 2 rows/);
    assert.match(shown.messages, /Nothing is known about/);
  });
});

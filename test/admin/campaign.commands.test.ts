import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmbeddedFolder, temporaryFolder } from "../contracts/databases.ts";
import { NOON, peopleOf, scanned, storedWorld, turnOf } from "../contracts/reminder-world.ts";
import { type Ended, LOCAL_TENANT, onDatabase, runProgram, settingsFor } from "./program.ts";

const DEADLINE = "2100-01-31";

// One campaign from its preview to its end; each test goes on where the one before it ended.
describe("pushready campaign", function () {
  this.timeout(60_000);

  const [met, unmet] = peopleOf(LOCAL_TENANT, 2);
  let folder: string;
  const run = (...args: readonly string[]): Promise<Ended> =>
    runProgram(settingsFor(folder), "campaign", ...args);
  const answered = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
    const ended = await run(...args, "--json");
    assert.deepEqual([ended.code, ended.messages], [0, ""]);
    return JSON.parse(ended.output) as Record<string, unknown>;
  };

  before(async () => {
    folder = await createEmbeddedFolder();
  });

  it("does not start before a scan has found people", async () => {
    const ended = await run("start", "--deadline", DEADLINE);

    assert.equal(ended.code, 4);
    assert.match(ended.messages, /run pushready scan first/);
  });

  it("has nothing to pause without a campaign", async () => {
    const ended = await run("pause");

    assert.equal(ended.code, 4);
    assert.match(ended.messages, /start one with: pushready campaign start/);
  });

  it("shows whom it would remind, by their own clocks, and the card", async () => {
    assert.ok(met !== undefined && unmet !== undefined);
    await onDatabase(folder, async (database) => {
      const world = storedWorld(database);
      await scanned(world, [met, unmet]);
      await world.meet({ ...turnOf(met, NOON), timeZone: "Asia/Tokyo" });
    });
    const file = join(await temporaryFolder(), "card.json");

    const ended = await run("preview", "--deadline", DEADLINE, "--offline", "--card", file);

    assert.equal(ended.code, 0);
    assert.match(ended.output, /To remind +1 /);
    assert.match(ended.output, /Not: cannot be written to[^\n]* 1\n/);
    assert.match(ended.output, /\d{4}-\d\d-\d\d (09|1[0-6]):00 +1\n/);
    assert.match(ended.output, /Asia\/Tokyo +1/);
    assert.match(ended.output, /by Monday, 1 February 2100 at 09:00/);
    assert.match(ended.output, /\[ Start now \]/);
    const card = JSON.parse(await readFile(file, "utf8")) as { type?: unknown };
    assert.equal(card.type, "AdaptiveCard");
  });

  it("says what it would plan, and plans nothing, in a dry run", async () => {
    const { isDryRun, plan } = await answered("start", "--deadline", DEADLINE, "--dry-run");

    assert.equal(isDryRun, true);
    assert.equal((plan as { added: number }).added, 1);
    assert.equal((await answered("status"))["campaign"], null);
  });

  it("starts, and plans who can be reached", async () => {
    const ended = await run("start", "--deadline", DEADLINE);

    assert.deepEqual([ended.code, ended.messages], [0, ""]);
    assert.match(ended.output, /^Started\. 1 person is reminded/);
    assert.match(ended.output, /Deadline +2100-02-01 00:00 UTC/);
    const { outcomes, counts } = await answered("status");
    assert.deepEqual(outcomes, [{ state: "pending", why: null, count: 1 }]);
    assert.equal((counts as { notReady: number }).notReady, 2);
  });

  it("has one campaign at a time", async () => {
    const ended = await run("start", "--deadline", DEADLINE);

    assert.equal(ended.code, 4);
    assert.match(ended.messages, /is running, and there is one at a time/);
  });

  for (const [command, state] of [
    ["pause", "paused"],
    ["resume", "running"],
  ] as const) {
    it(`is ${state} after ${command}, and not after a dry run of it`, async () => {
      const tried = await answered(command, "--dry-run");
      const done = await answered(command);
      const { campaign } = await answered("status");

      assert.notEqual((tried["before"] as { state: string }).state, state);
      assert.deepEqual(done["before"], tried["before"]);
      assert.equal((campaign as { state: string }).state, state);
    });
  }

  it("gets another deadline", async () => {
    const { after: then } = await answered("deadline", "2100-03-01T12:00:00Z");

    assert.equal((then as { deadline: string }).deadline, "2100-03-01T12:00:00.000Z");
  });

  it("exports what became of each reminder", async () => {
    const csv = await run("export");
    const lines = await run("export", "--format", "jsonl");

    assert.match(csv.output, /^campaignId,userId,ordinal,state,why,dueAt,endedAt\n[^\n]+\n$/);
    const record = JSON.parse(lines.output) as { userId: string; state: string };
    assert.deepEqual([record.userId, record.state], [met?.userId, "pending"]);
  });

  it("is stopped for good", async () => {
    const ended = await run("stop");

    assert.equal(ended.code, 0);
    assert.equal((await run("resume")).code, 4);
    const { campaign, outcomes } = await answered("status");
    assert.equal((campaign as { state: string }).state, "stopped");
    assert.match(JSON.stringify(outcomes), /skipped/);
  });

  for (const [args, message] of [
    [["start"], /required option '--deadline <date>'/],
    [["start", "--deadline", "soon"], /Give a date such as/],
    [["start", "--deadline", "2020-01-01"], /deadline has to be in the future/],
    [["export", "--format", "xml"], /Allowed choices are csv, jsonl/],
    [["preview", "--people", "many"], /whole number/],
  ] as const) {
    it(`refuses: campaign ${args.join(" ")}`, async () => {
      const ended = await run(...args);

      assert.equal(ended.code, 2);
      assert.match(ended.messages, message);
    });
  }
});

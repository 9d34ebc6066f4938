import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createPostgresDatabase } from "../contracts/databases.ts";
import { compileService, ServiceReplica } from "../faults/production/compiled-service.ts";
import { Teams } from "../faults/production/teams.ts";
import { makeImageFolder } from "./image-folder.ts";

const ownPackagesOnly = new URL("children/own-packages-only.ts", import.meta.url).href;

describe("What the image holds", function () {
  this.timeout(180_000);
  let folder: string;
  let pruned: string;
  let teams: Teams;
  let env: Record<string, string>;

  before(async () => {
    await compileService();
    ({ folder, pruned } = await makeImageFolder());
    teams = await Teams.open(1);
    env = { IMAGE_FOLDER: folder, NODE_OPTIONS: `--import=${ownPackagesOnly}` };
  });

  after(() => teams.close());

  it("is a third of what npm installs for production", () => {
    const [before = 0, after = 0] = pruned.match(/[\d.]+(?= MB)/g)?.map(Number) ?? [];

    console.log(`      ${pruned.trim()}`);
    assert.ok(after > 0 && after < before / 2.5, pruned);
  });

  it("still has every licence", () => {
    for (const name of ["botbuilder", "kysely", "restify", "@microsoft/teams-ai"]) {
      assert.ok(
        ["LICENSE", "LICENSE.md", "LICENSE.txt"].some((file) =>
          existsSync(join(folder, "node_modules", name, file)),
        ),
        name,
      );
    }
  });

  it("starts, answers with cards, reports to Application Insights, and ends in order", async () => {
    const replica = await ServiceReplica.start("image", {
      folder,
      tenantUrl: teams.tenant.url,
      databaseUrl: await createPostgresDatabase(),
      env: {
        ...env,
        APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=${teams.tenant.url}/`,
      },
    });
    const url = `http://127.0.0.1:${replica.port}`;

    await teams.signIn(0);
    const ends = [
      await teams.say(url, 0, "check"),
      await teams.pressNo(url, 0),
      await teams.say(url, 0, "help"),
    ];
    const isReady = await replica.readyz();
    await replica.hasLogged("this replica sends the reminders");
    replica.signal("SIGTERM");
    const { code } = await replica.ended;

    assert.deepEqual(ends, [{ kind: "answered" }, { kind: "answered" }, { kind: "answered" }]);
    assert.equal(isReady, 200);
    assert.equal(code, 0);
    assert.deepEqual(replica.errors, []);
    assert.deepEqual(
      replica.log.filter(({ level }) => level === "error" || level === "fatal"),
      [],
    );
  });

  it("has the command line", () => {
    const told = execFileSync(process.execPath, [join(folder, "dist/pushready.js"), "--help"], {
      encoding: "utf8",
      env: { ...process.env, ...env },
    });

    assert.match(told, /campaign/);
  });
});

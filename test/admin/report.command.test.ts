import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import type { ComplianceCounts } from "../../src/reminders/compliance-history.ts";
import { REPORT_METHODS } from "../../src/reminders/report-methods.ts";
import { createEmbeddedFolder, temporaryFolder } from "../contracts/databases.ts";
import {
  EARLY,
  NOON,
  peopleOf,
  scanned,
  storedWorld,
  turnOf,
} from "../contracts/reminder-world.ts";
import { openBrowser } from "../e2e/harness/open-browser.ts";
import { LOCAL_TENANT, onDatabase, runProgram, settingsFor } from "./program.ts";

const DAY_MS = 24 * 60 * 60_000;
const PEOPLE = 12;
const HOSTILE = `<script>alert(1)</script>"'&`;

const countsAt = (day: number): ComplianceCounts => ({
  people: 1_000,
  ready: day * 70,
  notReady: 990 - day * 70,
  notKnown: 10,
  leftOut: { guests: 40, disabled: 12, excluded: 3, exempt: 1 },
  byMethod: {
    ...(Object.fromEntries(
      REPORT_METHODS.map((method) => [method, 0]),
    ) as ComplianceCounts["byMethod"]),
    microsoftAuthenticatorPush: day * 70,
    mobilePhone: 400,
  },
  byReachability: { unknown: 20, reachable: 970, notInstalled: 6, removed: 2, blocked: 1, gone: 1 },
});

describe("pushready report", function () {
  this.timeout(60_000);

  let page: string;
  let csv: string;
  let browser: Browser;

  before(async () => {
    const folder = await createEmbeddedFolder();
    const people = peopleOf(LOCAL_TENANT, PEOPLE);
    await onDatabase(folder, async (database) => {
      const world = storedWorld(database);
      await scanned(world, people);
      for (const key of people) await world.meet(turnOf(key, NOON));
      for (let day = 0; day < 10; day += 1) {
        const at = new Date(EARLY.getTime() + day * DAY_MS);
        await world.history.add(LOCAL_TENANT, { run: day + 2, at, counts: countsAt(day) });
      }
      await world.campaigns.start(
        {
          campaignId: "spring",
          tenantId: LOCAL_TENANT,
          startsAt: EARLY,
          deadline: new Date(EARLY.getTime() + 14 * DAY_MS),
          state: "running",
        },
        EARLY,
      );
      const rows = people.map((key) => ({ key, ordinal: 1, dueAt: NOON }));
      await world.queue.plan("spring", rows, EARLY);
      await world.queue.takeLease(LOCAL_TENANT, "sender", 600_000);
      const claimed = await world.queue.claim(LOCAL_TENANT, "sender", NOON, PEOPLE - 2);
      const ids = claimed.map(({ deliveryId }) => deliveryId);
      const begun = await world.queue.beginSending(LOCAL_TENANT, "sender", ids, NOON);
      await world.queue.settle(
        LOCAL_TENANT,
        "sender",
        begun.map((deliveryId, place) => ({
          deliveryId,
          at: NOON,
          ...(place > 2
            ? { state: "sent" as const, activityId: `a${place}` }
            : { state: "failed" as const, why: place === 0 ? HOSTILE : "badRequest" }),
        })),
      );
    });
    csv = join(await temporaryFolder(), "numbers");
    page = join(await temporaryFolder(), "report.html");
    const settings = { ...settingsFor(folder), ORGANISATION_NAME: HOSTILE };
    const ended = await runProgram(settings, "report", "--out", page, "--csv", csv, "--json");
    assert.equal(ended.code, 0, ended.messages);
    assert.equal((JSON.parse(ended.output) as { csv: unknown[] }).csv.length, 5);
    browser = await openBrowser();
  });

  after(async () => {
    await browser.close();
  });

  const open = async (look: {
    readonly width: number;
    readonly colorScheme: "light" | "dark";
  }): Promise<{ readonly tab: Page; readonly asked: string[]; readonly said: string[] }> => {
    const { width, colorScheme } = look;
    const tab = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    const asked: string[] = [];
    const said: string[] = [];
    tab.on("request", (request) => asked.push(request.url()));
    tab.on("console", (message) => said.push(message.text()));
    tab.on("pageerror", (error) => said.push(error.message));
    await tab.goto(pathToFileURL(page).href);
    const shots = process.env["SCREENSHOTS"];
    if (shots !== undefined) {
      await tab.screenshot({
        path: join(shots, `report-${colorScheme}-${width}.png`),
        fullPage: true,
      });
    }
    return { tab, asked, said };
  };

  for (const look of [
    { width: 1_100, colorScheme: "light" },
    { width: 1_100, colorScheme: "dark" },
    { width: 400, colorScheme: "light" },
  ] as const) {
    it(`loads nothing and fails at nothing, ${look.colorScheme}, ${look.width} wide`, async () => {
      const { tab, asked, said } = await open(look);

      assert.deepEqual(asked, [pathToFileURL(page).href]);
      assert.deepEqual(said, []);
      const overflow = await tab.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(Number(overflow) <= 0, `The page is ${String(overflow)} px too wide`);
      assert.equal(await tab.locator("svg").count(), 4);
      await tab.close();
    });
  }

  it("applies its own style, by the hash in its policy", async () => {
    const { tab } = await open({ width: 1_100, colorScheme: "dark" });

    const ground = await tab.evaluate("getComputedStyle(document.body).backgroundColor");

    assert.equal(ground, "rgb(27, 27, 27)");
    await tab.close();
  });

  it("shows names that others chose as text", async () => {
    const { tab } = await open({ width: 1_100, colorScheme: "light" });

    assert.equal(await tab.locator("script").count(), 0);
    assert.equal(await tab.locator("h1").textContent(), `Authenticator push at ${HOSTILE}`);
    await tab.close();
  });

  it("has a table beside each plot, with the same numbers", async () => {
    const { tab } = await open({ width: 1_100, colorScheme: "light" });

    const outcomes = await tab.locator("section", { hasText: "Reminders by outcome" }).innerText();

    assert.match(outcomes, /Sent\s+7\s+58\.3 %/);
    assert.match(outcomes, /Waiting\s+2/);
    assert.match(outcomes, /Failed \(badRequest\)\s+2/);
    await tab.close();
  });

  it("writes the numbers as CSV", async () => {
    assert.deepEqual((await readdir(csv)).toSorted(), [
      "compliance.csv",
      "methods.csv",
      "outcomes.csv",
      "reachability.csv",
      "reminders-by-day.csv",
    ]);
    const compliance = await readFile(join(csv, "compliance.csv"), "utf8");
    assert.match(compliance, /^at,people,ready[^\n]*\n2026-03-02T08:00:00\.000Z,1000,0,990,10,40,/);
  });
});

import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { userId } from "../../src/methods/ids.ts";
import { start, type TestSandbox } from "../sandbox/support/sandbox.ts";
import { World } from "../web/support/world.ts";
import { openBrowser } from "./harness/open-browser.ts";

const PRIYAS_PHONE = "6803c096-c096-6803-96c0-036896c00368";

// What only a browser does: policies of pages, `Sec-Fetch-Site`, `Origin: null`, cookies, frames.
describe("The fresh sign-in in Chromium", function () {
  this.timeout(60_000);
  let tenant: TestSandbox;
  let world: World;
  let priya: PersonKey;
  let chromium: Browser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  before(async () => {
    tenant = await start({ person: "priya" });
    world = await World.start({ tenantUrl: tenant.url });
    priya = { ...world.aPerson(), userId: userId(tenant.person("priya").id) };
    chromium = await openBrowser();
  });
  after(async () => {
    await chromium.close();
    await world.close();
    await tenant.close();
  });
  beforeEach(async () => {
    context = await chromium.newContext();
    page = await context.newPage();
    complaints.length = 0;
    page.on("console", (message) => complaints.push(message.text()));
  });
  afterEach(async () => {
    await context.close();
    tenant.sandbox.tenant.pushRequests.reset();
    world.checkAndReset();
  });

  it("leads from the link to the number and back, without a word of the browser's console", async () => {
    await page.goto(await world.link(priya, "remove"));
    await page.getByRole("button", { name: "Continue to Microsoft" }).click();
    await page.getByRole("button", { name: "Sign in" }).click();
    const number = await page.getByLabel("Number to enter in the app").innerText();
    const { pushRequests, clock } = tenant.sandbox.tenant;
    const request = pushRequests.waitingFor(PRIYAS_PHONE, clock.now());
    assert.ok(request);
    pushRequests.answer(request.id, PRIYAS_PHONE, { kind: "approve", number }, clock.now());
    await page.getByRole("button", { name: "Accept" }).click();

    await page.getByRole("heading", { name: "You're signed in" }).waitFor();

    assert.deepEqual(world.outcomes, [{ key: priya, purpose: "remove", outcome: "completed" }]);
    assert.ok((await world.store.takeToken(priya, world.clock.now())) !== null);
    assert.deepEqual(complaints, []);
    assert.deepEqual(
      (await context.cookies(world.url)).filter(({ name }) => name === "pushready-sign-in"),
      [],
    );
  });

  it("does nothing for a page elsewhere that sends the form or shows the page in a frame", async () => {
    const victim = world.aPerson();
    const link = await world.link(victim);
    const evil = createServer((_request, response) => {
      response.setHeader("content-type", "text/html");
      response.end(`<iframe src="${link}"></iframe>
<form method="post" action="${link}"><button>Win</button></form>`);
    });
    await new Promise<void>((resolve) => evil.listen(0, "127.0.0.1", resolve));
    const address = evil.address();
    assert.ok(address !== null && typeof address === "object");

    try {
      for (const host of ["127.0.0.1", "localhost"]) {
        await page.goto(`http://${host}:${address.port}/`);
        const frame = await page.frames()[1]?.title();
        await page.getByRole("button", { name: "Win" }).click();
        await page.getByRole("heading", { name: "Open the link from Teams" }).waitFor();

        assert.notEqual(frame, "Sign in once more · PushReady");
        assert.ok(complaints.some((text) => text.includes("frame")));
      }
    } finally {
      evil.closeAllConnections();
      evil.close();
    }

    await page.goto(link);
    await page.getByRole("heading", { name: "Sign in once more" }).waitFor();
    await world.assertNothingStored(victim);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`fits a narrow phone, ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 320, height: 640 });

      await page.goto(await world.link(priya));

      const width = await page.evaluate<number>("document.documentElement.scrollWidth");
      assert.ok(width <= 320, `${width} pixels`);
      const paper = await page.evaluate<string>(
        "getComputedStyle(document.querySelector('main')).backgroundColor",
      );
      assert.equal(paper, colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(41, 41, 41)");
    });
  }
});

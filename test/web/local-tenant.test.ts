import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { decodeJwt } from "jose";
import type { PersonKey } from "../../src/enrollment/person.ts";
import { tenantId, userId } from "../../src/methods/ids.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { PostgresFreshSignInStore } from "../../src/storage/fresh-sign-in-store.ts";
import { PostgresPersonStore } from "../../src/storage/person-store.ts";
import { Seal } from "../../src/storage/seal.ts";
import { createEmbeddedFolder } from "../contracts/databases.ts";
import { dumpOf } from "../contracts/dump.ts";
import { Browser } from "../sandbox/support/browser.ts";
import { start, type TestSandbox } from "../sandbox/support/sandbox.ts";
import { numberOn } from "../sandbox/support/web-client.ts";
import { World } from "./support/world.ts";

const PRIYAS_PHONE = "6803c096-c096-6803-96c0-036896c00368";

// The real parts together: HTTP server, openid-client, the local tenant's authorization server, the database.
describe("The fresh sign-in at the local tenant", () => {
  let tenant: TestSandbox;
  let database: Database;
  let world: World;
  let priya: PersonKey;

  before(async function () {
    this.timeout(60_000);
    tenant = await start();
    database = await openDatabase({ kind: "embedded", folder: await createEmbeddedFolder() });
    world = await World.start({
      tenantUrl: tenant.url,
      store: new PostgresFreshSignInStore(database, new Seal([randomBytes(32)])),
    });
    const { id } = tenant.person("priya");
    priya = { tenantId: tenantId(world.config.bot.tenantId), userId: userId(id) };
    await new PostgresPersonStore(database).claimWelcome(priya, new Date());
  });
  after(async () => {
    await world.close();
    await database.close();
    await tenant.close();
  });
  afterEach(() => {
    world.checkAndReset();
    tenant.sandbox.tenant.pushRequests.reset();
    tenant.sandbox.tenant.revokeConsent(null);
  });

  /** The tenant's pages; they end where they lead back to the bot. */
  const tenantPages = (): Browser => new Browser(({ href }) => href.startsWith(world.url));

  function approve(number: string): void {
    const { pushRequests, clock } = tenant.sandbox.tenant;
    const request = pushRequests.waitingFor(PRIYAS_PHONE, clock.now());
    assert.ok(request, "the phone gets the notification");
    pushRequests.answer(request.id, PRIYAS_PHONE, { kind: "approve", number }, clock.now());
  }

  for (const purpose of ["prove", "remove"] as const) {
    it(`gets a fresh token to ${purpose}, and keeps nothing that can be read`, async () => {
      const [browser, pages] = [world.browser(), tenantPages()];
      const link = await world.link(priya, purpose);
      const { location } = await browser.press(link);
      const begun = await dumpOf(database);

      const accounts = await pages.open(location ?? "");
      const number = await pages.submit(accounts, { choice: "sign-in", account: "priya" });
      approve(numberOn(number));
      const consent = await pages.open(number.url);
      const { url: back } = await pages.submit(consent, { choice: "accept" });
      const secret = [...browser.cookies.values()].join("");
      const done = await browser.open(back);

      assert.equal(done.status, 200, done.body);
      assert.deepEqual(world.outcomes, [{ key: priya, purpose, outcome: "completed" }]);
      const ended = await dumpOf(database);
      const taken = await world.store.takeToken(priya, world.clock.now());
      const claims = decodeJwt(taken?.token ?? "");
      assert.deepEqual(
        [claims["oid"], claims["scp"], claims["amr"]],
        [priya.userId, "UserAuthMethod-MicrosoftAuthApp.ReadWrite", ["pwd", "ngcmfa", "mfa"]],
      );
      const state = back.searchParams.get("state") ?? "";
      const code = back.searchParams.get("code") ?? "";
      const nonce = new URL(location ?? "").searchParams.get("nonce") ?? "";
      const ticket = link.split("/").at(-1) ?? "";
      for (const dump of [begun, ended]) {
        assert.ok(dump.includes(priya.userId));
        for (const value of [ticket, state, secret, code, nonce, taken?.token ?? ""]) {
          assert.ok(value !== "" && !dump.includes(value));
        }
      }
    });
  }

  it("keeps nothing when the person cancels at the number", async () => {
    const [browser, pages] = [world.browser(), tenantPages()];
    const location = await world.begin(priya, browser, "remove");

    const accounts = await pages.open(location);
    const number = await pages.submit(accounts, { choice: "sign-in", account: "priya" });
    const { url: back } = await pages.submit(number, { choice: "cancel" });
    const page = await browser.open(back);

    assert.equal(page.status, 403);
    assert.deepEqual(world.outcomes, [{ key: priya, purpose: "remove", outcome: "denied" }]);
    await world.assertNoToken(priya);
  });

  it("keeps nothing when another person of the tenant signs in", async () => {
    const [browser, pages] = [world.browser(), tenantPages()];
    const sam = userId(tenant.person("sam").id);
    const key = { ...priya, userId: sam };
    await new PostgresPersonStore(database).claimWelcome(key, new Date());
    const location = await world.begin(key, browser, "remove");

    const accounts = await pages.open(location);
    const number = await pages.submit(accounts, { choice: "sign-in", account: "priya" });
    approve(numberOn(number));
    const consent = await pages.open(number.url);
    const { url: back } = await pages.submit(consent, { choice: "accept" });
    const page = await browser.open(back);

    assert.match(page.body, /That was another account/);
    assert.deepEqual(world.outcomes, [{ key, purpose: "remove", outcome: "wrongAccount" }]);
    await world.assertNoToken(priya, key);
  });
});

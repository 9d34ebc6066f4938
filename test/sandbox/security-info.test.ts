import assert from "node:assert/strict";
import { Browser } from "./support/browser.ts";
import { start, type TestSandbox } from "./support/sandbox.ts";
import { SecurityInfoPage } from "./support/security-info-page.ts";

describe("Security info of the sandbox", () => {
  let tenant: TestSandbox;

  before(async () => {
    tenant = await start();
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  describe("its sign-in", () => {
    it("preselects the account of the link", async () => {
      const page = await new Browser().open(
        `${tenant.url}/security-info?login_hint=olivia@vipdesk.example`,
      );

      assert.match(page.text, /value="olivia" checked/);
    });

    it("keeps the session, unless the link is for somebody else", async () => {
      const { browser } = await SecurityInfoPage.of(tenant, "sam");

      const again = await browser.open(
        `${tenant.url}/security-info?login_hint=SAM@vipdesk.example`,
      );
      const other = await browser.open(
        `${tenant.url}/security-info?login_hint=olivia@vipdesk.example`,
      );

      assert.match(again.text, /<h1>Security info<\/h1>/);
      assert.equal(again.url.search, "");
      assert.match(other.text, /value="olivia" checked/);
    });

    it("shows nothing to a browser without a session", async () => {
      for (const path of ["add", "authenticator", "delete/x", "default"]) {
        const page = await new Browser().open(`${tenant.url}/security-info/${path}`);
        assert.match(page.text, /Pick an account/, path);
      }
    });

    it("ends when the person signs out", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");

      await page.press("Sign out");
      await page.open();

      assert.equal(page.title, "Pick an account");
    });
  });

  describe("its list", () => {
    it("names everything that a person has, and deletes what the real page deletes", async () => {
      const page = await SecurityInfoPage.of(tenant, "kaya");

      assert.deepEqual(page.deletable, ["Passkey Kaya's iPhone", "Passkey Blue key"]);
      assert.match(page.text, /Windows Hello for Business/);
      assert.match(page.text, /Last updated: \d{4}-\d\d-\d\d/);
    });

    it("lists Authenticator with the words that people look for", async () => {
      const page = await SecurityInfoPage.of(tenant, "oscar");

      assert.match(
        page.text,
        /<strong>Microsoft Authenticator<\/strong><br>Push multi-factor authentication \(MFA\)/,
      );
      assert.equal(page.deletable.length, 3);
    });

    it("deletes after Ok, and not before", async () => {
      const page = await SecurityInfoPage.of(tenant, "oscar");
      await page.follow("Delete Microsoft Authenticator SM-G960F");
      assert.equal((await tenant.authenticators("oscar")).length, 3);

      await page.press("Ok");

      assert.match(page.text, /The sign-in method was deleted/);
      assert.equal((await tenant.authenticators("oscar")).length, 2);
    });

    it("refuses the default method until another is the default", async () => {
      const page = await SecurityInfoPage.of(tenant, "linus");
      await page.follow("Delete Outlook iPhone 14");
      await page.press("Ok");
      assert.match(page.text, /This is your default sign-in method/);
      assert.equal((await tenant.authenticators("linus")).length, 1);

      await page.open();
      await page.follow("Change default sign-in method");
      await page.press("Confirm", { method: "sms" });
      assert.match(page.text, /Phone - text/);
      await page.follow("Delete Outlook iPhone 14");
      await page.press("Ok");

      assert.deepEqual(await tenant.authenticators("linus"), []);
    });

    it("takes no default that the person does not have", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.follow("Change default sign-in method");

      await page.press("Confirm", { method: "push" });

      assert.equal(tenant.sandbox.people.securityInfo(tenant.person("sam")).defaultMethod, "sms");
    });

    it("deletes nobody else's method, and no password", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      const others = "6803c096-c096-6803-96c0-036896c00368";
      const password = "28c10230-6103-485e-b985-444c60001490";
      const before = tenant.sandbox.people.securityInfo(tenant.person("sam"));

      for (const id of [others, password]) {
        const asked = await page.browser.open(`${tenant.url}/security-info/delete/${id}`);
        assert.match(asked.text, /<h1>Security info<\/h1>/);
        const text = `<form method="post" action="/security-info/delete/${id}">`;
        await page.browser.submit({ ...asked, text }, {});
      }

      assert.deepEqual(tenant.sandbox.people.securityInfo(tenant.person("sam")), before);
      assert.equal((await tenant.authenticators("priya")).length, 1);
    });
  });
});

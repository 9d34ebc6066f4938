import assert from "node:assert/strict";
import type { StoredMethod } from "../../src/sandbox/people/person.ts";
import { Browser } from "./support/browser.ts";
import { PhoneInHand } from "./support/phone-in-hand.ts";
import { minutes, start, TestClock, type TestSandbox } from "./support/sandbox.ts";
import { SecurityInfoPage } from "./support/security-info-page.ts";

const authenticators = "/me/authentication/microsoftAuthenticatorMethods";

describe("Security info of the sandbox", () => {
  let tenant: TestSandbox;
  const clock = new TestClock();

  before(async () => {
    tenant = await start({ clock });
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  const pixelOf = (name: string): PhoneInHand => new PhoneInHand(tenant.url, `${name}-new-pixel`);
  const scanSam = "Scan the QR code of Sam Rivera";

  async function listed(name: string, version = "v1.0"): Promise<readonly StoredMethod[]> {
    const response = await tenant.graph(name, `/${version}${authenticators}`);
    const body: unknown = await response.json();
    assert.ok(typeof body === "object" && body !== null && "value" in body);
    assert.ok(Array.isArray(body.value));
    return body.value.map((value: StoredMethod) => value);
  }

  /** Page and phone of Sam, who has just scanned; the page is at the test notification. */
  async function scanned(): Promise<{ page: SecurityInfoPage; phone: PhoneInHand }> {
    const page = await SecurityInfoPage.of(tenant, "sam");
    await page.toQrCode();
    const phone = pixelOf("sam");
    await phone.setUpApp();
    await phone.press("Scan a QR code", "Allow camera", scanSam);
    await page.press("Next");
    return { page, phone };
  }

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

  describe("adding Microsoft Authenticator", () => {
    it("leads from the list to a phone that Graph lists", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      const titles = [page.title];
      await page.chooseAuthenticator();
      titles.push(page.title);
      for (let step = 0; step < 2; step += 1) titles.push((await page.press("Next")).title);
      const phone = pixelOf("sam");
      await phone.setUpApp();
      await phone.press("Scan a QR code", "Allow camera", scanSam);
      titles.push((await page.press("Next")).title);
      assert.deepEqual(await listed("sam"), []);

      await phone.type({ number: page.number }, "Yes");
      await page.reload();
      assert.match(page.text, /Notification approved/);
      titles.push((await page.press("Next")).title);
      titles.push((await page.press("Done")).title);

      assert.deepEqual(titles, [
        "Security info",
        "Microsoft Authenticator",
        "Set up your account",
        "Scan the QR code",
        "Let's try it out",
        "Success!",
        "Security info",
      ]);
      assert.ok(page.deletable.includes("Microsoft Authenticator Pixel 9"));
      const [entry, ...others] = await listed("sam");
      assert.equal(others.length, 0);
      const { id, ...rest } = entry ?? { id: "" };
      assert.match(id, /^[0-9a-f-]{36}$/);
      assert.deepEqual(rest, {
        "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
        displayName: "Pixel 9",
        phoneAppVersion: "6.2610.7001",
        deviceTag: "SoftwareTokenActivated",
        createdDateTime: null,
      });
    });

    it("shows a QR code of Authenticator's own kind, and the same by hand", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");

      await page.toQrCode();

      assert.match(page.text, /<div class="qr" role="img" aria-label="QR code"><svg/);
      assert.match(page.shownCode.code, /^\d{3} \d{3} \d{3}$/);
      assert.equal(page.shownCode.url, `${tenant.url}/activate`);
    });

    it("takes the code typed by hand, with its address", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.toQrCode();
      const { code, url } = page.shownCode;
      const phone = pixelOf("sam");
      await phone.setUpApp();
      await phone.press("Enter code manually");

      const wrong = await phone.type({ code, url: "http://elsewhere" }, "Finish");
      await phone.press("OK", "Add account", "Work or school account", "Enter code manually");
      const right = await phone.type({ code, url }, "Finish");

      assert.match(wrong.text, /Check the URL/);
      assert.match(right.text, /Account added successfully/);
    });

    it("does not go on before a phone has scanned", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.toQrCode();

      await page.press("Next");

      assert.equal(page.title, "Scan the QR code");
      assert.match(page.text, /no phone has scanned this QR code/);
    });

    it("refuses a code after five minutes, and gives another on Back and Next", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.toQrCode();
      const { code } = page.shownCode;
      const phone = pixelOf("sam");
      await phone.setUpApp();
      clock.advance(minutes(5));

      const late = await phone.press("Scan a QR code", "Allow camera", scanSam);
      await page.press("Next");
      assert.match(late.text, /The QR code has expired/);
      assert.match(page.text, /The QR code has expired/);
      await page.press("Back");
      await page.press("Next");
      await phone.press("OK", "Add account", "Work or school account");
      const fresh = await phone.press("Scan a QR code", scanSam);

      assert.notEqual(page.shownCode.code, code);
      assert.match(fresh.text, /Account added successfully/);
    });

    it("takes a code once", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.toQrCode();
      const phone = pixelOf("sam");
      await phone.setUpApp();
      await phone.press("Scan a QR code", "Allow camera", scanSam);
      const iPhone = new PhoneInHand(tenant.url, "sam-new-iphone");
      await iPhone.setUpApp("App Store", "Get");

      const second = await iPhone.press("Scan a QR code", "Allow camera", scanSam);

      assert.match(second.text, /The QR code was already used/);
    });

    it("registers nothing when the notification is refused, and tries again on request", async () => {
      const { page, phone } = await scanned();

      await phone.press("No, it's not me");
      await page.reload();
      assert.match(page.text, /You denied the notification/);
      assert.deepEqual(await listed("sam"), []);
      await page.press("Resend notification");
      await phone.type({ number: page.number }, "Yes");

      assert.equal((await listed("sam")).length, 1);
    });

    it("registers nothing on a wrong number", async () => {
      const { page, phone } = await scanned();

      const display = await phone.type({ number: page.number === "10" ? "11" : "10" }, "Yes");

      assert.match(display.text, /Denied: that is not the number shown/);
      assert.match((await page.reload()).text, /or entered another number/);
      assert.deepEqual(await listed("sam"), []);
    });

    it("registers nothing when nobody answers within a minute", async () => {
      const { page, phone } = await scanned();

      clock.advance(minutes(1));

      assert.match((await page.reload()).text, /The notification expired/);
      assert.doesNotMatch((await phone.look()).text, /Approve sign-in/);
      assert.deepEqual(await listed("sam"), []);
    });

    it("registers although the page was closed after the scan", async () => {
      const { page, phone } = await scanned();

      await phone.type({ number: page.number }, "Yes");
      await page.open();

      assert.ok(page.deletable.includes("Microsoft Authenticator Pixel 9"));
    });

    it("registers one entry however often the buttons are pressed", async () => {
      const { page, phone } = await scanned();
      await phone.type({ number: page.number }, "Yes");
      await page.reload();
      const { browser, text } = page;
      const stale = { url: new URL(`${tenant.url}/security-info/authenticator`), text };
      const headers = new Headers();

      for (let press = 0; press < 2; press += 1) {
        await browser.press({ ...stale, status: 200, headers }, "Next");
      }

      assert.equal((await listed("sam")).length, 1);
      assert.equal((await page.reload()).title, "Success!");
    });

    it("forgets what was begun on Cancel", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.chooseAuthenticator();

      await page.press("Cancel");

      assert.equal(page.title, "Security info");
      const again = await page.browser.open(`${tenant.url}/security-info/authenticator`);
      assert.match(again.text, /<h1>Security info<\/h1>/);
    });

    it("makes push the default of a person who had none", async () => {
      const page = await SecurityInfoPage.of(tenant, "nora");
      await page.toQrCode();
      const phone = pixelOf("nora");
      await phone.setUpApp();
      await phone.press("Scan a QR code", "Allow camera", "Scan the QR code of Nora Whitfield");
      await page.press("Next");

      await phone.type({ number: page.number }, "Yes");

      assert.match((await page.open()).text, /App based authentication - notification/);
    });

    it("offers no way past five entries", async () => {
      const page = await SecurityInfoPage.of(tenant, "felix");

      await page.chooseAuthenticator();

      assert.match(page.text, /You cannot have more than 5 hardware tokens or authenticator apps/);
    });

    it("does not offer Authenticator to those whom the policy leaves out", async () => {
      tenant.sandbox.faults.on(tenant.person("sam"), { fault: "noAuthenticatorChoice" });
      const page = await SecurityInfoPage.of(tenant, "sam");

      await page.follow("Add sign-in method");
      assert.doesNotMatch(page.text, /Microsoft Authenticator/);
      await page.open();
      await page.chooseAuthenticator();

      assert.match(page.text, /adds no method but Microsoft Authenticator/);
    });

    it("is closed from a restricted location", async () => {
      tenant.sandbox.faults.on(tenant.person("sam"), { fault: "restrictedLocation" });

      const page = await SecurityInfoPage.of(tenant, "sam");
      const add = await page.browser.open(`${tenant.url}/security-info/add`);

      assert.equal(page.title, "You cannot access this right now");
      assert.match(page.text, /location that is restricted by your admin/);
      assert.equal(add.status, 403);
    });

    it("shows in Graph late when switched so", async () => {
      tenant.sandbox.faults.on(tenant.person("sam"), {
        fault: "lateRegistration",
        delayMs: 20_000,
      });
      const { page, phone } = await scanned();

      await phone.type({ number: page.number }, "Yes");

      assert.ok((await page.open()).deletable.includes("Microsoft Authenticator Pixel 9"));
      assert.deepEqual(await listed("sam"), []);
      clock.advance(20_000);
      assert.equal((await listed("sam")).length, 1);
    });
  });

  describe("a different authenticator app", () => {
    it("registers codes, and no push", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.chooseAuthenticator();
      await page.press("I want to use a different authenticator app");
      await page.press("Next");
      const phone = pixelOf("sam");
      await phone.setUpApp();
      await phone.press("Back", "Other account (Google, Facebook, etc.)", "Scan a QR code");
      const display = await phone.press("Allow camera", scanSam);
      assert.match(display.text, /Account added successfully/);
      await page.press("Next");
      const account = await phone.press("VIPdesk (codes only) sam@vipdesk.example");
      const code = /aria-label="One-time password code">(\d{6})</.exec(account.text)?.[1] ?? "";

      await page.press("Next", { code: code === "000000" ? "000001" : "000000" });
      assert.match(page.text, /The code is incorrect/);
      await page.press("Next", { code });

      assert.equal(page.title, "Success!");
      assert.deepEqual(await listed("sam"), []);
      const { methods } = tenant.sandbox.people.securityInfo(tenant.person("sam"));
      assert.equal(
        methods.at(-1)?.["@odata.type"],
        "#microsoft.graph.softwareOathAuthenticationMethod",
      );
    });

    it("takes its secret key typed by hand", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.chooseAuthenticator();
      await page.press("I want to use a different authenticator app");
      await page.press("Next");
      const { code } = page.shownCode;
      assert.match(code, /^[A-Z2-7]{32}$/);
      const phone = pixelOf("sam");
      await phone.setUpApp();
      await phone.press("Back", "Other account (Google, Facebook, etc.)", "Enter code manually");

      const display = await phone.type({ code: code.toLowerCase() }, "Finish");

      assert.match(display.text, /Account added successfully/);
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
      assert.equal((await listed("oscar")).length, 3);

      await page.press("Ok");

      assert.match(page.text, /The sign-in method was deleted/);
      assert.equal((await listed("oscar")).length, 2);
    });

    it("refuses the default method until another is the default", async () => {
      const page = await SecurityInfoPage.of(tenant, "linus");
      await page.follow("Delete Outlook iPhone 14");
      await page.press("Ok");
      assert.match(page.text, /This is your default sign-in method/);
      assert.equal((await listed("linus")).length, 1);

      await page.open();
      await page.follow("Change default sign-in method");
      await page.press("Confirm", { method: "sms" });
      assert.match(page.text, /Phone - text/);
      await page.follow("Delete Outlook iPhone 14");
      await page.press("Ok");

      assert.deepEqual(await listed("linus"), []);
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
      assert.equal((await listed("priya")).length, 1);
    });
  });
});

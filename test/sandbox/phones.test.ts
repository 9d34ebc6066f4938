import assert from "node:assert/strict";
import { base32, isOneTimeCode, oneTimeCode } from "../../src/sandbox/phones/one-time-code.ts";
import { Browser } from "./support/browser.ts";
import { PhoneInHand } from "./support/phone-in-hand.ts";
import { minutes, start, TestClock, type TestSandbox } from "./support/sandbox.ts";
import { SecurityInfoPage } from "./support/security-info-page.ts";
import { numberOn, WebClient } from "./support/web-client.ts";

const scanSam = "Scan the QR code of Sam Rivera";
const prompt = /<h2 id="prompt-title">Approve sign-in\?<\/h2>/;

describe("the virtual phones of the sandbox", () => {
  let tenant: TestSandbox;
  const clock = new TestClock();

  before(async () => {
    tenant = await start({ clock });
  });
  afterEach(() => {
    tenant.sandbox.reset();
  });
  after(() => tenant.close());

  const phone = (id: string): PhoneInHand => new PhoneInHand(tenant.url, id);

  /** Signs in afresh as somebody with push, up to the page with the number. */
  async function atTheNumber(name: string) {
    const client = await WebClient.discover(tenant.url);
    const browser = new Browser(({ href }) => href.startsWith(WebClient.redirectUri));
    const hint = tenant.person(name).userPrincipalName;
    const accounts = await browser.open(await client.authorizationUrl({ login_hint: hint }));
    const page = await browser.submit(accounts, { choice: "sign-in", account: name });
    return { number: numberOn(page), reload: () => browser.open(page.url) };
  }

  async function lastUse(name: string): Promise<readonly unknown[]> {
    const response = await tenant.graph(
      name,
      "/beta/me/authentication/microsoftAuthenticatorMethods",
    );
    const body: unknown = await response.json();
    assert.ok(typeof body === "object" && body !== null && "value" in body);
    assert.ok(Array.isArray(body.value));
    return body.value.map((entry: Record<string, unknown>) => entry["lastUsedDateTime"]);
  }

  describe("who has which", () => {
    it("lists everybody's phones as their situations say, and two new ones", async () => {
      const page = await (await fetch(`${tenant.url}/phones`)).text();

      for (const id of [
        "sam-new-pixel",
        "sam-new-iphone",
        "olivia-galaxy-s24",
        "priya-pixel-9",
        "priya-new-pixel",
        "oscar-sm-g960f",
        "oscar-oscar-s-iphone-8",
        "oscar-oscar-s-iphone-16",
        "tess-iphone-15",
        "tess-iphone-15-2",
        "linus-iphone-14",
        "nora-new-pixel",
      ]) {
        assert.ok(page.includes(`href="/phones/${id}"`), id);
      }
    });

    it("keeps phones that were not used for long in a drawer", async () => {
      const old = await phone("oscar-sm-g960f").look();
      const current = await phone("oscar-oscar-s-iphone-16").look();

      assert.match(old.text, /Switched off: this phone lies in a drawer/);
      assert.match(current.text, /Authenticator/);
    });

    it("has a phone for an entry that came from elsewhere", async () => {
      tenant.sandbox.people.addMethod(tenant.person("sam"), {
        "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
        id: "x",
        displayName: "Pixel 9",
        phoneAppVersion: "6.2610.7001",
      });
      const { number, reload } = await atTheNumber("sam");

      await phone("sam-pixel-9").type({ number }, "Yes");

      assert.match((await reload()).text, /Permissions requested/);
    });

    it("answers 404 for a phone that nobody has", async () => {
      assert.equal((await fetch(`${tenant.url}/phones/sam-nokia`)).status, 404);
    });
  });

  describe("a notification", () => {
    it("shows by itself: the page notices", async () => {
      const pixel = phone("priya-pixel-9");
      const before = await pixel.state();
      assert.match((await pixel.look()).text, new RegExp(`data-state="${before}"`));

      await atTheNumber("priya");

      assert.notEqual(await pixel.state(), before);
      const display = await pixel.look();
      assert.match(display.text, prompt);
      assert.match(display.text, /<dt>App<\/dt><dd>PushReady<\/dd>/);
      assert.match(display.text, /<title>\(1\) Pixel 9 of Priya Raman<\/title>/);
    });

    it("is approved with the right number, and the entry was used now", async () => {
      const { number, reload } = await atTheNumber("priya");

      const display = await phone("priya-pixel-9").type({ number }, "Yes");

      assert.match(display.text, /role="status">Approved</);
      assert.match((await reload()).text, /Permissions requested/);
      assert.deepEqual(await lastUse("priya"), [clock.now().toISOString()]);
    });

    it("is refused with a wrong number, and the entry was not used", async () => {
      const before = await lastUse("priya");
      const { number, reload } = await atTheNumber("priya");

      await phone("priya-pixel-9").type({ number: number === "10" ? "11" : "10" }, "Yes");

      assert.match((await reload()).text, /Request denied/);
      assert.deepEqual(await lastUse("priya"), before);
    });

    it("is refused with “No, it's not me”", async () => {
      const { reload } = await atTheNumber("priya");

      await phone("priya-pixel-9").press("No, it's not me");

      assert.match((await reload()).text, /Request denied/);
    });

    it("goes away after a minute, and a late answer counts for nothing", async () => {
      const { number, reload } = await atTheNumber("priya");
      const pixel = phone("priya-pixel-9");
      const browser = new Browser();
      const display = await pixel.look();
      clock.advance(minutes(1));

      const late = await browser.press(display, "Yes", { number });

      assert.match(late.text, /This request has expired/);
      assert.doesNotMatch((await pixel.look()).text, prompt);
      assert.match((await reload()).text, /hear from you/);
    });

    it("comes to every phone of the person that is on, and names the one that approved", async () => {
      const { number } = await atTheNumber("oscar");
      const phones = ["oscar-sm-g960f", "oscar-oscar-s-iphone-8", "oscar-oscar-s-iphone-16"];

      const shows = [];
      for (const id of phones) shows.push(prompt.test((await phone(id).look()).text));
      await phone("oscar-oscar-s-iphone-16").type({ number }, "Yes");

      assert.deepEqual(shows, [false, false, true]);
      const used = (await lastUse("oscar")).map((at) => at === clock.now().toISOString());
      assert.deepEqual(used, [false, false, true]);
    });

    it("comes to Outlook for Authenticator Lite", async () => {
      const { number, reload } = await atTheNumber("linus");
      const iPhone = phone("linus-iphone-14");
      assert.match((await iPhone.look()).text, /Outlook · now/);

      await iPhone.type({ number }, "Yes");

      assert.match((await reload()).text, /Permissions requested/);
    });

    it("no longer comes to a phone whose entry was deleted", async () => {
      tenant.sandbox.people.removeMethod(
        tenant.person("oscar"),
        "a27d5e83-5e83-a27d-835e-7da2835e7da2",
      );

      await atTheNumber("oscar");

      assert.doesNotMatch((await phone("oscar-oscar-s-iphone-16").look()).text, prompt);
    });

    for (const which of ["Do Not Disturb", "Battery saver", "Notifications"]) {
      it(`waits in the app when the phone is silent (${which})`, async () => {
        const pixel = phone("priya-pixel-9");
        await pixel.press(which);
        const { number, reload } = await atTheNumber("priya");
        assert.doesNotMatch((await pixel.look()).text, prompt);

        const display = await pixel.press("Authenticator", "Check for notifications");
        assert.match(display.text, prompt);
        await pixel.type({ number }, "Yes");

        assert.match((await reload()).text, /Permissions requested/);
      });
    }

    it("says so when there is nothing to fetch", async () => {
      const display = await phone("priya-pixel-9").press(
        "Authenticator",
        "Check for notifications",
      );

      assert.match(display.text, /No new notifications/);
    });

    for (const which of ["Switched on", "Rooted"]) {
      it(`never arrives on a phone that cannot take it (${which})`, async () => {
        const pixel = phone("priya-pixel-9");
        await pixel.press("Authenticator");
        await pixel.press(which);

        await atTheNumber("priya");

        assert.doesNotMatch((await pixel.look()).text, prompt);
      });
    }
  });

  describe("setting up the app", () => {
    const work = ["Add account", "Work or school account"];

    it("asks for notifications at the first start, and warns when they are refused", async () => {
      const pixel = phone("sam-new-pixel");

      const asking = await pixel.press("Google Play", "Install", "Open");
      const refused = await pixel.press("Don't allow");

      assert.match(asking.text, /Allow “Authenticator” to send you notifications\?/);
      assert.match(refused.text, /Notifications are off for this app/);
    });

    it("has App Store and Get on an iPhone", async () => {
      const display = await phone("sam-new-iphone").press("App Store", "Get");

      assert.match(display.text, /<button class="primary">Open<\/button>/);
    });

    it("sees no QR code until a page shows one, and then by itself", async () => {
      const pixel = phone("sam-new-pixel");
      await pixel.setUpApp();
      const dark = await pixel.press("Scan a QR code", "Allow camera");
      const before = await pixel.state();
      assert.match(dark.text, /The camera sees no QR code/);

      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.toQrCode();

      assert.notEqual(await pixel.state(), before);
      assert.match((await pixel.look()).text, new RegExp(scanSam));
    });

    it("leads to the code by hand when the camera is refused", async () => {
      const pixel = phone("sam-new-pixel");
      await pixel.setUpApp();

      const display = await pixel.press("Scan a QR code", "Don't allow");

      assert.match(display.text, /Authenticator may not use the camera/);
      assert.match((await pixel.press("Enter code manually")).text, /<label>URL/);
    });

    it("scans after the camera was switched on in the settings", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.toQrCode();
      const pixel = phone("sam-new-pixel");
      await pixel.setUpApp();
      await pixel.press("Scan a QR code", "Don't allow");

      const display = await pixel.press("Camera permission", scanSam);

      assert.match(display.text, /Account added successfully/);
    });

    it("refuses a work account on a jailbroken phone", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.toQrCode();
      const iPhone = phone("sam-new-iphone");
      await iPhone.setUpApp("App Store", "Get");
      await iPhone.press("Jailbroken");

      const display = await iPhone.press("Scan a QR code", "Allow camera", scanSam);

      assert.match(display.text, /This device is jailbroken/);
      assert.match((await page.press("Next")).text, /no phone has scanned/);
    });

    for (const kind of ["Personal account", "Other account (Google, Facebook, etc.)"]) {
      it(`registers nothing as “${kind}”: it only shows codes`, async () => {
        const page = await SecurityInfoPage.of(tenant, "sam");
        await page.toQrCode();
        const pixel = phone("sam-new-pixel");
        await pixel.setUpApp();
        await pixel.press("Back", kind, "Scan a QR code", "Allow camera");

        const display = await pixel.press(scanSam);

        assert.match(display.text, /It shows one-time codes only/);
        assert.match((await page.press("Next")).text, /no phone has scanned/);
        const account = await pixel.press("VIPdesk (codes only) sam@vipdesk.example");
        assert.match(account.text, /No notifications/);
      });
    }

    it("gets nothing out of the QR code with the camera app", async () => {
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.toQrCode();

      const display = await phone("sam-new-pixel").press("Camera", scanSam);

      assert.match(display.text, /No usable data found/);
    });

    it("does not sign in on the phone itself", async () => {
      const pixel = phone("sam-new-pixel");
      await pixel.setUpApp();

      const display = await pixel.press("Sign in");

      assert.match(display.text, /Go to aka\.ms\/mfasetup in a web browser/);
    });

    it("lists a restored account that has to be registered anew", async () => {
      const pixel = phone("priya-new-pixel");
      await pixel.press("Google Play", "Install", "Open", "Allow");

      const display = await pixel.press("Restore from backup");
      await atTheNumber("priya");

      assert.match(display.text, /Action required: scan a QR code/);
      assert.doesNotMatch((await pixel.look()).text, prompt);
    });

    it("replaces the restored account when it is registered anew", async () => {
      const pixel = phone("sam-new-pixel");
      await pixel.press("Google Play", "Install", "Open", "Allow", "Restore from backup");
      const page = await SecurityInfoPage.of(tenant, "sam");
      await page.toQrCode();

      const display = await pixel.press(...work, "Scan a QR code", "Allow camera", scanSam);

      assert.doesNotMatch(display.text, /Action required/);
      assert.equal(display.text.match(/VIPdesk sam@vipdesk\.example/g)?.length, 1);
    });

    it("leaves the registration in Entra when the account is removed on the phone", async () => {
      const pixel = phone("priya-pixel-9");

      await pixel.press("Authenticator", "VIPdesk priya@vipdesk.example", "Remove account");
      await atTheNumber("priya");

      assert.doesNotMatch((await pixel.look()).text, prompt);
      assert.equal((await lastUse("priya")).length, 1);
    });
  });

  it("gets text messages with the SIM card", async () => {
    const { textMessages } = tenant.sandbox.tenant;
    textMessages.send(tenant.person("sam"), "Use verification code 123456", clock.now());

    const withSim = await phone("sam-new-pixel").press("Messages");
    const without = await phone("sam-new-iphone").look();

    assert.match(withSim.text, /Use verification code 123456/);
    assert.doesNotMatch(without.text, />Messages</);
  });

  it("ignores touches that its display does not offer", async () => {
    const pixel = phone("sam-new-pixel");
    const before = await pixel.state();
    const touches: readonly Record<string, string>[] = [
      { do: "explode" },
      { do: "open-authenticator" },
      { do: "scan", code: "123456789" },
      { do: "approve", push: "x", number: "11" },
      { do: "answer-camera", allow: "maybe" },
    ];

    for (const fields of touches) {
      await fetch(`${tenant.url}/phones/sam-new-pixel`, {
        method: "POST",
        body: new URLSearchParams(fields),
      });
    }
    await pixel.press("Camera", "Back");

    assert.equal(await pixel.state(), before);
  });

  it("takes no touch from another site", async () => {
    const response = await fetch(`${tenant.url}/phones/sam-new-pixel`, {
      method: "POST",
      headers: { origin: "https://evil.example" },
      body: new URLSearchParams({ do: "install" }),
    });

    assert.equal(response.status, 403);
  });
});

describe("one-time codes", () => {
  // RFC 6238, appendix B, SHA-1; the last six of its eight digits.
  const secret = Buffer.from("12345678901234567890");
  for (const [second, code] of [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [20_000_000_000, "353130"],
  ] as const) {
    it(`are those of the RFC at second ${second}`, () => {
      assert.equal(oneTimeCode(secret, new Date(second * 1000)), code);
    });
  }

  it("are good for a step before and after", () => {
    const at = new Date("2026-11-24T12:00:15Z");
    const code = oneTimeCode(secret, at);

    const good = [-60, -30, 0, 30, 60].map((seconds) =>
      isOneTimeCode(secret, code, new Date(at.getTime() + seconds * 1000)),
    );

    assert.deepEqual(good, [false, true, true, true, false]);
  });

  it("write secrets in base32", () => {
    assert.equal(base32(Buffer.from("foobar")), "MZXW6YTBOI");
  });
});

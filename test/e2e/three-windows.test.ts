import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { ChatPage } from "./harness/chat-page.ts";
import { PhoneWindow } from "./harness/phone-window.ts";
import { SecurityInfoWindow } from "./harness/security-info-window.ts";
import { startWorld, type World } from "./harness/world.ts";

/** What Microsoft's own page and the phone ask for is theirs; what our chat asks for is counted. */
const MOST_CLICKS = 6;

describe("from text messages to Authenticator, in three windows", function () {
  this.timeout(180_000);
  let world: World;

  before(async () => {
    world = await startWorld();
  });

  after(() => world.stop());

  it(`takes ${MOST_CLICKS} clicks in our chat at the most, and not one typed character`, async () => {
    const chat = await world.chatOf("sam");
    await chat.sees("Hello, I'm PushReady");
    await chat.press("No");
    await chat.sees("Teams asks you to sign in");
    await chat.signIn();
    await chat.sees("Not set up yet");
    const clicks = new Clicks(chat);

    // The chat: the guide begins, and its link opens Security info.
    await clicks.press("Start set-up");
    await chat.sees("Step 1 of 4");
    const securityInfo = new SecurityInfoWindow(await clicks.follow("Open Security info"));
    await clicks.press("Next");
    await chat.sees("Step 2 of 4");
    // Microsoft's page: sign in, add a method, up to the QR code.
    await securityInfo.signIn();
    await securityInfo.toQrCode();
    await securityInfo.page.screenshot({ path: "out/screenshots/windows-qr.png" });
    await clicks.press("Next");
    await chat.sees("Step 3 of 4");
    // The phone: the app, its permissions, the account, the code.
    const phone = await PhoneWindow.open(world, chat, "sam-new-pixel");
    await phone.touch("Google Play", "Install", "Open", "Allow", "Add account");
    await phone.touch("Work or school account", "Scan a QR code", "Allow camera");
    await phone.touch("Scan the QR code of Sam Rivera");
    await clicks.press("Next");
    await chat.sees("Step 4 of 4");
    // The test notification: the number from the page, typed on the phone.
    await phone.answer(await securityInfo.sendTest());
    await phone.sees("Approved");
    await phone.page.screenshot({ path: "out/screenshots/windows-phone.png" });
    await securityInfo.finish();

    // Nothing is pressed for this: the watch has seen the phone.
    await chat.sees("We see “Pixel 9”. Is that the phone in your hand?");
    await clicks.press("Yes");
    await chat.sees("You're done");
    await chat.screenshot("windows-done");

    assert.ok(clicks.count <= MOST_CLICKS, `${clicks.count} clicks`);
    await chat.close();
  });
});

/** The person's clicks in our chat. There is no way to type through it. */
class Clicks {
  readonly #chat: ChatPage;
  count = 0;

  constructor(chat: ChatPage) {
    this.#chat = chat;
  }

  async press(label: string): Promise<void> {
    this.count += 1;
    await this.#chat.press(label);
  }

  async follow(label: string): Promise<Page> {
    this.count += 1;
    return this.#chat.follow(label);
  }
}

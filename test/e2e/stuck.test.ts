import assert from "node:assert/strict";
import type { Fault } from "../../src/sandbox/faults/faults.ts";
import type { ChatPage } from "./harness/chat-page.ts";
import { confirmAndFinish, guided, openSecurityInfo, stuck, toStep } from "./harness/guided.ts";
import { PhoneWindow } from "./harness/phone-window.ts";
import { SecurityInfoWindow } from "./harness/security-info-window.ts";
import { startWorld, type World } from "./harness/world.ts";

// Each person is used by one test only: each is a first contact.
describe("stuck on the way, in three windows", function () {
  this.timeout(180_000);
  let world: World;

  before(async () => {
    world = await startWorld();
  });

  after(() => world.stop());

  it("uma: a restricted location and no Authenticator to choose, both told to the help desk, then a wrong number", async () => {
    const chat = await guided(world, "uma");

    turnOn("uma", { fault: "restrictedLocation" });
    const window = new SecurityInfoWindow(await chat.follow("Open Security info"));
    await window.press("Sign in");
    await window.sees("location that is restricted by your admin");
    await stuck(chat, "restrictedLocation");
    await asksHelpDesk(chat, "got to step 1 of 4 (Open Security info)", "restricted by the admin");
    turnOff("uma", "restrictedLocation");
    await window.reload();
    await chat.press("Back to the step");

    turnOn("uma", { fault: "noAuthenticatorChoice" });
    await toStep(chat, 1, 2);
    await window.chooseToAdd();
    assert.equal(await window.page.getByText("Microsoft Authenticator").count(), 0);
    await stuck(chat, "noAuthenticatorChoice");
    await asksHelpDesk(chat, "got to step 2 of 4", "Please allow Microsoft Authenticator push");
    turnOff("uma", "noAuthenticatorChoice");
    await window.reload();
    await window.chooseAuthenticator();
    await chat.press("Back to the step");

    const phone = await PhoneWindow.open(world, chat, "uma-new-pixel");
    await phone.touch("Google Play", "Install", "Open", "Allow", "Add account");
    await phone.touch("Work or school account", "Scan a QR code", "Allow camera");
    await phone.touch("Scan the QR code of Uma Castellanos");
    const right = await window.sendTest();
    await phone.answer(right === "10" ? "11" : "10");
    await window.press("Resend notification");
    await phone.answer(await window.shownNumber());
    await window.finish();

    await confirmAndFinish(chat, "Pixel 9");
    await chat.close();
  });

  it("olivia: a rooted phone, then the wrong kind of account on another one", async () => {
    const chat = await guided(world, "olivia");
    const window = await openSecurityInfo(chat);
    await window.toQrCode();
    await toStep(chat, 1, 4);

    const rooted = await PhoneWindow.open(world, chat, "olivia-new-pixel");
    await rooted.flip("Rooted");
    await rooted.touch("Google Play", "Install", "Open", "Allow", "Add account");
    await rooted.touch("Work or school account", "Scan a QR code", "Allow camera");
    await rooted.touch("Scan the QR code of Olivia Lindqvist");
    await rooted.sees("This device is rooted");
    await chat.press("I'm stuck here");
    await chat.press("It says jailbroken or rooted");
    await chat.sees("What to tell the help desk");
    await chat.sees("refuses my phone as jailbroken or rooted");
    await chat.screenshot("stuck-jailbrokenPhone");
    await chat.press("I can go on");
    await chat.sees("Step 4 of 4");

    const phone = await PhoneWindow.open(world, chat, "olivia-new-iphone");
    await phone.touch("App Store", "Get", "Open", "Allow", "Add account");
    await phone.touch("Personal account", "Scan a QR code", "Allow camera");
    await phone.touch("Scan the QR code of Olivia Lindqvist");
    await phone.sees("It shows one-time codes only");
    await window.press("Next");
    await window.sees("no phone has scanned this QR code");
    await stuck(chat, "wrongAccountType");
    await phone.touch("VIPdesk (codes only) olivia@vipdesk.example", "Remove account");
    await phone.touch("Add account", "Work or school account", "Scan a QR code");
    await phone.touch("Scan the QR code of Olivia Lindqvist");
    await phone.answer(await window.sendTest());
    await window.finish();

    await confirmAndFinish(chat, "iPhone 17");
    await chat.close();
  });

  it("kaya: an app restored from a backup, then a camera that was refused", async () => {
    const chat = await guided(world, "kaya");
    const window = await openSecurityInfo(chat);
    await window.toQrCode();
    await toStep(chat, 1, 3);

    const phone = await PhoneWindow.open(world, chat, "kaya-new-iphone");
    await phone.touch("App Store", "Get", "Open", "Allow", "Restore from backup");
    await phone.sees("Action required");
    await stuck(chat, "restoredFromBackup");
    await phone.touch("VIPdesk kaya@vipdesk.example", "Remove account");
    await chat.press("Back to the step");

    await phone.touch("Add account", "Work or school account", "Scan a QR code", "Don't allow");
    await phone.sees("Authenticator may not use the camera");
    await stuck(chat, "cameraRefused");
    await phone.flip("Camera permission");
    await phone.touch("Scan the QR code of Kaya Demir");
    await chat.press("Back to the step");
    await toStep(chat, 3, 4);
    await phone.answer(await window.sendTest());
    await window.finish();

    await confirmAndFinish(chat, "iPhone 17");
    await chat.close();
  });

  it("sam: the camera app, an expired code, and a phone that Graph lists late", async () => {
    const chat = await guided(world, "sam");
    const window = await openSecurityInfo(chat);
    await window.toQrCode();
    await toStep(chat, 1, 4);

    const phone = await PhoneWindow.open(world, chat, "sam-new-pixel");
    await phone.touch("Camera", "Scan the QR code of Sam Rivera");
    await phone.sees("No usable data found");
    await stuck(chat, "scannedWithCamera");
    await chat.press("Back to the step");

    await phone.touch("Back", "Google Play", "Install", "Open", "Allow", "Add account");
    await phone.touch("Work or school account", "Scan a QR code", "Allow camera");
    await world.clock.later(6, async () => {
      await phone.touch("Scan the QR code of Sam Rivera");
      await phone.sees("The QR code has expired");
    });
    await stuck(chat, "codeExpired");
    await window.renewQrCode();
    await chat.press("Back to the step");
    await phone.touch("OK", "Add account", "Work or school account", "Scan a QR code");
    await phone.touch("Scan the QR code of Sam Rivera");

    turnOn("sam", { fault: "lateRegistration", delayMs: 600_000 });
    await phone.answer(await window.sendTest());
    await window.finish();
    await chat.press("Check now");
    await chat.sees("Not there yet. It can take a minute.");
    await chat.screenshot("stuck-late");
    world.sandbox.tenant.graphLag.reset();

    await confirmAndFinish(chat, "Pixel 9");
    await chat.close();
  });

  it("nora: a phone that stays silent, for three reasons", async () => {
    const chat = await guided(world, "nora");
    const window = await openSecurityInfo(chat);
    await window.toQrCode();
    await toStep(chat, 1, 4);
    const phone = await PhoneWindow.open(world, chat, "nora-new-pixel");
    await phone.touch("Google Play", "Install", "Open", "Don't allow", "Add account");
    await phone.touch("Work or school account", "Scan a QR code", "Allow camera");
    await phone.touch("Scan the QR code of Nora Whitfield");
    await phone.flip("Do Not Disturb");
    await phone.flip("Battery saver");

    const number = await window.sendTest();
    assert.ok(await phone.isSilent());
    await stuck(chat, "noNotification");
    await phone.flip("Notifications");
    assert.ok(await phone.isSilent(), "Do Not Disturb and the battery saver are on");
    await phone.flip("Do Not Disturb");
    assert.ok(await phone.isSilent(), "the battery saver is on");
    await phone.flip("Battery saver");
    await chat.press("Back to the step");
    // The bot sees the phone by itself, whoever presses what meanwhile.
    await phone.answer(number);
    await window.finish();

    await confirmAndFinish(chat, "Pixel 9");
    await chat.close();
  });

  function turnOn(name: string, fault: Fault): void {
    world.sandbox.faults.on(world.sandbox.people.find(name) ?? null, fault);
  }

  function turnOff(name: string, fault: Fault["fault"]): void {
    world.sandbox.faults.off(world.sandbox.people.find(name) ?? null, fault);
  }
});

/** Follows the link of the card: the help desk's form brings the words along. */
async function asksHelpDesk(chat: ChatPage, ...words: readonly string[]): Promise<void> {
  const form = await chat.follow("Ask the help desk");
  const summary = await form.getByLabel("What is it about?").inputValue();
  for (const part of words) assert.ok(summary.includes(part), summary);
  await form.close();
}

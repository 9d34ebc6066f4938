import assert from "node:assert/strict";
import { TROUBLES_OF, type Trouble } from "../../src/cards/guide/guide-view.ts";
import { en } from "../../src/copy/en.ts";
import { guided, openSecurityInfo } from "./harness/guided.ts";
import { PhoneWindow } from "./harness/phone-window.ts";
import { startWorld, type World } from "./harness/world.ts";

/** These lead to the help desk at once; all others show what to do and lead back to the step. */
const TO_HELP_DESK: ReadonlySet<Trouble> = new Set([
  "phoneLost",
  "noSmartphone",
  "jailbrokenPhone",
]);

describe("the troubles of the guided set-up, in the Teams emulator", function () {
  this.timeout(180_000);
  let world: World;

  before(async () => {
    world = await startWorld();
  });

  after(() => world.stop());

  it("has help for each trouble of each page, and leads back to it", async () => {
    const chat = await guided(world, "sam");
    for (const [index, troubles] of Object.values(TROUBLES_OF).entries()) {
      if (index > 0) await chat.press("Next");
      await chat.sees(`Step ${index + 1} of 4`);
      for (const trouble of troubles) {
        await chat.press("I'm stuck here");
        await chat.press(en[`trouble.${trouble}.title`]);
        const isForHelpDesk = TO_HELP_DESK.has(trouble);
        await chat.sees(
          isForHelpDesk ? "What to tell the help desk" : en[`trouble.${trouble}.looks`],
        );
        await chat.screenshot(`trouble-${trouble}`);
        await chat.press(isForHelpDesk ? "I can go on" : "Back to the step");
        await chat.sees(`Step ${index + 1} of 4`);
      }
    }
    await chat.close();
  });

  it("goes on watching when the number was wrong, and moves on after the right one", async () => {
    const chat = await guided(world, "olivia");
    const securityInfo = await openSecurityInfo(chat);
    await securityInfo.toQrCode();
    const phone = await PhoneWindow.open(world, chat, "olivia-new-pixel");
    await phone.touch("Google Play", "Install", "Open", "Allow", "Add account");
    await phone.touch("Work or school account", "Scan a QR code", "Allow camera");
    await phone.touch("Scan the QR code of Olivia Lindqvist");

    const right = await securityInfo.sendTest();
    await phone.answer(right === "10" ? "11" : "10");
    await securityInfo.press("Resend notification");
    await phone.answer(await securityInfo.shownNumber());
    await securityInfo.finish();

    await chat.sees("We see “Pixel 9”. Is that the phone in your hand?");
    assert.equal(await chat.count("Is that the phone in your hand?"), 1);
    await chat.close();
  });
});

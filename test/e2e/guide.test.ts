import assert from "node:assert/strict";
import { TROUBLES_OF, type Trouble } from "../../src/cards/guide/guide-view.ts";
import { en } from "../../src/copy/en.ts";
import type { ChatPage } from "./harness/chat-page.ts";
import { FreshSignInWindow } from "./harness/fresh-sign-in-window.ts";
import { guided, toStep } from "./harness/guided.ts";
import { PhoneWindow } from "./harness/phone-window.ts";
import { approve, priya, tess } from "./harness/proof.ts";
import { startWorld, type World } from "./harness/world.ts";

const PIXEL = {
  "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
  id: "0f9d4c1e-5a4d-4c0a-9000-00000000f001",
  displayName: "Pixel 9",
  deviceTag: "SoftwareTokenActivated",
  phoneAppVersion: "6.2610.7001",
  createdDateTime: null,
};

/** These lead to the help desk at once; all others show what to do and lead back to the step. */
const TO_HELP_DESK: ReadonlySet<Trouble> = new Set([
  "phoneLost",
  "noSmartphone",
  "jailbrokenPhone",
]);

describe("the guided set-up, in the Teams emulator", function () {
  this.timeout(120_000);
  let world: World;

  before(async () => {
    world = await startWorld();
  });

  after(() => world.stop());

  beforeEach(() => {
    world.reset();
  });

  /** Signed in, question answered, and looking at the judged list. */
  async function checked(name: string): Promise<ChatPage> {
    const chat = await world.chatOf(name);
    // Each person is used by one test only, so this is their first contact.
    await chat.sees("Hello, I'm PushReady");
    await chat.press("I'm not sure");
    await chat.sees("Teams asks you to sign in");
    await chat.signIn();
    await chat.sees("Check again");
    return chat;
  }

  function register(name: string): void {
    const person = world.sandbox.people.find(name);
    assert.ok(person);
    world.sandbox.people.addMethod(person, PIXEL);
  }

  it("moves on by itself when the phone appears, and ends with every point ticked", async () => {
    const chat = await checked("sam");
    await chat.press("Start set-up");
    await chat.sees("Step 1 of 4");
    await chat.screenshot("guide-1");
    await chat.press("Next");
    await chat.sees("Step 2 of 4");
    await chat.press("Next");
    await chat.sees("Step 3 of 4");
    await chat.press("Next");
    await chat.sees("Step 4 of 4");

    register("sam");

    await chat.sees("We see “Pixel 9”. Is that the phone in your hand?");
    await chat.screenshot("guide-noticed");
    await chat.press("Yes");
    await chat.sees("You're done");
    await chat.screenshot("guide-done");
    await chat.close();
  });

  it("resumes where the person left it, with the phone that was added meanwhile", async () => {
    const chat = await checked("olivia");
    await chat.press("Start set-up");
    await chat.sees("Step 1 of 4");
    await chat.press("Next");
    await chat.sees("Step 2 of 4");
    await chat.close();

    const later = await world.chatOf("olivia");
    await later.say("continue");
    await later.sees("Step 2 of 4");
    register("olivia");
    await later.press("Check now");

    await later.sees("Is that the phone in your hand?");
    await later.close();
  });

  it("has help for each trouble of each page, and leads back to it", async () => {
    const chat = await guided(world, "kaya");
    for (const [index, troubles] of Object.values(TROUBLES_OF).entries()) {
      await toStep(chat, Math.max(index, 1), index + 1);
      for (const trouble of troubles) {
        await chat.press("I'm stuck here");
        await chat.press(en[`trouble.${trouble}.title`]);
        const isForHelpDesk = TO_HELP_DESK.has(trouble);
        await chat.sees(
          isForHelpDesk ? "What to tell the help desk" : en[`trouble.${trouble}.looks`],
        );
        await chat.screenshot(`trouble-${trouble}`);
        await chat.press(isForHelpDesk ? "I can go on" : "Back to the step");
        await chat.sees("(you're here)");
      }
    }
    await chat.close();
  });

  it("asks a person with nothing but a password to the help desk first", async () => {
    const chat = await checked("nora");

    await chat.press("Start set-up");

    await chat.sees("Temporary Access Pass");
    await chat.screenshot("guide-help-desk");
    await chat.close();
  });

  it("takes no phone that the person says is not theirs", async () => {
    const chat = await checked("uma");
    await chat.press("Start set-up");
    // Of a kind of method that it does not know, the bot promises nothing.
    await chat.press("I can go on");
    await chat.sees("Step 1 of 4");
    register("uma");
    await chat.sees("Is that the phone in your hand?");

    await chat.press("No");

    await chat.sees("help desk");
    await chat.screenshot("guide-not-mine");
    await chat.close();
  });

  it("has a person prove that a push can be approved, in a fresh sign-in of their own", async () => {
    const chat = await checked("priya");
    await chat.press("Show my checklist");
    await chat.press("Pick my phone");
    await chat.sees("in your hand");
    await chat.press("Yes");
    await chat.press("Prove it");
    await chat.sees(en["proof.text"]);

    await approve(world, chat, priya);

    await chat.sees("Did the number show on");
    await chat.screenshot("guide-number-showed");
    await chat.press("Yes");
    await chat.sees("You typed the number at a sign-in on");
    await chat.sees("You're done");
    await chat.screenshot("guide-proved");
    await chat.close();
  });

  it("says so when the person denies the sign-in on the phone", async () => {
    const chat = await checked("tess");
    await chat.press("Show my checklist");
    await chat.press("Pick my phone");
    await chat.press("It's number 1");
    await chat.press("Prove it");
    await chat.sees(en["proof.text"]);

    const browser = await FreshSignInWindow.open(chat);
    await browser.signInAs(tess.account);
    await browser.shownNumber();
    const phone = await PhoneWindow.open(world, chat, tess.phone);
    await phone.touch("No, it's not me");
    await browser.sees("Request denied");
    await browser.press("Cancel");
    await browser.sees("You're not signed in");
    await browser.close();

    await chat.sees("That sign-in was stopped");
    await chat.screenshot("guide-denied");
    await chat.close();
  });
});
